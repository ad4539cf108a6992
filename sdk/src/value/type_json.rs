//! Reads the JSON in which Terraform writes a type.

use serde_json::Value as Json;

use crate::value::{CodecError, MAX_DEPTH, Type};

impl Type {
    /// Reads a type from its JSON. Optional attributes of an object matter only in configurations and are ignored.
    ///
    /// # Errors
    /// If the JSON is not a type, or is nested too deep.
    pub fn from_json(json: &Json) -> Result<Self, CodecError> {
        Self::read(json, 0)
    }

    fn read(json: &Json, depth: usize) -> Result<Self, CodecError> {
        if depth > MAX_DEPTH {
            return Err(CodecError::too_deep());
        }
        let read = |json| Self::read(json, depth + 1);
        if let Some(name) = json.as_str() {
            return match name {
                "bool" => Ok(Self::Bool),
                "number" => Ok(Self::Number),
                "string" => Ok(Self::String),
                "dynamic" => Ok(Self::Dynamic),
                _ => Err(no_type()),
            };
        }
        let parts = json.as_array().map(Vec::as_slice).ok_or_else(no_type)?;
        let (kind, inner) = match parts {
            [kind, inner] => (kind.as_str(), inner),
            [kind, inner, Json::Array(_)] if kind == "object" => (kind.as_str(), inner),
            _ => return Err(no_type()),
        };
        match (kind, inner) {
            (Some("list"), element) => read(element).map(Self::list),
            (Some("set"), element) => read(element).map(Self::set),
            (Some("map"), element) => read(element).map(Self::map),
            (Some("tuple"), Json::Array(elements)) => {
                elements.iter().map(read).collect::<Result<_, _>>().map(Self::Tuple)
            }
            (Some("object"), Json::Object(attributes)) => attributes
                .iter()
                .map(|(name, ty)| Ok((name.clone(), read(ty)?)))
                .collect::<Result<_, _>>()
                .map(Self::Object),
            _ => Err(no_type()),
        }
    }
}

fn no_type() -> CodecError {
    CodecError::new("this is not the JSON of a type")
}
