//! Everything that practitioners write has an example and an acceptance test, and stands in an alphabetical list.

use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;

use super::tree::{self, Source};

/// The folder of the acceptance tests.
const ACCEPTANCE: &str = "tests/acceptance/";

/// The guides whose headings are the names of tests, and the folders of these.
const TESTED: &[(&str, &str)] = &[
    ("docs/guides/behavior.md", ACCEPTANCE),
    ("docs/guides/reliability.md", "tests/"),
];

/// A resource, a data source, a list resource or a function.
struct Noun {
    /// The folder of its examples.
    folder: &'static str,
    /// The file name of its example.
    file: &'static str,
    name: String,
    /// What an acceptance test contains that uses it.
    mention: String,
}

fn nouns() -> Vec<Noun> {
    let noun = |folder, file, name: &str| Noun {
        folder,
        file,
        name: name.to_owned(),
        mention: name.to_owned(),
    };
    // A list resource has the name of its resource.
    let list = |name: &str| Noun {
        mention: format!("list \"{name}\""),
        ..noun("list-resources", "main.tfquery.hcl", name)
    };
    let resources = Codepipeline::RESOURCES
        .iter()
        .map(|it| noun("resources", "resource.tf", it.name()));
    let data = Codepipeline::DATA_SOURCES
        .iter()
        .map(|it| noun("data-sources", "data-source.tf", it.name()));
    let lists = Codepipeline::LIST_RESOURCES.iter().map(|it| list(it.name()));
    let functions = Codepipeline::FUNCTIONS
        .iter()
        .map(|it| noun("functions", "function.tf", it.name()));
    resources.chain(data).chain(lists).chain(functions).collect()
}

fn unproven(nouns: &[Noun], sources: &[Source]) -> Vec<String> {
    let tests = tests_in(ACCEPTANCE, sources);
    let mut breaches = Vec::new();
    for Noun {
        folder,
        file,
        name,
        mention,
    } in nouns
    {
        let example = format!("examples/{folder}/{name}/{file}");
        if !sources.iter().any(|source| source.path == example) {
            breaches.push(format!("{example} is missing"));
        }
        if !tests.contains(mention) {
            breaches.push(format!("no acceptance test contains {mention}"));
        }
    }
    breaches
}

fn unsorted(nouns: &[Noun]) -> Vec<String> {
    let pairs = nouns
        .windows(2)
        .filter(|pair| pair[0].folder == pair[1].folder && pair[0].name > pair[1].name);
    pairs
        .map(|pair| format!("{} stands before {}", pair[0].name, pair[1].name))
        .collect()
}

/// Returns the headings of a guide that no test in the folders `tests` has as its name.
fn untested_headings(guide: &str, tests: &str, sources: &[Source]) -> Vec<String> {
    let tests = tests_in(tests, sources);
    let name = |heading: &str| {
        let words = heading.to_lowercase().replace(['`', '\'', ',', '.', '’'], "");
        words.replace([' ', '-'], "_")
    };
    let headings = guide.lines().filter_map(|line| line.strip_prefix("### "));
    headings
        .filter(|heading| !tests.contains(&format!("fn {}()", name(heading))))
        .map(|heading| format!("no test {} for the heading {heading:?}", name(heading)))
        .collect()
}

fn tests_in(folder: &str, sources: &[Source]) -> String {
    let tests = sources.iter().filter(|source| source.path.contains(folder));
    tests.map(|source| source.text.as_str()).collect()
}

#[test]
fn every_noun_has_an_example_and_an_acceptance_test() {
    tree::assert_none("unproven", &unproven(&nouns(), &tree::REPOSITORY));
}

#[test]
fn every_list_of_the_provider_is_alphabetical() {
    tree::assert_none("unsorted", &unsorted(&nouns()));
}

#[test]
fn every_documented_behavior_is_tested_under_the_same_name() {
    let sources = &tree::REPOSITORY;
    for (path, tests) in TESTED {
        let guide = sources.iter().find(|source| source.path == *path).unwrap();
        assert!(guide.text.contains("\n### "), "{path}");
        tree::assert_none(path, &untested_headings(&guide.text, tests, sources));
    }
}

#[test]
fn a_noun_without_example_test_or_order_is_found() {
    let noun = |name: &str| Noun {
        folder: "resources",
        file: "resource.tf",
        name: name.to_owned(),
        mention: name.to_owned(),
    };
    let nouns = [noun("b"), noun("a")];
    let sources = tree::tree(&[("examples/resources/b/resource.tf", ""), ("tests/acceptance/b.rs", "b")]);
    let expected = [
        "examples/resources/a/resource.tf is missing",
        "no acceptance test contains a",
    ];
    assert_eq!(unproven(&nouns, &sources), expected);
    assert_eq!(unsorted(&nouns), ["b stands before a"]);
}

#[test]
fn a_heading_without_a_test_is_found() {
    let sources = tree::tree(&[("tests/acceptance/a.rs", "fn a_plan_is_empty() {}")]);
    assert_eq!(
        untested_headings("### A plan is empty\n", ACCEPTANCE, &sources),
        [""; 0]
    );
    let expected = "no test a_tag_is_drift for the heading \"A tag is drift\"";
    assert_eq!(
        untested_headings("### A tag is drift\n", ACCEPTANCE, &sources),
        [expected]
    );
}
