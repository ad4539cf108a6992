//! The registry's pages under `docs/` match the provider. A stale page is rewritten and fails the test once.

mod coverage;
mod members;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use terraform_provider_codepipeline::provider::{
    Codepipeline,
    checks::{self, ALL},
    permissions,
};
use terraform_provider_sdk::pages::{Page, Sources, pages};

use crate::guides;

/// The folders of `docs/` that hold generated pages only. `docs/guides` is written by hand.
const GENERATED: [&str; 5] = ["actions", "data-sources", "functions", "list-resources", "resources"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of every file below `directory`, by its path there with slashes.
fn texts(directory: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut open = vec![directory.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(directory).expect("it was found there");
            let name = name.to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                texts.insert(name, text);
            }
        }
    }
    texts
}

fn rendered() -> Vec<Page> {
    let sources = Sources {
        examples: texts(&root().join("examples")),
        permissions: permissions::sections(),
        guides: guides::section(),
    };
    let mut pages = pages::<Codepipeline>(&sources);
    pages.push(checks::page::page());
    pages
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(path.parent().expect("a page stands in a directory"))?;
    fs::write(path, text)
}

#[test]
fn the_committed_pages_are_those_of_the_schemas() {
    let docs = root().join("docs");
    let committed = texts(&docs);
    let pages = rendered();
    let mut stale = BTreeSet::new();
    for page in &pages {
        if committed.get(&page.path) != Some(&page.text) {
            write(&docs.join(&page.path), &page.text).unwrap();
            stale.insert(format!(
                "docs/{} was stale and has been rewritten: commit it",
                page.path
            ));
        }
    }
    for path in committed.keys() {
        let generated = GENERATED.iter().any(|folder| path.starts_with(&format!("{folder}/")));
        if generated && pages.iter().all(|page| page.path != *path) {
            fs::remove_file(docs.join(path)).unwrap();
            stale.insert(format!(
                "docs/{path} describes nothing and has been removed: commit that"
            ));
        }
    }
    assert!(stale.is_empty(), "{stale:#?}");
}

#[test]
fn every_section_on_permissions_has_its_page() {
    let pages = rendered();
    for path in permissions::sections().keys() {
        assert!(pages.iter().any(|page| page.path == *path), "there is no page {path}");
    }
}

#[test]
fn every_page_keeps_the_limits_of_the_registry() {
    for page in rendered() {
        assert!(page.text.len() <= 500_000, "{} is too long", page.path);
        let front = page
            .text
            .strip_prefix("---\n")
            .and_then(|text| text.split_once("\n---\n"));
        let (front, _) = front.expect("a page begins with front matter");
        assert!(front.starts_with("page_title: \""), "{front}");
        assert_eq!(page.path != "index.md", front.contains("subcategory:"), "{}", page.path);
        let description = front
            .split_once("description: |-\n  ")
            .expect("a page has a description")
            .1;
        assert!(!description.trim().is_empty(), "{} has no description", page.path);
    }
}

/// Those of the structure of pipelines are met one by one in `tests/pipeline/reach.rs`, which knows them by name.
#[test]
fn every_check_is_reached_by_a_test() {
    let of_structure = "CPGL020".."CPGL070";
    let tests: Vec<String> = texts(&root().join("tests"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(_, text)| text)
        .collect();
    let unreached: Vec<&str> = ALL
        .iter()
        .map(|check| check.code)
        .filter(|code| !of_structure.contains(code))
        .filter(|code| !tests.iter().any(|text| text.contains(&format!("\"{code}\""))))
        .collect();
    assert!(unreached.is_empty(), "no test meets {unreached:?}");
}

#[test]
fn the_guides_name_only_checks_that_there_are() {
    for (path, text) in texts(&root().join("docs")) {
        for rest in text.split("CPGL").skip(1) {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let code = format!("CPGL{number}");
            let placeholder = number.is_empty();
            assert!(
                placeholder || ALL.iter().any(|check| check.code == code),
                "{path} names {code}, which is not a check"
            );
        }
    }
}
