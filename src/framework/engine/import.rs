//! `ImportResourceState` and `MoveResourceState`: objects that come from elsewhere.
//!
//! An import reads nothing by itself: it hands the identity to the read that Terraform asks for next, in the object's
//! private data, so that an import costs one read.

use std::collections::BTreeMap;

use crate::framework::{
    any::{AnyResource, Object},
    diagnostics::{Diagnostic, Diagnostics},
    json,
    resource::MoveSource,
    schema::Schema,
    value::Value,
};

/// What names the object to be imported.
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
/// What is wrong with the id or the identity.
pub fn import<C>(resource: &dyn AnyResource<C>, schema: &Schema, target: ImportTarget) -> Result<Object, Diagnostics> {
    let identity = match target {
        ImportTarget::Id(id) => resource.import_id(&id)?,
        ImportTarget::Identity(identity) => identity,
    };
    let private = resource.imported(&identity)?;
    Ok(Object {
        state: empty(schema),
        private,
        identity,
    })
}

/// An object of which nothing is known.
fn empty(schema: &Schema) -> Value {
    let attributes = schema
        .block
        .attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), Value::Null));
    let blocks = schema
        .block
        .blocks
        .iter()
        .map(|block| (block.name.to_owned(), block.absent()));
    Value::Map(attributes.chain(blocks).collect::<BTreeMap<_, _>>())
}

/// Makes an object of this resource out of one of another type or provider.
///
/// # Errors
/// That nothing is known of such a source, or what is wrong with its state.
pub fn move_state<C>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    source: &MoveSource<'_>,
) -> Result<Object, Diagnostics> {
    let state = resource
        .moved(source)
        .unwrap_or_else(|| Err(unknown_source(resource.name(), source).into()))?;
    let state = json::decode(&state, &schema.value_type)
        .map_err(|error| Diagnostic::bug(format!("The moved state does not fit the schema: {error}.")))?;
    let identity = resource.identity(&state).unwrap_or(Value::Null);
    Ok(Object {
        state,
        private: Vec::new(),
        identity,
    })
}

fn unknown_source(name: &str, source: &MoveSource<'_>) -> Diagnostic {
    let detail = format!(
        "{name} cannot take over an object of the type {} of the provider {} (state version {}). Remove the old object \
         from the state with a removed block and import it as {name} instead.",
        source.type_name, source.provider, source.version
    );
    Diagnostic::error("Unsupported source of a moved block", detail)
}
