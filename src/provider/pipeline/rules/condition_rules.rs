//! The rules of conditions: their number, types and configurations.

use terraform_provider_sdk::diagnostics;

use super::{
    allowed_values::{self, AllowedValues},
    limits::{self, Count, Limit},
    rule_types::{self, label, rule_type_id, rules, typed_rules},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::OpenPipeline,
};

/// Invalid rule of a condition.
pub const CONDITION_RULES: Check = Check {
    code: "CPGL062",
    severity: Severity::ErrorOrWarning,
    title: "Invalid rule of a condition",
    cause: "A condition has 1 to 5 rules, and each rule provider requires certain keys. An unknown provider, version \
            or operator is a warning, because AWS may have added it.",
    fix: "Add what is missing, or correct the spelling.",
    example: Example::new(
        Place::Pipeline,
        r#"stage {
  name = "Deploy-EU"

  on_success {
    condition {
      result = "ROLLBACK"

      rule {
        name = "Errors"

        rule_type_id {
          category = "Rule"
          owner    = "AWS"
          provider = "CloudWatchAlarm"
          version  = "1"
        }

        configuration = {
          AlarmName = "payments-errors"
        }
      }
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
            replace: r#"}

        configuration = {
          AlarmName = "payments-errors"
        }"#,
            with: "}",
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        limits::judge(RULES_OF_A_CONDITION, pipeline, findings);
        providers_are_known(pipeline, findings);
        allowed_values::judge(ALLOWED, pipeline, findings);
        required_keys_are_set(pipeline, findings);
    }),
};

const RULES_OF_A_CONDITION: &[Limit] = &[Limit {
    items: "rules",
    at_least: 1,
    at_most: 5,
    counts: |pipeline| {
        let stages = pipeline.stages.known.iter();
        let counts = stages.flat_map(|stage| {
            stage.conditions().map(move |(at, condition)| {
                let owner = format!("A condition in `{}` of the stage {}", at.as_str(), stage.label());
                Count::of(owner, &condition.get("rule"))
            })
        });
        counts.collect()
    },
    fix: "Add or remove rules.",
}];

const ALLOWED: &[AllowedValues] = &[
    AllowedValues {
        name: "version",
        values: &["1"],
        severity: diagnostics::Severity::Warning,
        nodes: |pipeline| {
            rules(pipeline)
                .map(|rule| (rule_type_id(&rule).get("version"), label(&rule)))
                .collect()
        },
    },
    AllowedValues {
        name: "Operator",
        values: &rule_types::OPERATORS,
        severity: diagnostics::Severity::Warning,
        nodes: |pipeline| {
            let checks = typed_rules(pipeline).filter(|(_, rule_type)| rule_type.provider == "VariableCheck");
            checks
                .map(|(rule, _)| (rule.get("configuration").key("Operator"), label(&rule)))
                .collect()
        },
    },
];

fn providers_are_known(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let known: Vec<&str> = rule_types::TYPES.iter().map(|of| of.provider).collect();
    for rule in rules(pipeline) {
        let provider = rule_type_id(&rule).get("provider");
        if let Some(text) = provider.as_str().filter(|text| !known.contains(text)) {
            let summary = format!("Unknown provider {} of the {}", diagnostics::quote(text), label(&rule));
            let detail = format!(
                "AWS documents these rule providers: {}. If AWS has added it since, ignore this warning.",
                known.join(", ")
            );
            findings.warning(provider.path, summary, detail);
        }
    }
}

fn required_keys_are_set(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (rule, rule_type) in typed_rules(pipeline) {
        let (configuration, label, provider) = (rule.get("configuration"), label(&rule), rule_type.provider);
        let is_missing = |key: &&&str| !configuration.is_unknown() && configuration.key(key).value.is_null();
        for key in rule_type.required.iter().filter(is_missing) {
            let detail = format!("The {label} of the provider {provider} requires {key}. Add it to its configuration.");
            findings.error(configuration.path.clone(), format!("Missing {key}"), detail);
        }
        let commands = rule.get("commands");
        if provider == "Commands" && commands.is_absent() {
            let detail = format!("The {label} has no commands to run. Set commands = [\"make check\"].");
            findings.error(commands.path, "Commands rule without commands", detail);
        }
    }
}
