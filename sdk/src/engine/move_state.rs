//! `MoveResourceState`: takes over an object of another type or provider.

use crate::{
    author::{AnyResource, MovableType, MoveSource, Object},
    diagnostics::{Diagnostic, Diagnostics},
    engine::upgrade_state::decode,
    schema::Schema,
};

/// Returns the object of this resource for an object of another type or provider.
///
/// # Errors
/// If the source is not supported, or if its state is invalid.
pub fn move_state<C>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    source: &MoveSource<'_>,
) -> Result<Object, Diagnostics> {
    if !source.state.is_object() {
        return Err(unusable(resource.name(), source, "it is not an object").into());
    }
    if !resource
        .moves_from()
        .iter()
        .any(|movable| is_source(movable, source, resource.name()))
    {
        return Err(unknown_source(resource.name(), resource.moves_from(), source).into());
    }
    let state = resource.moved(source)?;
    let state = decode(&state, schema, resource.name())?;
    let identity = resource
        .identity(&state)
        .ok_or_else(|| unusable(resource.name(), source, "it does not identify its object"))?;
    Ok(Object {
        state,
        private: Vec::new(),
        identity,
    })
}

/// Returns whether the source can be moved to the resource `name`. Once OpenTofu 1.12 has moved one instance of a resource
/// with `for_each`, it reports the target's provider as the source of the others.
fn is_source(movable: &MovableType, source: &MoveSource<'_>, name: &str) -> bool {
    let is_own = || source.provider.rsplit('/').next() == name.split('_').next();
    movable.is_of(source) || source.type_name == movable.type_name && is_own()
}

fn unusable(name: &str, source: &MoveSource<'_>, cause: &str) -> Diagnostic {
    let detail = format!(
        "{name} cannot take over the state of this {}: {cause}. Remove the old object from the state with a removed block \
         that sets destroy = false, and import it as {name} instead.",
        source.type_name
    );
    Diagnostic::error("Unusable state of a moved block", detail)
}

fn unknown_source(name: &str, movable: &[MovableType], source: &MoveSource<'_>) -> Diagnostic {
    let movable: Vec<String> = movable
        .iter()
        .map(|movable| format!("{} of {}", movable.type_name, movable.provider))
        .collect();
    let possible = if movable.is_empty() {
        "No other type can be moved to it.".to_owned()
    } else {
        format!("These types can be moved to it: {}.", movable.join(", "))
    };
    let detail = format!(
        "{name} cannot take over an object of the type {} of the provider {}. {possible} To manage the object as {name} \
         all the same, remove the old object from the state with a removed block that sets destroy = false, and import it.",
        source.type_name, source.provider
    );
    Diagnostic::error("Unsupported source of a moved block", detail)
}
