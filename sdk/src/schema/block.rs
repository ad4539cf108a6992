//! The schema of a resource, data source or provider block.
//!
//! The single source is the structs with `#[derive(Attributes)]`. The codec, the validators, the planning engine and
//! the registry pages all use these types.

use std::collections::BTreeMap;

use crate::{
    schema::{same::Same, validators::Validator},
    value::{Type, Value},
};

/// The number of objects in a nested attribute or block, and how they are identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object or none.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
    /// Objects by name. Attributes only: no block of ours is a map.
    Map,
}

impl Nesting {
    /// The type of so many objects of type `object`.
    pub fn of(self, object: Type) -> Type {
        match self {
            Self::Single => object,
            Self::List => Type::list(object),
            Self::Set => Type::set(object),
            Self::Map => Type::map(object),
        }
    }
}

/// The type of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A value of a plain type.
    Plain(Type),
    /// Objects whose attributes are described one by one.
    Nested(Nesting, Vec<Attribute>),
}

impl Shape {
    /// The type of the attribute's value.
    pub fn value_type(&self) -> Type {
        match self {
            Self::Plain(plain) => plain.clone(),
            Self::Nested(nesting, attributes) => nesting.of(object_type(attributes, &[])),
        }
    }
}

/// The source of an attribute's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Configurability {
    /// The configuration. Required.
    Required,
    /// The configuration; null when omitted.
    Optional,
    /// The configuration or, when omitted, the provider.
    OptionalComputed,
    /// The provider.
    Computed,
}

impl Configurability {
    /// Returns whether the provider may set the value.
    pub const fn is_computed(self) -> bool {
        matches!(self, Self::Computed | Self::OptionalComputed)
    }

    /// Returns whether the configuration may set the value.
    pub const fn is_argument(self) -> bool {
        !matches!(self, Self::Computed)
    }
}

/// One attribute of a resource, data source, block or nested object.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Its type.
    pub shape: Shape,
    /// Whether it is required, optional or computed.
    pub configurability: Configurability,
    /// The description, from the field's doc comment.
    pub description: &'static str,
    /// Whether Terraform hides the value.
    pub sensitive: bool,
    /// Whether the value is never in a plan or state.
    pub write_only: bool,
    /// The deprecation message, if the attribute is deprecated.
    pub deprecated: Option<&'static str>,
    /// The planned value if the configuration has none.
    pub default: Option<Value>,
    /// Whether a change requires replacement.
    pub requires_replace: bool,
    /// Whether the plan keeps the prior value if the configuration has none.
    pub use_state_for_unknown: bool,
    /// When two values mean the same: the prior value stays in the plan while the configuration means the same.
    pub same: Option<Same>,
    /// The validators of a configured value.
    pub validators: Vec<Validator>,
    /// The code of the check for these conditions, if users can skip it.
    pub code: Option<&'static str>,
}

/// One nested block.
#[derive(Clone, Debug, PartialEq)]
pub struct NestedBlock {
    /// Its name in the configuration.
    pub name: &'static str,
    /// Its attributes and blocks.
    pub block: Block,
    /// Its nesting.
    pub nesting: Nesting,
    /// Minimum number of blocks.
    pub min_items: u64,
    /// Maximum number of blocks; zero for any number.
    pub max_items: u64,
    /// Whether a change requires replacement.
    pub requires_replace: bool,
}

/// The attributes and nested blocks of a resource, data source, provider or block, in the order of their declaration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// The description, from the struct's or the field's doc comment.
    pub description: &'static str,
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// The nested blocks.
    pub blocks: Vec<NestedBlock>,
    /// The conditions on several of its attributes.
    pub rules: Vec<Rule>,
}

/// A condition on several attributes of one block or object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At most one of these may be set.
    ConflictsWith(&'static [&'static str]),
    /// One of these must be set, and only one.
    ExactlyOneOf(&'static [&'static str]),
    /// At least one of these must be set.
    AtLeastOneOf(&'static [&'static str]),
}

impl Block {
    /// The type of the block's value.
    pub fn value_type(&self) -> Type {
        object_type(&self.attributes, &self.blocks)
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The nested block of this name.
    pub fn nested(&self, name: &str) -> Option<&NestedBlock> {
        self.blocks.iter().find(|block| block.name == name)
    }

    /// Returns this block with the attributes of `computed` after its own, which only the provider sets.
    #[must_use]
    pub fn with_computed(mut self, computed: Self) -> Self {
        debug_assert!(computed.blocks.is_empty(), "what the provider computes has no blocks");
        self.attributes
            .extend(computed.attributes.into_iter().map(Attribute::into_computed));
        self
    }
}

impl Attribute {
    /// Returns the attribute with all of its values set only by the provider.
    #[must_use]
    pub fn into_computed(mut self) -> Self {
        self.configurability = Configurability::Computed;
        if let Shape::Nested(_, attributes) = &mut self.shape {
            *attributes = std::mem::take(attributes)
                .into_iter()
                .map(Self::into_computed)
                .collect();
        }
        self
    }
}

impl NestedBlock {
    /// The type of the blocks' value.
    pub fn value_type(&self) -> Type {
        self.nesting.of(self.block.value_type())
    }

    /// Returns the value if the configuration has no such block.
    pub fn absent(&self) -> Value {
        match self.nesting {
            Nesting::Single => Value::Null,
            Nesting::List => Value::List(Vec::new()),
            Nesting::Set => Value::Set(Vec::new()),
            Nesting::Map => Value::Map(BTreeMap::new()),
        }
    }
}

fn object_type(attributes: &[Attribute], blocks: &[NestedBlock]) -> Type {
    let attributes = attributes
        .iter()
        .map(|attribute| (attribute.name.to_owned(), attribute.shape.value_type()));
    let blocks = blocks.iter().map(|block| (block.name.to_owned(), block.value_type()));
    Type::Object(attributes.chain(blocks).collect())
}

/// A block with the version of the state that is written by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The version, counted from zero.
    pub version: i64,
    /// The root block.
    pub block: Block,
    /// The type of the root block's value, computed once.
    pub value_type: Type,
}

impl Schema {
    /// The schema of `block` at `version`.
    pub fn new(version: i64, block: Block) -> Self {
        let value_type = block.value_type();
        Self {
            version,
            block,
            value_type,
        }
    }
}

/// The identity of a remote object, separate from its state.
#[derive(Clone, Debug, PartialEq)]
pub struct IdentitySchema {
    /// The version, counted from zero.
    pub version: i64,
    /// The attributes. On import, those with [`Configurability::Required`] are required, and the others are optional.
    pub attributes: Vec<Attribute>,
    /// The type of an identity's value.
    pub value_type: Type,
}

impl IdentitySchema {
    /// The identity schema of these attributes at `version`.
    pub fn new(version: i64, attributes: Vec<Attribute>) -> Self {
        let value_type = object_type(&attributes, &[]);
        Self {
            version,
            attributes,
            value_type,
        }
    }
}
