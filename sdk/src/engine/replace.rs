//! What makes a new object of an existing one, as the schema says it.

use crate::{
    engine::objects::Members,
    schema::{Block, Nesting},
    value::{Path, Step, Value, inside},
};

/// The paths whose planned change the schema answers with a new object.
pub(crate) fn replaced(block: &Block, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    if !prior.is_null() && !planned.is_null() && prior != planned {
        collect(Members::of_block(block), prior, planned, &mut paths);
    }
    paths
}

/// The members whose change needs a new object.
fn replacing<'a>(members: Members<'a>) -> impl Iterator<Item = &'a str> {
    let attributes = members.attributes.iter();
    attributes
        .filter(|attribute| attribute.requires_replace)
        .map(|attribute| attribute.name)
        .chain(
            members
                .blocks()
                .filter(|block| block.requires_replace)
                .map(|block| block.name),
        )
}

fn collect(members: Members<'_>, prior: &Value, planned: &Value, paths: &mut Vec<Path>) {
    let changed = replacing(members).filter(|name| prior.get(name) != planned.get(name));
    paths.extend(changed.map(Path::attribute));
    for (name, nesting, inner) in members.nested() {
        inside(
            paths,
            || Step::Attribute(name.to_owned()),
            |paths| {
                collect_nested(nesting, inner, prior.get(name), planned.get(name), paths);
            },
        );
    }
}

/// An object that is new has nothing before it: whatever it brings is a change.
fn collect_nested(nesting: Nesting, inner: Members<'_>, prior: &Value, planned: &Value, paths: &mut Vec<Path>) {
    match nesting {
        Nesting::Single if !planned.is_null() => collect(inner, prior, planned, paths),
        Nesting::Single => {}
        Nesting::List => {
            for (index, planned) in planned.elements().iter().enumerate() {
                let prior = prior.elements().get(index).unwrap_or(&Value::Null);
                inside(
                    paths,
                    || Step::Index(index),
                    |paths| collect(inner, prior, planned, paths),
                );
            }
        }
        Nesting::Map => {
            for (key, planned) in planned.as_map().into_iter().flatten() {
                let prior = prior.get(key);
                inside(
                    paths,
                    || Step::Key(key.clone()),
                    |paths| collect(inner, prior, planned, paths),
                );
            }
        }
        // A path cannot lead into a set: if an element may need a new object, the whole set does.
        Nesting::Set => {
            if prior != planned && may_replace(inner) {
                paths.push(Path::root());
            }
        }
    }
}

/// Whether a change of some member, however deep, needs a new object.
fn may_replace(members: Members<'_>) -> bool {
    replacing(members).next().is_some() || members.nested().any(|(_, _, inner)| may_replace(inner))
}
