//! Conditions at the entry and the exits of a stage.

use terraform_provider_sdk::diagnostics;

use super::{
    allowed_values::{self, AllowedValues},
    rule_types::{self, rule_type_id},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{ConditionType, Node, OpenPipeline, Stage},
};

/// Invalid result of a condition.
pub const CONDITION_RESULT: Check = Check {
    code: "CPGL060",
    severity: Severity::ErrorOrWarning,
    title: "Invalid result of a condition",
    cause: "A condition can fail or skip the stage in `before_entry`, fail it or roll it back in `on_success`, and \
            roll it back in `on_failure`. Without a condition, `on_failure` can roll the stage back or retry it. Only \
            the rules LambdaInvoke and VariableCheck can skip a stage. A retry configuration without a retry is a \
            warning.",
    fix: "Use one of these results.",
    example: Example::new(
        Place::Pipeline,
        r#"stage {
  name = "Deploy-EU"

  on_failure {
    result = "RETRY"

    retry_configuration {
      retry_mode = "FAILED_ACTIONS"
    }
  }

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#"result = "RETRY"

    retry_configuration {
      retry_mode = "FAILED_ACTIONS"
    }"#,
            with: r#"result = "SKIP""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        allowed_values::judge(RESULTS, pipeline, findings);
        for stage in &pipeline.stages.known {
            only_some_rules_skip(stage, findings);
            for (_, block) in stage.condition_blocks() {
                has_one_outcome(stage, &block, findings);
                retries_if_configured(stage, &block, findings);
            }
        }
    }),
};

/// The results of each place.
const RESULTS: &[AllowedValues] = &[
    AllowedValues {
        name: "result",
        values: &["FAIL", "SKIP"],
        severity: diagnostics::Severity::Error,
        nodes: |pipeline| results_of_conditions(pipeline, ConditionType::BeforeEntry),
    },
    AllowedValues {
        name: "result",
        values: &["FAIL", "ROLLBACK"],
        severity: diagnostics::Severity::Error,
        nodes: |pipeline| results_of_conditions(pipeline, ConditionType::OnSuccess),
    },
    AllowedValues {
        name: "result",
        values: &["ROLLBACK"],
        severity: diagnostics::Severity::Error,
        nodes: |pipeline| results_of_conditions(pipeline, ConditionType::OnFailure),
    },
    AllowedValues {
        name: "result",
        values: &["RETRY", "ROLLBACK"],
        severity: diagnostics::Severity::Error,
        nodes: |pipeline| {
            let stages = pipeline.stages.known.iter();
            let blocks = stages.flat_map(|stage| stage.node.blocks("on_failure").map(move |block| (stage, block)));
            blocks
                .map(|(stage, block)| {
                    (
                        block.get("result"),
                        format!("`on_failure` block of the stage {}", stage.label()),
                    )
                })
                .collect()
        },
    },
];

fn results_of_conditions<'a>(pipeline: &OpenPipeline<'a>, wanted: ConditionType) -> Vec<(Node<'a>, String)> {
    let stages = pipeline.stages.known.iter();
    let conditions = stages.flat_map(|stage| stage.conditions().map(move |(at, condition)| (stage, at, condition)));
    conditions
        .filter(|(_, at, _)| *at == wanted)
        .map(|(stage, at, condition)| {
            let owner = format!("condition in `{}` of the stage {}", at.as_str(), stage.label());
            (condition.get("result"), owner)
        })
        .collect()
}

fn only_some_rules_skip(stage: &Stage<'_>, findings: &mut Findings) {
    let skipping = stage
        .conditions()
        .filter(|(_, condition)| condition.string("result") == Some("SKIP"));
    for rule in skipping.flat_map(|(_, condition)| condition.blocks("rule")) {
        let provider = rule_type_id(&rule).get("provider");
        if let Some(text) = provider.as_str().filter(|text| !rule_types::SKIPPING.contains(text)) {
            let detail = format!(
                "Only rules of the providers {} can skip the stage {}, and this rule has the provider {text}. Use one of \
                 them, or set result = \"FAIL\".",
                rule_types::SKIPPING.join(" and "),
                stage.label()
            );
            findings.error(provider.path, format!("A rule of {text} cannot skip a stage"), detail);
        }
    }
}

fn has_one_outcome(stage: &Stage<'_>, block: &Node<'_>, findings: &mut Findings) {
    let result = block.get("result");
    if result.is_present() && block.get("condition").is_present() {
        let detail = format!(
            "`on_failure` of the stage {} has a result and a condition. Keep `result` for every failure, or `condition` for \
             failures that its rules select.",
            stage.label()
        );
        findings.error(result.path, "Both result and condition", detail);
    }
}

fn retries_if_configured(stage: &Stage<'_>, block: &Node<'_>, findings: &mut Findings) {
    let (result, retry) = (block.get("result"), block.get("retry_configuration"));
    let is_other = result.is_absent() || result.as_str().is_some_and(|text| text != "RETRY");
    if retry.is_present() && is_other {
        let summary = format!("Retry configuration without a retry in the stage {}", stage.label());
        let detail =
            "AWS documents `retry_configuration` for result = \"RETRY\" only. Set that result, or remove the block.";
        findings.warning(retry.path, summary, detail);
    }
}

/// Rollback in a PARALLEL pipeline.
pub const PARALLEL_ROLLBACK: Check = Check {
    code: "CPGL061",
    severity: Severity::Error,
    title: "Rollback in a PARALLEL pipeline",
    cause: "Executions of a pipeline with the `PARALLEL` execution mode are independent of each other, so no stage \
            can roll back to an earlier one.",
    fix: "Use another `execution_mode` or another result.",
    example: Example::new(
        Place::Pipeline,
        r#"execution_mode = "QUEUED"

stage {
  name = "Deploy-EU"

  on_failure {
    result = "ROLLBACK"
  }

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"
  }
}"#,
        Edit {
            replace: r#""QUEUED""#,
            with: r#""PARALLEL""#,
        },
    ),
    judge: Judge::Pipeline(parallel_pipelines_do_not_roll_back),
};

fn parallel_pipelines_do_not_roll_back(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    if pipeline.root.string("execution_mode") != Some("PARALLEL") {
        return;
    }
    for stage in &pipeline.stages.known {
        let of_conditions = stage.conditions().map(|(_, condition)| condition.get("result"));
        let of_blocks = stage.condition_blocks().map(|(_, block)| block.get("result"));
        for result in of_conditions
            .chain(of_blocks)
            .filter(|result| result.as_str() == Some("ROLLBACK"))
        {
            let detail = format!(
                "The stage {} rolls back, which the execution mode PARALLEL does not support. Use another execution_mode or \
                 another result.",
                stage.label()
            );
            findings.error(result.path, "Rollback in a PARALLEL pipeline", detail);
        }
    }
}
