//! User actions on the pages of pipelines.

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};

use super::{SERVICE, link, page, press};
use crate::emulator::connections::create;

/// Creates a pipeline that waits for an approval after its source.
pub(super) async fn create_pipeline(emulator: &Emulator, aws: &AwsClient) {
    create_pipeline_in("SUPERSEDED", emulator, aws).await;
}

async fn create_pipeline_in(mode: &str, emulator: &Emulator, aws: &AwsClient) {
    let pipeline = declaration(mode, emulator, aws).await;
    aws.ok("codepipeline", "CreatePipeline", json!({"pipeline": pipeline}))
        .await;
}

/// A pipeline with an available connection that waits for an approval after its source.
pub(super) async fn declaration(mode: &str, emulator: &Emulator, aws: &AwsClient) -> Value {
    let connection = create(aws, SERVICE, "app").await;
    emulator.set_connection_status(&connection, "AVAILABLE").await;
    let source = json!({
        "name": "GitLab", "outputArtifacts": [{"name": "src"}],
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"},
        "configuration": {"ConnectionArn": connection, "FullRepositoryId": "group/sub/app", "BranchName": "main"},
    });
    let gate = json!({
        "name": "Gate", "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
    });
    json!({
        "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop", "pipelineType": "V2", "executionMode": mode,
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [{"name": "Source", "actions": [source]}, {"name": "Approve", "actions": [gate]}],
    })
}

/// The value of a hidden field of a form.
pub(super) fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
    &page[start..start + page[start..].find('"').unwrap()]
}

#[tokio::test]
async fn a_pipeline_can_be_watched_and_its_execution_approved() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let list = page(&emulator, "/console/pipelines").await;
    let path = link(&list, "/shop/view?region=eu-west-1&amp;account=111122223333").replace("&amp;", "&");
    assert!(list.contains(">Waiting for approval<"), "{list}");
    let drawn = page(&emulator, &path).await;
    for text in [
        "GitLab",
        "group/sub/app @ main",
        "Gate",
        "Approve",
        "CreatePipeline",
        ">Waiting for approval<",
    ] {
        assert!(drawn.contains(text), "{text}");
    }
    let fields = ["stage", "action", "token"].map(|name| (name, field(&drawn, name)));
    let form = path.replace("/view", "/approval");
    let back = press(&emulator, &form, &[&fields[..], &[("decision", "authorize")]].concat()).await;
    assert!(page(&emulator, &back).await.contains("Release change"));
    assert_eq!(executions(&aws).await[0]["status"], "Succeeded");
}

#[tokio::test]
async fn a_change_can_be_released_and_its_execution_viewed() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let form = "/codesuite/codepipeline/pipelines/shop/start?region=eu-west-1";
    press(&emulator, form, &[]).await;
    let id = executions(&aws).await[0]["pipelineExecutionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/codesuite/codepipeline/pipelines/shop/executions/{id}/timeline?region=eu-west-1");
    let shown = page(&emulator, &path).await;
    assert!(
        shown.contains(&id) && shown.contains("StartPipelineExecution") && shown.contains("GitLab"),
        "{shown}"
    );
}

pub(super) async fn executions(aws: &AwsClient) -> Value {
    let answer = aws
        .ok(
            "codepipeline",
            "ListPipelineExecutions",
            json!({"pipelineName": "shop"}),
        )
        .await;
    answer["pipelineExecutionSummaries"].clone()
}

pub(super) const PIPELINE: &str = "/codesuite/codepipeline/pipelines/shop/view?region=eu-west-1";

pub(super) fn execution_page(execution: &Value) -> String {
    let id = execution["pipelineExecutionId"].as_str().unwrap();
    format!("/codesuite/codepipeline/pipelines/shop/executions/{id}/timeline?region=eu-west-1")
}

fn short(execution: &Value) -> String {
    execution["pipelineExecutionId"].as_str().unwrap()[..8].to_owned()
}

async fn start(aws: &AwsClient) {
    aws.ok("codepipeline", "StartPipelineExecution", json!({"name": "shop"}))
        .await;
}

#[tokio::test]
async fn parallel_executions_are_approved_each_on_its_own_page() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline_in("PARALLEL", &emulator, &aws).await;
    start(&aws).await;
    assert!(
        page(&emulator, PIPELINE)
            .await
            .contains("Approve each execution on its own page")
    );
    let path = execution_page(&executions(&aws).await[1]);
    let shown = page(&emulator, &path).await;
    let fields = ["stage", "action", "token", "execution"].map(|name| (name, field(&shown, name)));
    let form = "/codesuite/codepipeline/pipelines/shop/approval?region=eu-west-1";
    let back = press(&emulator, form, &[&fields[..], &[("decision", "authorize")]].concat()).await;
    let shown = page(&emulator, &back).await;
    assert!(
        shown.contains("Succeeded") && shown.contains("Answered in the console"),
        "{shown}"
    );
    let executions = executions(&aws).await;
    assert_eq!(
        (&executions[0]["status"], &executions[1]["status"]),
        (&json!("InProgress"), &json!("Succeeded"))
    );
}

#[tokio::test]
async fn a_pipeline_shows_the_stage_of_each_execution() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline_in("QUEUED", &emulator, &aws).await;
    start(&aws).await;
    start(&aws).await;
    let executions = executions(&aws).await;
    let [third, second, first] = [0, 1, 2].map(|index| short(&executions[index]));
    let drawn = page(&emulator, PIPELINE).await;
    assert!(
        drawn.contains(&format!("Execution <code>{first}</code> waits for approval.")),
        "{drawn}"
    );
    let waiting = drawn.split_once("Waiting:").unwrap().1.split_once("</p>").unwrap().0;
    let (next, last) = (waiting.find(&second).unwrap(), waiting.find(&third).unwrap());
    assert!(next < last, "the next to enter stands first: {waiting}");
}

#[tokio::test]
async fn an_execution_shows_why_it_ended_and_what_it_fetched() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let execution = executions(&aws).await[0].clone();
    let input = json!({
        "pipelineName": "shop", "pipelineExecutionId": execution["pipelineExecutionId"], "abandon": true, "reason": "too <late>",
    });
    aws.ok("codepipeline", "StopPipelineExecution", input).await;
    let shown = page(&emulator, &execution_page(&execution)).await;
    assert!(
        shown.contains("Asked to stop") && shown.contains("too &lt;late&gt;"),
        "{shown}"
    );
    let commit = &execution["sourceRevisions"][0]["revisionId"].as_str().unwrap()[..8];
    assert!(
        shown.contains(&format!("<code>{commit}</code> Commit {commit}")),
        "{shown}"
    );
    assert!(!shown.contains("ProviderType"), "no raw JSON");

    let mut pipeline = aws.ok("codepipeline", "GetPipeline", json!({"name": "shop"})).await["pipeline"].clone();
    pipeline["variables"] = json!([{"name": "needed"}]);
    pipeline["name"] = json!("needy");
    aws.ok("codepipeline", "CreatePipeline", json!({"pipeline": pipeline}))
        .await;
    let list = aws
        .ok(
            "codepipeline",
            "ListPipelineExecutions",
            json!({"pipelineName": "needy"}),
        )
        .await;
    let path = execution_page(&list["pipelineExecutionSummaries"][0]).replace("/shop/", "/needy/");
    let shown = page(&emulator, &path).await;
    assert!(shown.contains("has neither a value nor a default"), "{shown}");
}

#[tokio::test]
async fn older_executions_are_a_page_away() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline_in("QUEUED", &emulator, &aws).await;
    assert!(!page(&emulator, PIPELINE).await.contains("Older executions"));
    for _ in 0..20 {
        start(&aws).await;
    }
    let first = short(&executions(&aws).await[20]);
    let shown = page(&emulator, PIPELINE).await;
    let (_, table) = shown.split_once("<h2>Executions</h2>").unwrap();
    assert!(!table.contains(&first));
    let older = shown
        .split_once("\">Older executions")
        .unwrap()
        .0
        .rsplit('"')
        .next()
        .unwrap();
    let shown = page(&emulator, &older.replace("&amp;", "&")).await;
    let (_, table) = shown.split_once("<h2>Executions</h2>").unwrap();
    assert!(table.contains(&first) && table.contains("Newest executions") && !table.contains("Older executions"));
}

#[tokio::test]
async fn a_pipeline_shows_what_starts_it_and_whether_events_reach_it() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let shown = page(&emulator, PIPELINE).await;
    assert!(
        shown.contains("push to main") && shown.contains(">Registered<"),
        "{shown}"
    );
    let mut pipeline = aws.ok("codepipeline", "GetPipeline", json!({"name": "shop"})).await["pipeline"].clone();
    let connection = create(&aws, SERVICE, "late").await;
    pipeline["stages"][0]["actions"][0]["configuration"]["ConnectionArn"] = json!(connection);
    let filters = json!({
        "sourceActionName": "GitLab",
        "push": [
            {"branches": {"includes": ["release/*"], "excludes": ["release/0"]}, "filePaths": {"includes": ["src/**"]}},
            {"tags": {"includes": ["v*"]}},
        ],
        "pullRequest": [{"events": ["OPEN", "UPDATED"], "branches": {"includes": ["main"]}}],
    });
    pipeline["triggers"] = json!([{"providerType": "CodeStarSourceConnection", "gitConfiguration": filters}]);
    aws.ok("codepipeline", "UpdatePipeline", json!({"pipeline": pipeline}))
        .await;
    let shown = page(&emulator, PIPELINE).await;
    for text in [
        "push to release/* but not release/0 of src/**",
        "tag v*",
        "merge request open, updated into main",
        ">Missing<",
        "Authorize the connection, then save the pipeline again.",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    emulator.set_connection_status(&connection, "AVAILABLE").await;
    assert!(
        page(&emulator, PIPELINE)
            .await
            .contains("Saved before its connection was AVAILABLE")
    );
}
