//! The operations of all services.

use crate::{
    connections, pipelines,
    scope::Scope,
    service::Service,
    store::Store,
    sts,
    wire::{Failure, Output, Request},
};

/// Returns whether `service`, or any service, has this operation.
pub(crate) fn exists(service: Option<Service>, operation: &str) -> bool {
    let of_service = |service: &Service| match service {
        Service::CodeConnections | Service::CodeStarConnections => connections::has(*service, operation),
        Service::CodePipeline => pipelines::has(operation),
        Service::Sts => sts::has(operation),
    };
    match service {
        Some(service) => of_service(&service),
        None => Service::ALL.iter().any(of_service),
    }
}

/// Returns whether the operation changes nothing.
pub(crate) fn only_reads(operation: &str) -> bool {
    operation.starts_with("Get") || operation.starts_with("List")
}

/// Performs the operation that a request asks for; `user_id` is the caller's.
///
/// # Errors
/// Returns the failure of the service.
pub(crate) fn perform(
    request: &Request,
    user_id: &str,
    store: &mut Store,
    scope: &mut Scope<'_>,
) -> Result<Output, Failure> {
    let (operation, input) = (request.operation.as_str(), request.input()?);
    match request.service {
        Service::CodeConnections | Service::CodeStarConnections => {
            connections::call(request.service, operation, &input, scope, &mut store.connections)
                .map(|answer| Output::Json(Some(answer)))
        }
        Service::CodePipeline => {
            pipelines::call(operation, &input, scope, &mut store.pipelines, &store.connections).map(Output::Json)
        }
        Service::Sts => sts::call(operation, &input, scope, user_id, &mut store.sessions).map(Output::Query),
    }
}
