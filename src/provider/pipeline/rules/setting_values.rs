//! Configuration values that are one of a few.

use terraform_provider_sdk::diagnostics;

use super::allowed_values::{self, AllowedValues};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
    },
    pipeline::open::{Node, OpenPipeline},
};

/// Unknown value of a configuration key.
pub const KEY_VALUE: Check = Check {
    code: "CPGL112",
    severity: Severity::Warning,
    title: "Unknown value of a configuration key",
    cause: "The value is not one of those that AWS documents for this key and action type.",
    fix: "Correct the spelling: values are case-sensitive.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName  = "payments-build"
  BatchEnabled = "true"
}"#,
        Edit {
            replace: r#"BatchEnabled = "true""#,
            with: r#"BatchEnabled = "yes""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| allowed_values::judge(SETTINGS, pipeline, findings)),
};

const BOOLEAN: &[&str] = &["true", "false"];

/// Returns the row of one key of the actions of one provider.
macro_rules! setting {
    ($provider:literal, $key:literal, $values:expr) => {
        AllowedValues {
            name: $key,
            values: $values,
            severity: diagnostics::Severity::Warning,
            nodes: |pipeline| of_actions(pipeline, $provider, $key),
        }
    };
}

const SETTINGS: &[AllowedValues] = &[
    setting!(
        "CloudFormation",
        "ActionMode",
        &[
            "CHANGE_SET_EXECUTE",
            "CHANGE_SET_REPLACE",
            "CREATE_UPDATE",
            "DELETE_ONLY",
            "REPLACE_ON_FAILURE",
        ]
    ),
    setting!("CodeBuild", "BatchEnabled", BOOLEAN),
    setting!("CodeBuild", "CombineArtifacts", BOOLEAN),
    setting!("CodeCommit", "PollForSourceChanges", BOOLEAN),
    setting!("S3", "Extract", BOOLEAN),
    setting!("S3", "PollForSourceChanges", BOOLEAN),
    setting!("StepFunctions", "InputType", &["FilePath", "Literal"]),
];

fn of_actions<'a>(pipeline: &OpenPipeline<'a>, provider: &str, key: &str) -> Vec<(Node<'a>, String)> {
    let actions = pipeline.actions().filter(|action| action.owner() == Some("AWS"));
    let actions = actions.filter(|action| action.provider() == Some(provider));
    actions
        .map(|action| (action.setting(key), format!("action {}", action.label())))
        .collect()
}
