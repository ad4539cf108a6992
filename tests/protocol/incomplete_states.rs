//! States that lack a value, as a release that did not know it yet has written them: each object can still be read,
//! changed and destroyed.

use std::slice;

use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::{AnyResource, Provider},
    schema::Configurability,
    value::Value,
};

use super::{
    messages::assert_error,
    ours::{Ours, assert_no_error, decoded},
};

const NULL: Value = Value::Null;

/// The law for one resource: whichever computed value is missing, reads and deletes work as if it were there, as long as
/// the state identifies the object.
async fn keep_the_law<C>(resource: &dyn AnyResource<C>) {
    let (name, schema) = (resource.name(), resource.schema());
    let mut ours = Ours::start().await;
    let before = ours.objects().await;
    let computed = schema.block.attributes.iter();
    let computed: Vec<_> = computed
        .filter(|it| it.configurability == Configurability::Computed)
        .collect();
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
                assert_error(&found.diagnostics, "does not identify the object");
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
    for resource in Codepipeline::RESOURCES {
        keep_the_law(*resource).await;
    }
}
