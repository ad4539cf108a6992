//! How a list ends before its last object: by the limit, a failure, an interruption or a client that goes away.

use std::time::Duration;

use serde_json::json;
use terraform_plugin_protocol::tfplugin6::{list_resource, stop_provider};
use terraform_provider_sdk_testing::plugin_process::PATIENCE;
use tokio::task::JoinHandle;

use super::{
    lists::{ALL, account, calls, create, events, forget_calls, list, list_whole, names, request, warnings},
    messages::assert_error,
    ours::Ours,
};

#[tokio::test]
async fn nothing_is_called_once_the_limit_is_reached() {
    let mut ours = account().await;
    for name in ["one", "two", "three"] {
        create(&ours, name).await;
    }
    for (noun, whole, limit, called) in [
        ("pipeline", false, 0, vec![]),
        ("pipeline", false, 2, vec!["GetCallerIdentity", "ListPipelines"]),
        (
            "pipeline",
            true,
            2,
            vec![
                "GetPipeline",
                "GetPipeline",
                "ListPipelines",
                "ListTagsForResource",
                "ListTagsForResource",
            ],
        ),
        ("source_action", false, 1, vec!["GetPipeline", "ListPipelines"]),
        (
            "connection",
            true,
            1,
            vec!["GetConnection", "ListConnections", "ListTagsForResource"],
        ),
    ] {
        forget_calls(&ours).await;
        let events = events(ours.client(), request(noun, json!({}), whole, limit)).await;
        assert_eq!(events.len(), usize::try_from(limit).unwrap(), "{noun}");
        assert_eq!(calls(&ours).await, called, "{noun}");
    }
}

#[tokio::test]
async fn an_object_that_cannot_be_read_is_a_warning_and_one_that_is_gone_is_omitted() {
    let mut ours = account().await;
    let unread = "Cannot read the pipeline";
    for noun in ["pipeline", "source_action"] {
        let all = names(&list_whole(&mut ours, noun).await).len();
        ours.emulator()
            .fault(json!({ "operation": "GetPipeline", "kind": "deny" }))
            .await;
        let events = list_whole(&mut ours, noun).await;
        let warnings = warnings(&events);
        assert!(
            warnings.contains(unread) && warnings.contains("codepipeline:GetPipeline"),
            "{warnings}"
        );
        assert!(warnings.contains("The list does not contain it."), "{warnings}");
        assert!(names(&events).len() <= all, "{noun}");
    }
    let gone = json!({ "operation": "GetPipeline", "kind": "error", "class": "PipelineNotFoundException" });
    ours.emulator().fault(gone).await;
    let events = list_whole(&mut ours, "pipeline").await;
    assert_eq!((names(&events).len(), warnings(&events).as_str()), (1, ""));
}

#[tokio::test]
async fn a_list_without_permission_is_one_error_that_names_the_action() {
    let mut ours = Ours::start().await;
    for (noun, operation, action) in [
        ("connection", "ListConnections", "codeconnections:ListConnections"),
        ("host", "ListHosts", "codeconnections:ListHosts"),
        ("pipeline", "ListPipelines", "codepipeline:ListPipelines"),
        ("source_action", "ListPipelines", "codepipeline:ListPipelines"),
        ("stage_transition", "ListPipelines", "codepipeline:ListPipelines"),
    ] {
        ours.emulator()
            .fault(json!({ "operation": operation, "kind": "deny" }))
            .await;
        let events = list(&mut ours, noun, json!({})).await;
        assert_eq!(events.len(), 1, "{noun}");
        assert_error(&events[0].diagnostic, &format!("Allow {action}"));
    }
}

/// Starts a list of pipelines, which waits in this operation.
async fn paused(ours: &mut Ours, operation: &str, whole: bool) -> JoinHandle<Vec<list_resource::Event>> {
    let pause = json!({ "operation": operation, "kind": "pause" });
    ours.emulator().fault(pause).await;
    forget_calls(ours).await;
    let mut client = ours.client().clone();
    let list = tokio::spawn(async move { events(&mut client, request("pipeline", json!({}), whole, ALL)).await });
    let is_called = async {
        while !calls(ours).await.iter().any(|called| called == operation) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, is_called).await.expect("a call");
    list
}

#[tokio::test]
async fn an_interrupted_list_ends_with_an_error() {
    let mut ours = account().await;
    for (operation, whole) in [("ListPipelines", false), ("GetPipeline", true)] {
        let list = paused(&mut ours, operation, whole).await;
        ours.client().stop_provider(stop_provider::Request {}).await.unwrap();
        let events = list.await.unwrap();
        let last = events.last().expect("an error");
        assert_error(&last.diagnostic, "Run it again to continue");
        ours.emulator().clear_faults().await;
        ours.restart().await;
    }
}

#[tokio::test]
async fn a_list_that_terraform_drops_during_a_call_calls_nothing_more() {
    let mut ours = account().await;
    let list = paused(&mut ours, "ListPipelines", true).await;
    list.abort();
    assert!(list.await.unwrap_err().is_cancelled());
    ours.emulator().clear_faults().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(calls(&ours).await, ["ListPipelines"]);
}
