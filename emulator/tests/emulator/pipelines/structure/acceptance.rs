//! What AWS accepts, however odd it looks.

use serde_json::{Value, json};

use super::{compile, push_stage, trigger};
use crate::emulator::pipelines::bench::{Bench, NO_CONNECTION, action, declaration};

/// A name for messages, and the edit.
type Row = (&'static str, fn(&mut Value));

#[tokio::test]
async fn what_aws_accepts_is_accepted() {
    let bench = Bench::start().await;
    let table: [Row; 7] = [
        ("a connection that does not exist", |_| {}),
        ("an unknown provider", |d| {
            push_stage(
                d,
                "New",
                json!([action("New", "Deploy", "FutureService", json!({ "Any": "1" }))]),
            )
        }),
        ("a filter on file paths alone", |d| {
            d["triggers"] = json!([trigger(
                "GitLab",
                json!({ "push": [{ "filePaths": { "includes": ["src/**"] } }] })
            )]);
        }),
        ("tags and branches in two filters", |d| {
            let filters = json!([{ "tags": { "includes": ["v*"] } }, { "branches": { "includes": ["main"] } }]);
            d["triggers"] = json!([trigger("GitLab", json!({ "push": filters }))]);
        }),
        ("an input from a lower run order of the stage", |d| {
            compile(d)["outputArtifacts"] = json!([{ "name": "out" }]);
            let mut second = action("Second", "Build", "CodeBuild", json!({ "ProjectName": "x" }));
            second["inputArtifacts"] = json!([{ "name": "out" }]);
            second["runOrder"] = json!(2);
            d["stages"][1]["actions"].as_array_mut().unwrap().push(second);
        }),
        ("an action in another region with a store there", |d| {
            compile(d)["region"] = json!("us-east-1");
            let store = d.as_object_mut().unwrap().remove("artifactStore").unwrap();
            d["artifactStores"] = json!({ "eu-west-1": store, "us-east-1": store });
        }),
        ("V1 without anything of V2", |d| d["pipelineType"] = json!("V1")),
    ];
    for (index, (name, edit)) in table.into_iter().enumerate() {
        let mut declaration = declaration(&format!("demo{index}"), NO_CONNECTION);
        edit(&mut declaration);
        let answer = bench
            .aws
            .call("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }))
            .await;
        assert!(answer.is_ok(), "{name}: {}", answer.unwrap_err());
    }
}
