//! `ImportResourceState` and `MoveResourceState`: objects that come from elsewhere.
//!
//! An import reads nothing by itself: it hands the identity to the read that Terraform asks for next, in the object's
//! private data, so that an import costs one read.

use crate::{
    author::{AnyResource, MoveSource, Object},
    diagnostics::{Diagnostic, Diagnostics},
    engine::upgrade::decode,
    schema::Schema,
    value::Value,
};

/// The ID or identity of the object to import.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportTarget {
    /// The id of an `import` block or command.
    Id(String),
    /// The identity of an `import` block.
    Identity(Value),
}

/// Takes one object into the state, by name only.
///
/// # Errors
/// If the ID or the identity is invalid.
pub fn import<C>(resource: &dyn AnyResource<C>, schema: &Schema, target: ImportTarget) -> Result<Object, Diagnostics> {
    let identity = match target {
        ImportTarget::Id(id) => resource.import_id(&id)?,
        ImportTarget::Identity(identity) => identity,
    };
    let private = resource.imported(&identity)?;
    Ok(Object {
        // An object of which nothing is known.
        state: decode(&serde_json::json!({}), schema, resource.name())?,
        private,
        identity,
    })
}

/// Makes an object of this resource out of one of another type or provider.
///
/// # Errors
/// If the source is not supported, or if its state is invalid.
pub fn move_state<C>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    source: &MoveSource<'_>,
) -> Result<Object, Diagnostics> {
    if !source.state.is_object() {
        return Err(unusable(resource.name(), source, "it is no object").into());
    }
    let state = resource
        .moved(source)
        .unwrap_or_else(|| Err(unknown_source(resource.name(), source).into()))?;
    let state = decode(&state, schema, resource.name())?;
    let identity = resource
        .identity(&state)
        .ok_or_else(|| unusable(resource.name(), source, "it does not say which object it is of"))?;
    Ok(Object {
        state,
        private: Vec::new(),
        identity,
    })
}

fn unusable(name: &str, source: &MoveSource<'_>, cause: &str) -> Diagnostic {
    let detail = format!(
        "{name} cannot take over the state of this {}: {cause}. Remove the old object from the state with a removed block \
         and import it as {name} instead.",
        source.type_name
    );
    Diagnostic::error("Unusable state of a moved block", detail)
}

fn unknown_source(name: &str, source: &MoveSource<'_>) -> Diagnostic {
    let detail = format!(
        "{name} cannot take over an object of the type {} of the provider {} (state version {}). Remove the old object \
         from the state with a removed block and import it as {name} instead.",
        source.type_name, source.provider, source.version
    );
    Diagnostic::error("Unsupported source of a moved block", detail)
}
