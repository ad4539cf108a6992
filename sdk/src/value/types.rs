//! The types of Terraform's values.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::value::{CodecError, MAX_DEPTH};

/// The type of a value in Terraform's type system.
///
/// Source: <https://developer.hashicorp.com/terraform/language/expressions/types>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    /// `bool`.
    Bool,
    /// `number`: a decimal of any size and precision.
    Number,
    /// `string`, in Unicode's normal form C.
    String,
    /// `any`: each value brings its own type.
    Dynamic,
    /// `list(T)`.
    List(Box<Self>),
    /// `set(T)`.
    Set(Box<Self>),
    /// `map(T)`.
    Map(Box<Self>),
    /// `tuple([…])`.
    Tuple(Vec<Self>),
    /// `object({…})`.
    Object(BTreeMap<String, Self>),
}

impl Type {
    /// `list(element)`.
    pub fn list(element: Self) -> Self {
        Self::List(Box::new(element))
    }

    /// `set(element)`.
    pub fn set(element: Self) -> Self {
        Self::Set(Box::new(element))
    }

    /// `map(element)`.
    pub fn map(element: Self) -> Self {
        Self::Map(Box::new(element))
    }

    /// The type as JSON, the form in which schemas and dynamic values name it: `["list", "string"]`.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Bool => json!("bool"),
            Self::Number => json!("number"),
            Self::String => json!("string"),
            Self::Dynamic => json!("dynamic"),
            Self::List(element) => json!(["list", element.to_json()]),
            Self::Set(element) => json!(["set", element.to_json()]),
            Self::Map(element) => json!(["map", element.to_json()]),
            Self::Tuple(elements) => {
                let elements: Vec<Json> = elements.iter().map(Self::to_json).collect();
                json!(["tuple", elements])
            }
            Self::Object(attributes) => {
                let attributes = attributes.iter().map(|(name, ty)| (name.clone(), ty.to_json()));
                json!(["object", Json::from_iter(attributes)])
            }
        }
    }

    /// Reads a type from its JSON. That attributes of an object are optional matters only in configurations, and is
    /// passed over.
    ///
    /// # Errors
    /// That the JSON is no type, or is nested too deep.
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
