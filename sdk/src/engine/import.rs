//! `ImportResourceState`: imports an existing object.
//!
//! An import does not read the object: it passes the identity in the object's private data to the read that Terraform
//! requests next, so that an import needs only one read. Only a name is looked up before.

use std::sync::Arc;

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

/// Imports one object, of which only the identity is known. `client` returns the configured provider, to look up a name.
///
/// # Errors
/// If the ID or the identity is invalid, or a name does not identify one object.
pub async fn import<C: Send + Sync>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    client: impl FnOnce() -> Result<Arc<C>, Diagnostics> + Send,
    target: ImportTarget,
) -> Result<Object, Diagnostics> {
    let identity = match target {
        ImportTarget::Id(name) if resource.is_import_name(&name) => resource.find(&*client()?, &name).await?,
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
