//! What only pipelines of type V2 can have.

use serde_json::json;

use super::{ACTION, STAGE, STRUCTURE, assert_refused, on_branch, push_stage};
use crate::emulator::pipelines::bench::action;

#[tokio::test]
async fn what_needs_v2_is_refused_in_v1() {
    assert_refused(&[
        (
            "variables",
            |d| {
                d["pipelineType"] = json!("V1");
                d["variables"] = json!([{ "name": "v" }]);
            },
            STRUCTURE,
            "Pipeline variable can only be used with V2 pipelines",
        ),
        (
            "triggers",
            |d| {
                d["pipelineType"] = json!("V1");
                d["triggers"] = json!([on_branch("GitLab")]);
            },
            STRUCTURE,
            "Triggers on tag can only be used with V2 pipelines",
        ),
        (
            "modes",
            |d| {
                d["pipelineType"] = json!("V1");
                d["executionMode"] = json!("QUEUED");
            },
            STRUCTURE,
            "QUEUED or PARALLEL mode can only be used with V2 pipelines",
        ),
        (
            "actions",
            |d| {
                d["pipelineType"] = json!("V1");
                let mut image = action("Image", "Build", "ECRBuildAndPublish", json!({}));
                image["inputArtifacts"] = json!([{ "name": "src" }]);
                push_stage(d, "Image", json!([image]));
            },
            ACTION,
            "ECRBuildAndPublish Action can only be used with V2 pipelines.",
        ),
        (
            "conditions",
            |d| {
                d["pipelineType"] = json!("V1");
                d["stages"][1]["onFailure"] = json!({ "result": "ROLLBACK" });
            },
            STAGE,
            "Stage level conditions can only be used with V2 pipelines.",
        ),
    ])
    .await;
}
