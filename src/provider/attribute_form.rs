//! Objects with the members of a block, for nested attributes, which cannot contain blocks.
//!
//! A block that may appear once, which is a list of at most one object, is an object in the attribute.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    schema::{Attribute, Block, Configurability, NestedBlock, Nesting, Shape},
    typed::{
        AttributeValue, Attributes, Json,
        derived::{object_from_value, object_to_value},
        json,
    },
    value::{Path, Step, Value},
};

/// An object of a nested attribute with the attributes and blocks of `T`.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeForm<T>(pub T);

impl<T: Attributes> AttributeValue for AttributeForm<T> {
    fn shape() -> Shape {
        Shape::Nested(Nesting::Single, attributes(T::block(), nesting_of_attribute))
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        let block = T::block();
        let read = object_from_value(&to_block(&block, value)).map(Self);
        read.map_err(|problems| {
            let problems = problems.into_iter().map(|mut problem| {
                problem.path = attribute_path(&block, problem.path.steps());
                problem
            });
            problems.collect()
        })
    }

    fn to_value(&self) -> Value {
        to_attribute(&T::block(), &object_to_value(&self.0))
    }
}

impl<T: Json> Json for AttributeForm<T> {
    fn read(json: &json::Value) -> Option<Self> {
        T::read(json).map(Self)
    }

    fn missing() -> Self {
        Self(T::missing())
    }

    fn write(&self, base: &json::Value) -> Option<json::Value> {
        self.0.write(base)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn key(&self) -> Option<&str> {
        self.0.key()
    }

    fn keep_form(&mut self, prior: &Self) {
        self.0.keep_form(&prior.0);
    }
}

/// Returns the members of a block as attributes, sorted by name. A block has the nesting that `nesting` returns.
pub fn attributes(block: Block, nesting: fn(&NestedBlock) -> Nesting) -> Vec<Attribute> {
    let nested = block.blocks.into_iter().map(|nested| Attribute {
        name: nested.name,
        configurability: if nested.min_items == 0 {
            Configurability::Optional
        } else {
            Configurability::Required
        },
        description: nested.block.description,
        shape: Shape::Nested(nesting(&nested), attributes(nested.block, nesting)),
        sensitive: false,
        write_only: false,
        deprecated: None,
        default: None,
        requires_replace: nested.requires_replace,
        use_state_for_unknown: false,
        same: None,
        validators: Vec::new(),
        code: None,
    });
    let mut attributes: Vec<Attribute> = block.attributes.into_iter().chain(nested).collect();
    attributes.sort_by_key(|attribute| attribute.name);
    attributes
}

/// Returns the nesting of an attribute in the form of this module.
const fn nesting_of_attribute(block: &NestedBlock) -> Nesting {
    if is_single(block) {
        Nesting::Single
    } else {
        block.nesting
    }
}

const fn is_single(block: &NestedBlock) -> bool {
    block.max_items == 1
}

/// Returns an object with the members of a block, any of which may be unknown, in the form of a block.
pub fn to_block(block: &Block, attribute: &Value) -> Value {
    convert(block, attribute, |nested, value| match value {
        Value::Null => nested.absent(),
        Value::Map(_) if is_single(nested) => Value::List(vec![to_block(&nested.block, value)]),
        Value::List(elements) => Value::List(
            elements
                .iter()
                .map(|element| to_block(&nested.block, element))
                .collect(),
        ),
        other => other.clone(),
    })
}

/// Returns the object of a block, any part of which may be unknown, in the form of an attribute.
pub fn to_attribute(block: &Block, object: &Value) -> Value {
    convert(block, object, |nested, value| match value {
        Value::List(elements) if is_single(nested) => {
            let only = elements.first();
            only.map_or(Value::Null, |only| to_attribute(&nested.block, only))
        }
        Value::List(elements) if elements.is_empty() => Value::Null,
        Value::List(elements) => Value::List(
            elements
                .iter()
                .map(|element| to_attribute(&nested.block, element))
                .collect(),
        ),
        other => other.clone(),
    })
}

/// The object with each value of a nested block converted.
fn convert(block: &Block, object: &Value, nested: impl Fn(&NestedBlock, &Value) -> Value) -> Value {
    let Some(members) = object.as_map() else {
        return object.clone();
    };
    let members = members.iter().map(|(name, value)| {
        let converted = block.nested(name).map(|block| nested(block, value));
        (name.clone(), converted.unwrap_or_else(|| value.clone()))
    });
    Value::Map(members.collect())
}

/// Returns the path in the form of an attribute for the steps to a place in the form of a block.
pub fn attribute_path(block: &Block, steps: &[Step]) -> Path {
    let mut path = Path::root();
    let mut inside = Some(block);
    let mut single = false;
    for step in steps {
        match step {
            Step::Index(0) if single => single = false,
            Step::Attribute(name) => {
                let nested = inside.and_then(|block| block.nested(name));
                single = nested.is_some_and(is_single);
                inside = nested.map(|nested| &nested.block);
                path = path.then(step.clone());
            }
            step => path = path.then(step.clone()),
        }
    }
    path
}
