//! Variables of the pipeline.

use terraform_provider_sdk::diagnostics::quote;

use super::{
    references,
    unique::{Named, UniqueName},
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Consumer, OpenPipeline},
};

const PREFIX: &str = "variables.";

/// Pipeline variable in a source action.
pub const VARIABLE_IN_SOURCE: Check = Check {
    code: "CPGL056",
    severity: Severity::Error,
    title: "Pipeline variable in a source action",
    cause: "Source actions run before the variables of the pipeline are resolved.",
    fix: "Use a literal value.",
    example: Example::new(
        Place::SourceConfiguration,
        r#"BranchName = "main""#,
        Edit {
            replace: r#""main""#,
            with: r##""#{variables.branch}""##,
        },
    ),
    judge: Judge::Pipeline(sources_use_no_variables),
};

fn sources_use_no_variables(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let sources = pipeline.actions().filter(|action| action.category() == Some("Source"));
    for action in sources {
        for (key, value) in action.node.get("configuration").string_entries() {
            if let Some(reference) = references::all(value)
                .find(|reference| reference.starts_with(PREFIX) && !references::has_blank(reference))
            {
                let detail = format!(
                    "{key} of the source action {} uses a variable of the pipeline, but source actions run before \
                     variables are resolved. Use a literal value.",
                    action.label()
                );
                let summary = format!("#{{{reference}}} in a source action");
                findings.error(action.setting(key).path, summary, detail);
            }
        }
    }
}

/// Duplicate variable name.
pub const VARIABLE_NAME: Check = Check {
    code: "CPGL057",
    severity: Severity::Error,
    title: "Duplicate variable name",
    cause: "The variables of a pipeline must have different names.",
    fix: "Rename one of the variables.",
    example: Example::new(
        Place::Pipeline,
        r#"variable {
  name          = "channel"
  default_value = "stable"
}

variable {
  name          = "market"
  default_value = "eu"
}"#,
        Edit {
            replace: r#""market""#,
            with: r#""channel""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        let variables: Vec<_> = pipeline.root.blocks("variable").collect();
        let names = variables.iter().filter_map(|variable| Named::block(variable, "name"));
        let unique = UniqueName {
            noun: "variable name",
            rule: "The variables of a pipeline must have different names. Rename one of them.",
        };
        unique.judge(names, findings);
    }),
};

/// Variable without a value in a pipeline that starts automatically.
pub const VALUELESS_VARIABLE: Check = Check {
    code: "CPGL105",
    severity: Severity::Warning,
    title: "Variable without a value in a pipeline that starts automatically",
    cause: "A variable without a default value must be set at each start. When a source change starts the pipeline, no variable is set.",
    fix: "Set `default_value`, or start the pipeline manually: remove the triggers, and set `DetectChanges = \
          \"false\"`.",
    example: Example::new(
        Place::Pipeline,
        r#"variable {
  name          = "market"
  default_value = "eu"
}"#,
        Edit {
            replace: r#"name          = "market"
  default_value = "eu""#,
            with: r#"name = "market""#,
        },
    ),
    judge: Judge::Pipeline(variables_have_a_value_at_each_start),
};

fn variables_have_a_value_at_each_start(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let has_trigger = pipeline.root.get("trigger").is_present();
    let detects = |source: &Action<'_>| {
        let setting = source.setting("DetectChanges");
        setting.value.is_null() || setting.as_str() == Some("true")
    };
    if !has_trigger && !pipeline.connection_sources().any(detects) {
        return;
    }
    for variable in pipeline.root.blocks("variable") {
        let default = variable.get("default_value");
        if default.value.is_null() || default.as_str() == Some("") {
            let summary = format!(
                "The variable {} has no value when a change starts the pipeline",
                variable.label()
            );
            let detail = "When a source change starts the pipeline, no variable is set. Set `default_value`, or start the \
                          pipeline manually only: without triggers, and with DetectChanges = \"false\".";
            findings.warning(variable.get("name").path, summary, detail);
        }
    }
}

/// Undeclared variable.
pub const UNDECLARED_VARIABLE: Check = Check {
    code: "CPGL058",
    severity: Severity::Warning,
    title: "Undeclared variable",
    cause: "A configuration uses a variable that the pipeline does not declare.",
    fix: "Add a `variable` block.",
    example: Example::new(
        Place::Pipeline,
        r#"variable {
  name          = "channel"
  default_value = "stable"
}

stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"

    configuration = {
      CustomData = "Release to #{variables.channel}"
    }
  }
}"#,
        Edit {
            replace: r#"variable {
  name          = "channel"
  default_value = "stable"
}

stage {"#,
            with: "stage {",
        },
    ),
    judge: Judge::Pipeline(used_variables_are_declared),
};

fn used_variables_are_declared(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let variables = pipeline.root.get("variable").elements();
    let declared: Vec<_> = variables.known.iter().map(|variable| variable.member("name")).collect();
    if !variables.is_complete || declared.iter().any(|name| name.is_unknown()) {
        return;
    }
    let is_source = |consumer: &&Consumer<'_>| consumer.node.string("category") == Some("Source");
    for consumer in pipeline.consumers.iter().filter(|consumer| !is_source(consumer)) {
        let configuration = consumer.node.get("configuration");
        for (key, reference) in references::in_configuration(&configuration) {
            let Some(name) = reference.strip_prefix(PREFIX) else {
                continue;
            };
            if !declared.iter().any(|declared| declared.as_str() == Some(name)) {
                let name = quote(name);
                let summary = format!("Undeclared variable {name} in the {}", consumer.label());
                let detail = format!("The pipeline does not declare it. Add a block: variable {{ name = {name} }}.");
                findings.warning(configuration.key(key).path, summary, detail);
            }
        }
    }
}
