//! `GetMetadata`, `GetProviderSchema`, `GetResourceIdentitySchemas`, `ValidateProviderConfig` and `ConfigureProvider`.

use std::{collections::BTreeMap, ops::Deref};

use terraform_plugin_protocol::tfplugin6::{
    ActionSchema, Schema, ServerCapabilities, configure_provider, get_metadata, get_provider_schema,
    get_resource_identity_schemas, validate_provider_config,
};

use crate::{
    author::{Kind, Provider},
    diagnostics::Diagnostics,
    engine::{handle::Handle, server::Server},
    rpc::{
        convert::{diagnostic, identity, schema, value},
        function,
    },
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
    let actions = schemas_of(server.actions().iter()).into_iter();
    get_provider_schema::Response {
        provider: Some(schema::to_wire(server.schema())),
        resource_schemas: schemas_of(server.resources().iter().map(Deref::deref)),
        data_source_schemas: schemas_of(server.data_sources().iter()),
        list_resource_schemas: schemas_of(server.list_resources().iter()),
        action_schemas: actions
            .map(|(name, schema)| (name, ActionSchema { schema: Some(schema) }))
            .collect(),
        ephemeral_resource_schemas: schemas_of(server.ephemeral_resources().iter()),
        functions: function::functions(server).functions,
        server_capabilities: Some(CAPABILITIES),
        ..Default::default()
    }
}

fn schemas_of<'a, K: Kind<C> + 'a, C: 'static>(
    handles: impl Iterator<Item = &'a Handle<K, C>>,
) -> BTreeMap<String, Schema> {
    handles
        .map(|one| (one.name().to_owned(), schema::to_wire(one.schema())))
        .collect()
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

/// Checks a provider block.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_provider_config::Request,
) -> Result<validate_provider_config::Response, Diagnostics> {
    let config = value::decode_object(request.config.as_ref(), &server.schema().value_type, "config")?;
    Ok(validate_provider_config::Response {
        diagnostics: diagnostic::to_wire(server.validate(&config)),
    })
}

/// Configures the provider.
pub(super) async fn configure<P: Provider>(
    server: &Server<P>,
    request: configure_provider::Request,
) -> Result<configure_provider::Response, Diagnostics> {
    let config = value::decode_root(request.config.as_ref(), &server.schema().value_type, "config")?;
    let diagnostics = server.configure(&config, &request.terraform_version).await;
    Ok(configure_provider::Response {
        diagnostics: diagnostic::to_wire(diagnostics),
    })
}
