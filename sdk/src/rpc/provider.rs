//! The provider itself: what it offers, and its configuration.

use terraform_plugin_protocol::tfplugin6::{
    ServerCapabilities, configure_provider, get_metadata, get_provider_schema, get_resource_identity_schemas,
    validate_provider_config,
};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::convert::{diagnostic, function, identity, schema, value},
};

/// What Terraform may rely on: any method may be the first one, a destroy is planned too, and objects can be taken over
/// from other types.
fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        plan_destroy: true,
        get_provider_schema_optional: true,
        move_resource_state: true,
        generate_resource_config: false,
    }
}

/// The names of everything.
pub(super) fn metadata<P: Provider>(server: &Server<P>) -> get_metadata::Response {
    get_metadata::Response {
        server_capabilities: Some(capabilities()),
        data_sources: server
            .data_sources()
            .keys()
            .map(|name| get_metadata::DataSourceMetadata {
                type_name: (*name).to_owned(),
            })
            .collect(),
        resources: server
            .resources()
            .keys()
            .map(|name| get_metadata::ResourceMetadata {
                type_name: (*name).to_owned(),
            })
            .collect(),
        functions: server
            .functions()
            .keys()
            .map(|name| get_metadata::FunctionMetadata {
                name: (*name).to_owned(),
            })
            .collect(),
        ..Default::default()
    }
}

/// What everything looks like.
pub(super) fn schemas<P: Provider>(server: &Server<P>) -> get_provider_schema::Response {
    let resources = server.resources().iter();
    let data_sources = server.data_sources().iter();
    let functions = server.functions().iter();
    get_provider_schema::Response {
        provider: Some(schema::to_wire(server.schema())),
        resource_schemas: resources
            .map(|(name, entry)| ((*name).to_owned(), schema::to_wire(entry.schema())))
            .collect(),
        data_source_schemas: data_sources
            .map(|(name, entry)| ((*name).to_owned(), schema::to_wire(entry.schema())))
            .collect(),
        functions: functions
            .map(|(name, entry)| ((*name).to_owned(), function::to_wire(entry.signature())))
            .collect(),
        server_capabilities: Some(capabilities()),
        ..Default::default()
    }
}

/// What identifies an object of each resource.
pub(super) fn identity_schemas<P: Provider>(server: &Server<P>) -> get_resource_identity_schemas::Response {
    let identities = server
        .resources()
        .iter()
        .map(|(name, entry)| ((*name).to_owned(), identity::schema_to_wire(entry.identity_schema())));
    get_resource_identity_schemas::Response {
        identity_schemas: identities.collect(),
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
        diagnostics: diagnostic::to_wire(server.validate_provider_config(&config)),
    })
}

/// Takes over a provider block.
pub(super) async fn configure<P: Provider>(
    server: &Server<P>,
    request: &configure_provider::Request,
) -> Result<configure_provider::Response, Diagnostics> {
    let config = value::decode_root(request.config.as_ref(), &server.schema().value_type, "config")?;
    let diagnostics = server.configure_provider(&config, &request.terraform_version).await;
    Ok(configure_provider::Response {
        diagnostics: diagnostic::to_wire(diagnostics),
    })
}
