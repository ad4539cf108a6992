//! All 36 methods answer, also to a question that no provider could answer.

use terraform_plugin_protocol::tfplugin6::{invoke_action::event::Type, *};

use super::core::{Core, assert_error};

/// Asks about something that does not exist, and asserts the error of it.
macro_rules! refused {
    ($core:ident, $kind:literal, $($method:ident ( $module:ident, $name:ident ) ),+ $(,)?) => {
        $({
            #[allow(clippy::needless_update, reason = "some requests hold nothing else")]
            let request = $module::Request { $name: "toy_nothing".into(), ..Default::default() };
            let response = $core.client.$method(request).await.expect(stringify!($method)).into_inner();
            assert_error(&response.diagnostics, concat!("The provider toy has no ", $kind, " \"toy_nothing\""));
        })+
    };
}

#[tokio::test]
async fn an_unknown_resource_is_an_error_that_names_it() {
    let mut core = Core::configured().await;
    refused! {
        core, "resource",
        validate_resource_config(validate_resource_config, type_name),
        upgrade_resource_state(upgrade_resource_state, type_name),
        upgrade_resource_identity(upgrade_resource_identity, type_name),
        read_resource(read_resource, type_name),
        plan_resource_change(plan_resource_change, type_name),
        apply_resource_change(apply_resource_change, type_name),
        import_resource_state(import_resource_state, type_name),
        generate_resource_config(generate_resource_config, type_name),
        move_resource_state(move_resource_state, target_type_name),
    }
}

#[tokio::test]
async fn an_unknown_data_source_or_function_is_an_error_that_names_it() {
    let mut core = Core::configured().await;
    refused! {
        core, "data source",
        validate_data_resource_config(validate_data_resource_config, type_name),
        read_data_source(read_data_source, type_name),
    }
    let request = call_function::Request {
        name: "nothing".into(),
        arguments: Vec::new(),
    };
    let response = core.client.call_function(request).await.unwrap().into_inner();
    assert!(
        response
            .error
            .expect("an error")
            .text
            .contains("has no function \"nothing\"")
    );
}

#[tokio::test]
async fn kinds_that_are_not_offered_are_answered_as_unknown() {
    let mut core = Core::configured().await;
    refused! {
        core, "ephemeral resource",
        validate_ephemeral_resource_config(validate_ephemeral_resource_config, type_name),
        open_ephemeral_resource(open_ephemeral_resource, type_name),
        renew_ephemeral_resource(renew_ephemeral_resource, type_name),
        close_ephemeral_resource(close_ephemeral_resource, type_name),
    }
    refused! { core, "list resource", validate_list_resource_config(validate_list_resource_config, type_name) }
    refused! {
        core, "action",
        validate_action_config(validate_action_config, type_name),
        plan_action(plan_action, action_type),
    }
    refused! {
        core, "state store",
        validate_state_store_config(validate_state_store, type_name),
        configure_state_store(configure_state_store, type_name),
        lock_state(lock_state, type_name),
        unlock_state(unlock_state, type_name),
        get_states(get_states, type_name),
        delete_state(delete_state, type_name),
    }
}

#[tokio::test]
async fn streams_of_kinds_that_are_not_offered_hold_one_error() {
    let mut core = Core::configured().await;

    let request = list_resource::Request {
        type_name: "toy_nothing".into(),
        ..Default::default()
    };
    let mut found = core.client.list_resource(request).await.unwrap().into_inner();
    assert_error(
        &found.message().await.unwrap().expect("an event").diagnostic,
        "no list resource",
    );
    assert_eq!(found.message().await.unwrap(), None);

    let request = invoke_action::Request {
        action_type: "toy_nothing".into(),
        ..Default::default()
    };
    let mut events = core.client.invoke_action(request).await.unwrap().into_inner();
    let Some(Type::Completed(completed)) = events.message().await.unwrap().expect("an event").r#type else {
        panic!("an event of another type crashes Terraform");
    };
    assert_error(&completed.diagnostics, "no action");
    assert_eq!(events.message().await.unwrap(), None);

    let request = read_state_bytes::Request {
        type_name: "toy_nothing".into(),
        ..Default::default()
    };
    let mut chunks = core.client.read_state_bytes(request).await.unwrap().into_inner();
    assert_error(
        &chunks.message().await.unwrap().expect("a chunk").diagnostics,
        "no state store",
    );
    assert_eq!(chunks.message().await.unwrap(), None);
}

#[tokio::test]
async fn a_state_that_is_written_in_chunks_is_read_to_its_end_and_refused() {
    let mut core = Core::configured().await;
    let meta = RequestChunkMeta {
        type_name: "toy_nothing".into(),
        state_id: "default".into(),
    };
    let chunk = |meta| write_state_bytes::RequestChunk {
        meta,
        bytes: vec![0; 1 << 20],
        ..Default::default()
    };
    let chunks = tokio_stream::iter([chunk(Some(meta)), chunk(None), chunk(None)]);
    let response = core.client.write_state_bytes(chunks).await.unwrap().into_inner();
    assert_error(&response.diagnostics, "no state store \"toy_nothing\"");
}

#[tokio::test]
async fn an_unknown_method_is_unimplemented() {
    let core = Core::configured().await;
    let mut grpc = tonic::client::Grpc::new(core.service);
    grpc.ready().await.unwrap();
    let codec = tonic_prost::ProstCodec::<stop_provider::Request, stop_provider::Response>::default();
    let path = "/tfplugin6.Provider/FromTheFuture".parse().unwrap();
    let request = tonic::Request::new(stop_provider::Request {});
    let status = grpc.unary(request, path, codec).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::Unimplemented);
}
