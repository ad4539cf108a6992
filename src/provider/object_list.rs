//! Computed lists of objects with the members of a block.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    schema::Shape,
    typed::{
        AttributeValue, Attributes,
        derived::{object_from_value, object_to_value},
        each, wrong_type,
    },
    value::{Type, Value},
};

/// A computed list of objects with the attributes and blocks of `T`, since no block can be computed.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectList<T>(pub Vec<T>);

impl<T: Attributes> AttributeValue for ObjectList<T> {
    fn shape() -> Shape {
        Shape::Plain(Type::list(T::block().value_type()))
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::List(_) => each(value, object_from_value).map(Self),
            other => Err(wrong_type("a list", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::List(self.0.iter().map(object_to_value).collect())
    }
}
