//! The shapes of requests.

use serde_json::{Value, json};

use super::bench::{Bench, NO_CONNECTION, declaration};

/// The edit that breaks a member, its path, the constraint.
type Row = (fn(&mut Value), &'static str, &'static str);

/// Creates a pipeline with one member broken; answers the text without its title.
async fn violation(bench: &Bench, edit: fn(&mut Value)) -> String {
    let mut declaration = declaration("demo", NO_CONNECTION);
    edit(&mut declaration);
    let text = bench
        .refuse(
            "CreatePipeline",
            json!({ "pipeline": declaration }),
            "ValidationException",
        )
        .await;
    text.strip_prefix("1 validation error detected: ")
        .unwrap_or_else(|| panic!("{text}"))
        .to_owned()
}

#[tokio::test]
async fn a_violation_names_the_path_and_the_constraint() {
    let bench = Bench::start().await;
    let table: [Row; 15] = [
        (
            |d| d["name"] = json!("a b"),
            "pipeline.name",
            r"Member must satisfy regular expression pattern: [A-Za-z0-9.@\-_]+",
        ),
        (
            |d| d["name"] = json!("x".repeat(101)),
            "pipeline.name",
            "Member must have length less than or equal to 100",
        ),
        (
            |d| drop(d.as_object_mut().unwrap().remove("roleArn")),
            "pipeline.roleArn",
            "Member must not be null",
        ),
        (
            |d| d["roleArn"] = json!("demo"),
            "pipeline.roleArn",
            r"Member must satisfy regular expression pattern: arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*",
        ),
        (
            |d| d["artifactStore"]["encryptionKey"] = json!({ "id": "k", "type": "kms" }),
            "pipeline.artifactStore.encryptionKey.type",
            "Member must satisfy enum value set: [KMS]",
        ),
        (
            |d| d["stages"][1]["actions"][0]["runOrder"] = json!(1000),
            "pipeline.stages.2.member.actions.1.member.runOrder",
            "Member must have value less than or equal to 999",
        ),
        (
            |d| d["stages"][1]["actions"][0]["runOrder"] = json!(0),
            "pipeline.stages.2.member.actions.1.member.runOrder",
            "Member must have value greater than or equal to 1",
        ),
        (
            |d| d["stages"][0]["actions"][0]["outputArtifacts"][0]["name"] = json!("a.b"),
            "pipeline.stages.1.member.actions.1.member.outputArtifacts.1.member.name",
            r"Member must satisfy regular expression pattern: [a-zA-Z0-9_\-]+",
        ),
        (
            |d| d["stages"][0]["actions"][0]["configuration"]["BranchName"] = json!(""),
            "pipeline.stages.1.member.actions.1.member.configuration",
            "Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have \
             length greater than or equal to 1]",
        ),
        (
            |d| d["stages"][0]["actions"][0]["configuration"]["x".repeat(51)] = json!("y"),
            "pipeline.stages.1.member.actions.1.member.configuration",
            "Map keys must satisfy constraint: [Member must have length less than or equal to 50, Member must have \
             length greater than or equal to 1]",
        ),
        (
            |d| d["stages"][1] = json!(null),
            "pipeline.stages.2.member",
            "Member must not be null",
        ),
        (
            |d| {
                d["triggers"] =
                    trigger(json!({ "push": [{}, { "tags": {} }, { "branches": {} }, { "filePaths": {} }] }))
            },
            "pipeline.triggers.1.member.gitConfiguration.push",
            "Member must have length less than or equal to 3",
        ),
        (
            |d| d["triggers"] = trigger(json!({ "push": [{ "filePaths": { "includes": [] } }] })),
            "pipeline.triggers.1.member.gitConfiguration.push.1.member.filePaths.includes",
            "Member must have length greater than or equal to 1",
        ),
        (
            |d| d["triggers"] = trigger(json!({ "push": [{ "filePaths": { "includes": ["x".repeat(256)] } }] })),
            "pipeline.triggers.1.member.gitConfiguration.push.1.member.filePaths.includes",
            "Member must satisfy constraint: [Member must have length less than or equal to 255, Member must have \
             length greater than or equal to 1, Member must satisfy regular expression pattern: .*]",
        ),
        (
            |d| d["triggers"] = trigger(json!({ "pullRequest": [{ "events": ["MERGED"] }] })),
            "pipeline.triggers.1.member.gitConfiguration.pullRequest.1.member.events",
            "Member must satisfy constraint: [Member must satisfy enum value set: [CLOSED, OPEN, UPDATED]]",
        ),
    ];
    for (edit, path, phrase) in table {
        let expected = format!("Value at '{path}' failed to satisfy constraint: {phrase}");
        assert_eq!(violation(&bench, edit).await, expected);
    }
}

fn trigger(mut filters: Value) -> Value {
    filters["sourceActionName"] = json!("GitLab");
    json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters }])
}

#[tokio::test]
async fn all_violations_come_in_one_message() {
    let bench = Bench::start().await;
    let input = json!({ "pipeline": { "name": "", "stages": [{ "name": "a" }] }, "tags": [{ "key": "" }] });
    let text = bench.refuse("CreatePipeline", input, "ValidationException").await;
    assert_eq!(
        text,
        "6 validation errors detected: \
         Value at 'pipeline.name' failed to satisfy constraint: Member must satisfy regular expression pattern: \
         [A-Za-z0-9.@\\-_]+; \
         Value at 'pipeline.name' failed to satisfy constraint: Member must have length greater than or equal to 1; \
         Value at 'pipeline.roleArn' failed to satisfy constraint: Member must not be null; \
         Value at 'pipeline.stages.1.member.actions' failed to satisfy constraint: Member must not be null; \
         Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length greater than or equal to \
         1; \
         Value at 'tags.1.member.value' failed to satisfy constraint: Member must not be null"
    );
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_not_read() {
    let bench = Bench::start().await;
    let table = [
        (
            json!({ "name": 1 }),
            "NUMBER_VALUE can not be converted to a String (at 'name')",
        ),
        (
            json!({ "name": true }),
            "TRUE_VALUE can not be converted to a String (at 'name')",
        ),
        (
            json!({ "name": [] }),
            "Start of list found where not expected (at 'name')",
        ),
        (
            json!({ "name": {} }),
            "Start of structure or map found where not expected (at 'name')",
        ),
        (
            json!({ "name": "x", "version": "1" }),
            "STRING_VALUE can not be converted to an Integer (at 'version')",
        ),
        (
            json!({ "name": "x", "version": 1.5 }),
            "NUMBER_VALUE can not be converted to an Integer (at 'version')",
        ),
    ];
    for (input, text) in table {
        assert_eq!(bench.refuse("GetPipeline", input, "SerializationException").await, text);
    }
    let input = json!({ "pipeline": { "name": "x", "roleArn": "y", "stages": { "a": 1 } } });
    let text = bench.refuse("CreatePipeline", input, "SerializationException").await;
    assert_eq!(
        text,
        "Start of structure or map found where not expected (at 'pipeline.stages')"
    );
}

#[tokio::test]
async fn every_operation_names_its_missing_members() {
    let bench = Bench::start().await;
    for (operation, members) in [
        ("GetPipelineState", 1),
        ("GetPipelineExecution", 2),
        ("ListActionExecutions", 1),
        ("StartPipelineExecution", 1),
        ("StopPipelineExecution", 2),
        ("RetryStageExecution", 4),
        ("RollbackStage", 3),
        ("EnableStageTransition", 3),
        ("DisableStageTransition", 4),
        ("PutApprovalResult", 5),
        ("PutActionRevision", 4),
        ("TagResource", 2),
        ("UntagResource", 2),
        ("ListTagsForResource", 1),
    ] {
        let text = bench.refuse(operation, json!({}), "ValidationException").await;
        assert_eq!(
            text.matches("Member must not be null").count(),
            members,
            "{operation}: {text}"
        );
    }
}

#[tokio::test]
async fn an_unknown_operation_answers_404() {
    let bench = Bench::start().await;
    let error = bench.fail("PutWebhook", json!({})).await;
    assert_eq!((error.class.as_str(), error.status), ("UnknownOperationException", 404));
}
