//! Rules of triggers.

use serde_json::json;

use super::{STRUCTURE, assert_refused, on_branch, trigger};

const COMBINATIONS: &str =
    "The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.";
const TRIGGERS: &str = "Triggers for connections must reference a CodeStarSourceConnection action. Note that when you \
                        specify a trigger, you can't specify more than one trigger per source action.";
#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_triggers() {
    assert_refused(&[
        (
            "an unknown action",
            |d| d["triggers"] = json!([on_branch("Absent")]),
            STRUCTURE,
            TRIGGERS,
        ),
        (
            "an action that is not a source",
            |d| d["triggers"] = json!([on_branch("Compile")]),
            STRUCTURE,
            TRIGGERS,
        ),
        (
            "two triggers of one action",
            |d| d["triggers"] = json!([on_branch("GitLab"), trigger("GitLab", json!({ "push": [{}] }))]),
            STRUCTURE,
            TRIGGERS,
        ),
        (
            "tags with branches",
            |d| {
                let filter = json!({ "tags": { "includes": ["v*"] }, "branches": { "includes": ["main"] } });
                d["triggers"] = json!([trigger("GitLab", json!({ "push": [filter] }))]);
            },
            STRUCTURE,
            COMBINATIONS,
        ),
        (
            "tags with file paths",
            |d| {
                let filter = json!({ "tags": { "includes": ["v*"] }, "filePaths": { "includes": ["src/**"] } });
                d["triggers"] = json!([trigger("GitLab", json!({ "push": [filter] }))]);
            },
            STRUCTURE,
            COMBINATIONS,
        ),
        (
            "two equal filters",
            |d| {
                let filter = json!({ "branches": { "includes": ["main"] } });
                d["triggers"] = json!([trigger("GitLab", json!({ "pullRequest": [filter, filter] }))]);
            },
            STRUCTURE,
            COMBINATIONS,
        ),
    ])
    .await;
}
