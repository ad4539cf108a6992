//! Values to bytes.

use std::collections::BTreeMap;

use rmp::encode as write;

use crate::value::{
    CodecError, MAX_DEPTH, Step, Type, Value,
    msgpack::{
        unknown,
        writer::{length, put_number, put_text},
    },
};

/// Writes `value` as one of type `ty`.
///
/// # Errors
/// If the value does not have the type, is an object with missing or additional attributes, is a dynamic value without
/// a type, or is nested too deep.
pub fn encode(value: &Value, ty: &Type) -> Result<Vec<u8>, CodecError> {
    let mut output = Vec::new();
    put(&mut output, value, ty, 0)?;
    Ok(output)
}

fn put(output: &mut Vec<u8>, value: &Value, ty: &Type, depth: usize) -> Result<(), CodecError> {
    if depth > MAX_DEPTH {
        return Err(CodecError::too_deep());
    }
    match (value, ty) {
        (Value::Null, _) => write::write_nil(output)?,
        (Value::Unknown(known), ty) => unknown::put(output, known.as_deref(), ty)?,
        (Value::Bool(truth), Type::Bool) => write::write_bool(output, *truth)?,
        (Value::Number(number), Type::Number) => put_number(output, number)?,
        (Value::String(text), Type::String) => put_text(output, text)?,
        (Value::List(elements), Type::List(ty)) => {
            write::write_array_len(output, length(elements.len())?)?;
            for (index, element) in elements.iter().enumerate() {
                put(output, element, ty, depth + 1).map_err(|error| error.within(Step::Index(index)))?;
            }
        }
        (Value::Set(elements), Type::Set(ty)) => {
            write::write_array_len(output, length(elements.len())?)?;
            for element in elements {
                put(output, element, ty, depth + 1).map_err(CodecError::in_set)?;
            }
        }
        (Value::List(elements), Type::Tuple(types)) => put_tuple(output, elements, types, depth)?,
        (Value::Map(elements), Type::Map(ty)) => {
            write::write_map_len(output, length(elements.len())?)?;
            for (key, element) in elements {
                put_text(output, key)?;
                put(output, element, ty, depth + 1).map_err(|error| error.within(Step::Key(key.clone())))?;
            }
        }
        (Value::Map(attributes), Type::Object(types)) => put_object(output, attributes, types, depth)?,
        (Value::Dynamic(ty, value), Type::Dynamic) => put_dynamic(output, value, ty, depth)?,
        (other, ty) => return Err(CodecError::mismatch(ty, other)),
    }
    Ok(())
}

fn put_tuple(output: &mut Vec<u8>, elements: &[Value], types: &[Type], depth: usize) -> Result<(), CodecError> {
    if elements.len() != types.len() {
        let problem = format!("expected a tuple of {} elements, found {}", types.len(), elements.len());
        return Err(CodecError::new(problem));
    }
    write::write_array_len(output, length(elements.len())?)?;
    for (index, (element, ty)) in elements.iter().zip(types).enumerate() {
        put(output, element, ty, depth + 1).map_err(|error| error.within(Step::Index(index)))?;
    }
    Ok(())
}

fn put_object(
    output: &mut Vec<u8>,
    attributes: &BTreeMap<String, Value>,
    types: &BTreeMap<String, Type>,
    depth: usize,
) -> Result<(), CodecError> {
    if let Some(name) = attributes.keys().find(|name| !types.contains_key(*name)) {
        return Err(CodecError::new("there is no such attribute").within_attribute(name));
    }
    write::write_map_len(output, length(types.len())?)?;
    for (name, ty) in types {
        let attribute = attributes
            .get(name)
            .ok_or_else(|| CodecError::new("this attribute is missing").within_attribute(name))?;
        put_text(output, name)?;
        put(output, attribute, ty, depth + 1).map_err(|error| error.within_attribute(name))?;
    }
    Ok(())
}

fn put_dynamic(output: &mut Vec<u8>, value: &Value, ty: &Type, depth: usize) -> Result<(), CodecError> {
    if *ty == Type::Dynamic {
        return put(output, value, ty, depth + 1);
    }
    let json = ty.to_json().to_string();
    write::write_array_len(output, 2)?;
    write::write_bin(output, json.as_bytes())?;
    put(output, value, ty, depth + 1)
}
