//! Checks that all values that the provider does not compute are known before a request is processed.
//!
//! Resources read unknown values as absent. An unknown value would not cause an error, but an object that differs from
//! the plan.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::walk::{Position, walk},
    schema::{Attribute, Block, Shape},
    value::{Path, Value},
};

/// Checks a configuration for an apply or a read.
///
/// # Errors
/// Returns an error if it contains an unknown value.
pub(super) fn check_config(config: &Value) -> Result<(), Diagnostics> {
    if config.is_wholly_known() {
        Ok(())
    } else {
        Err(unknown("The configuration").into())
    }
}

/// Checks a plan for an apply: only computed values may be unknown.
pub(super) fn check_plan(block: &Block, config: &Value, planned: &Value) -> Diagnostics {
    let paths = unknown_paths(block, config, planned, |attribute| {
        !attribute.configurability.is_computed()
    });
    let problems = paths.into_iter();
    problems
        .map(|path| unknown(&format!("The plan of {path}")).at(path))
        .collect()
}

/// Returns the paths of the configured values that are unknown.
pub(super) fn unknown_arguments(block: &Block, config: &Value) -> Vec<Path> {
    unknown_paths(block, config, config, |_| true)
}

/// Returns the paths of the unknown values in `value`, of these attributes and of blocks.
fn unknown_paths(block: &Block, config: &Value, value: &Value, of: impl Fn(&Attribute) -> bool) -> Vec<Path> {
    let mut paths = Vec::new();
    let root = Position::root(block, config, &Value::Null);
    walk(&root, value, &mut |position, value| {
        if position.chosen_by_provider {
            return;
        }
        if value.is_unknown() {
            paths.push(position.path());
        }
        for attribute in position.members.attributes {
            let is_plain = matches!(attribute.shape, Shape::Plain(_));
            if is_plain && of(attribute) && !value.get(attribute.name).is_wholly_known() {
                paths.push(position.path_to(attribute.name));
            }
        }
    });
    // Several elements of a set have the same path.
    paths.dedup();
    paths
}

fn unknown(what: &str) -> Diagnostic {
    let detail = format!(
        "{what} contains an unknown value. Terraform applies a plan only when all values are known, so the provider \
         did nothing. Report this to the developers of the program that runs the provider."
    );
    Diagnostic::error("Unknown value", detail)
}
