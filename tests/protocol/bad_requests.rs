//! Requests that nobody should send: each is answered, and the next one too.

use terraform_provider_codepipeline::framework::value::Value;
use terraform_provider_codepipeline::protocol::tfplugin6::*;

use super::core::{Core, apply_request, assert_error, bytes, note_value, plan_request, stored};
use super::provider::note;

/// What no decoder should take, each with a name.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    let deep = [vec![0x91; 10_000], vec![0xc0]].concat();
    let deep_map = [b"\x81\xa4name".repeat(10_000), vec![0xc0]].concat();
    vec![
        ("no MessagePack", b"\xc1".to_vec()),
        ("a number for an object", b"\x01".to_vec()),
        ("a text for an object", b"\xa4name".to_vec()),
        ("an object without attributes", b"\x80".to_vec()),
        ("an attribute that does not exist", b"\x81\xa7surname\xa1a".to_vec()),
        ("a map that ends too early", b"\x85\xa4name".to_vec()),
        ("a map of four billion", b"\xdf\xff\xff\xff\xff".to_vec()),
        ("a text of four gigabytes", b"\x81\xdb\xff\xff\xff\xff".to_vec()),
        ("a text that is not UTF-8", broken_note()),
        (
            "bytes after the end",
            [note_value(&note("a", Value::Null)).msgpack, vec![0]].concat(),
        ),
        ("lists 10,000 deep", deep),
        ("maps 10,000 deep", deep_map),
    ]
}

/// A note whose name is not UTF-8.
fn broken_note() -> Vec<u8> {
    let good = note_value(&note("abc", Value::Null)).msgpack;
    let at = good
        .windows(4)
        .position(|window| window == b"\xa3abc")
        .expect("the name");
    [&good[..at], b"\xa3a\xffc", &good[at + 4..]].concat()
}

#[tokio::test]
async fn a_malformed_configuration_is_an_error_of_that_call() {
    let mut core = Core::configured().await;
    for (name, malformed) in malformed() {
        let request = validate_resource_config::Request {
            type_name: "toy_note".into(),
            config: Some(bytes(malformed)),
            ..Default::default()
        };
        let response = core
            .client
            .validate_resource_config(request)
            .await
            .expect(name)
            .into_inner();
        assert_error(
            &response.diagnostics,
            "The config in the request does not fit the provider's schema",
        );
    }
    assert_eq!(core.plan(&Value::Null, &note("a", Value::Null)).await.diagnostics, []);
}

#[tokio::test]
async fn a_malformed_value_in_any_field_is_an_error_that_names_the_field() {
    let mut core = Core::configured().await;
    let (prior, proposed) = (note("a", "note-a"), note("b", "note-a"));
    let wrong = Some(bytes(b"\x01"));
    let identity = Some(ResourceIdentityData {
        identity_data: wrong.clone(),
    });

    let plans = [
        (
            "prior_state",
            plan_resource_change::Request {
                prior_state: wrong.clone(),
                ..plan_request(&prior, &proposed)
            },
        ),
        (
            "proposed_new_state",
            plan_resource_change::Request {
                proposed_new_state: wrong.clone(),
                ..plan_request(&prior, &proposed)
            },
        ),
        (
            "config",
            plan_resource_change::Request {
                config: wrong.clone(),
                ..plan_request(&prior, &proposed)
            },
        ),
        (
            "prior_identity",
            plan_resource_change::Request {
                prior_identity: identity.clone(),
                ..plan_request(&prior, &proposed)
            },
        ),
    ];
    for (field, request) in plans {
        let response = core.client.plan_resource_change(request).await.unwrap().into_inner();
        assert_error(&response.diagnostics, &format!("The {field} in the request"));
    }

    let read = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: wrong.clone(),
        ..Default::default()
    };
    let response = core.client.read_resource(read).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "The current_state in the request");

    let import = import_resource_state::Request {
        type_name: "toy_note".into(),
        identity,
        ..Default::default()
    };
    let response = core.client.import_resource_state(import).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "The identity in the request");

    let data = read_data_source::Request {
        type_name: "toy_echo".into(),
        config: wrong.clone(),
        ..Default::default()
    };
    let response = core.client.read_data_source(data).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "The config in the request");

    let provider = configure_provider::Request {
        config: wrong,
        ..Default::default()
    };
    let response = core.client.configure_provider(provider).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "The config in the request");
}

#[tokio::test]
async fn a_missing_field_is_an_error_and_never_an_empty_answer() {
    let mut core = Core::configured().await;
    let type_name = "toy_note".to_owned();

    let request = plan_resource_change::Request {
        type_name: type_name.clone(),
        ..Default::default()
    };
    let planned = core.client.plan_resource_change(request).await.unwrap().into_inner();
    assert_error(&planned.diagnostics, "The request has no config");

    let request = read_resource::Request {
        type_name: type_name.clone(),
        ..Default::default()
    };
    let read = core.client.read_resource(request).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "The request has no current_state");

    let request = upgrade_resource_state::Request {
        type_name: type_name.clone(),
        ..Default::default()
    };
    let upgraded = core.client.upgrade_resource_state(request).await.unwrap().into_inner();
    assert_error(&upgraded.diagnostics, "The request has no raw_state");

    let request = move_resource_state::Request {
        target_type_name: type_name,
        ..Default::default()
    };
    let moved = core.client.move_resource_state(request).await.unwrap().into_inner();
    assert_error(&moved.diagnostics, "The request has no source_state");

    let request = validate_provider_config::Request::default();
    let validated = core
        .client
        .validate_provider_config(request)
        .await
        .unwrap()
        .into_inner();
    assert_error(&validated.diagnostics, "The request has no config");
}

#[tokio::test]
async fn an_apply_that_cannot_be_read_touches_nothing_and_keeps_what_terraform_has() {
    let mut core = Core::configured().await;
    core.apply(&Value::Null, &note("a", Value::unknown())).await;
    let prior = note("a", "note-a");
    let whole = || apply_request(&prior, &Value::Null);
    for (name, malformed) in malformed() {
        let wrong = Some(bytes(malformed));
        for request in [
            apply_resource_change::Request {
                prior_state: wrong.clone(),
                ..whole()
            },
            apply_resource_change::Request {
                planned_state: wrong.clone(),
                ..whole()
            },
            apply_resource_change::Request {
                config: wrong.clone(),
                ..whole()
            },
            apply_resource_change::Request {
                planned_state: None,
                ..whole()
            },
            apply_resource_change::Request {
                prior_state: None,
                ..whole()
            },
        ] {
            let applied = core
                .client
                .apply_resource_change(request)
                .await
                .expect(name)
                .into_inner();
            assert_error(&applied.diagnostics, "request");
            // An error without a value: Terraform keeps state, private data and identity.
            assert_eq!((applied.new_state, applied.new_identity), (None, None), "{name}");
        }
    }
    assert!(core.world.has_note("a"));
}

#[tokio::test]
async fn a_stored_state_that_cannot_be_read_is_an_error() {
    let mut core = Core::unconfigured();
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    let deep = format!(r#"{{"name":{deep}}}"#);
    let flatmap = RawState {
        flatmap: [("name".to_owned(), "a".to_owned())].into(),
        ..Default::default()
    };
    for (raw, why) in [
        (flatmap, "Terraform 0.11 or older"),
        (stored(""), "The request has no raw_state"),
        (stored("{"), "The raw_state in the request does not fit"),
        (stored(&deep), "The raw_state in the request does not fit"),
        (stored("null"), "null"),
        (stored("[]"), "does not fit its schema"),
        (stored(r#"{"name":["a"]}"#), "does not fit its schema"),
    ] {
        let request = upgrade_resource_state::Request {
            type_name: "toy_note".into(),
            version: 1,
            raw_state: Some(raw),
        };
        let response = core.client.upgrade_resource_state(request).await.unwrap().into_inner();
        assert_error(&response.diagnostics, why);
        assert_eq!(response.upgraded_state, None, "{why}");
    }
}

#[tokio::test]
async fn private_data_of_somebody_else_are_an_error_and_the_object_stays() {
    let mut core = Core::configured().await;
    core.apply(&Value::Null, &note("a", Value::unknown())).await;
    let request = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("a", "note-a"))),
        private: b"\x00not ours".to_vec(),
        ..Default::default()
    };
    let read = core.client.read_resource(request.clone()).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "private data");
    assert_eq!((read.new_state, read.private), (request.current_state, request.private));
}
