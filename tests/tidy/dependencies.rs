//! The table of dependencies in the documentation of the crate.

use std::{collections::BTreeSet, process::Command};

use super::tree;

const TABLE: &str = include_str!("../../src/dependencies.md");

/// Each crate in the table, and whether the plugin contains it.
fn documented() -> Vec<(&'static str, bool)> {
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| (row.split('`').next().unwrap(), row.ends_with("| yes |")))
        .collect()
}

/// The crates of `[workspace.dependencies]` that are not packages of this repository.
fn declared() -> Vec<String> {
    let manifest = tree::REPOSITORY.iter().find(|source| source.path == "Cargo.toml");
    let (_, section) = manifest.unwrap().text.split_once("[workspace.dependencies]\n").unwrap();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let entries = lines.filter_map(|line| line.split_once(" = "));
    entries
        .filter(|(name, value)| !name.starts_with('#') && !value.contains("path = "))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// The crates that are linked into the plugin.
fn linked() -> BTreeSet<String> {
    let arguments = [
        "tree",
        "--package",
        "terraform-provider-codepipeline",
        "-e",
        "no-build,no-dev,no-proc-macro",
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--prefix", "none", "--offline"])
        .current_dir(tree::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let crates = String::from_utf8(output.stdout).unwrap();
    crates
        .lines()
        .filter_map(|line| Some(line.split_once(' ')?.0.to_owned()))
        .collect()
}

#[test]
fn every_dependency_is_in_the_table_in_alphabetical_order() {
    let documented: Vec<_> = documented().into_iter().map(|(name, _)| name).collect();
    let mut declared = declared();
    declared.sort_unstable();
    assert_eq!(documented, declared);
}

#[test]
fn the_table_names_the_crates_that_the_plugin_contains() {
    let linked = linked();
    for (name, in_plugin) in documented() {
        assert_eq!(linked.contains(name), in_plugin, "{name}");
    }
}
