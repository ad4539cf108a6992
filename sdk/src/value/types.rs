//! The types of Terraform's values.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

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
    /// `any`: each value has its own type.
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
}
