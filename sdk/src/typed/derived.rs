//! Functions for derived code, so that the derived code stays short.

use std::{collections::BTreeMap, str::FromStr};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, enumerate, quote},
    schema::{Attribute, Configurability, Nesting, validators::Validator},
    typed::{AttributeValue, Attributes, Choice, each, wrong_type},
    value::{Path, Step, Value},
};

/// The error for a string that is not a valid value of the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAChoice;

/// An attribute of type `T` about which nothing special is known: required, unless `T` is optional.
pub fn attribute<T: AttributeValue>(
    name: &'static str,
    description: &'static str,
    mut validators: Vec<Validator>,
) -> Attribute {
    // Limits on the field itself take precedence over those of its type.
    let of_type = T::validators().into_iter();
    let unsaid: Vec<Validator> = of_type
        .filter(|one| !validators.iter().any(|other| same_kind(one, other)))
        .collect();
    validators.extend(unsaid);
    Attribute {
        name,
        shape: T::shape(),
        configurability: if T::OPTIONAL {
            Configurability::Optional
        } else {
            Configurability::Required
        },
        description,
        sensitive: T::SENSITIVE,
        write_only: false,
        deprecated: None,
        default: None,
        requires_replace: false,
        use_state_for_unknown: false,
        same: None,
        code: None,
        validators,
    }
}

/// Whether both are limits of the same kind.
fn same_kind(one: &Validator, other: &Validator) -> bool {
    match (one, other) {
        (Validator::Each(one), Validator::Each(other)) => same_kind(one, other),
        (Validator::Custom(_), _) => false,
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

/// Reads the attribute `name`.
///
/// # Errors
/// If it is invalid, with the path from the object. Only an optional one may be null or unknown.
pub fn read<T: AttributeValue>(object: &BTreeMap<String, Value>, name: &'static str) -> Result<T, Diagnostics> {
    match object.get(name).unwrap_or(&Value::Null) {
        value @ (Value::Null | Value::Unknown(_)) if !T::OPTIONAL => Err(missing(name, value)),
        value => T::from_value(value).map_err(|problems| problems.within(Step::Attribute(name.into()))),
    }
}

/// Reads the attribute `name`; `default` stands for null and unknown.
///
/// # Errors
/// If it is invalid, with the path from the object.
pub fn read_or<T: AttributeValue>(
    object: &BTreeMap<String, Value>,
    name: &'static str,
    default: fn() -> T,
) -> Result<T, Diagnostics> {
    read::<Option<T>>(object, name).map(|value| value.unwrap_or_else(default))
}

fn missing(name: &'static str, value: &Value) -> Diagnostics {
    let detail = format!("\"{name}\" must have a value, but is {}.", value.kind());
    Diagnostic::error("Missing value", detail)
        .at(Path::attribute(name))
        .into()
}

/// Writes the attribute `name`.
pub fn write<T: AttributeValue>(object: &mut BTreeMap<String, Value>, name: &str, value: &T) {
    object.insert(name.to_owned(), value.to_value());
}

/// Reads the nested blocks `name`: none where they are null or not known yet.
///
/// # Errors
/// If any of them is invalid, with the path from the object.
pub fn blocks<T: Attributes>(object: &BTreeMap<String, Value>, name: &'static str) -> Result<Vec<T>, Diagnostics> {
    let value = object.get(name).unwrap_or(&Value::Null);
    let blocks = match value {
        Value::Null | Value::Unknown(_) => Ok(Vec::new()),
        Value::List(_) | Value::Set(_) => each(value, object_from_value),
        single => object_from_value(single).map(|block| vec![block]),
    };
    blocks.map_err(|problems| problems.within(Step::Attribute(name.into())))
}

/// Reads the one nested block `name`.
///
/// # Errors
/// If it is missing or invalid, with the path from the object.
pub fn one_block<T: Attributes>(object: &BTreeMap<String, Value>, name: &'static str) -> Result<T, Diagnostics> {
    let first = blocks(object, name)?.into_iter().next();
    first.ok_or_else(|| {
        let detail = format!("A block \"{name}\" is required.");
        Diagnostic::error("Missing block", detail)
            .at(Path::attribute(name))
            .into()
    })
}

/// Writes the nested blocks `name`.
pub fn write_blocks<'a, T: Attributes + 'a>(
    object: &mut BTreeMap<String, Value>,
    name: &'static str,
    nesting: Nesting,
    blocks: impl Iterator<Item = &'a T>,
) {
    let mut elements = blocks.map(object_to_value);
    let value = match nesting {
        Nesting::Set => Value::set(elements.collect()),
        Nesting::Single => elements.next().unwrap_or(Value::Null),
        Nesting::List => Value::List(elements.collect()),
        Nesting::Map => unreachable!("the derive makes no blocks by name"),
    };
    object.insert(name.to_owned(), value);
}

/// Reads an object.
///
/// # Errors
/// If the value is not an object, or if an attribute is invalid.
pub fn object_from_value<T: Attributes>(value: &Value) -> Result<T, Diagnostics> {
    T::from_object(value.as_map().ok_or_else(|| wrong_type("an object", value))?)
}

/// Writes an object.
pub fn object_to_value<T: Attributes>(object: &T) -> Value {
    let mut attributes = BTreeMap::new();
    object.to_object(&mut attributes);
    Value::Map(attributes)
}

/// Reads a choice.
///
/// # Errors
/// If it is not a string, or not one of the choices.
pub fn choice_from_value<T: FromStr>(value: &Value, choices: &[Choice]) -> Result<T, Diagnostics> {
    let text = value.as_str().ok_or_else(|| wrong_type("a string", value))?;
    text.parse().map_err(|_| {
        let choices = enumerate(choices.iter().map(|choice| choice.value), "and");
        let detail = format!("{} is not one of {choices}.", quote(text));
        Diagnostic::error("Invalid value", detail).into()
    })
}
