//! The objects in a value: the root itself, those in nested attributes, those in blocks, however deep.

use std::collections::BTreeMap;

use crate::{
    schema::{Attribute, Block, NestedBlock, Nesting, Shape},
    value::Value,
};

/// The attributes of a block or object, whichever it is, and its nested blocks.
#[derive(Clone, Copy)]
pub(super) struct Members<'a> {
    /// The attributes.
    pub(super) attributes: &'a [Attribute],
    block: Option<&'a Block>,
}

impl<'a> Members<'a> {
    /// Those of a block.
    pub(super) const fn of_block(block: &'a Block) -> Self {
        Self {
            attributes: block.attributes.as_slice(),
            block: Some(block),
        }
    }

    /// Those of an object in a nested attribute.
    pub(super) const fn of_object(attributes: &'a [Attribute]) -> Self {
        Self {
            attributes,
            block: None,
        }
    }

    /// The nested blocks.
    pub(super) fn blocks(self) -> impl Iterator<Item = &'a NestedBlock> {
        self.block.into_iter().flat_map(|block| &block.blocks)
    }

    /// The members that hold objects: their names, how many there are, and what is in each.
    pub(super) fn nested(self) -> impl Iterator<Item = (&'a str, Nesting, Self)> {
        let objects = self.attributes.iter().filter_map(|attribute| match &attribute.shape {
            Shape::Plain(_) => None,
            Shape::Nested(nesting, attributes) => Some((attribute.name, *nesting, Self::of_object(attributes))),
        });
        objects.chain(
            self.blocks()
                .map(|nested| (nested.name, nested.nesting, Self::of_block(&nested.block))),
        )
    }
}

/// One planned object beside what the configuration and the prior state have in its place.
pub(super) struct Place<'a> {
    /// What the practitioner wrote there.
    pub(super) config: &'a Value,
    /// What the state has there.
    pub(super) prior: &'a Value,
    /// What is to become of it.
    pub(super) planned: &'a mut Value,
}

/// Calls `change` for every planned object of `members`, from the outside in. Objects that the configuration says nothing
/// of are the provider's own: they are planned as a whole, by whatever holds them.
pub(super) fn for_each_object(members: Members<'_>, place: Place<'_>, change: &mut dyn FnMut(Members<'_>, Place<'_>)) {
    let Place { config, prior, planned } = place;
    change(members, Place { config, prior, planned });
    for (name, nesting, inner) in members.nested() {
        let Some(planned) = planned.as_map_mut().and_then(|planned| planned.get_mut(name)) else {
            continue;
        };
        let (config, prior) = (config.get(name), prior.get(name));
        for_each_element(nesting, Place { config, prior, planned }, &mut |place| {
            for_each_object(inner, place, change)
        });
    }
}

fn for_each_element(nesting: Nesting, place: Place<'_>, change: &mut dyn FnMut(Place<'_>)) {
    let Place { config, prior, planned } = place;
    if config.is_null() {
        return;
    }
    match (nesting, planned) {
        (Nesting::Single, planned @ Value::Map(_)) => change(Place { config, prior, planned }),
        (Nesting::List, Value::List(elements)) => {
            for (index, planned) in elements.iter_mut().enumerate() {
                let config = config.elements().get(index).unwrap_or(&Value::Null);
                let prior = prior.elements().get(index).unwrap_or(&Value::Null);
                change(Place { config, prior, planned });
            }
        }
        (Nesting::Map, Value::Map(elements)) => {
            for (key, planned) in elements {
                change(Place {
                    config: config.get(key),
                    prior: prior.get(key),
                    planned,
                });
            }
        }
        (Nesting::Set, planned @ Value::Set(_)) => change_set(config, prior, planned, change),
        _ => {}
    }
}

/// Elements of a set have no place of their own: each configured one is paired with the planned, and the prior, one that
/// it could have become.
fn change_set(config: &Value, prior: &Value, planned: &mut Value, change: &mut dyn FnMut(Place<'_>)) {
    let elements = config.elements().iter().map(|configured| {
        let mut element = counterpart(configured, planned).unwrap_or(configured).clone();
        let prior = counterpart(configured, prior).unwrap_or(&Value::Null);
        change(Place {
            config: configured,
            prior,
            planned: &mut element,
        });
        element
    });
    *planned = Value::set(elements.collect());
}

/// The element of `set` that agrees with `configured` wherever that says something.
fn counterpart<'a>(configured: &Value, set: &'a Value) -> Option<&'a Value> {
    set.elements().iter().find(|element| agrees(configured, element))
}

fn agrees(configured: &Value, element: &Value) -> bool {
    match (configured, element) {
        (Value::Null, _) => true,
        (Value::Map(configured), Value::Map(_)) => configured
            .iter()
            .all(|(name, configured)| agrees(configured, element.get(name))),
        _ => configured == element,
    }
}

/// Calls `change` for the attributes of every object in `value`, whatever the configuration says.
pub(super) fn for_each_own_object(
    members: Members<'_>,
    value: &mut Value,
    change: &mut dyn FnMut(Members<'_>, &mut BTreeMap<String, Value>),
) {
    let Value::Map(object) = value else { return };
    change(members, object);
    for (name, nesting, inner) in members.nested() {
        match (nesting, object.get_mut(name)) {
            (Nesting::Single, Some(value)) => for_each_own_object(inner, value, change),
            (Nesting::Map, Some(Value::Map(elements))) => {
                elements
                    .values_mut()
                    .for_each(|element| for_each_own_object(inner, element, change));
            }
            (_, Some(Value::List(elements) | Value::Set(elements))) => {
                elements
                    .iter_mut()
                    .for_each(|element| for_each_own_object(inner, element, change));
            }
            _ => {}
        }
    }
}
