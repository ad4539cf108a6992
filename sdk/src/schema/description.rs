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
    sentences.extend(nested.requires_replace.then(|| facts::REPLACES.to_owned()));
    sentences.extend(facts::rules(rules, nested.name));
    sentences.join(" ")
}

fn valid_values(choices: &'static [Choice]) -> String {
    let values = choices.iter().map(|choice| choice.value);
    format!("Valid values: {}.", enumerate(values, "and"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        schema::{Block, Configurability, Nesting, Shape, validators::Validator},
        value::{Type, Value},
    };

    const COLORS: &[Choice] = &[
        Choice {
            value: "red",
            description: "Red.",
        },
        Choice {
            value: "blue",
            description: "Blue.",
        },
    ];

    #[test]
    fn the_facts_of_an_attribute_follow_its_doc_comment() {
        let color = Attribute {
            name: "color",
            shape: Shape::Plain(Type::String),
            configurability: Configurability::Optional,
            description: "Color of\nthe [box](../resources/box.md).",
            sensitive: false,
            write_only: false,
            deprecated: None,
            default: Some(Value::string("red")),
            requires_replace: true,
            use_state_for_unknown: false,
            same: None,
            validators: vec![Validator::OneOf(COLORS)],
            code: None,
        };
        assert_eq!(
            of_attribute(&color, &[Rule::ConflictsWith(&["color", "paper"])]),
            "Color of the box. Valid values: `red` and `blue`. Default: `red`. Changing this forces replacement. \
             Conflicts with `paper`."
        );
        assert_eq!(of_attribute(&color.into_computed(), &[]), "Color of the box.");
    }

    #[test]
    fn the_facts_of_a_block_follow_its_doc_comment() {
        let lid = NestedBlock {
            name: "lid",
            block: Block {
                description: "Lid of\nthe box.",
                ..Block::default()
            },
            nesting: Nesting::Single,
            min_items: 0,
            max_items: 1,
            requires_replace: true,
        };
        assert_eq!(
            of_block(&lid, &[Rule::ExactlyOneOf(&["bag", "lid"])]),
            "Lid of the box. Changing this forces replacement. Exactly one of `bag` and `lid` must be set."
        );
    }
}
