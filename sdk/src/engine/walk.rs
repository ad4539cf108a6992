//! The single walk over a schema and the documents of an object, which pairs the parts of configuration, prior state
//! and plan at every depth.
//!
//! List elements are paired by index, map elements by key, and set elements by the best match. A nested value that is
//! unknown as a whole is visited once, instead of its elements.

use std::collections::BTreeMap;

use crate::{
    diagnostics::Diagnostic,
    engine::set_pairs::set_pairs,
    schema::{Attribute, Block, NestedBlock, Nesting, Shape},
    value::{Path, Step, Value},
};

/// The attributes and nested blocks of an object.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    /// The attributes.
    pub(super) attributes: &'a [Attribute],
    block: Option<&'a Block>,
}

/// An attribute or block that contains objects.
#[derive(Clone, Copy)]
pub(super) struct Nested<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// The number of objects, and how they are identified.
    pub(super) nesting: Nesting,
    /// The members of each object.
    pub(super) members: Members<'a>,
    /// The attribute; `None` for a block.
    attribute: Option<&'a Attribute>,
}

impl<'a> Members<'a> {
    /// The members of a block.
    pub(super) const fn of_block(block: &'a Block) -> Self {
        Self {
            attributes: block.attributes.as_slice(),
            block: Some(block),
        }
    }

    const fn of_object(attributes: &'a [Attribute]) -> Self {
        Self {
            attributes,
            block: None,
        }
    }

    /// The block; none for an object in a nested attribute.
    pub(super) const fn block(self) -> Option<&'a Block> {
        self.block
    }

    /// The names of the attributes and nested blocks.
    pub(super) fn names(self) -> Vec<&'a str> {
        let attributes = self.attributes.iter().map(|attribute| attribute.name);
        attributes.chain(self.blocks().map(|block| block.name)).collect()
    }

    /// The nested blocks.
    pub(super) fn blocks(self) -> impl Iterator<Item = &'a NestedBlock> {
        self.block.into_iter().flat_map(|block| &block.blocks)
    }

    /// The attributes and blocks that hold objects.
    pub(super) fn nested(self) -> impl Iterator<Item = Nested<'a>> {
        let attributes = self.attributes.iter().filter_map(|attribute| match &attribute.shape {
            Shape::Plain(_) => None,
            Shape::Nested(nesting, members) => Some(Nested {
                name: attribute.name,
                nesting: *nesting,
                members: Self::of_object(members),
                attribute: Some(attribute),
            }),
        });
        let blocks = self.blocks().map(|nested| Nested {
            name: nested.name,
            nesting: nested.nesting,
            members: Self::of_block(&nested.block),
            attribute: None,
        });
        attributes.chain(blocks)
    }
}

/// One position in the walk: its path, its members, and its values in the configuration and the prior state.
#[derive(Clone, Copy)]
pub(super) struct Position<'a> {
    outer: Option<&'a Self>,
    step: Option<StepRef<'a>>,
    /// The attributes and blocks of the object there.
    pub(super) members: Members<'a>,
    /// The configured value there.
    pub(super) config: &'a Value,
    /// The prior value there.
    pub(super) prior: &'a Value,
    /// Whether the provider computes the whole value, because a computed attribute around it is not configured.
    pub(super) chosen_by_provider: bool,
    /// Whether an attribute around it is sensitive.
    pub(super) sensitive: bool,
}

#[derive(Clone, Copy)]
enum StepRef<'a> {
    Attribute(&'a str),
    Index(usize),
    Key(&'a str),
    SetElement,
}

impl<'a> Position<'a> {
    /// The root object of `block`.
    pub(super) const fn root(block: &'a Block, config: &'a Value, prior: &'a Value) -> Self {
        Self {
            outer: None,
            step: None,
            members: Members::of_block(block),
            config,
            prior,
            chosen_by_provider: false,
            sensitive: false,
        }
    }

    /// The root object of a single document.
    pub(super) const fn root_alone(block: &'a Block) -> Self {
        Self::root(block, &Value::Null, &Value::Null)
    }

    fn nested(&'a self, nested: Nested<'a>) -> Self {
        let config = self.config.get(nested.name);
        let attribute = nested.attribute;
        let is_computed = attribute.is_some_and(|attribute| attribute.configurability.is_computed());
        Self {
            members: nested.members,
            chosen_by_provider: self.chosen_by_provider || is_computed && config.is_null(),
            sensitive: self.sensitive || attribute.is_some_and(|attribute| attribute.sensitive),
            ..self.then(StepRef::Attribute(nested.name), config, self.prior.get(nested.name))
        }
    }

    fn index(&'a self, index: usize) -> Self {
        let element = |list: &'a Value| list.elements().get(index).unwrap_or(&Value::Null);
        self.then(StepRef::Index(index), element(self.config), element(self.prior))
    }

    fn key(&'a self, key: &'a str) -> Self {
        self.then(StepRef::Key(key), self.config.get(key), self.prior.get(key))
    }

    fn set_element(&'a self, (config, prior): (&'a Value, &'a Value)) -> Self {
        self.then(StepRef::SetElement, config, prior)
    }

    const fn then(&'a self, step: StepRef<'a>, config: &'a Value, prior: &'a Value) -> Self {
        Self {
            outer: Some(self),
            step: Some(step),
            config,
            prior,
            ..*self
        }
    }

    /// Whether it is an element of a set, or inside one.
    pub(super) fn is_in_set(&self) -> bool {
        matches!(self.step, Some(StepRef::SetElement)) || self.outer.is_some_and(Self::is_in_set)
    }

    /// The path to here. It ends at a set, because no path leads into one.
    pub(super) fn path(&self) -> Path {
        self.segments().swap_remove(0)
    }

    /// The path to the attribute or block `name` of the object here; it ends at a set.
    pub(super) fn path_to(&self, name: &str) -> Path {
        let path = self.path();
        if self.is_in_set() {
            path
        } else {
            path.name(name.to_owned())
        }
    }

    /// Returns `diagnostic`, whose path begins here, with the path from the root. In a set, the detail contains the
    /// rest of the path.
    pub(super) fn locate(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let mut segments = self.segments();
        if let Some(last) = segments.last_mut() {
            let steps = diagnostic.path.steps().iter().cloned();
            *last = steps.fold(std::mem::take(last), Path::then);
        }
        let mut segments = segments.into_iter();
        diagnostic.path = segments.next().unwrap_or_default();
        for inside in segments.rev().filter(|inside| !inside.is_root()) {
            diagnostic.detail = format!("In one of the elements, `{inside}`: {}", diagnostic.detail);
        }
        diagnostic
    }

    /// Returns the path to here in at least one segment. Each set in the path ends a segment.
    fn segments(&self) -> Vec<Path> {
        let mut segments = self.outer.map_or_else(|| vec![Path::root()], Self::segments);
        let step = match self.step {
            None => return segments,
            Some(StepRef::SetElement) => {
                segments.push(Path::root());
                return segments;
            }
            Some(StepRef::Attribute(name)) => Step::Attribute(name.to_owned().into()),
            Some(StepRef::Index(index)) => Step::Index(index),
            Some(StepRef::Key(key)) => Step::Key(key.to_owned()),
        };
        if let Some(last) = segments.last_mut() {
            *last = std::mem::take(last).then(step);
        }
        segments
    }
}

/// Calls `visit` for `value`, which is at `position`, and for every object inside it, from the outside in. Elements and
/// nested values that are unknown or null as a whole are visited too, except for nested values that are null.
pub(super) fn walk(position: &Position<'_>, value: &Value, visit: &mut dyn FnMut(&Position<'_>, &Value)) {
    visit(position, value);
    for nested in position.members.nested() {
        walk_nested(nested.nesting, &position.nested(nested), value.get(nested.name), visit);
    }
}

fn walk_nested(nesting: Nesting, position: &Position<'_>, value: &Value, visit: &mut dyn FnMut(&Position<'_>, &Value)) {
    match (nesting, value) {
        (_, Value::Null) => {}
        (Nesting::List, Value::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                walk(&position.index(index), element, visit);
            }
        }
        (Nesting::Map, Value::Map(elements)) => {
            for (key, element) in elements {
                walk(&position.key(key), element, visit);
            }
        }
        // In arguments that accept any type, a set is written as a list.
        (Nesting::Set, Value::Set(elements) | Value::List(elements)) => {
            let pairs = set_pairs(position.config, position.prior, elements);
            for (pair, element) in pairs.into_iter().zip(elements) {
                walk(&position.set_element(pair), element, visit);
            }
        }
        // One object, or a value that is unknown as a whole.
        (_, value) => walk(position, value, visit),
    }
}

/// Calls `change` for every known object of `value`, which is at `position`, from the outside in.
pub(super) fn rewrite(
    position: &Position<'_>,
    value: &mut Value,
    change: &mut dyn FnMut(&Position<'_>, &mut BTreeMap<String, Value>),
) {
    let Value::Map(object) = value else { return };
    change(position, object);
    for nested in position.members.nested() {
        if let Some(value) = object.get_mut(nested.name) {
            rewrite_nested(nested.nesting, &position.nested(nested), value, change);
        }
    }
}

fn rewrite_nested(
    nesting: Nesting,
    position: &Position<'_>,
    value: &mut Value,
    change: &mut dyn FnMut(&Position<'_>, &mut BTreeMap<String, Value>),
) {
    match (nesting, value) {
        (Nesting::Single, value) => rewrite(position, value, change),
        (Nesting::List, Value::List(elements)) => {
            for (index, element) in elements.iter_mut().enumerate() {
                rewrite(&position.index(index), element, change);
            }
        }
        (Nesting::Map, Value::Map(elements)) => {
            for (key, element) in elements {
                rewrite(&position.key(key), element, change);
            }
        }
        (Nesting::Set, Value::Set(elements)) => {
            let mut changed = std::mem::take(elements);
            let pairs = set_pairs(position.config, position.prior, &changed);
            for (pair, element) in pairs.into_iter().zip(&mut changed) {
                rewrite(&position.set_element(pair), element, change);
            }
            if let Value::Set(merged) = Value::set(changed) {
                *elements = merged;
            }
        }
        _ => {}
    }
}
