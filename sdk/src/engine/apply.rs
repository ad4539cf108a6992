//! `ApplyResourceChange`: applies a plan.
//!
//! No object is lost: if an object may exist, the response contains its complete state. A response without a state
//! contains an error, so that Terraform keeps the prior state.

use crate::{
    author::{AnyResource, Applied, Object, PriorObject},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        conform, identity, known,
        plan::clear_write_only,
        walk::{Position, rewrite},
    },
    schema::{Block, Schema},
    value::Value,
};

/// The request.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplyRequest {
    /// The configuration; null for a destroy.
    pub config: Value,
    /// The prior state; null for a create.
    pub prior: Value,
    /// The planned state; null for a destroy.
    pub planned: Value,
    /// The private data from the plan.
    pub private: Vec<u8>,
    /// The identity of the object in the plan.
    pub identity: Option<Value>,
}

/// The response.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplyResponse {
    /// The new state. Null means that the object does not exist or, with an error, that the prior state is still valid.
    pub state: Value,
    /// The private data of the object.
    pub private: Vec<u8>,
    /// The identity of the object.
    pub identity: Option<Value>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// Creates, updates or deletes one object.
pub async fn apply<C: Send + Sync>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    client: &C,
    request: ApplyRequest,
) -> ApplyResponse {
    let ApplyRequest {
        config,
        prior,
        planned,
        private,
        identity,
    } = request;
    let stored = PriorObject {
        state: &prior,
        private: &private,
        identity: identity.as_ref(),
    };
    if planned.is_null() {
        return nothing(resource.delete(client, stored).await);
    }
    let mut unknown = known::check_config(&config).err().unwrap_or_default();
    unknown.extend(known::check_plan(&schema.block, &config, &planned));
    if unknown.has_errors() {
        return nothing(unknown);
    }
    let mut arguments = planned.clone();
    copy_write_only(&schema.block, &config, &mut arguments);
    let applied = if prior.is_null() {
        resource.create(client, &arguments, &private).await
    } else {
        resource.update(client, stored, &arguments).await
    };
    let mut response = answer(resource.name(), schema, &planned, applied);
    if !prior.is_null() && !response.diagnostics.has_errors() {
        let changed = identity::check(resource, identity.as_ref(), response.identity.as_ref());
        response.diagnostics.extend(changed);
    }
    response
}

/// Returns the response for the result of the resource.
fn answer(name: &str, schema: &Schema, planned: &Value, applied: Applied) -> ApplyResponse {
    let Applied {
        object,
        mut diagnostics,
    } = applied;
    let Some(object) = object else {
        if !diagnostics.has_errors() {
            diagnostics.push(Diagnostic::bug(format!(
                "{name} returned neither a state nor an error."
            )));
        }
        return nothing(diagnostics);
    };
    let Object {
        state,
        private,
        identity,
    } = checked(object, schema, planned, &mut diagnostics);
    ApplyResponse {
        state,
        private,
        identity: Some(identity),
        diagnostics,
    }
}

/// Returns the response for a plan that cannot be applied.
pub fn refused(error: Diagnostic) -> ApplyResponse {
    nothing(error.into())
}

const fn nothing(diagnostics: Diagnostics) -> ApplyResponse {
    ApplyResponse {
        state: Value::Null,
        private: Vec::new(),
        identity: None,
        diagnostics,
    }
}

/// Returns the object in a form that Terraform accepts, with an error for each value that Terraform would reject.
fn checked(mut object: Object, schema: &Schema, planned: &Value, diagnostics: &mut Diagnostics) -> Object {
    for misfit in conform::conform(&mut object.state, &schema.value_type) {
        let detail = format!("After the apply, {} {}.", misfit.path, misfit.problem);
        diagnostics.push(Diagnostic::bug(detail).at(misfit.path));
    }
    clear_write_only(&schema.block, &mut object.state);
    if !diagnostics.has_errors() {
        for path in conform::differences(planned, &object.state, &schema.value_type) {
            let detail = format!("After the apply, {path} has a value that differs from the planned value.");
            diagnostics.push(Diagnostic::bug(detail).at(path));
        }
    }
    object
}

/// Copies the configured write-only values, which are not in the plan, into the planned state.
fn copy_write_only(block: &Block, config: &Value, planned: &mut Value) {
    let root = Position::root(block, config, &Value::Null);
    rewrite(&root, planned, &mut |position, planned| {
        let write_only = position.members.attributes.iter().filter(|one| one.write_only);
        for attribute in write_only {
            planned.insert(attribute.name.to_owned(), position.config.get(attribute.name).clone());
        }
    });
}
