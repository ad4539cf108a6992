//! `ImportResourceState`: takes an existing object into the state.
//!
//! An import reads nothing by itself: it hands the identity to the read that Terraform asks for next, in the object's
//! private data, so that an import costs one read.

use crate::{
    author::{AnyResource, Object},
    diagnostics::Diagnostics,
    engine::upgrade_state::decode,
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
