//! The examples that the registry pages show and that users copy: formatted, and accepted by the real command line.

mod complete;
mod migrate;
mod monorepo;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use codepipeline_emulator::Options;
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    installed::hashicorp_aws,
    outcome::Outcome,
    workspace::Workspace,
};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// All configuration files below the directory, in order.
fn configurations(directory: &Path) -> Vec<PathBuf> {
    let mut found = files(directory);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "tf"));
    found
}

/// All files below the directory, in order.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folders in which each file is an example, as the registry shows it. Elsewhere, each folder is one.
const SNIPPETS: [&str; 5] = ["actions", "data-sources", "functions", "provider", "resources"];

/// The roles whose policies the pages show.
const ROLES: &str = r#"
resource "aws_iam_role" "build" {
  assume_role_policy = "{}"
}

resource "aws_iam_role" "pipeline" {
  assume_role_policy = "{}"
}
"#;

/// Configuration files that make a whole, by name.
struct Example {
    /// Its file, or its folder.
    path: PathBuf,
    files: BTreeMap<String, String>,
}

impl Example {
    fn all() -> Vec<Self> {
        let mut all: BTreeMap<PathBuf, Self> = BTreeMap::new();
        for path in configurations(&examples()) {
            let relative = path.strip_prefix(examples()).unwrap();
            let is_snippet = SNIPPETS.iter().any(|folder| relative.starts_with(folder));
            let place = if is_snippet { &path } else { path.parent().unwrap() };
            let example = all.entry(place.to_owned()).or_insert_with(|| Self {
                path: place.to_owned(),
                files: BTreeMap::new(),
            });
            let name = path.file_name().unwrap().to_str().unwrap();
            example.files.insert(name.to_owned(), read(&path));
            if is_snippet {
                example.add_surroundings();
            }
        }
        all.into_values().collect()
    }

    /// Adds the files that a snippet needs beside itself: what its page shows above it, or what another page explains.
    fn add_surroundings(&mut self) {
        if self.path.ends_with("import-by-identity.tf") {
            let resource = read(&self.path.with_file_name("resource.tf"));
            self.files.insert("resource.tf".to_owned(), resource);
        }
        if self.borrows("codepipeline_handshake.gitlab") || self.borrows("codepipeline_connection.gitlab") {
            let handshake = read(&examples().join("resources/codepipeline_handshake/resource.tf"));
            self.files.insert("handshake.tf".to_owned(), handshake);
        }
        if self.borrows("aws_iam_role.build") || self.borrows("aws_iam_role.pipeline") {
            self.files.insert("roles.tf".to_owned(), ROLES.to_owned());
        }
    }

    /// Whether it refers to a resource that it does not contain.
    fn borrows(&self, address: &str) -> bool {
        let (kind, name) = address.split_once('.').unwrap();
        self.mentions(&format!("{address}.")) && !self.mentions(&format!("resource {kind:?} {name:?}"))
    }

    fn mentions(&self, text: &str) -> bool {
        self.files.values().any(|file| file.contains(text))
    }

    /// Whether it shows our provider beside hashicorp/aws.
    fn needs_aws(&self) -> bool {
        self.mentions("\"hashicorp/aws\"") || self.mentions("resource \"aws_")
    }

    /// What a command line must support to read it.
    fn feature(&self) -> Option<Feature> {
        match self.path.file_name().and_then(|name| name.to_str()) {
            Some("import-by-identity.tf") => Some(Feature::IdentityImport),
            Some("action.tf") => Some(Feature::Actions),
            _ if self.mentions("configuration_wo") => Some(Feature::WriteOnlyArguments),
            _ => None,
        }
    }

    /// Its validation, with hashicorp/aws from the mirror if it needs it.
    fn validate(&self, account: &Account, mirror: Option<&Path>) -> Outcome {
        let workspace = Workspace::new(account, "");
        if self.mentions("required_providers") {
            workspace.remove("versions.tf");
        }
        for (name, text) in &self.files {
            workspace.write(name, text);
        }
        if let Some(mirror) = mirror.filter(|_| self.needs_aws()) {
            workspace.initialize(mirror).succeeds();
        }
        workspace.validate()
    }
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
    let features = [Feature::Actions, Feature::IdentityImport, Feature::WriteOnlyArguments];
    let lacking: Vec<Feature> = features
        .into_iter()
        .filter(|feature| !Cli::chosen().offers(*feature))
        .collect();
    let mirror = hashicorp_aws();
    let (account, mut all) = (Account::open(), Example::all());
    all.retain(|example| example.feature().is_none_or(|feature| !lacking.contains(&feature)));
    all.retain(|example| mirror.is_some() || !example.needs_aws());
    assert!(all.len() >= 10, "the examples were not found");
    let outcomes = all
        .iter()
        .map(|example| (example, example.validate(&account, mirror.as_deref())));
    let invalid: Vec<String> = outcomes
        .filter(|(_, outcome)| outcome.code() != 0)
        .map(|(example, outcome)| format!("{}\n{outcome}", example.path.display()))
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

/// The folders of the examples that have tests for `terraform test` and `tofu test`.
fn tested_examples() -> Vec<PathBuf> {
    let tests = files(&examples())
        .into_iter()
        .filter(|path| path.ends_with("tests/mocks.tftest.hcl"));
    tests.map(|path| path.ancestors().nth(2).unwrap().to_owned()).collect()
}

/// The address of the emulator in the tests of the examples.
const EMULATOR: &str = "http://127.0.0.1:4780";

/// A workspace with all files of a folder of examples.
fn workspace(account: &Account, folder: &str) -> Workspace {
    let workspace = Workspace::new(account, "");
    workspace.remove("versions.tf");
    let folder = examples().join(folder);
    for path in files(&folder) {
        let text = read(&path).replace(EMULATOR, account.url());
        workspace.write(path.strip_prefix(&folder).unwrap().to_str().unwrap(), &text);
    }
    workspace
}

#[test]
fn the_tests_of_the_examples_pass_against_the_emulator_and_with_mocks() {
    let mirror = hashicorp_aws();
    let tested = tested_examples();
    assert_eq!(tested.len(), 5, "{tested:?}");
    for example in tested {
        let account = Account::with(Options {
            authorize_after: Some(Duration::from_secs(1)),
            ..Options::default()
        });
        let mut workspace = workspace(&account, example.to_str().unwrap());
        // The tests name the emulator themselves, so that none of them ever reaches an account.
        workspace.unset_variable("AWS_ENDPOINT_URL");
        let needs_aws = files(&example)
            .iter()
            .any(|path| read(path).contains("\"hashicorp/aws\""));
        match mirror.as_deref().filter(|_| needs_aws) {
            Some(mirror) => workspace.initialize(mirror).succeeds(),
            None if needs_aws => continue,
            None => workspace.run(&["get", "-no-color"]).succeeds(),
        };
        let outcome = workspace.run(&["test", "-no-color"]);
        outcome.succeeds().says("0 failed").says("mocks.");
        let has_emulator = example.join("tests/emulator.tftest.hcl").exists();
        assert_eq!(account.count("CreatePipeline") > 0, has_emulator, "{outcome}");
        account.is_empty();
    }
}

#[test]
fn the_mocks_that_users_copy_have_every_resource() {
    let path = examples().join("module/tests/mocks/codepipeline.tfmock.hcl");
    let mocks = read(&path);
    for resource in Codepipeline::RESOURCES {
        assert!(
            mocks.contains(&format!("mock_resource {:?} {{", resource.name())),
            "{}",
            resource.name()
        );
    }
}
