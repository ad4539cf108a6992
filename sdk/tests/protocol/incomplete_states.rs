//! States that lack a value, as a release that did not know it yet has written them: the object can still be read,
//! changed and destroyed.

use terraform_plugin_protocol::tfplugin6::{apply_resource_change, read_resource};
use terraform_provider_sdk::value::Value;

use super::{
    core::{Core, apply_request, assert_error, note_identity, note_value, read_note, said},
    provider::note,
};

const NULL: Value = Value::Null;

#[tokio::test]
async fn an_object_whose_state_lacks_a_value_is_found_by_its_identity() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let request = |identity| read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("a", NULL))),
        current_identity: identity,
        ..Default::default()
    };
    let found = core.client.read_resource(request(Some(note_identity("note-a")))).await;
    let found = found.unwrap().into_inner();
    assert_eq!(said(&found.diagnostics), "");
    assert_eq!(read_note(found.new_state.as_ref()), note("a", "note-a"));

    let lost = core.client.read_resource(request(None)).await.unwrap().into_inner();
    assert_error(&lost.diagnostics, "is incomplete and does not identify the object");
    assert_eq!(read_note(lost.new_state.as_ref()), note("a", NULL));
}

#[tokio::test]
async fn an_update_and_a_delete_read_first_what_the_state_lacks() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let mut changed = note("a", Value::unknown());
    changed.as_map_mut().unwrap().insert("text".into(), "new".into());
    for planned in [&changed, &NULL] {
        let request = apply_resource_change::Request {
            planned_identity: Some(note_identity("note-a")),
            ..apply_request(&note("a", NULL), planned)
        };
        let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_eq!(said(&applied.diagnostics), "");
        let text = core.world.notes.lock().unwrap().get("a").cloned();
        assert_eq!(text, (!planned.is_null()).then(|| Some("new".to_owned())));
    }
    let request = apply_resource_change::Request {
        planned_identity: Some(note_identity("note-a")),
        ..apply_request(&note("a", NULL), &changed)
    };
    let gone = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_error(&gone.diagnostics, "The object no longer exists");
}
