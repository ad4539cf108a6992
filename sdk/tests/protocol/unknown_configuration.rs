//! A provider whose own configuration is only known after an apply.

use terraform_plugin_protocol::tfplugin6::{
    configure_provider, import_resource_state, read_data_source, read_resource,
};
use terraform_provider_sdk::value::{Type, Value};

use super::{
    core::{
        Core, apply_request, assert_error, assert_warning, config_type, dynamic, note_identity, note_value, object,
        read_note,
    },
    provider::note,
};

const NULL: Value = Value::Null;

/// A provider whose greeting is unknown, in a world that has the note `a`.
async fn unknown() -> Core {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let greeting = Value::object([("greeting", Value::unknown())]);
    let request = configure_provider::Request {
        config: Some(dynamic(&greeting, &config_type())),
        ..Default::default()
    };
    let configured = core.client.configure_provider(request).await.unwrap().into_inner();
    assert_eq!(configured.diagnostics, []);
    core
}

#[tokio::test]
async fn an_object_keeps_its_values_with_one_warning_for_all() {
    let mut core = unknown().await;
    let request = || read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("b", "note-b"))),
        current_identity: Some(note_identity("note-b")),
        private: b"kept".to_vec(),
        ..Default::default()
    };
    let first = core.client.read_resource(request()).await.unwrap().into_inner();
    assert_warning(&first.diagnostics, "Nothing was refreshed");
    let second = core.client.read_resource(request()).await.unwrap().into_inner();
    assert_eq!(second.diagnostics, []);
    for read in [first, second] {
        assert_eq!(read.new_state, request().current_state);
        assert_eq!(
            (read.new_identity, read.private),
            (request().current_identity, b"kept".to_vec())
        );
    }
}

#[tokio::test]
async fn an_object_that_is_only_imported_has_no_values_to_keep() {
    let mut core = unknown().await;
    let request = import_resource_state::Request {
        type_name: "toy_note".into(),
        id: "note-a".into(),
        ..Default::default()
    };
    let imported = core.client.import_resource_state(request).await.unwrap().into_inner();
    let imported = imported.imported_resources.into_iter().next().expect("an object");
    let request = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: imported.state,
        current_identity: imported.identity,
        private: imported.private,
        ..Default::default()
    };
    let read = core.client.read_resource(request).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "known after apply: `greeting`");
}

#[tokio::test]
async fn an_apply_and_a_data_source_fail_and_a_plan_succeeds() {
    let mut core = unknown().await;
    let planned = core.plan(&NULL, &note("b", NULL)).await;
    assert_eq!(planned.diagnostics, []);
    let request = apply_request(&NULL, &note("b", Value::unknown()));
    let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_error(&applied.diagnostics, "known after apply: `greeting`");
    assert_eq!(read_note(applied.new_state.as_ref()), NULL);
    assert!(!core.world.has_note("b"));

    let heard = Value::object([("text", "hi".into()), ("echo", NULL)]);
    let ty = object(&[("text", Type::String), ("echo", Type::String)]);
    let request = read_data_source::Request {
        type_name: "toy_echo".into(),
        config: Some(dynamic(&heard, &ty)),
        ..Default::default()
    };
    let read = core.client.read_data_source(request).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "known after apply: `greeting`");
}
