//! The operations of STS.

use serde_json::Value;

use crate::sts::{
    Failure, Scope, Sessions, Xml,
    role::{assume_role, assume_role_with_web_identity},
};

/// The one operation that needs no signature.
pub(crate) const UNSIGNED: &str = "AssumeRoleWithWebIdentity";

type Perform = fn(&Value, &mut Scope<'_>, &str, &mut Sessions) -> Result<Xml, Failure>;

/// All operations, by name.
const OPERATIONS: [(&str, Perform); 3] = [
    ("AssumeRole", |input, scope, _, sessions| {
        assume_role(input, scope, sessions)
    }),
    (UNSIGNED, |input, scope, _, sessions| {
        assume_role_with_web_identity(input, scope, sessions)
    }),
    ("GetCallerIdentity", |_, scope, user_id, _| {
        Ok(caller_identity(scope, user_id))
    }),
];

/// Returns whether STS has this operation.
pub(crate) fn has(operation: &str) -> bool {
    OPERATIONS.iter().any(|(name, _)| *name == operation)
}

/// Performs one operation of STS.
///
/// # Errors
/// Returns `InvalidAction` for an operation that is not emulated, else what the operation refuses.
pub(crate) fn call(
    operation: &str,
    input: &Value,
    scope: &mut Scope<'_>,
    user_id: &str,
    sessions: &mut Sessions,
) -> Result<Xml, Failure> {
    match OPERATIONS.iter().find(|(name, _)| *name == operation) {
        Some((_, perform)) => perform(input, scope, user_id, sessions),
        None => Err(Failure::new(
            "InvalidAction",
            format!("Could not find operation {operation} for version 2011-06-15"),
        )),
    }
}

fn caller_identity(scope: &Scope<'_>, user_id: &str) -> Xml {
    Xml::Elements(vec![
        ("Arn", Xml::text(scope.caller)),
        ("UserId", Xml::text(user_id)),
        ("Account", Xml::text(scope.account)),
    ])
}
