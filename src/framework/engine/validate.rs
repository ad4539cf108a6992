//! `ValidateProviderConfig`, `ValidateResourceConfig`, `ValidateDataResourceConfig`: what the schema alone can say of a
//! configuration.
//!
//! Terraform itself checks types, required arguments and the number of blocks before it asks. Here follow the conditions
//! on values, the rules between arguments, deprecations and write-only arguments. What is unknown is passed over.

use std::collections::BTreeMap;

use crate::framework::{
    diagnostics::{Diagnostic, Diagnostics},
    path::Path,
    quote::enumerate,
    schema::{Attribute, Block, NestedBlock, Nesting, Rule, Shape},
    value::Value,
};

/// What is wrong with `config`, the value of a root block. `write_only_allowed`: whether the client can carry write-only
/// values.
pub fn validate(block: &Block, config: &Value, write_only_allowed: bool) -> Diagnostics {
    let mut validation = Validation {
        write_only_allowed,
        diagnostics: Diagnostics::new(),
    };
    if let Some(config) = config.as_map() {
        validation.block(block, config, &Place::default());
    }
    validation.diagnostics
}

/// Where something stands.
#[derive(Clone, Debug, Default)]
struct Place {
    /// The path; it ends at the outermost set.
    path: Path,
    /// The way on from there, if it leads into a set.
    inside_set: Option<Path>,
    /// Whether something on the way is sensitive.
    sensitive: bool,
}

impl Place {
    fn on(&self, change: impl FnOnce(Path) -> Path) -> Self {
        let mut place = self.clone();
        match &mut place.inside_set {
            Some(inside) => *inside = change(std::mem::take(inside)),
            None => place.path = change(std::mem::take(&mut place.path)),
        }
        place
    }

    fn name(&self, name: &str) -> Self {
        self.on(|path| path.name(name))
    }

    fn element_of_set(&self) -> Self {
        Self {
            inside_set: Some(self.inside_set.clone().unwrap_or_default()),
            ..self.clone()
        }
    }

    /// The places of the objects in a nested attribute or block with these objects.
    fn objects<'v>(&self, value: &'v Value, single: bool) -> Vec<(Self, &'v BTreeMap<String, Value>)> {
        let places: Vec<(Self, &Value)> = match value {
            Value::Map(_) if single => vec![(self.clone(), value)],
            Value::Map(elements) => elements
                .iter()
                .map(|(key, element)| (self.on(|path| path.key(key)), element))
                .collect(),
            Value::Set(elements) => elements
                .iter()
                .map(|element| (self.element_of_set(), element))
                .collect(),
            list => list
                .elements()
                .iter()
                .enumerate()
                .map(|(index, element)| (self.on(|path| path.index(index)), element))
                .collect(),
        };
        places
            .into_iter()
            .filter_map(|(place, element)| element.as_map().map(|object| (place, object)))
            .collect()
    }
}

struct Validation {
    write_only_allowed: bool,
    diagnostics: Diagnostics,
}

impl Validation {
    fn block(&mut self, block: &Block, value: &BTreeMap<String, Value>, place: &Place) {
        self.attributes(&block.attributes, value, place);
        for nested in &block.blocks {
            let blocks = value.get(nested.name).unwrap_or(&Value::Null);
            let single = nested.nesting == Nesting::Single;
            for (place, object) in place.name(nested.name).objects(blocks, single) {
                self.block(&nested.block, object, &place);
            }
        }
        for rule in &block.rules {
            self.rule(rule, &block.blocks, value, place);
        }
    }

    fn attributes(&mut self, attributes: &[Attribute], value: &BTreeMap<String, Value>, place: &Place) {
        for attribute in attributes {
            let value = value.get(attribute.name).unwrap_or(&Value::Null);
            if !value.is_null() {
                let mut place = place.name(attribute.name);
                place.sensitive |= attribute.sensitive;
                self.attribute(attribute, value, &place);
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute, value: &Value, place: &Place) {
        let name = attribute.name;
        if let Some(reason) = attribute.deprecated {
            let summary = format!("`{name}` is deprecated");
            self.report(place, Diagnostic::warning(summary, reason));
        }
        if attribute.write_only && !self.write_only_allowed {
            let detail = format!(
                "`{name}` is write-only: its value is stored neither in the plan nor in the state. This client cannot \
                 keep that promise. Use Terraform 1.11 or OpenTofu 1.11 or later, or remove the argument."
            );
            self.report(
                place,
                Diagnostic::error("Write-only arguments are not supported", detail),
            );
        }
        for validator in &attribute.validators {
            for (path, complaint) in validator.complaints(value, place.sensitive) {
                let place = path
                    .steps()
                    .iter()
                    .fold(place.clone(), |place, step| place.on(|path| path.then(step.clone())));
                let mut found = Diagnostic::error(complaint.summary, complaint.detail);
                found.code = attribute.code;
                self.report(&place, found);
            }
        }
        if let Shape::Nested(nesting, members) = &attribute.shape {
            let single = *nesting == Nesting::Single;
            for (place, object) in place.objects(value, single) {
                self.attributes(members, object, &place);
            }
        }
    }

    fn rule(&mut self, rule: &Rule, blocks: &[NestedBlock], value: &BTreeMap<String, Value>, place: &Place) {
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
                self.report(&place.name(second), Diagnostic::error("Conflicting arguments", detail));
            }
            (Rule::ExactlyOneOf(_) | Rule::AtLeastOneOf(_), []) if !open => {
                let one = match rule {
                    Rule::ExactlyOneOf(_) => "one",
                    _ => "at least one",
                };
                let detail = format!("Set {one} of {}.", enumerate(names.iter().copied(), "or"));
                self.report(place, Diagnostic::error("Missing argument", detail));
            }
            _ => {}
        }
    }

    /// Keeps a problem at its place. Inside a set, whose elements have no path, the text says where.
    fn report(&mut self, place: &Place, mut diagnostic: Diagnostic) {
        if let Some(inside) = &place.inside_set
            && !inside.is_root()
        {
            diagnostic.detail = format!("In one of the elements, `{inside}`: {}", diagnostic.detail);
        }
        self.diagnostics.push(diagnostic.at(place.path.clone()));
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
