//! Conditions at the entry and the exits of a stage.

use super::{
    condition_rules::type_of,
    findings::Findings,
    rule_types,
    sketch::{Gate, Part, Sketch, Stage},
};
use crate::provider::checks::codes;

pub(super) fn have_results_of_their_place(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        for (gate, block) in stage.gates() {
            let (of_gate, of_condition): (&[&str], &[&str]) = match gate {
                Gate::BeforeEntry => (&[], &["FAIL", "SKIP"]),
                Gate::OnSuccess => (&[], &["FAIL", "ROLLBACK"]),
                Gate::OnFailure => (&["RETRY", "ROLLBACK"], &["ROLLBACK"]),
            };
            allow(stage, gate, &block.get("result"), of_gate, findings);
            for (_, condition) in block.blocks(["condition"]) {
                allow(stage, gate, &condition.get("result"), of_condition, findings);
                only_some_rules_skip(stage, &condition, findings);
            }
            failure_has_one_answer(stage, &block, findings);
        }
    }
}

fn allow(stage: &Stage<'_>, gate: Gate, result: &Part<'_>, allowed: &[&str], findings: &mut Findings) {
    let Some(text) = result.text().filter(|text| !allowed.contains(text)) else {
        return;
    };
    let gate = gate.as_str();
    let detail = format!(
        "In `{gate}` of the stage {} the result can be {}, and is {text}.",
        stage.label(),
        allowed.join(" or ")
    );
    findings.error(
        codes::CONDITION_RESULT,
        result.path.clone(),
        format!("No result {text} in `{gate}`"),
        detail,
    );
}

fn only_some_rules_skip(stage: &Stage<'_>, condition: &Part<'_>, findings: &mut Findings) {
    if condition.text_of("result") != Some("SKIP") {
        return;
    }
    for rule in condition.get("rule").items().known {
        let provider = type_of(&rule).get("provider");
        if let Some(text) = provider.text().filter(|text| !rule_types::SKIPPING.contains(text)) {
            let detail = format!(
                "The stage {} is skipped only by rules of the providers {}, and this one is of {text}. Use one of them, or \
                 result = \"FAIL\".",
                stage.label(),
                rule_types::SKIPPING.join(" and ")
            );
            findings.error(
                codes::CONDITION_RESULT,
                provider.path,
                format!("{text} cannot skip a stage"),
                detail,
            );
        }
    }
}

fn failure_has_one_answer(stage: &Stage<'_>, block: &Part<'_>, findings: &mut Findings) {
    let result = block.get("result");
    if result.is_present() && block.get("condition").is_present() {
        let detail = format!(
            "`on_failure` of the stage {} has a result and a condition. Keep `result` for every failure, or `condition` with rules \
             that decide.",
            stage.label()
        );
        findings.error(
            codes::CONDITION_RESULT,
            result.path.clone(),
            "Result and condition at once",
            detail,
        );
    }
    let retry = block.get("retry_configuration");
    if retry.is_present() && (result.is_absent() || result.text().is_some_and(|text| text != "RETRY")) {
        let detail = "`retry_configuration` is documented for result = \"RETRY\" only: without it nothing is tried again. Write \
                      that, or remove it.";
        let summary = format!("Retry configuration without retry in the stage {}", stage.label());
        findings.warning(codes::CONDITION_RESULT, retry.path, summary, detail);
    }
}

pub(super) fn roll_back_only_where_executions_wait(sketch: &Sketch<'_>, findings: &mut Findings) {
    if sketch.root.text_of("execution_mode") != Some("PARALLEL") {
        return;
    }
    for stage in &sketch.stages.known {
        for (_, block) in stage.gates() {
            let conditions = block.blocks(["condition"]);
            let results = conditions
                .map(|(_, condition)| condition.get("result"))
                .chain([block.get("result")]);
            for result in results.filter(|result| result.text() == Some("ROLLBACK")) {
                let detail = format!(
                    "The stage {} rolls back, which a pipeline of the mode PARALLEL cannot. Use another execution_mode or another \
                     result.",
                    stage.label()
                );
                findings.error(
                    codes::PARALLEL_ROLLBACK,
                    result.path,
                    "Rollback in a PARALLEL pipeline",
                    detail,
                );
            }
        }
    }
}

pub(super) fn have_one_to_five_rules(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        for (gate, block) in stage.gates() {
            for (_, condition) in block.blocks(["condition"]) {
                let rules = condition.get("rule").items();
                let count = rules.known.len();
                if count > rule_types::MOST || (count == 0 && rules.complete) {
                    let detail = format!(
                        "A condition has 1 to {} rules, and that in `{}` of the stage {} has {count}.",
                        rule_types::MOST,
                        gate.as_str(),
                        stage.label()
                    );
                    findings.error(
                        codes::CONDITION_RULES,
                        condition.get("rule").path,
                        "Wrong number of rules",
                        detail,
                    );
                }
            }
        }
    }
}
