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
use tokio_util::task::TaskTracker;

use crate::{
    author::Provider,
    diagnostics::Diagnostics,
    engine::server::Server,
    rpc::{
        convert::{diagnostic, value},
        response::{Events, Reply, caught, events},
    },
};

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
pub(super) fn invoke<P: Provider>(
    server: Arc<Server<P>>,
    tasks: &TaskTracker,
    request: Request,
) -> Reply<Events<Event>> {
    let (progress, messages) = mpsc::channel(1);
    let task = tasks.spawn(async move {
        let outcome = caught(carry_out(&server, request, progress)).await;
        Some(event(Type::Completed(Completed {
            diagnostics: diagnostic::to_wire(outcome.err().unwrap_or_default()),
        })))
    });
    events(messages, |message| event(Type::Progress(Progress { message })), task)
}

async fn carry_out<P: Provider>(
    server: &Server<P>,
    request: Request,
    progress: mpsc::Sender<String>,
) -> Result<(), Diagnostics> {
    let action = server.action(&request.action_type)?;
    let config = value::decode_object(request.config.as_ref(), &action.schema().value_type, "config")?;
    action.invoke(&config, progress).await
}

const fn event(event: Type) -> Event {
    Event { r#type: Some(event) }
}
