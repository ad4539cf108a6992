//! Unknown values: extensions of MessagePack.
//!
//! Without refinements, an unknown value is extension 0 with one byte. With refinements, it is extension 12, whose
//! payload is a map from the numbers below to the refinements. Hosts that do not support refinements treat any
//! extension as unknown.

use rmp::{Marker, decode as read, encode as write};

use crate::value::{
    CodecError, Number, Refinements, Type, Value,
    msgpack::{
        reader::{Reader, is_extension, is_text},
        writer::{put_number, put_text},
    },
};

/// The extension of an unknown value with refinements.
pub(super) const REFINED: i8 = 12;

/// The longest payload that Terraform reads.
const LONGEST_PAYLOAD: usize = 1024;

/// The longest prefix that is sent, in bytes.
const LONGEST_PREFIX: usize = 256;

const NOT_NULL: i64 = 1;
const PREFIX: i64 = 2;
const LEAST: i64 = 3;
const MOST: i64 = 4;
const SHORTEST: i64 = 5;
const LONGEST: i64 = 6;

/// Reads the refinements of an unknown value of type `ty`. Refinements that do not match the type are ignored.
pub(super) fn read(payload: &[u8], ty: &Type) -> Result<Option<Box<Refinements>>, CodecError> {
    if payload.len() > LONGEST_PAYLOAD {
        return Err(CodecError::new("the refinements of an unknown value are too long"));
    }
    let mut reader = Reader(payload);
    let mut known = Refinements::default();
    for _ in 0..reader.map_length()? {
        let key: i64 = read::read_int(&mut reader.0).map_err(|_| odd())?;
        match key {
            NOT_NULL => known.not_null = !read::read_bool(&mut reader.0).map_err(|_| odd())?,
            PREFIX => known.prefix = text(&mut reader)?,
            LEAST => known.least = Some(bound(&mut reader)?),
            MOST => known.most = Some(bound(&mut reader)?),
            SHORTEST => known.shortest = Some(length(&mut reader)?),
            LONGEST => known.longest = Some(length(&mut reader)?),
            _ => skip(&mut reader)?,
        }
    }
    if !reader.0.is_empty() {
        return Err(odd());
    }
    let known = fitting(known, ty);
    Ok((known != Refinements::default()).then(|| Box::new(known)))
}

/// Writes an unknown value of type `ty`.
pub(super) fn put(output: &mut Vec<u8>, known: Option<&Refinements>, ty: &Type) -> Result<(), CodecError> {
    let entries = match known {
        Some(known) => entries(&fitting(known.clone(), ty))?,
        None => Vec::new(),
    };
    let mut payload = Vec::new();
    write::write_map_len(&mut payload, u32::try_from(entries.len()).unwrap_or(0))?;
    payload.extend(entries.iter().flatten());
    match u32::try_from(payload.len()) {
        Ok(length) if !entries.is_empty() && payload.len() <= LONGEST_PAYLOAD => {
            write::write_ext_meta(output, length, REFINED)?;
            output.extend_from_slice(&payload);
        }
        _ => {
            write::write_ext_meta(output, 1, 0)?;
            output.push(0);
        }
    }
    Ok(())
}

/// The keys of the payload with their values, in order.
fn entries(known: &Refinements) -> Result<Vec<Vec<u8>>, CodecError> {
    let mut entries = Vec::new();
    let mut entry = |key: i64, put: &dyn Fn(&mut Vec<u8>) -> Result<(), CodecError>| {
        let mut bytes = Vec::new();
        write::write_sint(&mut bytes, key)?;
        put(&mut bytes)?;
        entries.push(bytes);
        Ok::<_, CodecError>(())
    };
    if known.not_null {
        entry(NOT_NULL, &|bytes| Ok(write::write_bool(bytes, false)?))?;
    }
    if let Some(prefix) = &known.prefix {
        entry(PREFIX, &|bytes| {
            put_text(bytes, &prefix[..prefix.floor_char_boundary(LONGEST_PREFIX)])
        })?;
    }
    for (key, bound) in [(LEAST, &known.least), (MOST, &known.most)] {
        if let Some((number, inclusive)) = bound {
            entry(key, &|bytes| {
                write::write_array_len(bytes, 2)?;
                put_number(bytes, number)?;
                Ok(write::write_bool(bytes, *inclusive)?)
            })?;
        }
    }
    for (key, length) in [(SHORTEST, known.shortest), (LONGEST, known.longest)] {
        if let Some(length) = length {
            entry(key, &|bytes| Ok(write::write_uint(bytes, length).map(drop)?))?;
        }
    }
    Ok(entries)
}

/// Returns the refinements that an unknown value of type `ty` can have. Terraform rejects any others.
fn fitting(known: Refinements, ty: &Type) -> Refinements {
    let not_null = known.not_null && *ty != Type::Dynamic;
    let none = Refinements {
        not_null,
        ..Refinements::default()
    };
    match ty {
        Type::String => Refinements {
            prefix: known.prefix.filter(|prefix| !prefix.is_empty()),
            ..none
        },
        Type::Number => Refinements {
            least: known.least,
            most: known.most,
            ..none
        },
        Type::List(_) | Type::Set(_) | Type::Map(_) => Refinements {
            shortest: known.shortest,
            longest: known.longest,
            ..none
        },
        Type::Bool | Type::Dynamic | Type::Tuple(_) | Type::Object(_) => none,
    }
}

fn text(reader: &mut Reader<'_>) -> Result<Option<String>, CodecError> {
    match reader.value(&Type::String, 0)? {
        Value::String(text) => Ok(Some(text)),
        _ => Err(odd()),
    }
}

fn bound(reader: &mut Reader<'_>) -> Result<(Number, bool), CodecError> {
    if read::read_array_len(&mut reader.0).map_err(|_| odd())? != 2 {
        return Err(odd());
    }
    let marker = reader.peek()?;
    let number = reader.number(marker)?;
    let inclusive = read::read_bool(&mut reader.0).map_err(|_| odd())?;
    Ok((number, inclusive))
}

fn length(reader: &mut Reader<'_>) -> Result<u64, CodecError> {
    read::read_int(&mut reader.0).map_err(|_| odd())
}

/// Skips the value of a key that a later version of Terraform may use.
fn skip(reader: &mut Reader<'_>) -> Result<(), CodecError> {
    // Counted instead of nested, so that no payload is too deep. Each pass takes a byte at least.
    let mut open = 1;
    while open > 0 {
        open -= 1;
        match reader.peek()? {
            Marker::FixArray(_) | Marker::Array16 | Marker::Array32 => open += reader.array_length()?,
            Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => open += 2 * reader.map_length()?,
            marker if is_text(marker) => drop(reader.bytes()?),
            marker if is_extension(marker) => drop(reader.extension()?),
            Marker::Null | Marker::True | Marker::False => drop(reader.take(1)?),
            Marker::F32 => drop(reader.take(5)?),
            Marker::F64 => drop(reader.take(9)?),
            marker => drop(reader.number(marker)?),
        }
    }
    Ok(())
}

fn odd() -> CodecError {
    CodecError::new("the refinements of an unknown value are malformed")
}
