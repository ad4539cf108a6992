//! The examples that the registry pages show: formatted, and accepted by the real command line.

use std::path::{Path, PathBuf};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// All configuration files below the directory, in order.
fn configurations(directory: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(configurations(&path));
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files that an example needs beside itself: what its page shows above it, or what another page explains.
fn surroundings(path: &Path, text: &str) -> Vec<(&'static str, String)> {
    let mut files = Vec::new();
    if path.ends_with("import-by-identity.tf") {
        files.push(("resource.tf", read(&path.with_file_name("resource.tf"))));
    }
    let whole: String = files.iter().map(|(_, text)| text.as_str()).chain([text]).collect();
    let borrows = |kind: &str| {
        whole.contains(&format!("{kind}.gitlab.")) && !whole.contains(&format!("resource \"{kind}\" \"gitlab\""))
    };
    if borrows("codepipeline_handshake") || borrows("codepipeline_connection") {
        files.push((
            "handshake.tf",
            read(&examples().join("resources/codepipeline_handshake/resource.tf")),
        ));
    }
    files
}

/// Whether an example shows our provider beside hashicorp/aws, which no test may have to download. What it shows of
/// ours is in an acceptance test.
fn needs_aws(path: &Path) -> bool {
    read(path).contains("resource \"aws_")
}

#[test]
fn every_example_is_formatted() {
    let output = Cli::chosen()
        .command()
        .args(["fmt", "-check", "-recursive", "-diff"])
        .arg(examples())
        .output();
    let output = output.expect("the command line runs");
    assert!(
        output.status.success(),
        "run `terraform fmt -recursive examples`\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn every_example_is_valid() {
    let account = Account::open();
    let identities = Cli::chosen().offers(Feature::IdentityImport);
    let mut paths = configurations(&examples());
    paths.retain(|path| identities || !path.ends_with("import-by-identity.tf"));
    paths.retain(|path| !needs_aws(path));
    assert!(paths.len() >= 10, "the examples were not found: {paths:?}");
    let outcomes = paths.iter().map(|path| (path, validate(&account, path)));
    let invalid: Vec<String> = outcomes
        .filter(|(_, outcome)| outcome.code() != 0)
        .map(|(path, outcome)| format!("{}\n{outcome}", path.display()))
        .collect();
    assert!(invalid.is_empty(), "{}", invalid.join("\n"));
}

#[test]
fn every_example_of_a_query_is_valid() {
    let queries: Vec<PathBuf> = std::fs::read_dir(examples().join("list-resources"))
        .unwrap()
        .map(|entry| entry.unwrap().path().join("main.tfquery.hcl"))
        .collect();
    assert!(queries.iter().all(|path| path.exists()), "{queries:?}");
    if !Cli::chosen().offers(Feature::ListResources) {
        return;
    }
    let account = Account::open();
    for path in queries {
        let workspace = Workspace::new(&account, "");
        workspace.write("main.tfquery.hcl", &read(&path));
        workspace.run(&["validate", "-query", "-no-color"]).succeeds();
        workspace.query(&[]).succeeds();
    }
}

fn validate(account: &Account, path: &Path) -> Outcome {
    let text = read(path);
    let workspace = Workspace::new(account, &text);
    if text.contains("required_providers") {
        workspace.remove("versions.tf");
    }
    for (name, text) in surroundings(path, &text) {
        workspace.write(name, &text);
    }
    workspace.validate()
}
