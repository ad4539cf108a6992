//! `UpgradeResourceState`: reads what this or an earlier version of the provider stored.

use crate::{
    author::AnyResource,
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        plan::clear_write_only,
        walk::{Position, rewrite},
    },
    schema::Schema,
    value::{Type, Value, json},
};

/// Reads a stored state of `version`. Members that the schema does not have are dropped, missing ones are null or,
/// if they are blocks, none. Values of attributes that have become write-only are null.
///
/// # Errors
/// If the state has a later version, is null or cannot be read.
pub fn upgrade_state<C>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    version: i64,
    mut state: serde_json::Value,
) -> Result<Value, Diagnostics> {
    check_version(resource.name(), "state", version, schema.version)?;
    for version in version..schema.version {
        state = resource.upgrade(version, state)?;
    }
    if state.is_null() {
        return Err(Diagnostic::bug("The stored state of an object is null.").into());
    }
    decode(&state, schema, resource.name())
}

/// Checks the version of a stored `document`, a state or an identity.
///
/// # Errors
/// Returns an error if it has a later version than this provider writes.
pub(super) fn check_version(name: &str, document: &str, version: i64, own: i64) -> Result<(), Diagnostics> {
    if version <= own {
        return Ok(());
    }
    let detail = format!(
        "The {document} of this {name} was written by a later version of the provider ({document} version {version}; \
         this provider writes version {own}). Upgrade the provider."
    );
    Err(Diagnostic::error(format!("Stored {document} of a later version"), detail).into())
}

/// Reads the state of an object from JSON. Members that the schema does not have are dropped; missing attributes are
/// null, missing blocks stay absent, and write-only values are null.
///
/// # Errors
/// If it does not match the schema.
pub(super) fn decode(stored: &serde_json::Value, schema: &Schema, name: &str) -> Result<Value, Diagnostics> {
    let mut state = decode_as(stored, &schema.value_type, name)?;
    rewrite(
        &Position::root_alone(&schema.block),
        &mut state,
        &mut |position, object| {
            for block in position.members.blocks() {
                let blocks = object.entry(block.name.to_owned()).or_insert(Value::Null);
                if blocks.is_null() {
                    *blocks = block.absent();
                }
            }
        },
    );
    clear_write_only(&schema.block, &mut state);
    Ok(state)
}

/// Reads a stored value of type `ty`.
///
/// # Errors
/// If it does not have the type.
pub(super) fn decode_as(stored: &serde_json::Value, ty: &Type, name: &str) -> Result<Value, Diagnostics> {
    json::decode(stored, ty).map_err(|error| {
        let detail = format!("The stored state of this {name} does not match its schema: {error}.");
        Diagnostic::error("Unreadable state", detail).into()
    })
}
