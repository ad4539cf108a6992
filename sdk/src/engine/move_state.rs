//! `MoveResourceState`: takes over an object of another type or provider.

use crate::{
    author::{AnyResource, MoveSource, Object},
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
    let state = resource
        .moved(source)
        .unwrap_or_else(|| Err(unknown_source(resource.name(), source).into()))?;
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
