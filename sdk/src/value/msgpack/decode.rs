//! Bytes to values.

use std::collections::BTreeMap;

use rmp::{Marker, decode as read};

use crate::value::{CodecError, MAX_DEPTH, Number, Step, Type, Value, msgpack::unknown, normal};

/// Reads a value of type `ty`. No bytes at all are null.
///
/// # Errors
/// That the bytes are no such value, end too early or go on behind it, are nested too deep, or that an object lacks an
/// attribute or has one too many.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, CodecError> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    let mut reader = Reader(bytes);
    let value = reader.value(ty, 0)?;
    if reader.0.is_empty() {
        Ok(value)
    } else {
        Err(CodecError::new(format!("{} bytes follow the value", reader.0.len())))
    }
}

/// The bytes that are still to be read.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn value(&mut self, ty: &Type, depth: usize) -> Result<Value, CodecError> {
        if depth > MAX_DEPTH {
            return Err(CodecError::too_deep());
        }
        match self.peek()? {
            Marker::Null => {
                read::read_nil(&mut self.0).map_err(broken)?;
                Ok(Value::Null)
            }
            marker if is_extension(marker) => self.unknown(ty),
            marker => self.known(marker, ty, depth),
        }
    }

    fn known(&mut self, marker: Marker, ty: &Type, depth: usize) -> Result<Value, CodecError> {
        match ty {
            Type::Bool if matches!(marker, Marker::True | Marker::False) => {
                read::read_bool(&mut self.0).map(Value::Bool).map_err(broken)
            }
            Type::Number => self.number(marker).map(Value::Number),
            Type::String if is_text(marker) => Ok(Value::String(normal(self.text()?).into_owned())),
            Type::List(element) if is_array(marker) => self.elements(element, true, depth).map(Value::List),
            Type::Set(element) if is_array(marker) => self.elements(element, false, depth).map(Value::set),
            Type::Tuple(types) if is_array(marker) => self.tuple(types, depth).map(Value::List),
            Type::Map(element) if is_map(marker) => self.map(element, depth).map(Value::Map),
            Type::Object(attributes) if is_map(marker) => self.object(attributes, depth).map(Value::Map),
            Type::Dynamic if is_array(marker) => self.dynamic(depth),
            _ => Err(CodecError::expected(ty, name(marker))),
        }
    }

    pub(super) fn number(&mut self, marker: Marker) -> Result<Number, CodecError> {
        let float = match marker {
            Marker::U64 => return read::read_u64(&mut self.0).map(Number::from).map_err(broken),
            Marker::F32 => f64::from(read::read_f32(&mut self.0).map_err(broken)?),
            Marker::F64 => read::read_f64(&mut self.0).map_err(broken)?,
            _ if is_text(marker) => {
                let text = self.text()?;
                return text.parse().map_err(|_| CodecError::new("this text is no number"));
            }
            _ if is_integer(marker) => {
                let integer: i64 = read::read_int(&mut self.0).map_err(|_| CodecError::new("the bytes end early"))?;
                return Ok(Number::from(integer));
            }
            _ => return Err(CodecError::expected(&Type::Number, name(marker))),
        };
        Number::from_f64(float).ok_or_else(|| CodecError::new("infinite numbers are not supported"))
    }

    fn text(&mut self) -> Result<&'a str, CodecError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| CodecError::new("this text is not UTF-8"))
    }

    /// The bytes of a text, or bytes that should be one.
    pub(super) fn bytes(&mut self) -> Result<&'a [u8], CodecError> {
        let length = match self.peek()? {
            Marker::Bin8 | Marker::Bin16 | Marker::Bin32 => read::read_bin_len(&mut self.0),
            _ => read::read_str_len(&mut self.0),
        };
        self.take(length.map_err(broken)?)
    }

    fn elements(&mut self, ty: &Type, ordered: bool, depth: usize) -> Result<Vec<Value>, CodecError> {
        let length = self.array_length()?;
        let mut elements = Vec::new();
        for index in 0..length {
            let element = self.value(ty, depth + 1).map_err(|error| {
                if ordered {
                    error.within(Step::Index(index))
                } else {
                    error
                }
            })?;
            elements.push(element);
        }
        Ok(elements)
    }

    fn tuple(&mut self, types: &[Type], depth: usize) -> Result<Vec<Value>, CodecError> {
        let length = self.array_length()?;
        if length != types.len() {
            let problem = format!("expected a tuple of {} elements, found {length}", types.len());
            return Err(CodecError::new(problem));
        }
        let element = |(index, ty)| {
            self.value(ty, depth + 1)
                .map_err(|error: CodecError| error.within(Step::Index(index)))
        };
        types.iter().enumerate().map(element).collect()
    }

    fn map(&mut self, ty: &Type, depth: usize) -> Result<BTreeMap<String, Value>, CodecError> {
        let mut elements = BTreeMap::new();
        for _ in 0..self.map_length()? {
            let key = self.key()?;
            let element = self
                .value(ty, depth + 1)
                .map_err(|error| error.within(Step::Key(key.clone())))?;
            elements.insert(key, element);
        }
        Ok(elements)
    }

    fn object(&mut self, types: &BTreeMap<String, Type>, depth: usize) -> Result<BTreeMap<String, Value>, CodecError> {
        let mut attributes = BTreeMap::new();
        for _ in 0..self.map_length()? {
            let name = self.key()?;
            let ty = types
                .get(&name)
                .ok_or_else(|| CodecError::new("there is no such attribute").within_attribute(&name))?;
            let attribute = self
                .value(ty, depth + 1)
                .map_err(|error| error.within_attribute(&name))?;
            attributes.insert(name, attribute);
        }
        match types.keys().find(|name| !attributes.contains_key(*name)) {
            Some(name) => Err(CodecError::new("this attribute is missing").within_attribute(name)),
            None => Ok(attributes),
        }
    }

    /// A value that brings its type along.
    fn dynamic(&mut self, depth: usize) -> Result<Value, CodecError> {
        if self.array_length()? != 2 {
            return Err(CodecError::new("expected a type and a value"));
        }
        if !is_text(self.peek()?) {
            return Err(CodecError::new("expected the JSON of a type"));
        }
        let json = serde_json::from_str(self.text()?)
            .map_err(|error| CodecError::new(format!("the type is not JSON: {error}")))?;
        let ty = Type::from_json(&json)?;
        let value = self.value(&ty, depth + 1)?;
        Ok(match ty {
            Type::Dynamic => value,
            ty => Value::Dynamic(Box::new(ty), Box::new(value)),
        })
    }

    /// Any extension is an unknown value; only that of refinements is looked into.
    fn unknown(&mut self, ty: &Type) -> Result<Value, CodecError> {
        match self.extension()? {
            (unknown::REFINED, payload) => unknown::read(payload, ty).map(Value::Unknown),
            _ => Ok(Value::unknown()),
        }
    }

    /// The number of an extension, and its payload.
    pub(super) fn extension(&mut self) -> Result<(i8, &'a [u8]), CodecError> {
        let extension = read::read_ext_meta(&mut self.0).map_err(broken)?;
        Ok((extension.typeid, self.take(extension.size)?))
    }

    fn key(&mut self) -> Result<String, CodecError> {
        match self.peek()? {
            marker if is_text(marker) => Ok(normal(self.text()?).into_owned()),
            marker => Err(CodecError::new(format!("expected a key, found {}", name(marker)))),
        }
    }

    pub(super) fn array_length(&mut self) -> Result<usize, CodecError> {
        let length = read::read_array_len(&mut self.0).map_err(broken)?;
        self.at_least(length, 1)
    }

    pub(super) fn map_length(&mut self) -> Result<usize, CodecError> {
        let length = read::read_map_len(&mut self.0).map_err(broken)?;
        self.at_least(length, 2)
    }

    /// `length`, if so many parts of at least so many bytes can follow. A false length must not cost memory.
    fn at_least(&self, length: u32, bytes: usize) -> Result<usize, CodecError> {
        usize::try_from(length)
            .ok()
            .filter(|length| length.saturating_mul(bytes) <= self.0.len())
            .ok_or_else(end)
    }

    pub(super) fn take(&mut self, length: u32) -> Result<&'a [u8], CodecError> {
        let length = self.at_least(length, 1)?;
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn peek(&self) -> Result<Marker, CodecError> {
        self.0.first().copied().map(Marker::from_u8).ok_or_else(end)
    }
}

fn end() -> CodecError {
    CodecError::new("the bytes end early")
}

/// What is left to go wrong once the marker has been looked at.
fn broken(_: read::ValueReadError) -> CodecError {
    end()
}

pub(super) const fn is_text(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 | Marker::Bin8 | Marker::Bin16 | Marker::Bin32
    )
}

const fn is_array(marker: Marker) -> bool {
    matches!(marker, Marker::FixArray(_) | Marker::Array16 | Marker::Array32)
}

const fn is_map(marker: Marker) -> bool {
    matches!(marker, Marker::FixMap(_) | Marker::Map16 | Marker::Map32)
}

const fn is_integer(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixPos(_)
            | Marker::FixNeg(_)
            | Marker::U8
            | Marker::U16
            | Marker::U32
            | Marker::U64
            | Marker::I8
            | Marker::I16
            | Marker::I32
            | Marker::I64
    )
}

pub(super) const fn is_extension(marker: Marker) -> bool {
    matches!(
        marker,
        Marker::FixExt1
            | Marker::FixExt2
            | Marker::FixExt4
            | Marker::FixExt8
            | Marker::FixExt16
            | Marker::Ext8
            | Marker::Ext16
            | Marker::Ext32
    )
}

const fn name(marker: Marker) -> &'static str {
    match marker {
        Marker::True | Marker::False => "a bool",
        Marker::F32 | Marker::F64 => "a number",
        Marker::Null => "null",
        _ if is_integer(marker) => "a number",
        _ if is_text(marker) => "a string",
        _ if is_array(marker) => "an array",
        _ if is_map(marker) => "a map",
        _ if is_extension(marker) => "an unknown value",
        _ => "a byte that MessagePack does not use",
    }
}
