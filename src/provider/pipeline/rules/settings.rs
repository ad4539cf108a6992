//! The configuration of actions and rules: their keys and values.

use terraform_provider_sdk::{
    diagnostics::{quote, suggestion},
    value::Value,
};

use super::{
    action_types::{self, ActionType},
    rule_types,
};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, Node, OpenPipeline},
};

/// Missing key in a configuration.
pub const REQUIRED_SETTING: Check = Check {
    code: "CPGL050",
    severity: Severity::Error,
    title: "Missing key in a configuration",
    cause: "The action type, or another key of the configuration, requires a key that the configuration does not have, or \
            that is null. Keys are case-sensitive.",
    fix: "Add the key, with a value that is never null: `one([])` and a conditional expression can return null.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName = "payments-build"
}"#,
        Edit {
            replace: r#"configuration = {
  ProjectName = "payments-build"
}"#,
            with: "configuration = {}",
        },
    ),
    judge: Judge::Pipeline(required_keys_are_set),
};

fn required_keys_are_set(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (action, action_type) in typed_actions(pipeline) {
        let configuration = action.node.get("configuration");
        if configuration.is_unknown() {
            continue;
        }
        let has_several_inputs = action_type.provider == "CodeBuild" && action.inputs().known.len() > 1;
        let required = action_type.required.iter().copied();
        let dependent = dependent_keys(action_type.provider, &configuration);
        for key in required
            .chain(has_several_inputs.then_some("PrimarySource"))
            .chain(dependent)
        {
            if configuration.key(key).value.is_null() {
                let requires = format!(
                    "The action {} of the provider {} requires {key}",
                    action.label(),
                    action_type.provider
                );
                if is_null(key, &configuration) {
                    let detail = format!("{requires}, but its value is null. Set it to a value that is never null.");
                    findings.error(configuration.path.clone().key(key), format!("{key} is null"), detail);
                } else {
                    let detail = format!("{requires}. {}", how_to_set(key, &configuration));
                    findings.error(configuration.path.clone(), format!("Missing {key}"), detail);
                }
            }
        }
    }
}

/// Whether the configuration has the key, with the value null.
fn is_null(key: &str, configuration: &Node<'_>) -> bool {
    let mut keys = configuration.value.as_map().into_iter().flatten();
    keys.any(|(written, value)| written == key && value.is_null())
}

/// A value of a key, and the keys that are required together with it.
struct Dependent {
    provider: &'static str,
    key: &'static str,
    value: &'static str,
    required: &'static [&'static str],
}

const fn dependent(
    provider: &'static str,
    key: &'static str,
    value: &'static str,
    required: &'static [&'static str],
) -> Dependent {
    Dependent {
        provider,
        key,
        value,
        required,
    }
}

/// Source: the action reference of the CodePipeline user guide.
const DEPENDENT: &[Dependent] = &[
    dependent("CloudFormation", "ActionMode", "CHANGE_SET_EXECUTE", &["ChangeSetName"]),
    dependent(
        "CloudFormation",
        "ActionMode",
        "CHANGE_SET_REPLACE",
        &["ChangeSetName", "RoleArn", "TemplatePath"],
    ),
    dependent(
        "CloudFormation",
        "ActionMode",
        "CREATE_UPDATE",
        &["RoleArn", "TemplatePath"],
    ),
    dependent("CloudFormation", "ActionMode", "DELETE_ONLY", &["RoleArn"]),
    dependent(
        "CloudFormation",
        "ActionMode",
        "REPLACE_ON_FAILURE",
        &["RoleArn", "TemplatePath"],
    ),
    dependent("S3", "Extract", "false", &["ObjectKey"]),
    dependent("StepFunctions", "InputType", "FilePath", &["Input"]),
];

/// Returns the keys that the values of other keys require.
fn dependent_keys<'a>(provider: &'a str, configuration: &'a Node<'a>) -> impl Iterator<Item = &'static str> + 'a {
    let is_met = move |row: &&Dependent| row.provider == provider && configuration.string(row.key) == Some(row.value);
    DEPENDENT.iter().filter(is_met).flat_map(|row| row.required).copied()
}

fn how_to_set(key: &str, configuration: &Node<'_>) -> String {
    let keys = configuration.value.as_map().into_iter().flatten();
    let other = keys.map(|(other, _)| other.as_str()).filter(|other| *other != key);
    match suggestion(key, other) {
        Some(written) => format!(
            "Keys are case-sensitive: change {written} to {key}.",
            written = quote(written)
        ),
        None if key == "PrimarySource" => {
            "It has several input artifacts: set PrimarySource to the name of the artifact that contains the build \
             specification."
                .to_owned()
        }
        None => format!("Add {key} to its configuration."),
    }
}

/// Unknown key in a configuration.
pub const UNKNOWN_SETTING: Check = Check {
    code: "CPGL051",
    severity: Severity::Warning,
    title: "Unknown key in a configuration",
    cause: "AWS does not document the key for the type of the action, or for the rule of the condition.",
    fix: "Correct the spelling, or remove the key.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName  = "payments-build"
  BatchEnabled = "true"
}"#,
        Edit {
            replace: r#"BatchEnabled = "true""#,
            with: r#"BatchEnable  = "true""#,
        },
    ),
    judge: Judge::Pipeline(keys_are_documented),
};

fn keys_are_documented(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (action, action_type) in typed_actions(pipeline) {
        if let Some(optional) = action_type.optional {
            let label = format!("action {}", action.label());
            let keys = (action_type.required, optional);
            only(keys, action_type.provider, &action.node, &label, findings);
        }
    }
    for (rule, rule_type) in rule_types::typed_rules(pipeline) {
        if let Some(optional) = rule_type.optional {
            let keys = (rule_type.required, optional);
            only(keys, rule_type.provider, &rule, &rule_types::label(&rule), findings);
        }
    }
}

/// Warns about the keys that are neither required nor optional.
fn only(
    (required, optional): (&[&str], &[&str]),
    provider: &str,
    node: &Node<'_>,
    label: &str,
    findings: &mut Findings,
) {
    let known: Vec<&str> = required.iter().chain(optional).copied().collect();
    let configuration = node.get("configuration");
    for (key, _) in set_keys(&configuration).filter(|(key, _)| !known.contains(key)) {
        let near = suggestion(key, known.iter().copied());
        // The missing key is reported instead.
        if near.is_some_and(|near| required.contains(&near) && configuration.key(near).value.is_null()) {
            continue;
        }
        let near = near
            .map(|near| format!(" The closest match is {near}."))
            .unwrap_or_default();
        let detail = format!(
            "AWS documents these keys for {provider}: {}. Keys are case-sensitive.{near}",
            known.join(", ")
        );
        let summary = format!("Unknown key {} in the {label}", quote(key));
        findings.warning(configuration.path.clone().key(key), summary, detail);
    }
}

/// Key or value of a configuration outside AWS's limits.
pub const SETTING_LIMITS: Check = Check {
    code: "CPGL052",
    severity: Severity::Error,
    title: "Key or value of a configuration outside AWS's limits",
    cause: "Keys have 1 to 50 characters, and the values of an action have 1 to 1000. A key whose value is null is \
            omitted.",
    fix: "Omit keys that have no value, and shorten long values.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName   = "payments-build"
  PrimarySource = null
}"#,
        Edit {
            replace: "null",
            with: r#""""#,
        },
    ),
    judge: Judge::Pipeline(keys_and_values_keep_the_limits),
};

/// Maximum characters of a key and of a value.
const KEY_LENGTH: usize = 50;
const VALUE_LENGTH: usize = 1000;

fn keys_and_values_keep_the_limits(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for consumer in &pipeline.consumers {
        let mut report = |settings: &Node<'_>, key: &str, problem: Option<String>| {
            if let Some(problem) = problem {
                let detail = format!("In the configuration of the {}, {problem}", consumer.label());
                let at = settings.path.clone().key(key);
                findings.error(at, "Key or value outside AWS's limits", detail);
            }
        };
        let configuration = consumer.node.get("configuration");
        for (key, value) in set_keys(&configuration) {
            // The values of a rule have other limits, which are part of the schema.
            let problem = wrong_key(key).or_else(|| wrong_value(key, value).filter(|_| !consumer.is_rule));
            report(&configuration, key, problem);
        }
        // `configuration` contains the keys of write-only settings too, with unknown values.
        let write_only = consumer.node.get("configuration_wo");
        for (key, value) in set_keys(&write_only) {
            report(&write_only, key, wrong_value(key, value));
        }
    }
}

fn wrong_key(key: &str) -> Option<String> {
    let length = key.chars().count();
    (length == 0 || length > KEY_LENGTH)
        .then(|| format!("a key has {length} characters. Keys have 1 to {KEY_LENGTH} characters."))
}

fn wrong_value(key: &str, value: &Value) -> Option<String> {
    let length = value.as_str()?.chars().count();
    match length {
        0 => Some(format!(
            "{key} is empty. Set a value, or omit the key if it is optional."
        )),
        1..=VALUE_LENGTH => None,
        _ => Some(format!(
            "the value of {key} has {length} characters. Values have at most {VALUE_LENGTH} characters."
        )),
    }
}

/// Returns the keys that are sent to AWS: those whose value is not null.
fn set_keys<'a>(configuration: &Node<'a>) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let entries = configuration.value.as_map().into_iter().flatten();
    entries
        .map(|(key, value)| (key.as_str(), value))
        .filter(|(_, value)| !value.is_null())
}

/// Returns the actions whose type is one of AWS's.
fn typed_actions<'s, 'a>(
    pipeline: &'s OpenPipeline<'a>,
) -> impl Iterator<Item = (&'s Action<'a>, &'static ActionType)> {
    pipeline
        .actions()
        .filter_map(|action| Some((action, action_types::of(action)?)))
}
