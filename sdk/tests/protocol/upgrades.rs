//! Stored states and identities of other versions: a note has state version 1 and identity version 2.

use terraform_plugin_protocol::tfplugin6::{Diagnostic, upgrade_resource_identity, upgrade_resource_state};
use terraform_provider_sdk::value::{Value, msgpack};

use super::{
    core::{Core, assert_error, read_id, read_note, stored},
    provider::note,
    shapes,
};

/// Upgrades a stored state.
async fn state(type_name: &str, version: i64, json: &str) -> upgrade_resource_state::Response {
    let request = upgrade_resource_state::Request {
        type_name: type_name.into(),
        version,
        raw_state: Some(stored(json)),
    };
    let mut core = Core::unconfigured();
    core.client.upgrade_resource_state(request).await.unwrap().into_inner()
}

/// Upgrades a stored identity.
async fn identity(version: i64, json: &str) -> upgrade_resource_identity::Response {
    let request = upgrade_resource_identity::Request {
        type_name: "toy_note".into(),
        version,
        raw_identity: Some(stored(json)),
    };
    let mut core = Core::unconfigured();
    let upgraded = core.client.upgrade_resource_identity(request).await;
    upgraded.unwrap().into_inner()
}

const NONE: [Diagnostic; 0] = [];

#[tokio::test]
async fn an_upgraded_state_loses_other_members_and_misses_none() {
    for (json, id) in [
        (r#"{"id":"note-a","title":"a"}"#, Value::from("note-a")),
        (
            r#"{"id":"note-a","title":"a","color":"red","size":null,"shelf":[{}]}"#,
            "note-a".into(),
        ),
        (r#"{"title":"a"}"#, Value::Null),
    ] {
        let upgraded = state("toy_note", 0, json).await;
        assert_eq!(upgraded.diagnostics, NONE, "{json}");
        assert_eq!(read_note(upgraded.upgraded_state.as_ref()), note("a", id), "{json}");
    }
}

#[tokio::test]
async fn a_state_of_a_later_version_is_refused_with_both_versions() {
    let refused = state("toy_note", 2, r#"{"id":"note-a","name":"a"}"#).await;
    assert_error(&refused.diagnostics, "state version 2; this provider writes version 1");
    assert_eq!(refused.upgraded_state, None);
}

#[tokio::test]
async fn an_upgrade_to_an_unreadable_state_is_an_error() {
    for json in [r#"{"title":["a"]}"#, r#"{"id":{},"title":"a"}"#, r#"[]"#] {
        let refused = state("toy_note", 0, json).await;
        assert!(!refused.diagnostics.is_empty(), "{json}");
        assert_eq!(refused.upgraded_state, None, "{json}");
    }
}

#[tokio::test]
async fn an_attribute_that_has_become_write_only_leaves_the_state() {
    let stored = r#"{"id":"a","text":"a","secret":"hush","required":{"first":"a"},"many":[{"first":"a"}],"some":[]}"#;
    let upgraded = state("toy_shapes", 0, stored).await;
    assert_eq!(upgraded.diagnostics, NONE);
    let value = upgraded.upgraded_state.unwrap();
    let value = msgpack::decode(&value.msgpack, &shapes::value_type()).unwrap();
    assert_eq!(value.get("secret"), &Value::Null);
    assert_eq!(value.get("text"), &"a".into());
}

#[tokio::test]
async fn an_upgraded_identity_loses_other_members_and_misses_none() {
    for (version, json, id) in [
        (0, r#"{"key":"a","region":"eu-west-1"}"#, Value::from("note-a")),
        (1, r#"{"name":"a","account":null}"#, "note-a".into()),
        (2, r#"{"id":"note-a","of_a_later_release":1}"#, "note-a".into()),
        (2, "{}", Value::Null),
    ] {
        let upgraded = identity(version, json).await;
        assert_eq!(upgraded.diagnostics, NONE, "{json}");
        assert_eq!(read_id(upgraded.upgraded_identity.as_ref()), id, "{json}");
    }
}

#[tokio::test]
async fn an_identity_that_cannot_be_read_is_an_error() {
    for (version, json, why) in [
        (
            3,
            r#"{"id":"note-a"}"#,
            "identity version 3; this provider writes version 2",
        ),
        (2, r#"{"id":["note-a"]}"#, "does not match its schema"),
        (2, "[]", "does not match its schema"),
        (1, "{", "The raw_identity in the request does not match"),
    ] {
        let refused = identity(version, json).await;
        assert_error(&refused.diagnostics, why);
        assert_eq!(refused.upgraded_identity, None, "{why}");
    }
}
