//! `ValidateProviderConfig`, `ValidateResourceConfig`, `ValidateDataResourceConfig`: check a configuration against the
//! schema.
//!
//! Terraform itself checks types and the number of blocks. This module checks required arguments that are null,
//! read-only attributes, conditions on values, rules between arguments, deprecations and write-only arguments. Unknown
//! values are not checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, enumerate},
    engine::{
        required,
        walk::{Position, walk},
    },
    schema::{Attribute, Block, NestedBlock, Rule},
    value::{Path, Value},
};

/// Returns the problems of `config`, the value of a root block. `write_only_allowed` is whether the client supports
/// write-only arguments.
pub fn validate(block: &Block, config: &Value, write_only_allowed: bool) -> Diagnostics {
    let mut found = required::check(block, config);
    walk(&Position::root_alone(block), config, &mut |position, value| {
        let Some(object) = value.as_map() else { return };
        for attribute in position.members.attributes {
            let value = value.get(attribute.name);
            if !value.is_null() {
                let sensitive = position.sensitive || attribute.sensitive;
                let problems = attribute_problems(attribute, value, sensitive, write_only_allowed);
                found.extend(problems.into_iter().map(|problem| position.locate(problem)));
            }
        }
        if let Some(block) = position.members.block() {
            let problems = block
                .rules
                .iter()
                .filter_map(|rule| judge_rule(rule, &block.blocks, object));
            found.extend(problems.map(|problem| position.locate(problem)));
        }
    });
    found
}

/// Returns the problems of a configured attribute, with paths from the object that it is in.
fn attribute_problems(
    attribute: &Attribute,
    value: &Value,
    sensitive: bool,
    write_only_allowed: bool,
) -> Vec<Diagnostic> {
    let name = attribute.name;
    let mut found = Vec::new();
    if !attribute.configurability.is_argument() {
        let detail = format!("`{name}` is read-only: the provider sets it. Remove it from the configuration.");
        found.push(Diagnostic::error("Read-only attribute", detail).at(Path::attribute(name)));
        return found;
    }
    if let Some(reason) = attribute.deprecated {
        let summary = format!("`{name}` is deprecated");
        found.push(Diagnostic::warning(summary, reason).at(Path::attribute(name)));
    }
    if attribute.write_only && !write_only_allowed {
        let detail = format!(
            "`{name}` is write-only: its value must not be stored in the plan or the state, which this version of \
             Terraform or OpenTofu does not support. Use Terraform 1.11 or OpenTofu 1.11 or later, or remove the \
             argument."
        );
        found.push(Diagnostic::error("Write-only arguments are not supported", detail).at(Path::attribute(name)));
    }
    if attribute.same.is_some_and(|same| same.is_unset(value)) {
        return found;
    }
    let validators = attribute.validators.iter().filter(|one| !one.is_not_null());
    let mut faulty = BTreeSet::new();
    for validator in validators {
        // One fault often breaks several conditions: an empty string is too short and has no valid character.
        let mut complaints = validator.complaints(value, sensitive);
        complaints.retain(|(path, _)| !faulty.contains(path));
        faulty.extend(complaints.iter().map(|(path, _)| path.clone()));
        found.extend(complaints.into_iter().map(|(path, complaint)| {
            let path = path.steps().iter().cloned().fold(Path::attribute(name), Path::then);
            Diagnostic {
                code: attribute.code,
                ..Diagnostic::error(complaint.summary, complaint.detail).at(path)
            }
        }));
    }
    found
}

/// Returns the breach of a rule between several attributes or blocks of one object.
fn judge_rule(rule: &Rule, blocks: &[NestedBlock], value: &BTreeMap<String, Value>) -> Option<Diagnostic> {
    let (Rule::ConflictsWith(names) | Rule::ExactlyOneOf(names) | Rule::AtLeastOneOf(names)) = rule;
    let value_of = |name: &str| value.get(name).unwrap_or(&Value::Null);
    let set: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| is_set(value_of(name), blocks, name))
        .collect();
    let open = names.iter().any(|name| value_of(name).is_unknown());
    match (rule, set.as_slice()) {
        (Rule::ConflictsWith(_) | Rule::ExactlyOneOf(_), [_, second, ..]) => {
            let detail = format!(
                "Only one of {} can be set, but {} are. Remove all but one.",
                enumerate(names.iter().copied(), "and"),
                enumerate(set.iter().copied(), "and"),
            );
            Some(Diagnostic::error("Conflicting arguments", detail).at(Path::attribute(*second)))
        }
        (Rule::ExactlyOneOf(_) | Rule::AtLeastOneOf(_), []) if !open => {
            let one = match rule {
                Rule::ExactlyOneOf(_) => "one",
                _ => "at least one",
            };
            let names = enumerate(names.iter().copied(), "and");
            let detail = format!("{names} are null or omitted. Set {one} of them.");
            Some(Diagnostic::error("Missing argument", detail))
        }
        _ => None,
    }
}

/// Whether the argument or block is certainly set. Absent blocks are an empty collection.
fn is_set(value: &Value, blocks: &[NestedBlock], name: &str) -> bool {
    match value {
        Value::Null | Value::Unknown(_) => false,
        Value::List(elements) | Value::Set(elements) if elements.is_empty() => {
            blocks.iter().all(|block| block.name != name)
        }
        _ => true,
    }
}
