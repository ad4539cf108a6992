//! The life of a declaration.

use codepipeline_emulator_testing::emulator::percent_encoded;
use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, action, declaration, gated};

const DEMO: &str = "arn:aws:codepipeline:eu-west-1:111122223333:demo";

fn default_trigger(branch: &str) -> Value {
    json!({
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "GitLab", "push": [{ "branches": { "includes": [branch] } }] },
    })
}

#[tokio::test]
async fn what_a_declaration_leaves_out_is_filled_in() {
    let bench = Bench::start().await;
    let mut sent = gated("demo", NO_CONNECTION);
    sent["stages"][1]["actions"][0]
        .as_object_mut()
        .unwrap()
        .remove("configuration");
    let created = bench.create(sent).await;
    assert_eq!(created["version"], 1);
    assert_eq!(created["executionMode"], "SUPERSEDED");
    assert_eq!(created["pipelineType"], "V2");
    assert_eq!(created["triggers"], json!([default_trigger("main")]));
    let gate = &created["stages"][1]["actions"][0];
    assert_eq!(gate["runOrder"], 1);
    assert_eq!(gate["configuration"], json!({}));
    assert_eq!(
        (&gate["inputArtifacts"], &gate["outputArtifacts"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(gate.get("region"), None);
    assert_eq!(bench.get("demo").await, created);
}

#[tokio::test]
async fn only_a_v2_source_that_detects_changes_gets_a_trigger() {
    let bench = Bench::start().await;
    let mut manual = declaration("manual", NO_CONNECTION);
    manual["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("false");
    assert_eq!(bench.create(manual).await.get("triggers"), None);

    let mut v1 = declaration("v1", NO_CONNECTION);
    v1["pipelineType"] = json!("V1");
    assert_eq!(bench.create(v1).await.get("triggers"), None);

    let mut declared = declaration("declared", NO_CONNECTION);
    let trigger = json!([{
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "GitLab", "push": [{ "tags": { "includes": ["v*"] } }] },
    }]);
    declared["triggers"] = trigger.clone();
    assert_eq!(bench.create(declared).await["triggers"], trigger);
}

#[tokio::test]
async fn each_update_is_a_version_even_when_nothing_changes_and_all_are_kept() {
    let bench = Bench::start().await;
    let first = bench.create(declaration("demo", NO_CONNECTION)).await;
    bench.emulator.pass(10.0);
    let mut changed = first.clone();
    changed["version"] = json!(77);
    changed["roleArn"] = json!("arn:aws:iam::111122223333:role/other");
    assert_eq!(
        bench.update(changed.clone()).await["version"],
        2,
        "the sent version is ignored"
    );
    assert_eq!(bench.update(changed).await["version"], 3);

    let old = bench.ok("GetPipeline", json!({ "name": "demo", "version": 1 })).await;
    assert_eq!(old["pipeline"], first);
    let metadata = &old["metadata"];
    assert_eq!(
        metadata["pipelineArn"],
        "arn:aws:codepipeline:eu-west-1:111122223333:demo"
    );
    let seconds = |member: &str| metadata[member].as_f64().unwrap();
    assert!((seconds("updated") - seconds("created") - 10.0).abs() < 0.001);

    let input = json!({ "name": "demo", "version": 4 });
    let text = bench.refuse("GetPipeline", input, "PipelineNotFoundException").await;
    assert_eq!(text, "Account '111122223333' does not have a pipeline with name 'demo'");
}

#[tokio::test]
async fn an_update_without_a_type_keeps_the_type() {
    let bench = Bench::start().await;
    let mut v1 = declaration("demo", NO_CONNECTION);
    v1["pipelineType"] = json!("V1");
    bench.create(v1).await;
    assert_eq!(
        bench.update(declaration("demo", NO_CONNECTION)).await["pipelineType"],
        "V1"
    );
    let mut v2 = declaration("demo", NO_CONNECTION);
    v2["pipelineType"] = json!("V2");
    assert_eq!(bench.update(v2).await["pipelineType"], "V2");
}

#[tokio::test]
async fn members_that_the_model_does_not_have_are_dropped() {
    let bench = Bench::start().await;
    let mut sent = declaration("demo", NO_CONNECTION);
    let known = bench.create(sent.clone()).await;
    sent["futureMember"] = json!({ "deep": [1] });
    sent["stages"][1]["futureStage"] = json!("dropped");
    sent["stages"][1]["actions"][0]["futureAction"] = json!(1);
    let mut updated = bench.update(sent).await;
    updated["version"] = known["version"].clone();
    assert_eq!(updated, known);
}

#[tokio::test]
async fn seeded_members_are_read_and_kept_by_updates_and_later_pipelines() {
    let bench = Bench::start().await;
    let created = bench.create(declaration("demo", NO_CONNECTION)).await;
    let members = json!({
        "/futureMember": { "deep": [1, 2.50, null, true] },
        "/stages/1/actions/0/futureAction": { "n": 12_345_678_901_234_567_890_u64 },
    });
    bench.emulator.seed_members(DEMO, members.clone()).await;
    let read = bench.get("demo").await;
    assert_eq!(read["version"], created["version"]);
    assert_eq!(read["futureMember"].to_string(), members["/futureMember"].to_string());
    let mut updated = bench.update(read.clone()).await;
    updated["version"] = read["version"].clone();
    assert_eq!(updated, read);
    let mut other = declaration("other", NO_CONNECTION);
    other["stages"][0]["futureMember"] = json!(1);
    assert_eq!(bench.create(other).await["stages"][0]["futureMember"], 1);
}

#[tokio::test]
async fn members_are_seeded_into_existing_objects_only() {
    let bench = Bench::start().await;
    let created = bench.create(declaration("demo", NO_CONNECTION)).await;
    for (pipeline, pointer) in [("none", "/a"), ("demo", "a"), ("demo", "/none/a"), ("demo", "/name/a")] {
        let arn = percent_encoded(&DEMO.replace("demo", pipeline));
        let path = format!("/_emulator/pipelines/{arn}/members");
        let members = json!({ "/first": 1, pointer: 2 });
        let answer = bench.emulator.send(reqwest::Method::PUT, &path, members).await;
        assert_eq!(answer.status(), 404, "{pipeline} {pointer}");
    }
    assert_eq!(bench.get("demo").await, created);
}

#[tokio::test]
async fn null_is_the_same_as_absent() {
    let bench = Bench::start().await;
    let mut sent = declaration("demo", NO_CONNECTION);
    sent["triggers"] = json!(null);
    sent["stages"][1]["actions"][0]["region"] = json!(null);
    let created = bench.create(sent).await;
    assert_eq!(created["triggers"], json!([default_trigger("main")]));
    assert_eq!(created["stages"][1]["actions"][0].get("region"), None);
}

#[tokio::test]
async fn a_name_is_taken_once_per_region() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    let input = json!({ "pipeline": declaration("demo", NO_CONNECTION) });
    let text = bench
        .refuse("CreatePipeline", input.clone(), "PipelineNameInUseException")
        .await;
    assert_eq!(
        text,
        "A pipeline with the name 'demo' already exists in account '111122223333'"
    );

    let elsewhere = bench.emulator.aws().region("us-east-1");
    elsewhere.ok("codepipeline", "CreatePipeline", input).await;
    let other = elsewhere
        .ok("codepipeline", "GetPipeline", json!({ "name": "demo" }))
        .await;
    assert_eq!(
        other["metadata"]["pipelineArn"],
        "arn:aws:codepipeline:us-east-1:111122223333:demo"
    );
    elsewhere
        .ok("codepipeline", "DeletePipeline", json!({ "name": "demo" }))
        .await;
    bench.get("demo").await;
}

#[tokio::test]
async fn delete_is_final_and_can_be_repeated() {
    let bench = Bench::start().await;
    bench.create(declaration("demo", NO_CONNECTION)).await;
    for _ in 0..2 {
        assert_eq!(
            bench.ok("DeletePipeline", json!({ "name": "demo" })).await,
            Value::Null,
            "an empty body"
        );
    }
    for operation in ["GetPipeline", "GetPipelineState"] {
        bench
            .refuse(operation, json!({ "name": "demo" }), "PipelineNotFoundException")
            .await;
    }
    let input = json!({ "pipeline": declaration("demo", NO_CONNECTION) });
    bench.refuse("UpdatePipeline", input, "PipelineNotFoundException").await;
    assert_eq!(bench.create(declaration("demo", NO_CONNECTION)).await["version"], 1);
}

#[tokio::test]
async fn secrets_read_back_as_masks_and_masks_keep_them() {
    let bench = Bench::start().await;
    let mut sent = declaration("demo", NO_CONNECTION);
    let keys = json!({ "Owner": "o", "Repo": "r", "Branch": "b", "OAuthToken": "secret" });
    let mut github = action("GitHub", "Source", "GitHub", keys);
    github["actionTypeId"]["owner"] = json!("ThirdParty");
    sent["stages"][0]["actions"].as_array_mut().unwrap().push(github);
    let created = bench.create(sent).await;
    assert_eq!(
        created["stages"][0]["actions"][1]["configuration"]["OAuthToken"],
        "****"
    );
    let ran = bench
        .ok("ListActionExecutions", json!({ "pipelineName": "demo" }))
        .await;
    assert!(ran.to_string().contains("OAuthToken"), "{ran}");
    assert!(!ran.to_string().contains("\"secret\""), "{ran}");

    let updated = bench.update(created.clone()).await;
    assert_eq!(
        updated["stages"][0]["actions"][1]["configuration"]["OAuthToken"],
        "****"
    );

    let mut renamed = created;
    renamed["stages"][0]["actions"][1]["name"] = json!("Renamed");
    let text = bench
        .refuse(
            "UpdatePipeline",
            json!({ "pipeline": renamed }),
            "InvalidActionDeclarationException",
        )
        .await;
    assert!(text.contains("for the new action 'Renamed'"), "{text}");
}

#[tokio::test]
async fn an_update_cancels_what_runs() {
    let bench = Bench::start().await;
    let connection = bench.connection().await;
    bench.create(gated("demo", &connection)).await;
    assert_eq!(bench.statuses("demo").await, ["InProgress"]);
    bench.update(gated("demo", &connection)).await;
    assert_eq!(
        bench.statuses("demo").await,
        ["Cancelled"],
        "and an update starts nothing"
    );
    let stages = bench.stages("demo").await;
    assert_eq!(stages[1]["latestExecution"]["status"], "Cancelled");
    assert_eq!(stages[1]["actionStates"][0]["latestExecution"]["status"], "Abandoned");
}
