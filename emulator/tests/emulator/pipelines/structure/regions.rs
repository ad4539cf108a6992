//! Rules of regions, and the quotas of a declaration.

use serde_json::{Value, json};

use super::{ACTION, VALIDATION, approval, assert_refused, compile, gitlab, push_stage, trigger};
use crate::emulator::pipelines::bench::{NO_CONNECTION, source};

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_regions() {
    assert_refused(&[
        (
            "no artifact store",
            |d| drop(d.as_object_mut().unwrap().remove("artifactStore")),
            VALIDATION,
            "Exactly one of 'pipeline.artifactStore' and 'pipeline.artifactStores' must be declared.",
        ),
        (
            "both kinds of artifact stores",
            |d| d["artifactStores"] = json!({ "eu-west-1": d["artifactStore"] }),
            VALIDATION,
            "Exactly one of 'pipeline.artifactStore' and 'pipeline.artifactStores' must be declared.",
        ),
        (
            "two regions and one store",
            |d| compile(d)["region"] = json!("us-east-1"),
            VALIDATION,
            "Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead of \
             'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each region where \
             you have an action.",
        ),
        (
            "a region without a store",
            |d| {
                compile(d)["region"] = json!("us-east-1");
                let store = d.as_object_mut().unwrap().remove("artifactStore").unwrap();
                d["artifactStores"] = json!({ "eu-west-1": store });
            },
            VALIDATION,
            "Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an \
             action. The following region is missing in 'pipeline.artifactStores': us-east-1.",
        ),
        (
            "a source in another region",
            |d| {
                gitlab(d)["region"] = json!("us-east-1");
                let store = d.as_object_mut().unwrap().remove("artifactStore").unwrap();
                d["artifactStores"] = json!({ "eu-west-1": store, "us-east-1": store });
            },
            ACTION,
            "Action 'GitLab' cannot run in region 'us-east-1': actions of category Source and of owner ThirdParty or \
             Custom run in the region of the pipeline, 'eu-west-1'",
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_pipeline_keeps_the_quotas() {
    fn globs() -> Value {
        (0..8).map(|index| format!("{index}{}", "x".repeat(254))).collect()
    }
    assert_refused(&[
        (
            "101 parallel actions",
            |d| {
                push_stage(
                    d,
                    "Wide",
                    (0..101).map(|index| approval(&format!("A{index}"))).collect(),
                )
            },
            "LimitExceededException",
            "Stage 'Wide' can have at most 100 parallel and 100 sequential actions",
        ),
        (
            "triggers of more than 200 KB",
            |d| {
                let criteria = json!({ "includes": globs(), "excludes": globs() });
                let filters: Vec<Value> = ["OPEN", "UPDATED", "CLOSED"]
                    .iter()
                    .map(|event| json!({ "branches": criteria, "events": [event] }))
                    .collect();
                let names: Vec<String> = (0..18).map(|index| format!("S{index}")).collect();
                let sources = names
                    .iter()
                    .map(|name| source(name, NO_CONNECTION, &format!("{name}-out")));
                d["stages"][0]["actions"].as_array_mut().unwrap().extend(sources);
                d["triggers"] = names
                    .iter()
                    .map(|name| trigger(name, json!({ "pullRequest": filters })))
                    .collect();
            },
            "LimitExceededException",
            "The triggers of a pipeline can be at most 200 KB long",
        ),
    ])
    .await;
}
