//! The operations of both connections APIs.

use serde_json::Value;

use crate::connections::{Connections, Failure, Scope, Service, connection_operations, host_operations, input, tags};

/// Has the API that is called `service` this operation?
pub(crate) fn has(service: Service, operation: &str) -> bool {
    input::shape(service, operation).is_some()
}

/// Performs one operation as `service`, which gives new ARNs their prefix.
///
/// # Errors
/// `UnknownOperationException` for what is not emulated, `ValidationException` with every violated constraint,
/// else what the operation refuses.
pub(crate) fn call(
    service: Service,
    operation: &str,
    input: &Value,
    scope: &mut Scope<'_>,
    connections: &mut Connections,
) -> Result<Value, Failure> {
    let Some(shape) = input::shape(service, operation) else {
        let message = format!("{} has no operation {operation} in this emulator.", service.name());
        return Err(Failure::new("UnknownOperationException", message).with_status(404));
    };
    shape.check(input)?;
    match operation {
        "CreateConnection" => connection_operations::create(service, input, scope, connections),
        "GetConnection" => connection_operations::get(input, scope, connections),
        "DeleteConnection" => connection_operations::delete(input, scope, connections),
        "ListConnections" => connection_operations::list(input, scope, connections),
        "CreateHost" => host_operations::create(service, input, scope, connections),
        "GetHost" => host_operations::get(input, scope, connections),
        "UpdateHost" => host_operations::update(input, scope, connections),
        "DeleteHost" => host_operations::delete(input, scope, connections),
        "ListHosts" => host_operations::list(input, scope, connections),
        "TagResource" => tags::tag(input, scope, connections),
        "UntagResource" => tags::untag(input, scope, connections),
        "ListTagsForResource" => tags::list(input, scope, connections),
        _ => unreachable!("every operation with an input is listed"),
    }
}
