//! The life of a note: checked, planned, made, read, changed, removed; imported, upgraded and moved.

use terraform_plugin_protocol::tfplugin6::{
    ClientCapabilities, attribute_path::step::Selector, diagnostic::Severity, import_resource_state,
    move_resource_state, plan_resource_change, read_resource, upgrade_resource_identity, upgrade_resource_state,
    validate_resource_config,
};
use terraform_provider_sdk::value::Value;

use super::{
    core::{
        Core, apply_request, assert_error, dynamic, note_identity, note_value, plan_request, read_id, read_note, said,
        stored,
    },
    provider::note,
    shapes,
};

const NULL: Value = Value::Null;

#[tokio::test]
async fn a_created_note_has_a_value_private_data_and_an_identity() {
    let mut core = Core::configured().await;
    let planned = core.plan(&NULL, &note("a", NULL)).await;
    assert_eq!(planned.diagnostics, []);
    assert_eq!(read_note(planned.planned_state.as_ref()), note("a", Value::unknown()));
    assert!(!planned.legacy_type_system && planned.deferred.is_none());

    let request = apply_request(&NULL, &note("a", Value::unknown()));
    let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_eq!(applied.diagnostics, []);
    assert_eq!(read_note(applied.new_state.as_ref()), note("a", "note-a"));
    assert_eq!(read_id(applied.new_identity.as_ref()), "note-a".into());
    assert!(!applied.private.is_empty());
    assert!(core.world.has_note("a"));
}

#[tokio::test]
async fn a_plan_is_never_deferred_even_where_it_could_be() {
    let mut core = Core::configured().await;
    let plain = core.plan(&NULL, &note("a", NULL)).await;
    let request = plan_resource_change::Request {
        client_capabilities: Some(ClientCapabilities {
            deferral_allowed: true,
            ..Default::default()
        }),
        ..plan_request(&NULL, &note("a", NULL))
    };
    let allowed = core.client.plan_resource_change(request).await.unwrap().into_inner();
    assert_eq!(allowed.deferred, None);
    assert_eq!(allowed, plain);
}

#[tokio::test]
async fn a_change_that_replaces_says_which_attribute() {
    let mut core = Core::configured().await;
    let planned = core.plan(&note("a", "note-a"), &note("b", "note-a")).await;
    let steps: Vec<_> = planned
        .requires_replace
        .into_iter()
        .flat_map(|path| path.steps)
        .collect();
    let selectors: Vec<_> = steps.into_iter().filter_map(|step| step.selector).collect();
    assert_eq!(selectors, [Selector::AttributeName("name".into())]);
}

#[tokio::test]
async fn a_destroy_is_planned_as_null_and_answered_with_null() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let planned = core.plan(&note("a", "note-a"), &NULL).await;
    assert_eq!(
        (planned.diagnostics, read_note(planned.planned_state.as_ref())),
        (vec![], NULL)
    );
    let applied = core.apply(&note("a", "note-a"), &NULL).await;
    assert_eq!(
        (applied.diagnostics, read_note(applied.new_state.as_ref())),
        (vec![], NULL)
    );
    assert!(!core.world.has_note("a"));
}

#[tokio::test]
async fn the_private_data_of_a_plan_come_back_at_the_apply_and_of_a_state_at_the_read() {
    let mut core = Core::configured().await;
    let applied = core.apply(&NULL, &note("a", Value::unknown())).await;
    let request = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: applied.new_state.clone(),
        private: applied.private.clone(),
        current_identity: applied.new_identity.clone(),
        ..Default::default()
    };
    let read = core.client.read_resource(request).await.unwrap().into_inner();
    assert_eq!(read.diagnostics, []);
    assert_eq!(
        (read.new_state, read.private),
        (applied.new_state, applied.private.clone())
    );
    assert_eq!(read.new_identity, applied.new_identity);

    let request = plan_resource_change::Request {
        prior_private: applied.private.clone(),
        prior_identity: Some(note_identity("note-a")),
        ..plan_request(&note("a", "note-a"), &note("a", "note-a"))
    };
    let planned = core.client.plan_resource_change(request).await.unwrap().into_inner();
    assert_eq!(planned.planned_private, applied.private);
    assert_eq!(read_id(planned.planned_identity.as_ref()), "note-a".into());
}

#[tokio::test]
async fn a_note_that_is_gone_is_read_as_null() {
    let mut core = Core::configured().await;
    let request = read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("a", "note-a"))),
        ..Default::default()
    };
    let read = core.client.read_resource(request).await.unwrap().into_inner();
    assert_eq!((read.diagnostics, read_note(read.new_state.as_ref())), (vec![], NULL));
}

#[tokio::test]
async fn an_import_by_id_or_identity_is_completed_by_the_read_that_follows() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let by_id = import_resource_state::Request {
        type_name: "toy_note".into(),
        id: "note-a".into(),
        ..Default::default()
    };
    let by_identity = import_resource_state::Request {
        type_name: "toy_note".into(),
        identity: Some(note_identity("note-a")),
        ..Default::default()
    };
    for request in [by_id, by_identity] {
        let response = core.client.import_resource_state(request).await.unwrap().into_inner();
        assert_eq!(response.diagnostics, []);
        let [imported] = response.imported_resources.as_slice() else {
            panic!("one object")
        };
        assert_eq!(imported.type_name, "toy_note");
        assert_ne!(read_note(imported.state.as_ref()), NULL);
        assert_eq!(read_id(imported.identity.as_ref()), "note-a".into());
        let request = read_resource::Request {
            type_name: "toy_note".into(),
            current_state: imported.state.clone(),
            private: imported.private.clone(),
            current_identity: imported.identity.clone(),
            ..Default::default()
        };
        let read = core.client.read_resource(request).await.unwrap().into_inner();
        assert_eq!(read_note(read.new_state.as_ref()), note("a", "note-a"));
    }
}

#[tokio::test]
async fn an_import_of_a_wrong_id_is_an_error_that_shows_a_right_one() {
    let mut core = Core::configured().await;
    let request = import_resource_state::Request {
        type_name: "toy_note".into(),
        id: "a".into(),
        ..Default::default()
    };
    let response = core.client.import_resource_state(request).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "note-NAME");
    assert_eq!(response.imported_resources, []);
}

#[tokio::test]
async fn stored_states_of_each_version_are_read() {
    let mut core = Core::unconfigured();
    for (version, json) in [
        (0, r#"{"id":"note-a","title":"a"}"#),
        (1, r#"{"id":"note-a","name":"a","of_a_later_release":[1]}"#),
    ] {
        let request = upgrade_resource_state::Request {
            type_name: "toy_note".into(),
            version,
            raw_state: Some(stored(json)),
        };
        let response = core.client.upgrade_resource_state(request).await.unwrap().into_inner();
        assert_eq!(response.diagnostics, []);
        assert_eq!(read_note(response.upgraded_state.as_ref()), note("a", "note-a"));
    }
}

#[tokio::test]
async fn a_stored_identity_of_any_version_is_read_and_an_object_from_before_has_none() {
    let mut core = Core::unconfigured();
    for (version, json, id) in [
        (2, r#"{"id":"note-a"}"#, "note-a".into()),
        (1, r#"{"name":"a"}"#, "note-a".into()),
        (0, r#"{"key":"a"}"#, "note-a".into()),
        (0, "", NULL),
    ] {
        let request = upgrade_resource_identity::Request {
            type_name: "toy_note".into(),
            version,
            raw_identity: Some(stored(json)),
        };
        let response = core
            .client
            .upgrade_resource_identity(request)
            .await
            .unwrap()
            .into_inner();
        assert_eq!(response.diagnostics, []);
        assert_eq!(read_id(response.upgraded_identity.as_ref()), id);
    }
}

#[tokio::test]
async fn an_identity_of_a_later_version_is_refused() {
    let mut core = Core::unconfigured();
    let request = upgrade_resource_identity::Request {
        type_name: "toy_note".into(),
        version: 3,
        raw_identity: Some(stored(r#"{"id":"note-a"}"#)),
    };
    let response = core
        .client
        .upgrade_resource_identity(request)
        .await
        .unwrap()
        .into_inner();
    assert_error(&response.diagnostics, "Stored identity of a later version");
}

#[tokio::test]
async fn an_object_of_another_provider_is_taken_over_if_its_type_is_known() {
    let mut core = Core::unconfigured();
    let request = |source: &str| move_resource_state::Request {
        source_provider_address: "registry.terraform.io/elsewhere/other".into(),
        source_type_name: source.into(),
        source_state: Some(stored(r#"{"id":"note-a","name":"a"}"#)),
        target_type_name: "toy_note".into(),
        ..Default::default()
    };
    let moved = core
        .client
        .move_resource_state(request("other_note"))
        .await
        .unwrap()
        .into_inner();
    assert_eq!(moved.diagnostics, []);
    assert_eq!(read_note(moved.target_state.as_ref()), note("a", "note-a"));
    assert_eq!(read_id(moved.target_identity.as_ref()), "note-a".into());

    let refused = core
        .client
        .move_resource_state(request("other_letter"))
        .await
        .unwrap()
        .into_inner();
    assert_error(&refused.diagnostics, "other_letter");
    assert_eq!(refused.target_state, None);
}

#[tokio::test]
async fn a_configuration_is_checked_with_its_unknown_values() {
    let mut core = Core::unconfigured();
    let request = validate_resource_config::Request {
        type_name: "toy_note".into(),
        config: Some(note_value(&Value::object([
            ("name", Value::unknown()),
            ("size", Value::unknown()),
            ("text", NULL),
            ("fate", NULL),
            ("id", NULL),
        ]))),
        ..Default::default()
    };
    let response = core
        .client
        .validate_resource_config(request)
        .await
        .unwrap()
        .into_inner();
    assert_eq!(response.diagnostics, []);
}

#[tokio::test]
async fn a_write_only_value_is_an_error_where_the_client_cannot_carry_it() {
    let mut core = Core::unconfigured();
    let request = |write_only_attributes_allowed| validate_resource_config::Request {
        type_name: "toy_shapes".into(),
        config: Some(dynamic(&shapes::secretive(), &shapes::value_type())),
        client_capabilities: Some(ClientCapabilities {
            write_only_attributes_allowed,
            ..Default::default()
        }),
    };
    let allowed = core.client.validate_resource_config(request(true)).await.unwrap();
    let errors = allowed.into_inner().diagnostics;
    assert!(
        !errors.iter().any(|it| it.severity() == Severity::Error),
        "{}",
        said(&errors)
    );
    let refused = core.client.validate_resource_config(request(false)).await.unwrap();
    let errors = refused.into_inner().diagnostics;
    assert_error(&errors, "write-only");
    let path = errors[0].attribute.as_ref().expect("a path");
    assert_eq!(path.steps[0].selector, Some(Selector::AttributeName("secret".into())));
}
