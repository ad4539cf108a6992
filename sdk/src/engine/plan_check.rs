//! Checks that Terraform accepts a plan, by the rules of its `AssertPlanValid`.
//!
//! Source: <https://github.com/hashicorp/terraform/blob/main/internal/plans/objchange/plan_valid.go>.

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    engine::walk::{Position, walk},
    schema::{Attribute, Block, NestedBlock, Nesting, Shape},
    value::{Path, Value},
};

/// Returns an error for each planned value of the resource `name` that Terraform rejects.
pub(super) fn check(name: &str, block: &Block, config: &Value, prior: &Value, planned: &Value) -> Diagnostics {
    let mut found = Diagnostics::new();
    if planned.is_null() {
        return found;
    }
    walk(
        &Position::root(block, config, prior),
        planned,
        &mut |position, planned| {
            if position.chosen_by_provider || planned.as_map().is_none() {
                return;
            }
            let mut report = |member: &str, problem: &str| {
                let detail = format!("The plan of {name} is invalid: `{member}` {problem}.");
                found.push(position.locate(Diagnostic::bug(detail).at(Path::attribute(member.to_owned()))));
            };
            for attribute in position.members.attributes {
                if let Some(problem) = attribute_problem(attribute, position, planned.get(attribute.name)) {
                    report(attribute.name, problem);
                }
            }
            for block in position.members.blocks() {
                let config = position.config.get(block.name);
                if let Some(problem) = block_problem(block, config, planned.get(block.name)) {
                    report(block.name, problem);
                }
            }
        },
    );
    found
}

fn attribute_problem(attribute: &Attribute, position: &Position<'_>, planned: &Value) -> Option<&'static str> {
    let (config, prior) = (position.config.get(attribute.name), position.prior.get(attribute.name));
    if attribute.write_only {
        return (!planned.is_null()).then_some("is write-only, but is planned with a value");
    }
    let keeps_prior = !config.is_null() && !prior.is_null() && planned == prior;
    let is_computed = attribute.configurability.is_computed() && config.is_null();
    if keeps_prior || is_computed || same_unless_refined(planned, config) {
        return None;
    }
    match &attribute.shape {
        _ if config.is_null() => Some("is neither configured nor computed, but is planned with a value"),
        Shape::Nested(nesting, _) => elements_problem(*nesting, config, planned),
        Shape::Plain(_) => Some("is planned with a value that differs from the configuration"),
    }
}

fn block_problem(block: &NestedBlock, config: &Value, planned: &Value) -> Option<&'static str> {
    match (config, planned) {
        (Value::Unknown(_), Value::Unknown(_)) | (Value::Null, Value::Null) => None,
        (_, Value::Null) if block.nesting != Nesting::Single => Some(
            "is planned as null instead of an empty \
                                                                      collection of blocks",
        ),
        // Clients represent absent blocks in different ways.
        (Value::Null, planned) if *planned == block.absent() => None,
        _ => elements_problem(block.nesting, config, planned),
    }
}

/// Whether as many objects are planned as are configured. The walk visits each of them.
fn elements_problem(nesting: Nesting, config: &Value, planned: &Value) -> Option<&'static str> {
    let fits = match (nesting, config, planned) {
        (_, Value::Unknown(_), Value::Unknown(_)) | (Nesting::Single, Value::Map(_), Value::Map(_)) => true,
        (Nesting::List, Value::List(config), Value::List(planned)) => {
            let pairs = config.iter().zip(planned);
            config.len() == planned.len() && pairs.into_iter().all(same_kind)
        }
        (Nesting::Map, Value::Map(config), Value::Map(planned)) => {
            let pairs = config.values().zip(planned.values());
            config.keys().eq(planned.keys()) && pairs.into_iter().all(same_kind)
        }
        // Elements that differ only in an unknown value may become equal.
        (Nesting::Set, Value::Set(config), Value::Set(planned)) => planned.len() <= config.len(),
        _ => false,
    };
    (!fits).then_some("is planned with elements that differ from the configuration")
}

/// Whether both are objects, or both are unknown or null as a whole.
fn same_kind((config, planned): (&Value, &Value)) -> bool {
    std::mem::discriminant(config) == std::mem::discriminant(planned)
}

/// Whether both are equal, regardless of the refinements of unknown values.
fn same_unless_refined(one: &Value, other: &Value) -> bool {
    let all = |ones: &[Value], others: &[Value]| {
        ones.len() == others.len()
            && ones
                .iter()
                .zip(others)
                .all(|(one, other)| same_unless_refined(one, other))
    };
    match (one, other) {
        (Value::Unknown(_), Value::Unknown(_)) => true,
        (Value::List(ones), Value::List(others)) | (Value::Set(ones), Value::Set(others)) => all(ones, others),
        (Value::Map(ones), Value::Map(others)) => {
            let pairs = ones.values().zip(others.values());
            ones.keys().eq(others.keys()) && pairs.into_iter().all(|(one, other)| same_unless_refined(one, other))
        }
        (Value::Dynamic(ty, one), Value::Dynamic(other_ty, other)) => ty == other_ty && same_unless_refined(one, other),
        _ => one == other,
    }
}
