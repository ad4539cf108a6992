//! Bytes to values.

use std::collections::BTreeMap;

use rmp::{Marker, decode as read};

use crate::value::{
    CodecError, MAX_DEPTH, Step, Type, Value,
    msgpack::{
        reader::{Reader, broken, is_array, is_extension, is_map, is_text, name},
        unknown,
    },
    normal,
};

/// Reads a value of type `ty`. No bytes at all are null.
///
/// # Errors
/// If the bytes are not such a value, are incomplete, are followed by other bytes, or are nested too deep, or if an
/// object has missing or additional attributes.
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

impl Reader<'_> {
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

    fn elements(&mut self, ty: &Type, ordered: bool, depth: usize) -> Result<Vec<Value>, CodecError> {
        let length = self.array_length()?;
        let mut elements = Vec::new();
        for index in 0..length {
            let element = self.value(ty, depth + 1).map_err(|error| {
                if ordered {
                    error.within(Step::Index(index))
                } else {
                    error.in_set()
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
        let length = self.map_length()?;
        let mut attributes = Vec::with_capacity(length.min(types.len()));
        // Terraform writes the attributes in this order.
        let mut in_order = types.iter();
        for _ in 0..length {
            let name = self.key()?;
            let ty = in_order
                .next()
                .and_then(|(next, ty)| (*next == name).then_some(ty))
                .or_else(|| types.get(&name))
                .ok_or_else(|| CodecError::new("there is no such attribute").within_attribute(&name))?;
            let attribute = self
                .value(ty, depth + 1)
                .map_err(|error| error.within_attribute(&name))?;
            attributes.push((name, attribute));
        }
        let attributes = BTreeMap::from_iter(attributes);
        if attributes.len() < types.len()
            && let Some(missing) = types.keys().find(|name| !attributes.contains_key(*name))
        {
            return Err(CodecError::new("this attribute is missing").within_attribute(missing));
        }
        Ok(attributes)
    }

    /// Reads a value with its type.
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

    /// Reads an unknown value. Any extension is an unknown value, and only the one with refinements is parsed.
    fn unknown(&mut self, ty: &Type) -> Result<Value, CodecError> {
        match self.extension()? {
            (unknown::REFINED, payload) => unknown::read(payload, ty).map(Value::Unknown),
            _ => Ok(Value::unknown()),
        }
    }
}
