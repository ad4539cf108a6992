//! An apply ends in an answer that loses nothing, whatever happens on the way.

use terraform_plugin_protocol::tfplugin6::{apply_resource_change, stop_provider};
use terraform_provider_sdk::value::Value;
use terraform_provider_sdk_testing::plugin_process::PATIENCE;

use super::{
    core::{Core, apply_request, assert_error, read_id, read_note},
    provider::note,
};

const NULL: Value = Value::Null;

fn doomed(name: &str, fate: &str) -> Value {
    let mut note = note(name, Value::unknown());
    note.as_map_mut().unwrap().insert("fate".into(), fate.into());
    note
}

#[tokio::test]
async fn a_panic_during_a_create_is_an_error_that_keeps_what_exists() {
    let mut core = Core::configured().await;
    let applied = core.apply(&NULL, &doomed("a", "panic")).await;
    assert_error(&applied.diagnostics, "the note broke");
    assert_error(&applied.diagnostics, "This is a bug in the provider");
    let kept = read_note(applied.new_state.as_ref());
    assert_eq!(kept.get("id"), &"note-a".into());
    assert_eq!(read_id(applied.new_identity.as_ref()), "note-a".into());
    assert!(!applied.private.is_empty());
    assert_eq!(core.apply(&NULL, &note("b", Value::unknown())).await.diagnostics, []);
}

#[tokio::test]
async fn an_error_after_the_creation_keeps_what_exists() {
    let mut core = Core::configured().await;
    let applied = core.apply(&NULL, &doomed("a", "fail")).await;
    assert_error(&applied.diagnostics, "the note failed");
    assert_eq!(read_note(applied.new_state.as_ref()).get("id"), &"note-a".into());
    assert_eq!(read_id(applied.new_identity.as_ref()), "note-a".into());
}

#[tokio::test]
async fn an_object_is_not_deleted_if_its_planned_replacement_is_refused() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    for (fate, is_refused) in [(Value::from("fail"), true), (Value::unknown(), false)] {
        let mut new = note("b", NULL);
        new.as_map_mut().unwrap().insert("fate".into(), fate);
        let planned = core.plan(&NULL, &new).await;
        let request = apply_resource_change::Request {
            planned_private: planned.planned_private,
            ..apply_request(&note("a", "note-a"), &NULL)
        };
        let deleted = core.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_eq!(core.world.has_note("a"), is_refused);
        if is_refused {
            assert_error(&deleted.diagnostics, "the new note would fail");
        } else {
            assert_eq!(deleted.diagnostics, []);
        }
    }
}

#[tokio::test]
async fn a_panic_during_an_update_is_an_error_upon_which_terraform_keeps_its_state() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let applied = core.apply(&note("a", "note-a"), &doomed("a", "panic")).await;
    assert_error(&applied.diagnostics, "the change broke");
    assert_eq!((applied.new_state, applied.new_identity), (None, None));
}

#[tokio::test]
async fn a_dropped_request_does_not_cut_a_create() {
    let mut core = Core::configured().await;
    let mut client = core.client.clone();
    let request = apply_request(&NULL, &doomed("a", "wait"));
    let call = tokio::spawn(async move { client.apply_resource_change(request).await });
    core.world.begun.acquire().await.unwrap().forget();
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert!(!core.world.has_note("a"));

    core.world.gate.add_permits(1);
    let made = async {
        while !core.world.has_note("a") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, made).await.expect("the create goes on");
    // What was remembered is there for the next one who asks.
    let imported = core.import("note-a").await;
    assert_eq!(imported.get("name"), &"a".into());
}

#[tokio::test]
async fn many_applies_run_at_the_same_time() {
    let core = Core::configured().await;
    let calls: Vec<_> = (0..10)
        .map(|number| {
            let mut client = core.client.clone();
            let request = apply_request(&NULL, &doomed(&number.to_string(), "wait"));
            tokio::spawn(async move { client.apply_resource_change(request).await.unwrap().into_inner() })
        })
        .collect();
    core.world.begun.acquire_many(10).await.unwrap().forget();
    core.world.gate.add_permits(10);
    for call in calls {
        assert_eq!(call.await.unwrap().diagnostics, []);
    }
}

#[tokio::test]
async fn an_unconfigured_provider_applies_nothing_and_says_so() {
    let mut core = Core::unconfigured();
    let applied = core.apply(&NULL, &note("a", Value::unknown())).await;
    assert_error(&applied.diagnostics, "not configured");
    assert!(!core.world.has_note("a"));
}

#[tokio::test]
async fn stop_pulls_the_token_and_later_calls_are_answered() {
    let mut core = Core::configured().await;
    assert!(!core.world.stopped.is_cancelled());
    let stopped = core
        .client
        .stop_provider(stop_provider::Request {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!(stopped, stop_provider::Response::default());
    assert!(core.world.stopped.is_cancelled());
    assert_eq!(core.plan(&NULL, &note("a", NULL)).await.diagnostics, []);
    assert_eq!(core.apply(&NULL, &note("a", Value::unknown())).await.diagnostics, []);
}

#[tokio::test]
async fn stop_is_answered_while_an_apply_is_running() {
    let mut core = Core::configured().await;
    let mut client = core.client.clone();
    let request = apply_request(&NULL, &doomed("a", "wait"));
    let call = tokio::spawn(async move { client.apply_resource_change(request).await.unwrap().into_inner() });
    core.world.begun.acquire().await.unwrap().forget();
    core.client.stop_provider(stop_provider::Request {}).await.unwrap();
    core.world.gate.add_permits(1);
    assert_eq!(call.await.unwrap().diagnostics, []);
    assert!(core.world.has_note("a"));
}
