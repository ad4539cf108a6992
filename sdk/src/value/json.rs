//! Terraform's values as plain JSON, as in state files and identities.
//!
//! Reading requires the type of the value. A dynamic value is `{"value": …, "type": …}`.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::value::{CodecError, MAX_DEPTH, Number, Step, Type, Value, normal};

/// Reads a value of type `ty`. Members of objects that the type does not have are dropped, missing ones are null.
///
/// Strings are converted to numbers and bools, and these to strings, where possible: an older schema may have had
/// another type.
///
/// # Errors
/// If the JSON is not a value of this type, or is nested too deep.
pub fn decode(json: &Json, ty: &Type) -> Result<Value, CodecError> {
    value(json, ty, 0)
}

fn value(json: &Json, ty: &Type, depth: usize) -> Result<Value, CodecError> {
    if depth > MAX_DEPTH {
        return Err(CodecError::too_deep());
    }
    match (json, ty) {
        (Json::Null, _) => Ok(Value::Null),
        (Json::Bool(truth), Type::Bool) => Ok(Value::Bool(*truth)),
        (Json::String(text), Type::Bool) => bool_of(text),
        (Json::Number(digits), Type::Number) => number(&digits.to_string()),
        (Json::String(text), Type::Number) => number(text),
        (Json::String(text), Type::String) => Ok(Value::String(normal(text).into_owned())),
        (Json::Number(digits), Type::String) => Ok(Value::String(digits.to_string())),
        (Json::Bool(truth), Type::String) => Ok(Value::String(truth.to_string())),
        (Json::Array(list), Type::List(ty)) => elements(list, std::iter::repeat(&**ty), depth).map(Value::List),
        (Json::Array(set), Type::Set(ty)) => {
            let element = |element| value(element, ty, depth + 1).map_err(CodecError::in_set);
            set.iter().map(element).collect::<Result<_, _>>().map(Value::set)
        }
        (Json::Array(tuple), Type::Tuple(types)) if tuple.len() == types.len() => {
            elements(tuple, types.iter(), depth).map(Value::List)
        }
        (Json::Object(map), Type::Map(ty)) => {
            let element = |(key, element): (&String, &Json)| {
                let element = value(element, ty, depth + 1).map_err(|error| error.within(Step::Key(key.clone())))?;
                Ok((normal(key).into_owned(), element))
            };
            map.iter().map(element).collect::<Result<_, _>>().map(Value::Map)
        }
        (Json::Object(members), Type::Object(types)) => object(members, types, depth),
        (Json::Object(members), Type::Dynamic) => dynamic(members, depth),
        (other, ty) => Err(CodecError::expected(ty, kind(other))),
    }
}

fn elements<'a>(list: &[Json], types: impl Iterator<Item = &'a Type>, depth: usize) -> Result<Vec<Value>, CodecError> {
    list.iter()
        .zip(types)
        .enumerate()
        .map(|(index, (element, ty))| value(element, ty, depth + 1).map_err(|error| error.within(Step::Index(index))))
        .collect()
}

fn object(
    members: &serde_json::Map<String, Json>,
    types: &BTreeMap<String, Type>,
    depth: usize,
) -> Result<Value, CodecError> {
    let attribute = |(name, ty): (&String, &Type)| {
        let member = members.get(name).unwrap_or(&Json::Null);
        let attribute = value(member, ty, depth + 1).map_err(|error| error.within_attribute(name))?;
        Ok((name.clone(), attribute))
    };
    types.iter().map(attribute).collect::<Result<_, _>>().map(Value::Map)
}

fn dynamic(members: &serde_json::Map<String, Json>, depth: usize) -> Result<Value, CodecError> {
    let (Some(inner), Some(ty)) = (members.get("value"), members.get("type")) else {
        return Err(CodecError::new("expected a value with its type"));
    };
    let ty = Type::from_json(ty)?;
    let inner = value(inner, &ty, depth + 1)?;
    Ok(match ty {
        Type::Dynamic => inner,
        ty => Value::Dynamic(Box::new(ty), Box::new(inner)),
    })
}

fn number(digits: &str) -> Result<Value, CodecError> {
    let number: Result<Number, _> = digits.parse();
    number
        .map(Value::Number)
        .map_err(|_| CodecError::new("this string is not a number"))
}

fn bool_of(text: &str) -> Result<Value, CodecError> {
    match text {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => Err(CodecError::expected(&Type::Bool, "a string")),
    }
}

const fn kind(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a bool",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}
