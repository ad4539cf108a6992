//! Computed lists of objects with the members of a block.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    schema::{Attribute, Block, NestedBlock, Nesting, Shape},
    typed::{
        AttributeValue, Attributes,
        derived::{object_from_value, object_to_value},
        each, wrong_type,
    },
    value::{Type, Value},
};

use crate::provider::attribute_form;

/// A computed list of objects with the attributes and blocks of `T`, since no block can be computed. A block becomes an
/// attribute of the same type. The objects have no write-only arguments and no versions of these, which AWS does not return.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectList<T>(pub Vec<T>);

impl<T: Attributes> ObjectList<T> {
    fn element() -> Type {
        readable(T::block()).value_type()
    }
}

impl<T: Attributes> AttributeValue for ObjectList<T> {
    fn shape() -> Shape {
        let members = attribute_form::attributes(readable(T::block()), |block| block.nesting);
        Shape::Nested(
            Nesting::List,
            members.into_iter().map(Attribute::into_computed).collect(),
        )
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::List(_) => each(value, object_from_value).map(Self),
            other => Err(wrong_type("a list", other)),
        }
    }

    fn to_value(&self) -> Value {
        let element = Self::element();
        let objects = self.0.iter().map(|object| narrowed(object_to_value(object), &element));
        Value::List(objects.collect())
    }
}

/// Returns the block without write-only arguments and their versions.
fn readable(block: Block) -> Block {
    let write_only: Vec<&str> = block
        .attributes
        .iter()
        .filter_map(|attribute| attribute.write_only.then_some(attribute.name))
        .collect();
    let is_readable = |name: &str| !write_only.contains(&name.strip_suffix("_version").unwrap_or(name));
    let attributes = block.attributes.iter().filter(|attribute| is_readable(attribute.name));
    let blocks = block.blocks.iter().cloned().map(|nested| NestedBlock {
        block: readable(nested.block),
        ..nested
    });
    Block {
        attributes: attributes.cloned().collect(),
        blocks: blocks.collect(),
        ..block
    }
}

/// Returns the value without the members that its type does not have.
fn narrowed(value: Value, ty: &Type) -> Value {
    match (value, ty) {
        (Value::Map(members), Type::Object(types)) => {
            let members = members.into_iter();
            let kept = members.filter_map(|(name, value)| {
                let narrowed = narrowed(value, types.get(&name)?);
                Some((name, narrowed))
            });
            Value::Map(kept.collect())
        }
        (Value::List(elements), Type::List(ty)) => {
            Value::List(elements.into_iter().map(|element| narrowed(element, ty)).collect())
        }
        (Value::Set(elements), Type::Set(ty)) => Value::set(elements.into_iter().map(|it| narrowed(it, ty)).collect()),
        (value, _) => value,
    }
}
