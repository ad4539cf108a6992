//! Lists, actions and ephemeral resources.

use terraform_plugin_protocol::tfplugin6::{
    close_ephemeral_resource, get_metadata, get_provider_schema, invoke_action, invoke_action::event::Type,
    list_resource, open_ephemeral_resource, plan_action, renew_ephemeral_resource,
};
use terraform_provider_sdk::value::{Type as ValueType, Value, msgpack};
use terraform_provider_sdk_testing::plugin_process::PATIENCE;

use super::{
    core::{Core, assert_error, dynamic, object, read_id, read_note, said},
    provider::note,
};

const NULL: Value = Value::Null;

async fn core_with_notes(names: &[&str]) -> Core {
    let mut core = Core::configured().await;
    for name in names {
        core.apply(&NULL, &note(name, Value::unknown())).await;
    }
    core
}

fn prefix(prefix: impl Into<Value>) -> Option<terraform_plugin_protocol::tfplugin6::DynamicValue> {
    let ty = object(&[("prefix", ValueType::String)]);
    Some(dynamic(&Value::object([("prefix", prefix.into())]), &ty))
}

async fn list(core: &mut Core, limit: i64, include_resource_object: bool) -> Vec<list_resource::Event> {
    let request = list_resource::Request {
        type_name: "toy_note".into(),
        config: prefix(NULL),
        include_resource_object,
        limit,
    };
    let mut stream = core.client.list_resource(request).await.unwrap().into_inner();
    let mut events = Vec::new();
    while let Some(event) = stream.message().await.unwrap() {
        events.push(event);
    }
    events
}

#[tokio::test]
async fn each_kind_is_offered_with_a_schema() {
    let mut core = Core::unconfigured();
    let metadata = core
        .client
        .get_metadata(get_metadata::Request {})
        .await
        .unwrap()
        .into_inner();
    assert_eq!(metadata.list_resources[0].type_name, "toy_note");
    assert_eq!(metadata.actions[0].type_name, "toy_ring");
    assert_eq!(metadata.ephemeral_resources[0].type_name, "toy_secret");
    let request = get_provider_schema::Request {};
    let schemas = core.client.get_provider_schema(request).await.unwrap().into_inner();
    assert!(schemas.list_resource_schemas["toy_note"].block.is_some());
    assert!(
        schemas.action_schemas["toy_ring"]
            .schema
            .as_ref()
            .unwrap()
            .block
            .is_some()
    );
    assert!(schemas.ephemeral_resource_schemas["toy_secret"].block.is_some());
}

#[tokio::test]
async fn a_list_holds_an_identity_and_a_name_and_objects_only_when_asked() {
    let mut core = core_with_notes(&["a", "b"]).await;
    let events = list(&mut core, 100, false).await;
    let names: Vec<_> = events.iter().map(|event| event.display_name.as_str()).collect();
    assert_eq!(names, ["Note a", "Note b"]);
    assert!(
        events
            .iter()
            .all(|event| event.resource_object.is_none() && event.diagnostic.is_empty())
    );
    assert_eq!(read_id(events[0].identity.as_ref()), "note-a".into());
    let events = list(&mut core, 100, true).await;
    assert_eq!(read_note(events[1].resource_object.as_ref()), note("b", "note-b"));
}

#[tokio::test]
async fn a_list_stops_at_the_limit() {
    let mut core = core_with_notes(&["a", "b", "c"]).await;
    assert_eq!(list(&mut core, 2, false).await.len(), 2);
    assert_eq!(list(&mut core, 0, false).await, []);
}

#[tokio::test]
async fn a_list_that_fails_or_is_not_configured_ends_with_one_error() {
    let mut core = Core::unconfigured();
    let events = list(&mut core, 100, false).await;
    assert_error(&events[0].diagnostic, "not configured");
    assert_eq!(events.len(), 1);
    let mut core = core_with_notes(&["panic"]).await;
    let events = list(&mut core, 100, false).await;
    assert_error(&events.last().unwrap().diagnostic, "the list broke");
}

async fn ring(core: &mut Core, word: &str) -> Vec<Type> {
    let request = invoke_action::Request {
        action_type: "toy_ring".into(),
        config: prefix(word),
        ..Default::default()
    };
    let mut stream = core.client.invoke_action(request).await.unwrap().into_inner();
    let mut events = Vec::new();
    while let Some(event) = stream.message().await.unwrap() {
        events.push(event.r#type.expect("an event of no type crashes Terraform"));
    }
    events
}

#[tokio::test]
async fn an_action_reports_one_line_per_message_and_then_completes() {
    let mut core = Core::configured().await;
    let events = ring(&mut core, "ding").await;
    let [
        Type::Progress(first),
        Type::Progress(second),
        Type::Completed(completed),
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((first.message.as_str(), second.message.as_str()), ("ding", "dong"));
    assert_eq!(completed.diagnostics, []);
}

#[tokio::test]
async fn an_action_that_panics_completes_with_an_error() {
    let mut core = Core::configured().await;
    let events = ring(&mut core, "panic").await;
    let Some(Type::Completed(completed)) = events.last() else {
        panic!("{events:?}")
    };
    assert_error(&completed.diagnostics, "the bell broke");
}

#[tokio::test]
async fn an_action_is_planned_with_unknown_values() {
    let mut core = Core::configured().await;
    let request = plan_action::Request {
        action_type: "toy_ring".into(),
        config: prefix(Value::unknown()),
        ..Default::default()
    };
    let planned = core.client.plan_action(request).await.unwrap().into_inner();
    assert_eq!((said(&planned.diagnostics), planned.deferred), (String::new(), None));
}

#[tokio::test]
async fn an_ephemeral_resource_is_opened_renewed_and_closed() {
    let mut core = Core::configured().await;
    let ty = object(&[("prefix", ValueType::String), ("secret", ValueType::String)]);
    let config = Value::object([("prefix", "x".into()), ("secret", NULL)]);
    let request = open_ephemeral_resource::Request {
        type_name: "toy_secret".into(),
        config: Some(dynamic(&config, &ty)),
        ..Default::default()
    };
    let opened = core.client.open_ephemeral_resource(request).await.unwrap().into_inner();
    assert_eq!(opened.diagnostics, []);
    let result = msgpack::decode(&opened.result.unwrap().msgpack, &ty).unwrap();
    assert_eq!(result.get("secret"), &"x-secret".into());
    assert!(opened.renew_at.is_some());
    let request = renew_ephemeral_resource::Request {
        type_name: "toy_secret".into(),
        private: opened.private,
    };
    let renewed = core
        .client
        .renew_ephemeral_resource(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!((renewed.diagnostics, renewed.renew_at), (vec![], None));
    let request = close_ephemeral_resource::Request {
        type_name: "toy_secret".into(),
        private: renewed.private,
    };
    let closed = core
        .client
        .close_ephemeral_resource(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(closed.diagnostics, []);
    assert!(core.world.has_note("closed x renewed"));
}

/// Asserts that a list or an action detects that the client has disconnected.
async fn assert_cancelled(core: &Core) {
    let cancelled = tokio::time::timeout(PATIENCE, core.world.cancelled.acquire()).await;
    cancelled.expect("the work ends").expect("never closed").forget();
}

#[tokio::test]
async fn a_client_that_drops_the_stream_ends_a_call_that_takes_long() {
    let mut core = Core::configured().await;
    let request = list_resource::Request {
        type_name: "toy_note".into(),
        config: prefix("slow"),
        limit: 100,
        ..Default::default()
    };
    drop(core.client.list_resource(request).await.unwrap());
    assert_cancelled(&core).await;
}

#[tokio::test]
async fn a_client_that_drops_the_stream_in_the_middle_ends_the_work() {
    let mut core = core_with_notes(&["a", "b", "c", "d", "e", "f"]).await;
    let request = list_resource::Request {
        type_name: "toy_note".into(),
        config: prefix(NULL),
        limit: 100,
        ..Default::default()
    };
    let mut found = core.client.list_resource(request).await.unwrap().into_inner();
    found.message().await.unwrap().expect("a first object");
    drop(found);
    assert_cancelled(&core).await;

    let request = invoke_action::Request {
        action_type: "toy_ring".into(),
        config: prefix("forever"),
        ..Default::default()
    };
    let mut events = core.client.invoke_action(request).await.unwrap().into_inner();
    events.message().await.unwrap().expect("a first message");
    drop(events);
    assert_cancelled(&core).await;
}
