//! Every attribute and block of every schema, at every depth.

use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::{Configurable, Kind, Provider},
    schema::{Attribute, Block, NestedBlock, Rule, Shape},
    typed::Attributes,
};

/// An attribute or block, and where it is.
pub(super) struct Member<'a> {
    /// The page of its type, below `docs/`.
    pub(super) page: &'a str,
    /// The names of the blocks and attributes around it.
    pub(super) outer: Vec<&'static str>,
    /// The rules of the block around it.
    pub(super) rules: &'a [Rule],
    pub(super) found: Found<'a>,
}

pub(super) enum Found<'a> {
    Attribute(&'a Attribute),
    Block(&'a NestedBlock),
}

impl Member<'_> {
    pub(super) const fn name(&self) -> &'static str {
        match self.found {
            Found::Attribute(attribute) => attribute.name,
            Found::Block(block) => block.name,
        }
    }

    pub(super) const fn description(&self) -> &'static str {
        match self.found {
            Found::Attribute(attribute) => attribute.description,
            Found::Block(nested) => nested.block.description,
        }
    }

    pub(super) const fn requires_replace(&self) -> bool {
        match self.found {
            Found::Attribute(attribute) => attribute.requires_replace && attribute.configurability.is_argument(),
            Found::Block(nested) => nested.requires_replace,
        }
    }

    pub(super) fn has_members(&self) -> bool {
        match self.found {
            Found::Attribute(attribute) => matches!(attribute.shape, Shape::Nested(..)),
            Found::Block(_) => true,
        }
    }

    /// Returns a name for messages.
    pub(super) fn place(&self) -> String {
        format!("{}: {} in {:?}", self.page, self.name(), self.outer)
    }
}

/// Returns the root block of every type, by the path of its page.
pub(super) fn blocks() -> Vec<(String, Block)> {
    fn of<K: Kind<C>, C>(folder: &str, kinds: &[&'static K::Any]) -> Vec<(String, Block)> {
        let page = |one: &&K::Any| {
            let name = one.name().trim_start_matches("codepipeline_");
            (format!("{folder}/{name}.md"), one.schema().block)
        };
        kinds.iter().map(page).collect()
    }
    let index = ("index.md".to_owned(), <Codepipeline as Provider>::Config::block());
    [
        vec![index],
        of::<terraform_provider_sdk::author::ResourceKind, _>("resources", Codepipeline::RESOURCES),
        of::<terraform_provider_sdk::author::DataSourceKind, _>("data-sources", Codepipeline::DATA_SOURCES),
        of::<terraform_provider_sdk::author::ListResourceKind, _>("list-resources", Codepipeline::LIST_RESOURCES),
        of::<terraform_provider_sdk::author::ActionKind, _>("actions", Codepipeline::ACTIONS),
    ]
    .concat()
}

/// Returns the members of a block, and the members of these.
pub(super) fn members<'a>(page: &'a str, block: &'a Block) -> Vec<Member<'a>> {
    let mut found = Vec::new();
    add(page, &block.attributes, &block.blocks, &block.rules, &[], &mut found);
    found
}

fn add<'a>(
    page: &'a str,
    attributes: &'a [Attribute],
    blocks: &'a [NestedBlock],
    rules: &'a [Rule],
    outer: &[&'static str],
    into: &mut Vec<Member<'a>>,
) {
    let inside = |name| outer.iter().copied().chain([name]).collect::<Vec<_>>();
    let member = |found| Member {
        page,
        outer: outer.to_vec(),
        rules,
        found,
    };
    for attribute in attributes {
        into.push(member(Found::Attribute(attribute)));
        if let Shape::Nested(_, members) = &attribute.shape {
            add(page, members, &[], &[], &inside(attribute.name), into);
        }
    }
    for nested in blocks {
        into.push(member(Found::Block(nested)));
        let block = &nested.block;
        add(
            page,
            &block.attributes,
            &block.blocks,
            &block.rules,
            &inside(nested.name),
            into,
        );
    }
}
