//! `ValidateActionConfig`, `PlanAction` and `InvokeAction`.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::{
    invoke_action::{
        Event, Request,
        event::{Completed, Progress, Type},
    },
    plan_action, validate_action_config,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::task::TaskTracker;
use tonic::{Response, Status};

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::{
        convert::{diagnostic, value},
        response::Reply,
    },
};

/// The stream of an invocation: progress, then one completed event.
pub(super) type Events = ReceiverStream<Result<Event, Status>>;

/// Checks the configuration of an action.
pub(super) fn validate<P: Provider>(
    server: &Server<P>,
    request: &validate_action_config::Request,
) -> Result<validate_action_config::Response, Diagnostics> {
    let action = server.action(&request.type_name)?;
    let config = value::decode_object(request.config.as_ref(), &action.schema().value_type, "config")?;
    Ok(validate_action_config::Response {
        diagnostics: diagnostic::to_wire(action.validate(&config)),
    })
}

/// Checks a planned invocation.
pub(super) async fn plan<P: Provider>(
    server: &Server<P>,
    request: plan_action::Request,
) -> Result<plan_action::Response, Diagnostics> {
    let action = server.action(&request.action_type)?;
    let config = value::decode_object(request.config.as_ref(), &action.schema().value_type, "config")?;
    Ok(plan_action::Response {
        diagnostics: diagnostic::to_wire(action.plan(&config).await),
        ..Default::default()
    })
}

/// Runs an action in its own task in `tasks`. The completed event is always the last one.
pub(super) fn invoke<P: Provider>(server: Arc<Server<P>>, tasks: &TaskTracker, request: Request) -> Reply<Events> {
    let (events, receiver) = mpsc::channel(1);
    tasks.spawn(async move {
        let diagnostics = carry_out(&server, request, &events)
            .await
            .unwrap_or_else(|problems| problems);
        let completed = Type::Completed(Completed {
            diagnostics: diagnostic::to_wire(diagnostics),
        });
        send(&events, completed).await;
    });
    Ok(Response::new(ReceiverStream::new(receiver)))
}

async fn carry_out<P: Provider>(
    server: &Server<P>,
    request: Request,
    events: &mpsc::Sender<Result<Event, Status>>,
) -> Result<Diagnostics, Diagnostics> {
    let action = server.action(&request.action_type)?;
    let config = value::decode_object(request.config.as_ref(), &action.schema().value_type, "config")?;
    let (progress, mut messages) = mpsc::channel(1);
    let forwarded = async {
        while let Some(message) = messages.recv().await {
            if !send(events, Type::Progress(Progress { message })).await {
                // Closes the channel, so that the action detects the cancellation.
                messages.close();
            }
        }
    };
    let (diagnostics, ()) = tokio::join!(action.invoke(&config, progress), forwarded);
    Ok(diagnostics)
}

/// Returns whether Terraform still listens.
async fn send(events: &mpsc::Sender<Result<Event, Status>>, event: Type) -> bool {
    events.send(Ok(Event { r#type: Some(event) })).await.is_ok()
}
