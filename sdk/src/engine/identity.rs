//! The identity of an object in a plan, and whether it may change.

use crate::{author::AnyResource, diagnostics::Diagnostic, value::Value};

/// Returns the identity in a plan: that of the planned state, as far as it is known, over that of the prior object.
///
/// Returns `None` if the plan creates an object whose identity is known only after the apply.
pub(super) fn planned<C>(resource: &dyn AnyResource<C>, before: Option<&Value>, planned: &Value) -> Option<Value> {
    let after = if planned.is_null() {
        None
    } else {
        resource.identity(planned)
    };
    match (before, after) {
        (Some(before), Some(after)) => Some(completed(after, before)),
        (Some(before), None) => Some(before.clone()),
        (None, after) => after.filter(|after| planned.is_wholly_known() || !has_null(after)),
    }
}

/// Returns the error of an identity that changes although the resource does not declare it mutable. An attribute that is
/// null before or after does not count as changed.
pub(super) fn check<C>(
    resource: &dyn AnyResource<C>,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Option<Diagnostic> {
    if resource.has_mutable_identity() {
        return None;
    }
    let changes = |(name, after): &(&String, &Value)| {
        let before = before.map_or(&Value::Null, |before| before.get(name));
        !before.is_null() && !after.is_null() && before != *after
    };
    let (name, _) = after?.as_map()?.iter().find(changes)?;
    let detail = format!(
        "The identity of {} changes in its attribute `{name}`, but the resource does not declare its identity mutable.",
        resource.name()
    );
    Some(Diagnostic::bug(detail))
}

/// Returns `identity` with the attributes of `before` in place of null ones.
fn completed(mut identity: Value, before: &Value) -> Value {
    for (name, value) in identity.as_map_mut().into_iter().flatten() {
        if value.is_null() {
            value.clone_from(before.get(name));
        }
    }
    identity
}

fn has_null(identity: &Value) -> bool {
    identity
        .as_map()
        .into_iter()
        .flatten()
        .any(|(_, value)| value.is_null())
}
