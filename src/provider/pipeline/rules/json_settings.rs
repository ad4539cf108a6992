//! Configuration values that are JSON.

use serde_json::Value as Json;
use terraform_provider_sdk::value::Path;

use super::references;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Consumer, OpenPipeline},
};

/// Malformed JSON in a configuration.
pub const JSON_SETTING: Check = Check {
    code: "CPGL109",
    severity: Severity::ErrorOrWarning,
    title: "Malformed JSON in a configuration",
    cause: "Some keys require JSON. `ParameterOverrides` is an object of strings. `EnvironmentVariables` is a list of \
            objects with `name`, `value` and, unless it is `PLAINTEXT`, `type`. `UserParameters` and the `Input` of a \
            state machine can be JSON: a value that begins like JSON but is malformed is a warning.",
    fix: "Write the value with `jsonencode()`, in the form shown in the message.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName          = "payments-build"
  EnvironmentVariables = jsonencode([{ name = "STAGE", value = "test", type = "PLAINTEXT" }])
}"#,
        Edit {
            replace: r#"jsonencode([{ name = "STAGE", value = "test", type = "PLAINTEXT" }])"#,
            with: r#"jsonencode({ STAGE = "test" })"#,
        },
    ),
    judge: Judge::Pipeline(settings_are_json),
};

/// A configuration key that takes JSON.
struct JsonSetting {
    /// Providers of the actions and rules that have the key.
    providers: &'static [&'static str],
    key: &'static str,
    /// Such as `a list`.
    form: &'static str,
    /// Valid HCL.
    example: &'static str,
    has_form: fn(&Json) -> bool,
    /// Whether a string that does not begin like JSON is valid.
    may_be_text: bool,
}

const SETTINGS: &[JsonSetting] = &[
    JsonSetting {
        providers: &["CloudFormation"],
        key: "ParameterOverrides",
        form: "an object whose values are strings",
        example: "jsonencode({ Stage = \"test\" })",
        has_form: |json| {
            let is_value = |value: &Json| value.is_string() || value.is_object();
            json.as_object().is_some_and(|members| members.values().all(is_value))
        },
        may_be_text: false,
    },
    JsonSetting {
        providers: &["CodeBuild"],
        key: "EnvironmentVariables",
        form: "a list of objects with `name`, `value` and, if it is not PLAINTEXT, `type`",
        example: "jsonencode([{ name = \"STAGE\", value = \"test\", type = \"PLAINTEXT\" }])",
        has_form: |json| {
            json.as_array()
                .is_some_and(|variables| variables.iter().all(is_variable))
        },
        may_be_text: false,
    },
    JsonSetting {
        providers: &["Lambda", "LambdaInvoke"],
        key: "UserParameters",
        form: "JSON, if it begins like JSON",
        example: "jsonencode({ stage = \"test\" })",
        has_form: |_| true,
        may_be_text: true,
    },
    JsonSetting {
        providers: &["StepFunctions"],
        key: "Input",
        form: "JSON, if it begins like JSON",
        example: "jsonencode({ stage = \"test\" })",
        has_form: |_| true,
        may_be_text: true,
    },
];

fn is_variable(variable: &Json) -> bool {
    const TYPES: [&str; 3] = ["PARAMETER_STORE", "PLAINTEXT", "SECRETS_MANAGER"];
    let kind = &variable["type"];
    let has_type = kind.is_null() || kind.as_str().is_some_and(|kind| TYPES.contains(&kind));
    variable["name"].is_string() && variable["value"].is_string() && has_type
}

fn settings_are_json(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for consumer in &pipeline.consumers {
        let provider = consumer.provider();
        let settings = SETTINGS.iter();
        let settings =
            settings.filter(|setting| provider.is_some_and(|provider| setting.providers.contains(&provider)));
        for setting in settings {
            let value = consumer.node.get("configuration").key(setting.key);
            if let Some(text) = value.as_str().filter(|text| is_judged(text)) {
                judge(setting, consumer, value.path, text, findings);
            }
        }
    }
}

/// Whether the length of a value is valid. Another check reports an invalid length.
fn is_judged(text: &str) -> bool {
    (1..=1000).contains(&text.chars().count())
}

fn judge(setting: &JsonSetting, consumer: &Consumer<'_>, at: Path, text: &str, findings: &mut Findings) {
    let JsonSetting { key, form, example, .. } = setting;
    let begins = text.trim_start().starts_with(['{', '[']);
    if setting.may_be_text && (!begins || text.trim_start().starts_with("#{")) {
        return;
    }
    let problem = match serde_json::from_str::<Json>(&references::replaced(text, "0")) {
        Ok(json) if (setting.has_form)(&json) => return,
        Ok(_) => "has a different structure".to_owned(),
        // A value that is one reference is known only when the pipeline runs.
        Err(_) if text.starts_with("#{") => return,
        Err(why) => format!("is malformed ({why})"),
    };
    let detail = format!(
        "{key} of the {} must be {form}, but its value {problem}. Write it with jsonencode(), such as {key} = {example}.",
        consumer.label()
    );
    let summary = format!("Malformed {key}");
    if setting.may_be_text {
        findings.warning(at, summary, detail);
    } else {
        findings.in_consumer(consumer, at, summary, detail);
    }
}
