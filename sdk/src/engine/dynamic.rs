//! Objects in arguments that accept any type.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, enumerate, quote},
    engine::walk::{Position, walk},
    schema::Block,
    typed::{Attributes, derived::object_from_value},
    value::{Path, Value},
};

/// Reads an object of any type as `T`. An omitted attribute is null.
///
/// # Errors
/// Returns an error if the value is not an object, if an attribute is invalid, or if `T` lacks an attribute: Terraform
/// has no schema here and would accept a misspelled name.
pub fn read<T: Attributes>(value: &Value) -> Result<T, Diagnostics> {
    let value = match value {
        Value::Dynamic(_, value) => value,
        value => value,
    };
    let unexpected = unexpected_attributes(&T::block(), value);
    if unexpected.is_empty() {
        object_from_value(value)
    } else {
        Err(unexpected)
    }
}

/// Returns one error for each attribute that the schema does not have.
fn unexpected_attributes(block: &Block, value: &Value) -> Diagnostics {
    let mut found = Diagnostics::new();
    walk(&Position::root_alone(block), value, &mut |position, value| {
        let names = position.members.names();
        for name in value.as_map().into_iter().flat_map(|object| object.keys()) {
            if !names.contains(&name.as_str()) {
                let known = enumerate(names.iter().copied(), "and");
                let detail = format!(
                    "The attribute {} does not exist. The attributes are {known}.",
                    quote(name)
                );
                let error = Diagnostic::error("Unexpected attribute", detail).at(Path::attribute(name.clone()));
                found.push(position.locate(error));
            }
        }
    });
    found
}
