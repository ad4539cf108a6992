//! `GetMetadata`, `GetProviderSchema`, `GetResourceIdentitySchemas` and `GetFunctions`.

use terraform_plugin_protocol::tfplugin6::{
    ActionSchema, ServerCapabilities, get_functions, get_metadata, get_provider_schema, get_resource_identity_schemas,
};

use crate::{
    author::Provider,
    engine::server::Server,
    rpc::convert::{function, identity, schema},
};

/// Any method may be called first, the provider plans destroys, and objects can be moved from other types.
const CAPABILITIES: ServerCapabilities = ServerCapabilities {
    plan_destroy: true,
    get_provider_schema_optional: true,
    move_resource_state: true,
    generate_resource_config: false,
};

/// Returns the names of all resources, data sources, functions and so on.
pub(super) fn metadata<P: Provider>(server: &Server<P>) -> get_metadata::Response {
    use get_metadata::{
        ActionMetadata, DataSourceMetadata, EphemeralMetadata, FunctionMetadata, ListResourceMetadata, ResourceMetadata,
    };
    let list_resources = server.list_resources().iter().map(|one| one.name().to_owned());
    let actions = server.actions().iter().map(|one| one.name().to_owned());
    let ephemeral_resources = server.ephemeral_resources().iter().map(|one| one.name().to_owned());
    let resources = server.resources().iter().map(|one| one.name().to_owned());
    let data_sources = server.data_sources().iter().map(|one| one.name().to_owned());
    let functions = server.functions().iter().map(|one| one.name().to_owned());
    get_metadata::Response {
        server_capabilities: Some(CAPABILITIES),
        resources: resources.map(|type_name| ResourceMetadata { type_name }).collect(),
        data_sources: data_sources.map(|type_name| DataSourceMetadata { type_name }).collect(),
        list_resources: list_resources
            .map(|type_name| ListResourceMetadata { type_name })
            .collect(),
        actions: actions.map(|type_name| ActionMetadata { type_name }).collect(),
        ephemeral_resources: ephemeral_resources
            .map(|type_name| EphemeralMetadata { type_name })
            .collect(),
        functions: functions.map(|name| FunctionMetadata { name }).collect(),
        ..Default::default()
    }
}

/// Returns all schemas.
pub(super) fn schemas<P: Provider>(server: &Server<P>) -> get_provider_schema::Response {
    let resources = server.resources().iter();
    let data_sources = server.data_sources().iter();
    let list_resources = server.list_resources().iter();
    let actions = server.actions().iter();
    let ephemeral_resources = server.ephemeral_resources().iter();
    get_provider_schema::Response {
        provider: Some(schema::to_wire(server.schema())),
        resource_schemas: resources
            .map(|one| (one.name().to_owned(), schema::to_wire(one.schema())))
            .collect(),
        data_source_schemas: data_sources
            .map(|one| (one.name().to_owned(), schema::to_wire(one.schema())))
            .collect(),
        list_resource_schemas: list_resources
            .map(|one| (one.name().to_owned(), schema::to_wire(one.schema())))
            .collect(),
        action_schemas: actions
            .map(|one| {
                (
                    one.name().to_owned(),
                    ActionSchema {
                        schema: Some(schema::to_wire(one.schema())),
                    },
                )
            })
            .collect(),
        ephemeral_resource_schemas: ephemeral_resources
            .map(|one| (one.name().to_owned(), schema::to_wire(one.schema())))
            .collect(),
        functions: functions(server).functions,
        server_capabilities: Some(CAPABILITIES),
        ..Default::default()
    }
}

/// Returns the identity schema of each resource.
pub(super) fn identity_schemas<P: Provider>(server: &Server<P>) -> get_resource_identity_schemas::Response {
    let resources = server.resources().iter();
    get_resource_identity_schemas::Response {
        identity_schemas: resources
            .map(|one| (one.name().to_owned(), identity::schema_to_wire(one.identity_schema())))
            .collect(),
        ..Default::default()
    }
}

/// Returns the signature of each function.
pub(super) fn functions<P: Provider>(server: &Server<P>) -> get_functions::Response {
    let functions = server.functions().iter();
    get_functions::Response {
        functions: functions
            .map(|one| (one.name().to_owned(), function::to_wire(one.signature())))
            .collect(),
        ..Default::default()
    }
}
