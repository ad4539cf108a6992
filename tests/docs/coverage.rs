//! Every page contains what the registry of the provider knows.

use std::collections::BTreeMap;

use terraform_provider_sdk::{
    schema::{Choice, Configurability, Rule, Shape, validators::Validator},
    value::Type,
};

use super::{
    members::{Found, Member, blocks, members},
    rendered,
};

const REPLACES: &str = "Changing this forces replacement.";

/// The sections of each kind, in order.
const SECTIONS: [(&str, &[&str]); 6] = [
    ("index.md", &["## Example Usage", "## Schema"]),
    (
        "resources/",
        &[
            "## Example Usage",
            "## Schema",
            "## Timeouts",
            "## Permissions",
            "## Import",
            "### By identity",
            "### By ID",
        ],
    ),
    ("data-sources/", &["## Example Usage", "## Schema", "## Permissions"]),
    ("list-resources/", &["## Example Usage", "## Schema", "## Permissions"]),
    ("actions/", &["## Example Usage", "## Schema", "## Permissions"]),
    ("functions/", &["## Example Usage", "## Signature"]),
];

fn texts() -> BTreeMap<String, String> {
    rendered().into_iter().map(|page| (page.path, page.text)).collect()
}

/// Calls `check` for every attribute and block with its list item on its page. Returns what it finds wrong.
fn wrong(check: impl Fn(&Member<'_>, &str) -> Option<String>) -> Vec<String> {
    let texts = texts();
    let mut wrong = Vec::new();
    for (page, block) in &blocks() {
        for member in members(page, block) {
            let item = item(&texts[page], &member);
            let problem = item.map_or_else(|| Some("is missing".to_owned()), |item| check(&member, &item));
            wrong.extend(problem.map(|problem| format!("{}: {problem}", member.place())));
        }
    }
    wrong
}

/// Returns the list item on a member, without the markup of links.
fn item(page: &str, member: &Member<'_>) -> Option<String> {
    let anchor = format!("<a id=\"nested--{}\"></a>", member.outer.join("--"));
    let start = if member.outer.is_empty() {
        "\n## Schema\n"
    } else {
        &anchor
    };
    let section = page.split_once(start)?.1;
    let section = section.split("<a id=\"").next()?.split("\n## Permissions").next()?;
    let item = section.split_once(&format!("\n- `{}` (", member.name()))?.1;
    Some(without_links(item.split("\n- ").next()?.split("\n#").next()?))
}

fn without_links(text: &str) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    let rests = parts.map(|rest| rest.split_once(')').map_or(rest, |(_, rest)| rest));
    rests.fold(first, |text, rest| text + rest).replace('[', "")
}

fn choices(member: &Member<'_>) -> &'static [Choice] {
    fn find(validator: &Validator) -> Option<&'static [Choice]> {
        match validator {
            Validator::OneOf(choices) => Some(choices),
            Validator::Each(inner) => find(inner),
            _ => None,
        }
    }
    match member.found {
        Found::Attribute(attribute) if attribute.configurability.is_argument() => {
            attribute.validators.iter().find_map(find).unwrap_or_default()
        }
        _ => &[],
    }
}

#[test]
fn every_attribute_and_block_is_described_on_its_page() {
    let found = wrong(|member, item| {
        let has_section = member.outer.is_empty() && member.name() == "timeouts";
        let description = without_links(&member.description().replace('\n', " "));
        let is_described = has_section || !description.is_empty() && item.contains(description.trim());
        (!is_described).then(|| format!("{item:?} does not contain {description:?}"))
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_object_has_the_schema_of_its_members_on_its_page() {
    fn is_object(ty: &Type) -> bool {
        match ty {
            Type::Object(_) => true,
            Type::List(element) | Type::Set(element) | Type::Map(element) => is_object(element),
            _ => false,
        }
    }
    let found = wrong(|member, item| {
        let is_bare =
            matches!(&member.found, Found::Attribute(one) if matches!(&one.shape, Shape::Plain(ty) if is_object(ty)));
        let is_linked = item.contains("See below");
        (is_bare || is_linked != member.has_members()).then(|| format!("{item:?}"))
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_page_prints_valid_values_default_and_replacement_once() {
    let found = wrong(|member, item| {
        let default = matches!(member.found, Found::Attribute(one) if one.default.is_some());
        let has_default = default && matches!(member.found, Found::Attribute(one) if one.configurability.is_argument());
        let expected = [
            ("Valid values:", usize::from(!choices(member).is_empty())),
            ("Default: ", usize::from(has_default)),
            (REPLACES, usize::from(member.requires_replace())),
        ];
        let mut counts = expected
            .iter()
            .filter(|(text, count)| item.matches(text).count() != *count);
        let missing = choices(member)
            .iter()
            .find(|choice| !item.contains(&format!("\n  - `{}`: ", choice.value)));
        let problem = counts.next().map(|(text, _)| (*text).to_owned());
        problem.or_else(|| missing.map(|choice| choice.value.to_owned()))
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn an_argument_that_the_provider_can_set_says_to_what_when_omitted() {
    let found = wrong(|member, item| {
        let Found::Attribute(attribute) = member.found else {
            return None;
        };
        let is_open = attribute.configurability == Configurability::OptionalComputed
            && attribute.default.is_none()
            && attribute.same.is_none();
        let is_alternative = member
            .rules
            .iter()
            .any(|rule| matches!(rule, Rule::ExactlyOneOf(names) if names.contains(&attribute.name)));
        let says = item.to_lowercase().contains("when omitted");
        (is_open && !is_alternative && !says).then(|| item.to_owned())
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_page_has_the_sections_of_its_kind() {
    for (path, text) in texts() {
        let Some((_, sections)) = SECTIONS.iter().find(|(kind, _)| path.starts_with(kind)) else {
            continue;
        };
        let mut rest = text.as_str();
        for section in *sections {
            let start = rest.find(&format!("\n{section}\n\n"));
            let start = start.unwrap_or_else(|| panic!("{path} has no {section}, or not in order"));
            rest = &rest[start + section.len() + 1..];
            assert!(!rest.trim().is_empty(), "{path}: {section} is empty");
        }
    }
}

#[test]
fn a_resource_that_waits_lists_its_timeouts_and_how_to_write_one() {
    let texts = texts();
    for (path, block) in blocks().iter().filter(|(path, _)| path.starts_with("resources/")) {
        let section = texts[path].split_once("\n## Timeouts\n\n").expect("there is one").1;
        let section = section.split("\n## ").next().unwrap();
        let timeouts = block.nested("timeouts");
        assert_eq!(timeouts.is_some(), section.contains("such as `1h30m`"), "{path}");
        assert_eq!(
            timeouts.is_none(),
            section.starts_with("This resource has no `timeouts`"),
            "{path}"
        );
        for operation in timeouts.iter().flat_map(|nested| &nested.block.attributes) {
            assert!(
                section.contains(&format!("\n- `{}` (String) ", operation.name)),
                "{path}"
            );
        }
    }
}

#[test]
fn pages_link_to_the_types_that_they_name() {
    let texts = texts();
    let linked = |path: &str, link: &str| assert!(texts[path].contains(link), "{path} has no {link}");
    linked("resources/connection.md", "[`codepipeline_handshake`](handshake.md)");
    linked(
        "data-sources/pipeline.md",
        "the resource [`codepipeline_pipeline`](../resources/pipeline.md)",
    );
    linked("data-sources/pipelines.md", "[`codepipeline_pipeline`](pipeline.md)");
    linked(
        "actions/retry_stage.md",
        "[`codepipeline_start_pipeline_execution`](start_pipeline_execution.md)",
    );
    linked(
        "resources/pipeline.md",
        "[guide on permissions](../guides/permissions.md)",
    );
}
