//! File names, machine paths and ignored tests.

use super::tree::{self, Source};

/// Last words of a name that carry no meaning.
const EMPTY_NAMES: [&str; 6] = ["base", "common", "helper", "manager", "misc", "util"];

fn empty_names(sources: &[Source]) -> Vec<String> {
    let says_nothing = |path: &str| {
        path.trim_end_matches(".rs").split('/').any(|name| {
            let last = name.rsplit('_').next().unwrap_or_default().trim_end_matches('s');
            EMPTY_NAMES.contains(&last)
        })
    };
    let rust = sources.iter().filter(|source| source.is_rust());
    rust.filter(|source| says_nothing(&source.path))
        .map(|source| source.path.clone())
        .collect()
}

fn containing(sources: &[Source], words: &[String]) -> Vec<String> {
    let first = |source: &Source| words.iter().find(|word| source.text.contains(*word)).cloned();
    sources
        .iter()
        .filter_map(|source| Some(format!("{} contains {}", source.path, first(source)?)))
        .collect()
}

/// Spelled in parts, so that this file does not contain them.
fn machine_paths() -> Vec<String> {
    [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]]
        .map(|parts| parts.concat())
        .to_vec()
}

fn ignore_attributes() -> Vec<String> {
    vec![["#[", "ignore"].concat()]
}

#[test]
fn every_file_has_a_meaningful_name() {
    tree::assert_none("empty names", &empty_names(&tree::REPOSITORY));
}

#[test]
fn no_file_contains_a_path_of_the_machine_that_it_was_written_on() {
    tree::assert_none("containing", &containing(&tree::REPOSITORY, &machine_paths()));
}

#[test]
fn no_test_is_ignored() {
    tree::assert_none("containing", &containing(&tree::REPOSITORY, &ignore_attributes()));
}

#[test]
fn empty_names_machine_paths_and_ignored_tests_are_found() {
    let (path, attribute) = (&machine_paths()[0], &ignore_attributes()[0]);
    let files = tree::tree(&[
        ("src/http_utils.rs", path),
        ("src/helper/a.rs", attribute),
        ("src/codebase.rs", ""),
    ]);
    assert_eq!(empty_names(&files), ["src/http_utils.rs", "src/helper/a.rs"]);
    assert_eq!(
        containing(&files, &machine_paths()),
        [format!("src/http_utils.rs contains {path}")]
    );
    assert_eq!(
        containing(&files, &ignore_attributes()),
        [format!("src/helper/a.rs contains {attribute}]").trim_end_matches(']')]
    );
}
