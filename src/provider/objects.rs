//! Objects that have the members of a block and stand in a computed attribute.

use crate::framework::{
    attributes::{AttributeValue, Attributes, wrong_type},
    derived::{object_from_value, object_to_value},
    diagnostics::Diagnostics,
    path::Step,
    schema::Shape,
    types::Type,
    value::Value,
};

/// A computed list of objects with the attributes and blocks of `T`, since no block can be computed.
#[derive(Clone, Debug, PartialEq)]
pub struct Objects<T>(pub Vec<T>);

impl<T: Attributes> AttributeValue for Objects<T> {
    fn shape() -> Shape {
        Shape::Plain(Type::list(T::block().value_type()))
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        let Value::List(elements) = value else {
            return Err(wrong_type("a list", value));
        };
        let mut problems = Diagnostics::new();
        let mut objects = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let object = object_from_value(element).map_err(|problem| problem.within(Step::Index(index)));
            objects.extend(problems.collect(object));
        }
        problems.or_value(|| Self(objects))
    }

    fn to_value(&self) -> Value {
        Value::List(self.0.iter().map(object_to_value).collect())
    }
}
