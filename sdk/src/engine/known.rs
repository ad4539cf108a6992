//! Whether a request may be carried out: by then everything is known that the provider does not fill in itself.
//!
//! Resources take unknown for absent. One that reached them would not be an error but another object than was planned.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::walk::{Position, walk},
    schema::{Block, Shape},
    value::Value,
};

/// Checks a configuration that is to be carried out, or read by.
///
/// # Errors
/// If it holds an unknown value.
pub(super) fn check_config(config: &Value) -> Result<(), Diagnostics> {
    if config.is_wholly_known() {
        Ok(())
    } else {
        Err(unknown("The configuration").into())
    }
}

/// Checks a plan that is to be carried out: only computed values may be unknown.
pub(super) fn check_plan(block: &Block, config: &Value, planned: &Value) -> Diagnostics {
    let mut paths = Vec::new();
    let root = Position::root(block, config, &Value::Null);
    walk(&root, planned, &mut |position, planned| {
        if position.chosen_by_provider {
            return;
        }
        if planned.is_unknown() {
            paths.push(position.path());
        }
        for attribute in position.members.attributes {
            let is_plain = matches!(attribute.shape, Shape::Plain(_));
            if is_plain && !attribute.configurability.is_computed() && !planned.get(attribute.name).is_wholly_known() {
                paths.push(position.path_to(attribute.name));
            }
        }
    });
    // Several elements of a set have the same path.
    paths.dedup();
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
