//! Responses: every method returns one, whatever happens.

use std::pin::Pin;

use terraform_plugin_protocol::tfplugin6 as wire;
use tokio::{sync::mpsc, task::JoinHandle};
use tokio_stream::{Stream, StreamExt as _, wrappers::ReceiverStream};
use tonic::{Response, Status};

use crate::{author::guard::guarded, diagnostics::Diagnostics, rpc::convert::diagnostic};

/// The result of a service method.
pub(super) type Reply<R> = Result<Response<R>, Status>;

/// A response that can consist of diagnostics alone.
pub(super) trait Refusal: Sized {
    /// Returns the response that holds nothing but these diagnostics.
    fn refusal(diagnostics: Diagnostics) -> Self;
}

/// Runs the handler of a method to completion. Errors and panics become a response with diagnostics, because a reset
/// stream has no message.
pub(super) async fn respond<R: Refusal>(handler: impl Future<Output = Result<R, Diagnostics>>) -> Reply<R> {
    caught(handler)
        .await
        .map_or_else(refuse, |response| Ok(Response::new(response)))
}

/// Runs a handler to completion. A panic becomes the diagnostic of a bug in the provider.
///
/// This guard covers every RPC. The only other one is around the create of a resource, whose checkpoint must survive.
///
/// # Errors
/// Returns an error if the handler fails or panics.
pub(super) async fn caught<T>(handler: impl Future<Output = Result<T, Diagnostics>>) -> Result<T, Diagnostics> {
    guarded(handler).await?
}

/// Returns a response that holds nothing but these diagnostics.
pub(super) fn refuse<R: Refusal>(diagnostics: Diagnostics) -> Reply<R> {
    Ok(Response::new(R::refusal(diagnostics)))
}

/// A stream of events. Terraform drops it to cancel.
pub(super) type Events<E> = Pin<Box<dyn Stream<Item = Result<E, Status>> + Send>>;

/// Returns the stream of what `task` sends, followed by the event that it returns, if any.
///
/// The channel is bounded, so that a task detects at its next send that Terraform has canceled it.
pub(super) fn events<T, E>(
    sent: mpsc::Receiver<T>,
    encode: impl FnMut(T) -> E + Send + 'static,
    task: JoinHandle<Option<E>>,
) -> Reply<Events<E>>
where
    T: Send + 'static,
    E: Send + 'static,
{
    let last = tokio_stream::once(task).then(|task| task);
    let last = last.filter_map(|last| last.ok().flatten());
    let all = ReceiverStream::new(sent).map(encode).chain(last);
    Ok(Response::new(Box::pin(all.map(Ok))))
}

macro_rules! refuse_with_diagnostics {
    ($($method:ident),+ $(,)?) => {
        $(impl Refusal for wire::$method::Response {
            #[allow(clippy::needless_update, reason = "some responses hold nothing else")]
            fn refusal(diagnostics: Diagnostics) -> Self {
                Self { diagnostics: diagnostic::to_wire(diagnostics), ..Self::default() }
            }
        })+
    };
}

refuse_with_diagnostics! {
    apply_resource_change,
    close_ephemeral_resource,
    configure_provider,
    configure_state_store,
    delete_state,
    generate_resource_config,
    get_functions,
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    get_states,
    import_resource_state,
    lock_state,
    move_resource_state,
    open_ephemeral_resource,
    plan_action,
    plan_resource_change,
    read_data_source,
    read_resource,
    read_state_bytes,
    renew_ephemeral_resource,
    unlock_state,
    upgrade_resource_identity,
    upgrade_resource_state,
    validate_action_config,
    validate_data_resource_config,
    validate_ephemeral_resource_config,
    validate_list_resource_config,
    validate_provider_config,
    validate_resource_config,
    validate_state_store,
    write_state_bytes,
}

/// A function has one error in place of diagnostics.
impl Refusal for wire::call_function::Response {
    fn refusal(diagnostics: Diagnostics) -> Self {
        let texts: Vec<_> = diagnostics
            .into_iter()
            .map(|problem| format!("{}: {}", problem.summary, problem.detail))
            .collect();
        Self {
            result: None,
            error: Some(wire::FunctionError {
                text: texts.join("\n\n"),
                function_argument: None,
            }),
        }
    }
}

/// An event with diagnostics and no identity ends a list.
impl Refusal for wire::list_resource::Event {
    fn refusal(diagnostics: Diagnostics) -> Self {
        Self {
            diagnostic: diagnostic::to_wire(diagnostics),
            ..Self::default()
        }
    }
}
