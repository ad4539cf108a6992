//! Responses: every method returns one, whatever happens.

use terraform_plugin_protocol::tfplugin6 as wire;
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
    match guarded(handler).await {
        Ok(Ok(response)) => Ok(Response::new(response)),
        Ok(Err(diagnostics)) => refuse(diagnostics),
        Err(bug) => refuse(bug.into()),
    }
}

/// Returns a response that holds nothing but these diagnostics.
pub(super) fn refuse<R: Refusal>(diagnostics: Diagnostics) -> Reply<R> {
    Ok(Response::new(R::refusal(diagnostics)))
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
