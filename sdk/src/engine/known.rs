//! Whether a request may be carried out: by then everything is known that the provider does not fill in itself.
//!
//! Resources take unknown for absent. One that reached them would not be an error but another object than was planned.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::objects::Members,
    schema::{Block, Nesting, Shape},
    value::{Path, Step, Value, inside},
};

/// What is wrong with a configuration that is to be carried out, or read by.
pub(super) fn judge_config(config: &Value) -> Diagnostics {
    if config.is_wholly_known() {
        Diagnostics::new()
    } else {
        unknown("The configuration").into()
    }
}

/// What is wrong with a plan that is to be carried out.
pub(super) fn judge_plan(block: &Block, planned: &Value) -> Diagnostics {
    let mut paths = Vec::new();
    collect(Members::of_block(block), planned, &mut paths);
    let problems = paths.into_iter();
    problems
        .map(|path| unknown(&format!("The plan of {path}")).at(path))
        .collect()
}

fn unknown(what: &str) -> Diagnostic {
    let detail = format!(
        "{what} holds a value that is not known yet. Terraform asks for what it has planned only when everything is \
         known, so nothing was done. Report this to the developers of the program that runs the provider."
    );
    Diagnostic::error("Unknown value", detail)
}

fn collect(members: Members<'_>, planned: &Value, paths: &mut Vec<Path>) {
    let arguments = members.attributes.iter();
    for attribute in arguments.filter(|attribute| !attribute.origin.is_computed()) {
        let value = planned.get(attribute.name);
        inside(
            paths,
            || Step::Attribute(attribute.name.to_owned()),
            |paths| match &attribute.shape {
                Shape::Plain(_) if value.is_wholly_known() => {}
                Shape::Plain(_) => paths.push(Path::root()),
                Shape::Nested(nesting, inner) => collect_nested(*nesting, Members::of_object(inner), value, paths),
            },
        );
    }
    for block in members.blocks() {
        inside(
            paths,
            || Step::Attribute(block.name.to_owned()),
            |paths| {
                let inner = Members::of_block(&block.block);
                collect_nested(block.nesting, inner, planned.get(block.name), paths);
            },
        );
    }
}

fn collect_nested(nesting: Nesting, inner: Members<'_>, planned: &Value, paths: &mut Vec<Path>) {
    match (nesting, planned) {
        (_, Value::Unknown(_)) => paths.push(Path::root()),
        (Nesting::Single, planned) => collect(inner, planned, paths),
        (Nesting::Map, planned) => {
            for (key, planned) in planned.as_map().into_iter().flatten() {
                inside(
                    paths,
                    || Step::Key(key.clone()),
                    |paths| collect_nested(Nesting::Single, inner, planned, paths),
                );
            }
        }
        (Nesting::List, planned) => {
            for (index, planned) in planned.elements().iter().enumerate() {
                inside(
                    paths,
                    || Step::Index(index),
                    |paths| collect_nested(Nesting::Single, inner, planned, paths),
                );
            }
        }
        // No path leads into a set.
        (Nesting::Set, planned) => {
            let mut within = Vec::new();
            for planned in planned.elements() {
                collect_nested(Nesting::Single, inner, planned, &mut within);
            }
            paths.extend(within.first().map(|_| Path::root()));
        }
    }
}
