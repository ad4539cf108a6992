//! `ImportResourceState`: imports an existing object.
//!
//! An import does not read the object: it passes the identity in the object's private data to the read that Terraform
//! requests next, so that an import needs only one read.

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
    /// The ID of an `import` block or command.
    Id(String),
    /// The identity of an `import` block.
    Identity(Value),
}

/// Imports one object, of which only the identity is known.
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
