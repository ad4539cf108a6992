//! Objects in arguments that accept any type.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, enumerate, quote},
    schema::{Attribute, Nesting, Shape},
    typed::{Attributes, derived::object_from_value},
    value::{Path, Step, Value},
};

/// Reads an object of any type as `T`. An omitted attribute is null.
///
/// # Errors
/// If the value is not an object, if an attribute is invalid, or if `T` lacks an attribute: Terraform has no schema here
/// and would accept a misspelled name.
pub fn read<T: Attributes>(value: &Value) -> Result<T, Diagnostics> {
    let value = match value {
        Value::Dynamic(_, value) => value,
        value => value,
    };
    let strangers = strangers(value, &T::block().attributes);
    if !strangers.is_empty() {
        return Err(strangers);
    }
    object_from_value(value)
}

/// Returns one error for each attribute that the schema does not have.
fn strangers(value: &Value, attributes: &[Attribute]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (name, value) in value.as_map().into_iter().flatten() {
        let Some(attribute) = attributes.iter().find(|attribute| attribute.name == name) else {
            let known = enumerate(attributes.iter().map(|attribute| attribute.name), "and");
            let detail = format!("There is no attribute {}. The attributes are {known}.", quote(name));
            found.push(Diagnostic::error("Unknown attribute", detail).at(Path::attribute(name)));
            continue;
        };
        if let Shape::Nested(nesting, inner) = &attribute.shape {
            let within = nested_strangers(value, *nesting, inner);
            found.extend(within.within(Step::Attribute(name.clone())));
        }
    }
    found
}

/// Returns the same errors for the objects in a value. No path leads into a set.
fn nested_strangers(value: &Value, nesting: Nesting, attributes: &[Attribute]) -> Diagnostics {
    let elements = value.elements().iter();
    match nesting {
        Nesting::Single => strangers(value, attributes),
        Nesting::Set => elements.flat_map(|element| strangers(element, attributes)).collect(),
        Nesting::List => {
            let within = |(index, element)| strangers(element, attributes).within(Step::Index(index));
            elements.enumerate().flat_map(within).collect()
        }
        Nesting::Map => {
            let objects = value.as_map().into_iter().flatten();
            let within =
                |(key, object): (&String, &Value)| strangers(object, attributes).within(Step::Key(key.clone()));
            objects.flat_map(within).collect()
        }
    }
}
