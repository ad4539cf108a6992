//! Imports of what this provider really offers, by id and by identity.

use terraform_plugin_protocol::tfplugin6::import_resource_state;
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::{AnyResource, Provider},
    value::Value,
};

use super::ours::{Ours, assert_no_error, decoded};

/// Asserts for one resource that both imports return the same object as a refresh, apart from empty values.
async fn keep_the_law<C>(resource: &dyn AnyResource<C>) {
    let (name, schema) = (resource.name(), resource.schema());
    let mut ours = Ours::start().await;
    let made = ours.create(name, &schema).await;
    let refreshed = ours.read(name, &schema, made.clone()).await;
    let by_id = import_resource_state::Request {
        type_name: name.into(),
        id: made.state.get("id").as_str().expect("an id").to_owned(),
        ..Default::default()
    };
    let by_identity = import_resource_state::Request {
        type_name: name.into(),
        identity: made.identity,
        ..Default::default()
    };
    assert!(by_identity.identity.is_some(), "{name}");
    for request in [by_id, by_identity] {
        let imported = ours.import(name, request).await;
        assert_no_error(name, &imported.diagnostics);
        let state = decoded(imported.new_state.as_ref(), &schema);
        assert_ne!(state, Value::Null, "{name}");
        let refreshed_state = decoded(refreshed.new_state.as_ref(), &schema);
        assert_eq!(
            without_empty_values(&state),
            without_empty_values(&refreshed_state),
            "{name}"
        );
        assert_eq!(imported.new_identity, refreshed.new_identity, "{name}");
    }
}

/// The value with null for everything that is empty: an import cannot tell which of them is configured.
fn without_empty_values(value: &Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::List(elements) | Value::Set(elements) if elements.is_empty() => Value::Null,
        Value::Map(members) if members.is_empty() => Value::Null,
        Value::List(elements) => Value::List(elements.iter().map(without_empty_values).collect()),
        Value::Set(elements) => Value::Set(elements.iter().map(without_empty_values).collect()),
        Value::Map(members) => {
            let members = members.iter();
            Value::Map(
                members
                    .map(|(name, member)| (name.clone(), without_empty_values(member)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[tokio::test]
async fn an_import_by_identity_finds_what_an_import_by_id_finds() {
    for resource in Codepipeline::RESOURCES {
        keep_the_law(*resource).await;
    }
}
