//! Rules of stages and of artifacts.

use serde_json::json;

use super::{ACTION, STAGE, STRUCTURE, approval, assert_refused, compile, gitlab, push_stage};
use crate::emulator::pipelines::bench::{NO_CONNECTION, source};

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_stages() {
    assert_refused(&[
        (
            "one stage",
            |d| drop(d["stages"].as_array_mut().unwrap().pop()),
            STRUCTURE,
            "Pipeline has only 1 stage(s). There should be a minimum of 2 stages in a pipeline",
        ),
        (
            "51 stages",
            |d| (0..49).for_each(|index| push_stage(d, &format!("S{index}"), json!([approval("a")]))),
            STRUCTURE,
            "Pipeline has too many stages. There can only be up to 50 stages in a pipeline",
        ),
        (
            "an approval among the sources",
            |d| d["stages"][0]["actions"].as_array_mut().unwrap().push(approval("Gate")),
            STRUCTURE,
            "Pipeline should start with a stage that only contains source actions",
        ),
        (
            "an empty first stage",
            |d| d["stages"][0]["actions"] = json!([]),
            STRUCTURE,
            "Pipeline should start with a stage that only contains source actions",
        ),
        (
            "two stages of sources, which breaks two rules",
            |d| d["stages"][1]["actions"] = json!([source("Other", NO_CONNECTION, "other")]),
            STRUCTURE,
            "Pipeline should contain at least 1 action whose category is not Source",
        ),
        (
            "a source in the third stage",
            |d| push_stage(d, "Late", json!([source("Other", NO_CONNECTION, "other")])),
            STRUCTURE,
            "Source actions can only be included in the first stage of the pipeline",
        ),
        (
            "two stages of one name",
            |d| push_stage(d, "Build", json!([approval("Gate")])),
            STAGE,
            "Stage name 'Build' is used more than once",
        ),
        (
            "two actions of one name in a stage",
            |d| push_stage(d, "Gates", json!([approval("Gate"), approval("Gate")])),
            STAGE,
            "Action name 'Gate' is used more than once in stage 'Gates'",
        ),
        (
            "a stage without actions",
            |d| push_stage(d, "Empty", json!([])),
            STAGE,
            "Stage 'Empty' should contain at least 1 action",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_artifacts() {
    assert_refused(&[
        (
            "an input that no action outputs",
            |d| compile(d)["inputArtifacts"] = json!([{ "name": "nothing" }]),
            ACTION,
            "Input Artifact Bundle nothing in action Compile is not declared as Output Artifact Bundle in any of the \
             preceding actions",
        ),
        (
            "an input that an action of the same run order makes",
            |d| {
                compile(d)["outputArtifacts"] = json!([{ "name": "out" }]);
                let mut second = compile(d).clone();
                second["name"] = json!("Second");
                second["inputArtifacts"] = json!([{ "name": "out" }]);
                second["outputArtifacts"] = json!([]);
                d["stages"][1]["actions"].as_array_mut().unwrap().push(second);
            },
            ACTION,
            "Input Artifact Bundle out in action Second is not declared as Output Artifact Bundle in any of the \
             preceding actions",
        ),
        (
            "an output that is made twice",
            |d| compile(d)["outputArtifacts"] = json!([{ "name": "src" }]),
            ACTION,
            "Output Artifact Bundle name must be unique within the pipeline. src has been used more than once.",
        ),
        (
            "too few inputs",
            |d| compile(d)["inputArtifacts"] = json!([]),
            ACTION,
            "Action Compile declares 0 input artifacts which is less than the minimum count (1)",
        ),
        (
            "too many outputs",
            |d| gitlab(d)["outputArtifacts"] = json!([{ "name": "src" }, { "name": "more" }]),
            ACTION,
            "Action GitLab declares 2 output artifacts which is more than the maximum count (1)",
        ),
    ])
    .await;
}
