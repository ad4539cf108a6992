//! The operations of both connections APIs.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    connections::{
        Connections, Failure, Scope, Service, connection_operations, host_operations, model, tag_operations,
    },
    wire::constraints::{Wording, check, modeled},
};

type Perform = fn(Service, &Value, &mut Scope<'_>, &mut Connections) -> Result<Value, Failure>;

/// All operations, by name.
const OPERATIONS: [(&str, Perform); 12] = [
    ("CreateConnection", connection_operations::create),
    ("CreateHost", host_operations::create),
    ("DeleteConnection", |_, input, scope, store| {
        connection_operations::delete(input, scope, store)
    }),
    ("DeleteHost", |_, input, scope, store| {
        host_operations::delete(input, scope, store)
    }),
    ("GetConnection", |_, input, scope, store| {
        connection_operations::get(input, scope, store)
    }),
    ("GetHost", |_, input, scope, store| {
        host_operations::get(input, scope, store)
    }),
    ("ListConnections", |_, input, scope, store| {
        connection_operations::list(input, scope, store)
    }),
    ("ListHosts", |_, input, scope, store| {
        host_operations::list(input, scope, store)
    }),
    ("ListTagsForResource", |_, input, scope, store| {
        tag_operations::list(input, scope, store)
    }),
    ("TagResource", |_, input, scope, store| {
        tag_operations::tag(input, scope, store)
    }),
    ("UntagResource", |_, input, scope, store| {
        tag_operations::untag(input, scope, store)
    }),
    ("UpdateHost", |_, input, scope, store| {
        host_operations::update(input, scope, store)
    }),
];

/// Returns whether the API of `service` has this operation.
pub(crate) fn has(service: Service, operation: &str) -> bool {
    model::input(service, operation).is_some()
}

/// Performs one operation as `service`, which gives new ARNs their prefix.
///
/// # Errors
/// Returns `UnknownOperationException` for an operation that is not emulated, `ValidationException` with every violated
/// constraint, otherwise the failure of the operation.
pub(crate) fn call(
    service: Service,
    operation: &str,
    input: &Value,
    scope: &mut Scope<'_>,
    connections: &mut Connections,
) -> Result<Value, Failure> {
    let shape = model::input(service, operation);
    let perform = OPERATIONS.iter().find(|(name, _)| *name == operation);
    let (Some(shape), Some((_, perform))) = (shape, perform) else {
        let message = format!("{} has no operation {operation} in this emulator.", service.name());
        return Err(Failure::new("UnknownOperationException", message).with_status(404));
    };
    check(input, shape, Wording::WithValues)?;
    let input = modeled(input.clone(), shape, &BTreeSet::new());
    perform(service, &input, scope, connections)
}
