//! The section on arguments and attributes.

use crate::{
    pages::kinds::{block_kind, kind},
    schema::{
        Attribute, Block, Choice, Configurability, NestedBlock, Rule, Shape,
        doc_comment::reflow,
        facts::{REPLACES, choices, rules, sentences},
    },
};

/// The block that has a section of its own.
const TIMEOUTS: &str = "timeouts";

/// A section on the members of a block or nested attribute.
struct Section<'a> {
    /// The path from the root: `stage.action`.
    path: String,
    attributes: &'a [Attribute],
    blocks: &'a [NestedBlock],
    rules: &'a [Rule],
}

/// The section on `block`, followed by those on everything nested in it.
pub(super) fn schema(block: &Block) -> String {
    let root = Section {
        path: String::new(),
        attributes: &block.attributes,
        blocks: &block.blocks,
        rules: &block.rules,
    };
    let mut parts = vec!["## Schema".to_owned()];
    write(&root, 3, &mut parts);
    parts.join("\n\n")
}

/// The section on the block `timeouts`, if there is one.
pub(super) fn timeouts(block: &Block) -> Option<String> {
    let block = &block.nested(TIMEOUTS)?.block;
    let items = block.attributes.iter();
    let items: Vec<String> = items.map(|one| item(one, &block.rules, one.name)).collect();
    Some(format!(
        "<a id=\"{}\"></a>\n## Timeouts\n\n{} A timeout is a number with the unit `s`, `m` or `h`, such as `45m`, or \
         several of these, such as `1h30m`.\n\n{}",
        anchor(TIMEOUTS),
        reflow(block.description),
        items.join("\n")
    ))
}

/// The headings of arguments and attributes.
const GROUPS: [&str; 3] = ["Required", "Optional", "Read-Only"];

const fn group(configurability: Configurability) -> &'static str {
    match configurability {
        Configurability::Required => "Required",
        Configurability::Optional | Configurability::OptionalComputed => "Optional",
        Configurability::Computed => "Read-Only",
    }
}

const fn block_group(block: &NestedBlock) -> &'static str {
    if block.min_items > 0 { "Required" } else { "Optional" }
}

fn write(section: &Section<'_>, level: usize, parts: &mut Vec<String>) {
    for title in GROUPS {
        let attributes = section
            .attributes
            .iter()
            .filter(|attribute| group(attribute.configurability) == title)
            .map(|attribute| item(attribute, section.rules, &join(&section.path, attribute.name)));
        let blocks = section
            .blocks
            .iter()
            .filter(|block| block_group(block) == title)
            .map(|block| block_item(block, section.rules, &join(&section.path, block.name)));
        let items: Vec<String> = attributes.chain(blocks).collect();
        if !items.is_empty() {
            parts.push(format!("{} {title}", "#".repeat(level)));
            parts.push(items.join("\n"));
        }
    }
    for inner in nested(section).filter(|inner| inner.path != TIMEOUTS) {
        parts.push(format!(
            "<a id=\"{}\"></a>\n### Nested schema of `{}`",
            anchor(&inner.path),
            inner.path
        ));
        write(&inner, 4, parts);
    }
}

fn nested<'a>(section: &Section<'a>) -> impl Iterator<Item = Section<'a>> {
    let attributes = section
        .attributes
        .iter()
        .filter_map(|attribute| match &attribute.shape {
            Shape::Plain(_) => None,
            Shape::Nested(_, members) => Some(Section {
                path: join(&section.path, attribute.name),
                attributes: members.as_slice(),
                blocks: [].as_slice(),
                rules: [].as_slice(),
            }),
        });
    let blocks = section.blocks.iter().map(|nested| Section {
        path: join(&section.path, nested.name),
        attributes: &nested.block.attributes,
        blocks: &nested.block.blocks,
        rules: &nested.block.rules,
    });
    attributes.chain(blocks)
}

/// The list item on an attribute. `path` is its path from the root.
pub(super) fn item(attribute: &Attribute, of_rules: &[Rule], path: &str) -> String {
    let mut text = vec![reflow(attribute.description)];
    text.extend(sentences(attribute));
    text.extend(attribute.deprecated.map(|reason| format!("Deprecated: {reason}")));
    text.extend(rules(of_rules, attribute.name));
    let choices = choices(attribute);
    text.extend(choices.map(|_| "Valid values:".to_owned()));
    if matches!(attribute.shape, Shape::Nested(..)) {
        text.push(see(path));
    }
    let mut item = line(attribute.name, &kind(attribute), &text);
    for Choice { value, description } in choices.into_iter().flatten() {
        item.push_str(&format!("\n  - `{value}`: {}", reflow(description)));
    }
    item
}

fn block_item(block: &NestedBlock, of_rules: &[Rule], path: &str) -> String {
    let description = (path != TIMEOUTS).then(|| reflow(block.block.description));
    let mut text: Vec<String> = description.into_iter().collect();
    text.extend(block.requires_replace.then(|| REPLACES.to_owned()));
    text.extend(rules(of_rules, block.name));
    text.push(see(path));
    line(block.name, &block_kind(block), &text)
}

/// A list item; further paragraphs of the description are indented into it.
fn line(name: &str, kind: &str, text: &[String]) -> String {
    let text = text.join(" ").replace('\n', "\n  ").replace("\n  \n", "\n\n");
    format!("- `{name}` ({kind}) {text}")
}

fn see(path: &str) -> String {
    format!("See [below](#{}).", anchor(path))
}

fn anchor(path: &str) -> String {
    format!("nested--{}", path.replace('.', "--"))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
