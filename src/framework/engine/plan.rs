//! `PlanResourceChange`: what is to become of one object.
//!
//! The plan starts as the proposed new state, which is the configuration over the prior values of computed attributes.
//! Then, in this order: defaults; write-only values go; if anything differs from the prior state, computed values
//! become unknown unless their prior value is to be used; the resource looks it over; what requires a replacement is
//! collected.

use std::collections::BTreeMap;

use crate::framework::{
    any::AnyResource,
    diagnostics::Diagnostics,
    guard::guarded,
    path::{Path, Step},
    plan::Draft,
    schema::{Attribute, Block, Nesting, Schema, Shape},
    value::Value,
};

/// Terraform's question.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanRequest {
    /// What the practitioner wrote; null at a destroy.
    pub config: Value,
    /// What the state has; null at a create.
    pub prior: Value,
    /// The configuration over the prior values of computed attributes; null at a destroy.
    pub proposed: Value,
    /// What the provider remembers beside the prior state.
    pub prior_private: Vec<u8>,
    /// What identifies the prior object.
    pub prior_identity: Option<Value>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanResponse {
    /// What is to become; null at a destroy.
    pub planned: Value,
    /// What makes a new object of it.
    pub requires_replace: Vec<Path>,
    /// What the apply is to remember.
    pub private: Vec<u8>,
    /// What identifies the object; none while there is no object.
    pub identity: Option<Value>,
    /// Warnings and errors.
    pub diagnostics: Diagnostics,
}

/// Plans one object. `client` is none while the provider's configuration is not known.
pub async fn plan<C: Send + Sync>(
    resource: &dyn AnyResource<C>,
    schema: &Schema,
    client: Option<&C>,
    request: PlanRequest,
) -> PlanResponse {
    let PlanRequest {
        config,
        prior,
        proposed,
        prior_private,
        prior_identity,
    } = request;
    let mut draft = Draft {
        client,
        block: &schema.block,
        config: &config,
        prior: &prior,
        planned: proposed,
        private: prior_private,
        requires_replace: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    if !draft.planned.is_null() {
        apply_defaults(&schema.block, &config, &mut draft.planned);
        clear_write_only(&schema.block, &mut draft.planned);
        if draft.planned != prior {
            draft.open_computed_values();
        }
    }
    let outcome = guarded(resource.plan(&mut draft))
        .await
        .unwrap_or_else(|bug| Err(bug.into()));
    draft.diagnostics.collect(outcome);
    let requires_replace = draft.replaced();
    let Draft {
        planned,
        private,
        diagnostics,
        ..
    } = draft;
    let identity = if prior.is_null() {
        None
    } else {
        prior_identity.or_else(|| resource.identity(&prior))
    };
    PlanResponse {
        planned,
        requires_replace,
        private,
        identity,
        diagnostics,
    }
}

/// The attributes of a block or object, whichever it is, and its nested blocks.
#[derive(Clone, Copy)]
struct Members<'a> {
    attributes: &'a [Attribute],
    block: Option<&'a Block>,
}

impl<'a> Members<'a> {
    const fn of_block(block: &'a Block) -> Self {
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

    /// The members that hold objects: their names, how many there are, and what is in each.
    fn nested(self) -> impl Iterator<Item = (&'a str, Nesting, Self)> {
        let objects = self.attributes.iter().filter_map(|attribute| match &attribute.shape {
            Shape::Plain(_) => None,
            Shape::Nested(nesting, attributes) => Some((attribute.name, *nesting, Self::of_object(attributes))),
        });
        let blocks = self.block.into_iter().flat_map(|block| &block.blocks);
        objects.chain(blocks.map(|nested| (nested.name, nested.nesting, Self::of_block(&nested.block))))
    }
}

/// One planned object beside what the configuration and the prior state have in its place.
struct Place<'a> {
    config: &'a Value,
    prior: &'a Value,
    planned: &'a mut Value,
}

/// Calls `change` for every planned object of `members`, from the outside in.
fn for_each_object(members: Members<'_>, place: Place<'_>, change: &mut dyn FnMut(Members<'_>, Place<'_>)) {
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
    match (nesting, planned) {
        (Nesting::Single, planned @ Value::Map(_)) if !config.is_null() => change(Place { config, prior, planned }),
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

/// Puts each default where the configuration has no value.
fn apply_defaults(block: &Block, config: &Value, planned: &mut Value) {
    let place = Place {
        config,
        prior: &Value::Null,
        planned,
    };
    for_each_object(Members::of_block(block), place, &mut |members, place| {
        let Some(planned) = place.planned.as_map_mut() else {
            return;
        };
        for attribute in members.attributes {
            if let Some(default) = &attribute.default
                && place.config.get(attribute.name).is_null()
            {
                planned.insert(attribute.name.to_owned(), default.clone());
            }
        }
    });
}

/// Makes null what must never enter a plan.
pub(in crate::framework) fn clear_write_only(block: &Block, planned: &mut Value) {
    for_each_own_object(Members::of_block(block), planned, &mut |members, planned| {
        for attribute in members.attributes.iter().filter(|attribute| attribute.write_only) {
            planned.insert(attribute.name.to_owned(), Value::Null);
        }
    });
}

/// Calls `change` for the attributes of every object in `value`, whatever the configuration says.
fn for_each_own_object(
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

/// Makes every computed value unknown that the configuration leaves open and no default fills, unless its prior value is
/// to be used.
pub(in crate::framework) fn open_computed(block: &Block, config: &Value, prior: &Value, planned: &mut Value) {
    for_each_object(
        Members::of_block(block),
        Place { config, prior, planned },
        &mut |members, place| {
            let Some(planned) = place.planned.as_map_mut() else {
                return;
            };
            for attribute in members.attributes {
                let open = attribute.origin.is_computed() && attribute.default.is_none() && !attribute.write_only;
                if !open || !place.config.get(attribute.name).is_null() {
                    continue;
                }
                let keep = attribute.use_state_for_unknown && !place.prior.is_null();
                let value = if keep {
                    place.prior.get(attribute.name).clone()
                } else {
                    Value::unknown()
                };
                planned.insert(attribute.name.to_owned(), value);
            }
        },
    );
}

/// The paths whose planned change the schema answers with a new object.
pub(in crate::framework) fn replaced(block: &Block, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    if !prior.is_null() && !planned.is_null() {
        collect_replaced(Members::of_block(block), prior, planned, &Path::root(), &mut paths);
    }
    paths
}

fn collect_replaced(members: Members<'_>, prior: &Value, planned: &Value, at: &Path, paths: &mut Vec<Path>) {
    let of_attributes = members
        .attributes
        .iter()
        .map(|attribute| (attribute.name, attribute.requires_replace));
    let blocks = members.block.into_iter().flat_map(|block| &block.blocks);
    for (name, replaces) in of_attributes.chain(blocks.map(|block| (block.name, block.requires_replace))) {
        if replaces && prior.get(name) != planned.get(name) {
            paths.push(at.clone().name(name));
        }
    }
    for (name, nesting, inner) in members.nested() {
        let (prior, planned, at) = (prior.get(name), planned.get(name), at.clone().name(name));
        match nesting {
            Nesting::Single if !planned.is_null() => collect_replaced(inner, prior, planned, &at, paths),
            Nesting::List => {
                for (index, (prior, planned)) in prior.elements().iter().zip(planned.elements()).enumerate() {
                    collect_replaced(inner, prior, planned, &at.clone().then(Step::Index(index)), paths);
                }
            }
            Nesting::Map => {
                for (key, planned) in planned.as_map().into_iter().flatten() {
                    let at = at.clone().then(Step::Key(key.clone()));
                    collect_replaced(inner, prior.get(key), planned, &at, paths);
                }
            }
            Nesting::Set => collect_replaced_in_set(inner, prior, planned, at, paths),
            Nesting::Single => {}
        }
    }
}

/// A path cannot lead into a set: if an element may need a new object, the whole set does.
fn collect_replaced_in_set(inner: Members<'_>, prior: &Value, planned: &Value, at: Path, paths: &mut Vec<Path>) {
    let replaces = inner.attributes.iter().any(|attribute| attribute.requires_replace);
    if replaces && prior != planned {
        paths.push(at);
    }
}
