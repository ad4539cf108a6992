//! The descriptions that editors show: the doc comment, then the facts of the schema in sentences.

use crate::{
    diagnostics::enumerate,
    schema::{
        Attribute, Choice, NestedBlock, Rule,
        doc_comment::{reflow, without_relative_links},
        facts,
    },
};

/// Returns a doc comment as Markdown that stands on its own.
pub(crate) fn of_doc_comment(text: &str) -> String {
    without_relative_links(&reflow(text))
}

/// Returns the description of an attribute among `rules`.
pub(crate) fn of_attribute(attribute: &Attribute, rules: &[Rule]) -> String {
    let mut sentences = vec![of_doc_comment(attribute.description)];
    sentences.extend(facts::choices(attribute).map(valid_values));
    sentences.extend(facts::sentences(attribute));
    sentences.extend(facts::rules(rules, attribute.name));
    sentences.join(" ")
}

/// Returns the description of a block among `rules`.
pub(crate) fn of_block(nested: &NestedBlock, rules: &[Rule]) -> String {
    let mut sentences = vec![of_doc_comment(nested.block.description)];
    sentences.extend(nested.requires_replace.then(facts::replaces));
    sentences.extend(facts::rules(rules, nested.name));
    sentences.join(" ")
}

fn valid_values(choices: &'static [Choice]) -> String {
    let values = choices.iter().map(|choice| choice.value);
    format!("Valid values: {}.", enumerate(values, "and"))
}
