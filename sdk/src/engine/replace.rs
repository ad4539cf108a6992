//! Finds the planned changes that require replacement according to the schema.

use crate::{
    engine::walk::{Members, Position, walk},
    schema::{Block, Nesting},
    value::{Path, Value},
};

/// Returns the paths of planned changes that require replacement.
///
/// A new object in a nested attribute or block has no prior value, so each of its values is a change. An unknown nested
/// value may contain any change.
pub(crate) fn replaced(block: &Block, prior: &Value, planned: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    if prior.is_null() || planned.is_null() || prior == planned {
        return paths;
    }
    walk(
        &Position::root(block, &Value::Null, prior),
        planned,
        &mut |position, planned| {
            // A path ends at a set: see below.
            if position.is_in_set() {
                return;
            }
            if planned.is_unknown() {
                if may_replace(position.members) {
                    paths.push(position.path());
                }
                return;
            }
            if planned.is_null() {
                return;
            }
            let changes = |name: &str| position.prior.get(name) != planned.get(name);
            let replacing = replacing(position.members).filter(|name| changes(name));
            paths.extend(replacing.map(|name| position.path_to(name)));
            for nested in position.members.nested() {
                let is_known_set = nested.nesting == Nesting::Set && !planned.get(nested.name).is_unknown();
                if is_known_set && changes(nested.name) && may_replace(nested.members) {
                    paths.push(position.path_to(nested.name));
                }
            }
        },
    );
    paths.dedup();
    paths
}

/// Returns the members whose change requires replacement.
fn replacing<'a>(members: Members<'a>) -> impl Iterator<Item = &'a str> {
    let attributes = members.attributes.iter().filter(|attribute| attribute.requires_replace);
    let blocks = members.blocks().filter(|block| block.requires_replace);
    attributes
        .map(|attribute| attribute.name)
        .chain(blocks.map(|block| block.name))
}

/// Whether a change of some member, however deep, requires replacement.
fn may_replace(members: Members<'_>) -> bool {
    replacing(members).next().is_some() || members.nested().any(|nested| may_replace(nested.members))
}
