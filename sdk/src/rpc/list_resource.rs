//! `ListResource` and `ValidateListResourceConfig`.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::{
    list_resource::{Event, Request},
    validate_list_resource_config,
};
use tokio::sync::mpsc;

use crate::{
    author::{Listed, Provider},
    diagnostics::Diagnostics,
    engine::{list_resource::ListRequest, resource::ResourceHandle, server::Server},
    rpc::{
        convert::{diagnostic, identity, value},
        response::{Events, Refusal as _, Reply, caught, events},
    },
};

/// Checks the configuration of a list.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_list_resource_config::Request,
) -> Result<validate_list_resource_config::Response, Diagnostics> {
    let list_resource = server.list_resource(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &list_resource.schema().value_type, "config")?;
    Ok(validate_list_resource_config::Response {
        diagnostics: diagnostic::to_wire(list_resource.validate(&config)),
    })
}

/// Lists objects in its own task. An error is the last event of the stream.
pub(super) fn list<P: Provider>(server: Arc<Server<P>>, request: Request) -> Reply<Events<Event>> {
    let (sender, listed) = mpsc::channel(1);
    let (encoder, type_name) = (Arc::clone(&server), request.type_name.clone());
    let task = tokio::spawn(async move {
        let listed = caught(send_all(&server, request, sender)).await;
        listed.err().map(Event::refusal)
    });
    let encode = move |listed| {
        let resource = encoder.resource(&type_name);
        let event = resource.and_then(|resource| encode(listed, resource));
        event.unwrap_or_else(Event::refusal)
    };
    events(listed, encode, task)
}

async fn send_all<P: Provider>(
    server: &Server<P>,
    request: Request,
    listed: mpsc::Sender<Listed>,
) -> Result<(), Diagnostics> {
    let list_resource = server.list_resource(&request.type_name)?;
    let request = ListRequest {
        config: value::decode_object(request.config.as_ref(), &list_resource.schema().value_type, "config")?,
        include_object: request.include_resource_object,
        limit: usize::try_from(request.limit).unwrap_or(0),
    };
    list_resource.list(&request, &listed).await
}

fn encode<C: Send + Sync + 'static>(listed: Listed, resource: &ResourceHandle<C>) -> Result<Event, Diagnostics> {
    let listed = resource.as_read(listed);
    let ty = &resource.schema().value_type;
    let object = listed
        .object
        .map(|object| value::encode(&object, ty, "resource_object"));
    Ok(Event {
        identity: identity::encode(listed.identity.as_ref(), resource.identity_schema(), "identity")?,
        display_name: listed.display_name,
        resource_object: object.transpose()?,
        diagnostic: diagnostic::to_wire(listed.diagnostics),
    })
}
