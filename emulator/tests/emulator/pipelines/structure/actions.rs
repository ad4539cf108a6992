//! Rules of single actions.

use serde_json::json;

use super::{ACTION, VALIDATION, assert_refused, compile, gitlab, push_stage};
use crate::emulator::pipelines::bench::{NO_CONNECTION, action, source};

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_actions() {
    assert_refused(&[
        (
            "a third party with the name of an AWS provider",
            |d| compile(d)["actionTypeId"]["owner"] = json!("ThirdParty"),
            ACTION,
            "ActionType (Category: 'Build', Provider: 'CodeBuild', Owner: 'ThirdParty', Version: '1') in action \
             'Compile' is not available in region 'EU_WEST_1'",
        ),
        (
            "another version of an AWS provider",
            |d| compile(d)["actionTypeId"]["version"] = json!("2"),
            ACTION,
            "ActionType (Category: 'Build', Provider: 'CodeBuild', Owner: 'AWS', Version: '2') in action 'Compile' is \
             not available in region 'EU_WEST_1'",
        ),
        (
            "a configuration without a required key",
            |d| drop(gitlab(d)["configuration"].as_object_mut().unwrap().remove("BranchName")),
            ACTION,
            "Action configuration for action 'GitLab' is missing required configuration 'BranchName'",
        ),
        (
            "several inputs and no primary source",
            |d| {
                d["stages"][0]["actions"]
                    .as_array_mut()
                    .unwrap()
                    .push(source("Other", NO_CONNECTION, "other"));
                compile(d)["inputArtifacts"] = json!([{ "name": "src" }, { "name": "other" }]);
            },
            ACTION,
            "Action configuration for action 'Compile' is missing required configuration 'PrimarySource'",
        ),
        (
            "a key that connection sources do not know",
            |d| gitlab(d)["configuration"]["PollForSourceChanges"] = json!("false"),
            ACTION,
            "Action configuration for action 'GitLab' contains unknown configuration 'PollForSourceChanges'",
        ),
        (
            "a value that the door lets in",
            |d| compile(d)["configuration"]["EnvironmentVariables"] = json!("x".repeat(1001)),
            VALIDATION,
            "ActionConfiguration Map value must satisfy constraint: [Member must have length less than or equal to \
             1000, Member must have length greater than or equal to 1]",
        ),
        (
            "a Commands action without commands",
            |d| {
                let mut commands = action("Run", "Compute", "Commands", json!({}));
                commands["inputArtifacts"] = json!([{ "name": "src" }]);
                push_stage(d, "Run", json!([commands]));
            },
            ACTION,
            "Action Run must have a non-empty commands field",
        ),
        (
            "commands in another action",
            |d| compile(d)["commands"] = json!(["make"]),
            ACTION,
            "Action Compile declares commands, which only Commands actions can have",
        ),
        (
            "a time-out of an action that no person decides",
            |d| compile(d)["timeoutInMinutes"] = json!(60),
            ACTION,
            "Action Compile declares timeoutInMinutes, which only manual approval actions can have",
        ),
        (
            "a mask in a new action",
            |d| {
                let mut github = action("GitHub", "Source", "GitHub", json!({ "OAuthToken": "****" }));
                github["actionTypeId"]["owner"] = json!("ThirdParty");
                d["stages"][0]["actions"].as_array_mut().unwrap().push(github);
            },
            ACTION,
            "Action configuration for the new action 'GitHub' contains an invalid configuration for the secret \
             property 'OAuthToken'. '****' may be used in secret properties only when updating an existing action.",
        ),
    ])
    .await;
}
