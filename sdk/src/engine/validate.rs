//! `ValidateProviderConfig`, `ValidateResourceConfig`, `ValidateDataResourceConfig`: what the schema alone can say of a
//! configuration.
//!
//! Terraform itself checks types, required arguments and the number of blocks before it asks. Here follow the conditions
//! on values, the rules between arguments, deprecations and write-only arguments. What is unknown is passed over.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, enumerate},
    schema::{Attribute, Block, NestedBlock, Nesting, Rule, Shape},
    value::{Path, Step, Value, inside},
};

/// What is wrong with `config`, the value of a root block. `write_only_allowed`: whether the client can carry write-only
/// values.
pub fn validate(block: &Block, config: &Value, write_only_allowed: bool) -> Diagnostics {
    let validation = Validation { write_only_allowed };
    let mut found = Vec::new();
    if let Some(config) = config.as_map() {
        validation.block(block, config, false, &mut found);
    }
    found.into_iter().collect()
}

/// Calls `judge` for each object in a nested attribute or block, with what it finds in its place. No path leads into a
/// set, so there the text says where.
fn each_object(
    value: &Value,
    single: bool,
    found: &mut Vec<Diagnostic>,
    judge: impl Fn(&BTreeMap<String, Value>, &mut Vec<Diagnostic>),
) {
    let judge = |value: &Value, found: &mut Vec<Diagnostic>| {
        if let Some(object) = value.as_map() {
            judge(object, found);
        }
    };
    match value {
        Value::Map(_) if single => judge(value, found),
        Value::Map(elements) => {
            for (key, element) in elements {
                inside(found, || Step::Key(key.clone()), |found| judge(element, found));
            }
        }
        Value::Set(elements) => {
            let mut within = Vec::new();
            elements.iter().for_each(|element| judge(element, &mut within));
            found.extend(within.into_iter().map(in_one_of_the_elements));
        }
        list => {
            for (index, element) in list.elements().iter().enumerate() {
                inside(found, || Step::Index(index), |found| judge(element, found));
            }
        }
    }
}

/// A problem in an element of a set, at the place of the set.
fn in_one_of_the_elements(mut diagnostic: Diagnostic) -> Diagnostic {
    let inside = std::mem::take(&mut diagnostic.path);
    if !inside.is_root() {
        diagnostic.detail = format!("In one of the elements, `{inside}`: {}", diagnostic.detail);
    }
    diagnostic
}

/// How it is validated.
struct Validation {
    write_only_allowed: bool,
}

impl Validation {
    fn block(&self, block: &Block, value: &BTreeMap<String, Value>, sensitive: bool, found: &mut Vec<Diagnostic>) {
        self.attributes(&block.attributes, value, sensitive, found);
        for nested in &block.blocks {
            let blocks = value.get(nested.name).unwrap_or(&Value::Null);
            let single = nested.nesting == Nesting::Single;
            inside(
                found,
                || Step::Attribute(nested.name.to_owned()),
                |found| {
                    each_object(blocks, single, found, |object, found| {
                        self.block(&nested.block, object, sensitive, found);
                    });
                },
            );
        }
        for rule in &block.rules {
            found.extend(judge_rule(rule, &block.blocks, value));
        }
    }

    fn attributes(
        &self,
        attributes: &[Attribute],
        value: &BTreeMap<String, Value>,
        sensitive: bool,
        found: &mut Vec<Diagnostic>,
    ) {
        for attribute in attributes {
            let value = value.get(attribute.name).unwrap_or(&Value::Null);
            if !value.is_null() {
                inside(
                    found,
                    || Step::Attribute(attribute.name.to_owned()),
                    |found| {
                        self.attribute(attribute, value, sensitive || attribute.sensitive, found);
                    },
                );
            }
        }
    }

    fn attribute(&self, attribute: &Attribute, value: &Value, sensitive: bool, found: &mut Vec<Diagnostic>) {
        let name = attribute.name;
        if let Some(reason) = attribute.deprecated {
            found.push(Diagnostic::warning(format!("`{name}` is deprecated"), reason));
        }
        if attribute.write_only && !self.write_only_allowed {
            let detail = format!(
                "`{name}` is write-only: its value is stored neither in the plan nor in the state. This client cannot \
                 keep that promise. Use Terraform 1.11 or OpenTofu 1.11 or later, or remove the argument."
            );
            found.push(Diagnostic::error("Write-only arguments are not supported", detail));
        }
        for validator in &attribute.validators {
            let complaints = validator.complaints(value, sensitive).into_iter();
            found.extend(complaints.map(|(path, complaint)| Diagnostic {
                code: attribute.code,
                ..Diagnostic::error(complaint.summary, complaint.detail).at(path)
            }));
        }
        if let Shape::Nested(nesting, members) = &attribute.shape {
            let single = *nesting == Nesting::Single;
            each_object(value, single, found, |object, found| {
                self.attributes(members, object, sensitive, found);
            });
        }
    }
}

/// What is wrong between several attributes or blocks of one object.
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
            let detail = format!("Set {one} of {}.", enumerate(names.iter().copied(), "or"));
            Some(Diagnostic::error("Missing argument", detail))
        }
        _ => None,
    }
}

/// Whether the argument or block is there for certain. Blocks that are absent are an empty collection.
fn is_set(value: &Value, blocks: &[NestedBlock], name: &str) -> bool {
    match value {
        Value::Null | Value::Unknown(_) => false,
        Value::List(elements) | Value::Set(elements) if elements.is_empty() => {
            blocks.iter().all(|block| block.name != name)
        }
        _ => true,
    }
}
