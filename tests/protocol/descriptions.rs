//! The descriptions that editors show: those in the schemas that Terraform gets.

use std::collections::BTreeMap;

use terraform_plugin_protocol::tfplugin6::{Schema, StringKind, get_provider_schema, schema as wire};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::Provider,
    schema::{Attribute, Block, NestedBlock, Shape, validators::Validator},
    typed::Attributes,
};

use super::ours::client;

/// Bytes of all schemas, which Terraform reads at each start of the provider.
const LARGEST: usize = 128 << 10;

async fn schemas() -> get_provider_schema::Response {
    let request = get_provider_schema::Request {};
    client().get_provider_schema(request).await.unwrap().into_inner()
}

/// Every schema of the provider with the message in which Terraform gets it.
async fn pairs() -> Vec<(String, Block, wire::Block)> {
    let schemas = schemas().await;
    let mut pairs = vec![(
        "provider".to_owned(),
        <Codepipeline as Provider>::Config::block(),
        schemas.provider.and_then(|schema| schema.block).unwrap(),
    )];
    let mut add = |kind: &str, name: &str, block: Block, sent: Option<wire::Block>| {
        pairs.push((format!("{kind} {name}"), block, sent.unwrap()));
    };
    let sent = |schemas: &BTreeMap<String, Schema>, name: &str| schemas[name].block.clone();
    for one in Codepipeline::RESOURCES {
        add(
            "resource",
            one.name(),
            one.schema().block,
            sent(&schemas.resource_schemas, one.name()),
        );
    }
    for one in Codepipeline::DATA_SOURCES {
        add(
            "data source",
            one.name(),
            one.schema().block,
            sent(&schemas.data_source_schemas, one.name()),
        );
    }
    for one in Codepipeline::LIST_RESOURCES {
        add(
            "list resource",
            one.name(),
            one.schema().block,
            sent(&schemas.list_resource_schemas, one.name()),
        );
    }
    for one in Codepipeline::ACTIONS {
        let schema = schemas.action_schemas[one.name()].schema.clone().unwrap();
        add("action", one.name(), one.schema().block, schema.block);
    }
    pairs
}

/// Collects what is wrong with descriptions.
#[derive(Default)]
struct Judge {
    wrong: Vec<String>,
}

impl Judge {
    fn block(&mut self, place: &str, block: &Block, sent: &wire::Block) {
        self.members(place, &block.attributes, &sent.attributes);
        for nested in &block.blocks {
            let place = format!("{place}.{}", nested.name);
            let sent = sent.block_types.iter().find(|sent| sent.type_name == nested.name);
            let sent = sent.and_then(|sent| sent.block.as_ref()).expect("it is sent");
            self.text(&place, &sent.description, sent.description_kind());
            self.replacement(&place, &sent.description, nested.requires_replace);
            self.block(&place, &nested.block, sent);
        }
    }

    fn members(&mut self, place: &str, attributes: &[Attribute], sent: &[wire::Attribute]) {
        for attribute in attributes {
            let place = format!("{place}.{}", attribute.name);
            let sent = sent
                .iter()
                .find(|sent| sent.name == attribute.name)
                .expect("it is sent");
            self.text(&place, &sent.description, sent.description_kind());
            self.facts(&place, attribute, &sent.description);
            if let (Shape::Nested(_, members), Some(object)) = (&attribute.shape, &sent.nested_type) {
                self.members(&place, members, &object.attributes);
            }
        }
    }

    /// Checks the Markdown of a description, which an editor shows apart from its page.
    fn text(&mut self, place: &str, text: &str, kind: StringKind) {
        let paragraphs = text.split("\n\n");
        let is_item =
            |line: &str| line.starts_with("- ") || line.starts_with(|character: char| character.is_ascii_digit());
        let is_wrapped = |paragraph: &str| paragraph.lines().skip(1).any(|line| !is_item(line));
        let leads_nowhere = |rest: &str| !rest.starts_with("https://");
        let problems = [
            (text.trim().is_empty(), "is empty"),
            (kind != StringKind::Markdown, "is not declared as Markdown"),
            (paragraphs.into_iter().any(is_wrapped), "is wrapped"),
            (text.split("](").skip(1).any(leads_nowhere), "has a relative link"),
        ];
        let found = problems.iter().filter(|(is_wrong, _)| *is_wrong);
        self.wrong
            .extend(found.map(|(_, problem)| format!("{place} {problem}: {text}")));
    }

    fn facts(&mut self, place: &str, attribute: &Attribute, text: &str) {
        let is_argument = attribute.configurability.is_argument();
        self.replacement(place, text, is_argument && attribute.requires_replace);
        let default = is_argument && attribute.default.is_some();
        self.once(place, text, "Default: ", default);
        let values = attribute.validators.iter().find_map(values).filter(|_| is_argument);
        self.once(place, text, "Valid values: ", values.is_some());
        let listed = text.split_once("Valid values: ").map_or("", |(_, rest)| rest);
        let listed = listed.split('.').next().unwrap_or_default();
        for value in values.into_iter().flatten() {
            if !listed.contains(&format!("`{value}`")) {
                self.wrong.push(format!("{place} has no {value}: {text}"));
            }
        }
    }

    fn replacement(&mut self, place: &str, text: &str, holds: bool) {
        self.once(place, text, "Changing this forces replacement.", holds);
    }

    fn once(&mut self, place: &str, text: &str, sentence: &str, holds: bool) {
        let count = text.matches(sentence).count();
        if count != usize::from(holds) {
            self.wrong
                .push(format!("{place} has {sentence:?} {count} times: {text}"));
        }
    }
}

fn values(validator: &Validator) -> Option<Vec<&'static str>> {
    match validator {
        Validator::OneOf(choices) => Some(choices.iter().map(|choice| choice.value).collect()),
        Validator::Each(inner) => values(inner),
        _ => None,
    }
}

#[tokio::test]
async fn editors_show_valid_values_default_and_replacement() {
    let mut judge = Judge::default();
    for (place, block, sent) in pairs().await {
        judge.text(&place, &sent.description, sent.description_kind());
        judge.block(&place, &block, &sent);
    }
    for (name, function) in schemas().await.functions {
        judge.text(&name, &function.description, function.description_kind());
        for parameter in &function.parameters {
            let place = format!("{name}({})", parameter.name);
            judge.text(&place, &parameter.description, parameter.description_kind());
        }
    }
    assert!(judge.wrong.is_empty(), "{:#?}", judge.wrong);
}

#[tokio::test]
async fn the_schemas_stay_small() {
    let mut client = client().max_decoding_message_size(LARGEST);
    let request = get_provider_schema::Request {};
    client.get_provider_schema(request).await.expect("a small message");
}

#[test]
fn a_description_without_a_fact_is_found() {
    let block = <Codepipeline as Provider>::Config::block();
    let nested = |block: &NestedBlock| block.name == "gitlab";
    let gitlab = &block.blocks.iter().find(|block| nested(block)).unwrap().block;
    let sent = |description: &str, kind: StringKind| wire::Attribute {
        name: "preflight".to_owned(),
        description: description.to_owned(),
        description_kind: kind.into(),
        ..Default::default()
    };
    let preflight = [gitlab.attribute("preflight").unwrap().clone()];
    for (description, kind, count) in [
        (
            "Check. Valid values: `off`, `warn` and `enforce`.",
            StringKind::Markdown,
            0,
        ),
        ("Check. Valid values: `off` and `warn`.", StringKind::Markdown, 1),
        ("Check.", StringKind::Plain, 5),
        (
            "See [a](a.md). Changing this forces replacement.\nValid values: `off`, `warn`, `enforce`.",
            StringKind::Markdown,
            3,
        ),
    ] {
        let mut judge = Judge::default();
        judge.members("", &preflight, &[sent(description, kind)]);
        assert_eq!(judge.wrong.len(), count, "{:#?}", judge.wrong);
    }
}
