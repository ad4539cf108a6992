//! `ListResource` and `ValidateListResourceConfig`.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::{
    list_resource::{Event, Request},
    validate_list_resource_config,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Response, Status};

use crate::{
    author::{Listed, Provider},
    diagnostics::Diagnostics,
    engine::{list_resource::ListRequest, resource::ResourceHandle, server::Server},
    rpc::{
        convert::{diagnostic, identity, value},
        response::{Refusal, Reply},
    },
};

/// The stream of a list. Terraform drops it to cancel.
pub(super) type Events = ReceiverStream<Result<Event, Status>>;

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
pub(super) fn list<P: Provider>(server: Arc<Server<P>>, request: Request) -> Reply<Events> {
    let (events, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        if let Err(diagnostics) = send_all(&server, request, &events).await {
            // A failure to send means that Terraform has cancelled the list.
            let _cancelled = events.send(Ok(Event::refusal(diagnostics))).await;
        }
    });
    Ok(Response::new(ReceiverStream::new(receiver)))
}

async fn send_all<P: Provider>(
    server: &Server<P>,
    request: Request,
    events: &mpsc::Sender<Result<Event, Status>>,
) -> Result<(), Diagnostics> {
    let list_resource = server.list_resource(&request.type_name)?;
    let resource = server.resource(&request.type_name)?;
    let request = ListRequest {
        config: value::decode_object(request.config.as_ref(), &list_resource.schema().value_type, "config")?,
        include_object: request.include_resource_object,
        limit: usize::try_from(request.limit).unwrap_or(0),
    };
    let (sender, mut receiver) = mpsc::channel(1);
    let forwarded = async {
        while let Some(listed) = receiver.recv().await {
            let event = encode(listed, resource).unwrap_or_else(Event::refusal);
            if events.send(Ok(event)).await.is_err() {
                // Closes the channel, so that the list stops.
                receiver.close();
            }
        }
    };
    tokio::join!(list_resource.list(request, sender), forwarded);
    Ok(())
}

fn encode<C: Send + Sync>(listed: Listed, resource: &ResourceHandle<C>) -> Result<Event, Diagnostics> {
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
