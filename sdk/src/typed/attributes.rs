//! The bridge between Rust's structs and Terraform's values.
//!
//! `#[derive(Attributes)]` implements [`Attributes`] and, for use as a nested attribute or block, [`AttributeValue`].

use std::{
    collections::{BTreeMap, BTreeSet},
    marker::PhantomData,
};

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    schema::{Attribute, Block, Nesting, Shape, validators::Validator},
    value::{Number, Path, Step, Type, Value, normal},
};

/// A struct whose fields are the attributes and nested blocks of an object.
pub trait Attributes: Sized {
    /// The attributes, blocks and rules, in the order of the fields; the description is the struct's doc comment.
    fn block() -> Block;

    /// Reads the fields from the attributes of an object. Null and unknown values count as absent, so an argument that
    /// is not optional must be known.
    ///
    /// # Errors
    /// One diagnostic for every field that cannot be read, with its path from this object.
    fn from_object(object: &BTreeMap<String, Value>) -> Result<Self, Diagnostics>;

    /// Writes each field into the attributes of an object.
    fn to_object(&self, object: &mut BTreeMap<String, Value>);
}

/// No attributes.
impl Attributes for () {
    fn block() -> Block {
        Block::default()
    }

    fn from_object(_: &BTreeMap<String, Value>) -> Result<Self, Diagnostics> {
        Ok(())
    }

    fn to_object(&self, _: &mut BTreeMap<String, Value>) {}
}

/// A Rust type that an attribute can have.
pub trait AttributeValue: Sized {
    /// Returns the shape of an attribute of this type.
    fn shape() -> Shape;

    /// Reads a value. Unknown counts as null.
    ///
    /// # Errors
    /// One diagnostic for every part that cannot be read, with its path from this value.
    fn from_value(value: &Value) -> Result<Self, Diagnostics>;

    /// Writes the value.
    fn to_value(&self) -> Value;

    /// Whether the attribute may be omitted. This is true only for `Option`.
    const OPTIONAL: bool = false;

    /// Whether the value is a secret, which Terraform must hide.
    const SENSITIVE: bool = false;

    /// Returns the conditions that the type imposes on a configured value.
    fn validators() -> Vec<Validator> {
        Vec::new()
    }
}

/// The name of a struct's field together with its Rust type. `#[derive(Attributes)]` makes one for each field.
#[derive(Debug)]
pub struct Field<T> {
    /// The attribute's or block's name.
    pub name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    /// The field `name`, whose Rust type is `T` (without the `Option` around it).
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            value: PhantomData,
        }
    }

    /// Returns its path in the object.
    pub fn path(self) -> Path {
        Path::attribute(self.name)
    }
}

impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}

/// A value that may be absent, or not known before the apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Maybe<T> {
    /// Absent.
    Null,
    /// Unknown in whole or in part until the apply.
    Unknown,
    /// Known.
    Known(T),
}

impl<T> Maybe<T> {
    /// The known value.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Null | Self::Unknown => None,
        }
    }

    /// Whether it is absent.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is not known yet.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Returns this value with `change` applied to a known value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Maybe<U> {
        match self {
            Self::Null => Maybe::Null,
            Self::Unknown => Maybe::Unknown,
            Self::Known(value) => Maybe::Known(change(value)),
        }
    }

    /// Returns this value, or the value that `other` returns if it is absent.
    #[must_use]
    pub fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Null => other(),
            Self::Unknown | Self::Known(_) => self,
        }
    }
}

/// One of Terraform's documents about an object (configuration, plan or state), read field by field.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a>(&'a Value);

impl<'a> Document<'a> {
    /// Returns the document with this value.
    pub const fn new(value: &'a Value) -> Self {
        Self(value)
    }

    /// Returns the value of a field. A value that cannot be read as its Rust type counts as unknown; the error is
    /// reported when the whole document is read.
    pub fn get<T: AttributeValue>(&self, field: Field<T>) -> Maybe<T> {
        match self.0.get(field.name) {
            Value::Null => Maybe::Null,
            value if !value.is_wholly_known() => Maybe::Unknown,
            value => T::from_value(value).map_or(Maybe::Unknown, Maybe::Known),
        }
    }

    /// Returns the value of the attribute or block `name`, including its unknown parts.
    pub fn value(&self, name: &str) -> &'a Value {
        self.0.get(name)
    }

    /// The whole document.
    pub const fn root(&self) -> &'a Value {
        self.0
    }
}

/// The error of a value that has another type than its attribute.
pub fn wrong_type(expected: &str, found: &Value) -> Diagnostics {
    Diagnostic::error(
        "Wrong type",
        format!("This must be {expected}, but is {}.", found.kind()),
    )
    .into()
}

impl<T: AttributeValue> AttributeValue for Option<T> {
    const OPTIONAL: bool = true;
    const SENSITIVE: bool = T::SENSITIVE;

    fn shape() -> Shape {
        T::shape()
    }

    fn validators() -> Vec<Validator> {
        T::validators()
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::Null | Value::Unknown(_) => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl AttributeValue for String {
    fn shape() -> Shape {
        Shape::Plain(Type::String)
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        value
            .as_str()
            .map(Self::from)
            .ok_or_else(|| wrong_type("a string", value))
    }

    fn to_value(&self) -> Value {
        Value::String(normal(self).into_owned())
    }
}

impl AttributeValue for bool {
    fn shape() -> Shape {
        Shape::Plain(Type::Bool)
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::Bool(truth) => Ok(*truth),
            other => Err(wrong_type("a bool", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl AttributeValue for Number {
    fn shape() -> Shape {
        Shape::Plain(Type::Number)
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::Number(number) => Ok(number.clone()),
            other => Err(wrong_type("a number", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(self.clone())
    }
}

/// An integer.
impl AttributeValue for i64 {
    fn shape() -> Shape {
        Shape::Plain(Type::Number)
    }

    fn validators() -> Vec<Validator> {
        vec![Validator::Range(Self::MIN..=Self::MAX)]
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::Number(number) => number
                .as_i64()
                .ok_or_else(|| wrong_type("a whole number of at most 64 bits", value)),
            other => Err(wrong_type("a whole number", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(*self)
    }
}

/// A value of any type.
impl AttributeValue for Value {
    fn shape() -> Shape {
        Shape::Plain(Type::Dynamic)
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        Ok(value.clone())
    }

    fn to_value(&self) -> Value {
        self.clone()
    }
}

/// The shape of a collection of elements of `T`.
fn collection<T: AttributeValue>(plain: fn(Type) -> Type, nesting: Nesting) -> Shape {
    match T::shape() {
        Shape::Plain(element) => Shape::Plain(plain(element)),
        Shape::Nested(Nesting::Single, attributes) => Shape::Nested(nesting, attributes),
        nested @ Shape::Nested(..) => Shape::Plain(plain(nested.value_type())),
    }
}

/// Returns the conditions that the element type imposes on each element of a collection.
fn of_each<T: AttributeValue>() -> Vec<Validator> {
    let is_scalar = matches!(T::shape(), Shape::Plain(Type::Bool | Type::Number | Type::String));
    let not_null = (is_scalar && !T::OPTIONAL).then_some(Validator::NotNull);
    let of_element = not_null.into_iter().chain(T::validators());
    of_element
        .map(|validator| Validator::Each(Box::new(validator)))
        .collect()
}

/// Reads the elements of a list or set. The path of a problem leads into a list, but not into a set.
///
/// # Errors
/// If any of them is invalid.
pub fn each<T>(value: &Value, read: impl Fn(&Value) -> Result<T, Diagnostics>) -> Result<Vec<T>, Diagnostics> {
    let mut problems = Diagnostics::new();
    let mut elements = Vec::with_capacity(value.elements().len());
    for (index, element) in value.elements().iter().enumerate() {
        let element = read(element).map_err(|problem| match value {
            Value::Set(_) => problem,
            _ => problem.within(Step::Index(index)),
        });
        elements.extend(problems.collect(element));
    }
    problems.or_value(|| elements)
}

impl<T: AttributeValue> AttributeValue for Vec<T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn shape() -> Shape {
        collection::<T>(Type::list, Nesting::List)
    }

    fn validators() -> Vec<Validator> {
        of_each::<T>()
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::List(_) | Value::Set(_) => each(value, T::from_value),
            other => Err(wrong_type("a list", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(T::to_value).collect())
    }
}

impl<T: AttributeValue + Ord> AttributeValue for BTreeSet<T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn shape() -> Shape {
        collection::<T>(Type::set, Nesting::Set)
    }

    fn validators() -> Vec<Validator> {
        of_each::<T>()
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        match value {
            Value::Set(_) | Value::List(_) => each(value, T::from_value).map(Self::from_iter),
            other => Err(wrong_type("a set", other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::set(self.iter().map(T::to_value).collect())
    }
}

impl<T: AttributeValue> AttributeValue for BTreeMap<String, T> {
    const SENSITIVE: bool = T::SENSITIVE;

    fn shape() -> Shape {
        collection::<T>(Type::map, Nesting::Map)
    }

    fn validators() -> Vec<Validator> {
        of_each::<T>()
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        let elements = value.as_map().ok_or_else(|| wrong_type("a map", value))?;
        let mut problems = Diagnostics::new();
        let mut read = Self::new();
        for (key, element) in elements {
            let element = T::from_value(element).map_err(|problem| problem.within(Step::Key(key.clone())));
            read.extend(problems.collect(element).map(|element| (key.clone(), element)));
        }
        problems.or_value(|| read)
    }

    fn to_value(&self) -> Value {
        Value::Map(
            self.iter()
                .map(|(key, element)| (normal(key).into_owned(), element.to_value()))
                .collect(),
        )
    }
}

/// The attributes of `T` where it is used as a nested attribute. A nested attribute cannot hold blocks.
pub fn nested_shape<T: Attributes>() -> Shape {
    let block = T::block();
    debug_assert!(
        block.blocks.is_empty() && block.rules.is_empty(),
        "an object with blocks or rules can only be a block itself"
    );
    Shape::Nested(Nesting::Single, block.attributes)
}

/// The attributes of a type as a plain list, for identities and functions' parameters.
pub fn attributes_of<T: Attributes>() -> Vec<Attribute> {
    T::block().attributes
}
