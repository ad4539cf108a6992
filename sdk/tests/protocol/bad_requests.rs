//! Malformed requests: the provider answers each of them, and the next request too.

use terraform_plugin_protocol::tfplugin6::*;
use terraform_provider_sdk::value::Value;

use super::{
    core::{Core, apply_request, assert_error, assert_warning, bytes, dynamic, note_value, plan_request, stored},
    provider::note,
    shapes,
};

/// Returns values that every decoder must reject, each with a name.
fn malformed() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("not MessagePack", b"\xc1".to_vec()),
        ("a number instead of an object", b"\x01".to_vec()),
        ("a string instead of an object", b"\xa4name".to_vec()),
        ("an object without attributes", b"\x80".to_vec()),
        ("an attribute that does not exist", b"\x81\xa7surname\xa1a".to_vec()),
        ("a map that ends too early", b"\x85\xa4name".to_vec()),
        ("a map of four billion", b"\xdf\xff\xff\xff\xff".to_vec()),
        ("a string of four gigabytes", b"\x81\xdb\xff\xff\xff\xff".to_vec()),
        ("a string that is not UTF-8", broken_note()),
        (
            "bytes after the end",
            [note_value(&note("a", Value::Null)).msgpack, vec![0]].concat(),
        ),
    ]
}

/// A value of any type that holds one, and so on.
fn nested_dynamic(depth: usize) -> Vec<u8> {
    [b"\x92\xa9\"dynamic\"".repeat(depth), vec![0xc0]].concat()
}

/// A configuration of shapes whose value of any type is these bytes.
fn shapes_with(any: &[u8]) -> Vec<u8> {
    let whole = dynamic(&shapes::secretive(), &shapes::value_type()).msgpack;
    let name = b"\xa3any";
    let at = whole.windows(4).position(|window| window == name).expect("the name") + name.len();
    assert_eq!(whole[at], 0xc0);
    [&whole[..at], any, &whole[at + 1..]].concat()
}

/// A list of lists, and so on, as a value of any type.
fn nested_lists(depth: usize) -> Vec<u8> {
    let ty = format!("{}\"string\"{}", "[\"list\",".repeat(depth), "]".repeat(depth));
    let [high, low] = u16::try_from(ty.len()).expect("a short type").to_be_bytes();
    [&[0x92, 0xc5, high, low], ty.as_bytes(), &vec![0x91; depth], &[0xc0]].concat()
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
            "The config in the request does not match the provider's schema",
        );
    }
    assert_eq!(core.plan(&Value::Null, &note("a", Value::Null)).await.diagnostics, []);
}

#[tokio::test]
async fn a_value_that_is_nested_too_deep_is_an_error_and_no_overflow() {
    let mut core = Core::configured().await;
    for (value, said) in [
        (nested_dynamic(10), ""),
        (nested_dynamic(250), "nested more than 200 levels deep"),
        (nested_dynamic(1_000_000), "nested more than 200 levels deep"),
        (nested_lists(10), ""),
        (nested_lists(120), ""),
        (nested_lists(130), "The config in the request does not match"),
        (nested_lists(5_000), "The config in the request does not match"),
    ] {
        let request = validate_resource_config::Request {
            type_name: "toy_shapes".into(),
            config: Some(bytes(shapes_with(&value))),
            client_capabilities: Some(ClientCapabilities {
                write_only_attributes_allowed: true,
                ..Default::default()
            }),
        };
        let response = core
            .client
            .validate_resource_config(request)
            .await
            .unwrap()
            .into_inner();
        if said.is_empty() {
            assert_eq!(response.diagnostics, []);
        } else {
            assert_error(&response.diagnostics, said);
        }
    }
}

#[tokio::test]
async fn roots_that_make_no_sense_are_errors() {
    let mut core = Core::configured().await;
    let null = Value::Null;
    let unknown = Value::unknown();
    let whole = note("a", "note-a");
    for config in [&null, &unknown] {
        let request = validate_resource_config::Request {
            type_name: "toy_note".into(),
            config: Some(note_value(config)),
            ..Default::default()
        };
        let response = core.client.validate_resource_config(request).await.unwrap();
        assert_error(&response.into_inner().diagnostics, "config in the request");
        let config = Some(bytes(if config.is_null() { vec![0xc0] } else { vec![0xd4, 0, 0] }));
        let request = validate_data_resource_config::Request {
            type_name: "toy_echo".into(),
            config: config.clone(),
        };
        let response = core.client.validate_data_resource_config(request).await.unwrap();
        assert_error(&response.into_inner().diagnostics, "config in the request");
        let request = validate_provider_config::Request { config };
        let response = core.client.validate_provider_config(request).await.unwrap();
        assert_error(&response.into_inner().diagnostics, "config in the request");
    }
    for (config, prior, after) in [
        (&null, &null, &whole),
        (&null, &whole, &whole),
        (&whole, &whole, &null),
        (&null, &null, &null),
        (&unknown, &null, &unknown),
        (&whole, &unknown, &whole),
        (&whole, &null, &unknown),
    ] {
        let case = format!("{config:?} {prior:?} {after:?}");
        let request = plan_resource_change::Request {
            config: Some(note_value(config)),
            ..plan_request(prior, after)
        };
        let planned = core.client.plan_resource_change(request).await.unwrap().into_inner();
        assert_error(&planned.diagnostics, "Invalid request from Terraform");
        assert_eq!(planned.planned_state, None, "{case}");
        let request = apply_resource_change::Request {
            config: Some(note_value(config)),
            ..apply_request(prior, after)
        };
        let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_error(&applied.diagnostics, "Invalid request from Terraform");
        assert_eq!(applied.new_state, None, "{case}");
    }
}

#[tokio::test]
async fn what_is_unknown_is_not_taken_for_absent() {
    let mut core = Core::configured().await;
    let mut open = note("a", Value::Null);
    open.as_map_mut().unwrap().insert("text".into(), Value::unknown());
    for request in [
        apply_request(&Value::Null, &open),
        apply_resource_change::Request {
            config: Some(note_value(&open)),
            ..apply_request(&Value::Null, &note("a", Value::unknown()))
        },
    ] {
        let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_error(&applied.diagnostics, "unknown value");
    }
    assert!(!core.world.has_note("a"));
    let request = read_data_source::Request {
        type_name: "toy_echo".into(),
        config: Some(bytes(b"\x82\xa4text\xd4\x00\x00\xa4echo\xc0")),
        ..Default::default()
    };
    let read = core.client.read_data_source(request).await.unwrap().into_inner();
    assert_error(&read.diagnostics, "unknown value");
}

#[tokio::test]
async fn an_import_or_a_move_of_nothing_is_an_error() {
    let mut core = Core::configured().await;
    let null = Some(ResourceIdentityData {
        identity_data: Some(bytes([0xc0])),
    });
    for identity in [None, null] {
        let request = import_resource_state::Request {
            type_name: "toy_note".into(),
            identity,
            ..Default::default()
        };
        let imported = core.client.import_resource_state(request).await.unwrap().into_inner();
        assert_error(&imported.diagnostics, "The ID is empty");
        assert_eq!(imported.imported_resources, []);
    }
    for state in ["null", "[]", "{}", r#""x""#, r#"{"name":"a"}"#] {
        let request = move_resource_state::Request {
            source_provider_address: "registry.example/elsewhere/other".into(),
            source_type_name: "other_note".into(),
            source_state: Some(stored(state)),
            target_type_name: "toy_note".into(),
            ..Default::default()
        };
        let moved = core.client.move_resource_state(request).await.unwrap().into_inner();
        assert_error(&moved.diagnostics, "other_note");
        assert_eq!(moved.target_state, None, "{state}");
    }
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
    assert_error(&response.diagnostics, "config in the request");

    let provider = configure_provider::Request {
        config: wrong,
        ..Default::default()
    };
    let response = core.client.configure_provider(provider).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "config in the request");
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
    let deep = format!(r#"{{"of_a_later_release":{deep}}}"#);
    let flatmap = RawState {
        flatmap: [("name".to_owned(), "a".to_owned())].into(),
        ..Default::default()
    };
    for (raw, why) in [
        (flatmap, "Terraform 0.11 or earlier"),
        (stored(""), "The request has no raw_state"),
        (stored("{"), "The raw_state in the request does not match"),
        (stored(&deep), "The raw_state in the request does not match"),
        (stored("null"), "null"),
        (stored("[]"), "does not match its schema"),
        (stored(r#"{"name":["a"]}"#), "does not match its schema"),
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
async fn unreadable_private_data_cause_a_warning_and_no_error() {
    let mut core = Core::configured().await;
    core.apply(&Value::Null, &note("a", Value::unknown())).await;
    let request = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("a", "note-a"))),
        private: b"\x00not ours".to_vec(),
        ..Default::default()
    };
    let read = core.client.read_resource(request.clone()).await.unwrap().into_inner();
    assert_warning(&read.diagnostics, "Unreadable private data");
    assert_eq!(read.new_state, request.current_state);

    let prior = note("a", "note-a");
    let request = plan_resource_change::Request {
        prior_private: request.private.clone(),
        ..plan_request(&prior, &Value::Null)
    };
    let planned = core.client.plan_resource_change(request.clone()).await.unwrap();
    assert_warning(&planned.into_inner().diagnostics, "Unreadable private data");
    let request = apply_resource_change::Request {
        planned_private: request.prior_private,
        ..apply_request(&prior, &Value::Null)
    };
    let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_warning(&applied.diagnostics, "Unreadable private data");
    assert!(!core.world.has_note("a"));
}
