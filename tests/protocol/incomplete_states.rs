//! States that lack a value, as a release that did not know it yet has written them: each object can still be read,
//! changed and destroyed.

use std::slice;

use terraform_provider_codepipeline::{
    framework::{any::AnyResource, provider::Provider, schema::Origin, value::Value},
    protocol::tfplugin6::{apply_resource_change, read_resource},
    provider::Codepipeline,
};
use tokio_util::sync::CancellationToken;

use super::{
    core::{Core, apply_request, assert_error, note_identity, note_value, read_note, said},
    ours::{Ours, assert_no_error, decoded},
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
    assert_error(&lost.diagnostics, "lacks values, among them what identifies the object");
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
    assert_error(&gone.diagnostics, "The object is gone");
}

/// The law for one resource: whichever computed value is missing, reads and deletes work as if it were there, as long as
/// anything says which object it is.
async fn keep_the_law<C>(resource: &dyn AnyResource<C>) {
    let (name, schema) = (resource.name(), resource.schema());
    let mut ours = Ours::start().await;
    let before = ours.objects().await;
    let computed = schema.block.attributes.iter();
    let computed: Vec<_> = computed.filter(|it| it.origin == Origin::Computed).collect();
    for missing in computed.iter().map(slice::from_ref).chain([computed.as_slice()]) {
        for with_identity in [true, false] {
            let made = ours.create(name, &schema).await;
            let whole = ours.read(name, &schema, made.clone()).await;
            let mut kept = made;
            let members = kept.state.as_map_mut().expect("an object");
            missing
                .iter()
                .for_each(|it| drop(members.insert(it.name.to_owned(), NULL)));
            kept.identity = kept.identity.filter(|_| with_identity);
            let names: Vec<_> = missing.iter().map(|it| it.name).collect();
            let case = format!("{name} without {names:?}, identity {with_identity}");

            let found = ours.read(name, &schema, kept.clone()).await;
            if !with_identity && resource.identity(&kept.state).is_none() {
                assert_error(&found.diagnostics, "what identifies the object");
                kept.state = decoded(whole.new_state.as_ref(), &schema);
            } else {
                assert_no_error(&case, &found.diagnostics);
                assert_eq!(found.new_state, whole.new_state, "{case}");
                assert_eq!(found.new_identity, whole.new_identity, "{case}");
            }
            let deleted = ours.delete(name, &schema, kept).await;
            assert_no_error(&case, &deleted.diagnostics);
            assert_eq!(decoded(deleted.new_state.as_ref(), &schema), NULL, "{case}");
            assert_eq!(ours.objects().await, before, "{case}");
        }
    }
}

#[tokio::test]
async fn every_object_can_be_read_and_destroyed_whatever_value_its_state_lacks() {
    let provider = Codepipeline::new(CancellationToken::new());
    for resource in provider.resources() {
        keep_the_law(*resource).await;
    }
}
