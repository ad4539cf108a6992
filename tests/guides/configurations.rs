//! Every configuration in a guide is formatted, and accepted by the real command line.

use std::{fs, time::Duration};

use codepipeline_emulator::Options;
use serde_json::{Deserializer, Value};

use super::{
    blocks::{Guide, file_name, first_word},
    completion,
};
use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    outcome::Outcome,
    workspace::Workspace,
};

/// The examples on this page have their own test, in `tests/acceptance/check_examples.rs`.
const CHECKS: &str = "checks";

#[test]
fn every_configuration_of_a_guide_is_formatted() {
    let directory = tempfile::tempdir().unwrap();
    for guide in Guide::all() {
        for (at, text) in guide.configurations().iter().enumerate() {
            let path = directory.path().join(format!("{}-{at}.tf", guide.name));
            fs::write(path, text).unwrap();
        }
    }
    let mut format = Cli::chosen().command();
    let output = format.args(["fmt", "-check", "-diff"]).current_dir(&directory).output();
    let output = output.expect("the command line runs");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

#[test]
fn every_configuration_of_a_guide_is_valid() {
    let account = Account::with(Options {
        authorize_after: Some(Duration::from_secs(1)),
        ..Options::default()
    });
    let mut checked = 0;
    let mut invalid = Vec::new();
    for guide in Guide::all().iter().filter(|guide| guide.name != CHECKS) {
        for at in 0..guide.configurations().len() {
            let Some(outcome) = outcome(&account, guide, at) else {
                continue;
            };
            checked += 1;
            if outcome.code() != 0 || outcome.mentions("This is check ") {
                invalid.push(format!("{}, configuration {at}\n{outcome}", guide.name));
            }
        }
    }
    assert!(checked >= 20, "only {checked} configurations were found");
    assert!(invalid.is_empty(), "{}", invalid.join("\n"));
}

/// Validates a configuration, or runs the tests in it. Returns `None` if this command line lacks what the configuration
/// needs.
fn outcome(account: &Account, guide: &Guide, at: usize) -> Option<Outcome> {
    let configuration = &guide.configurations()[at];
    let name = file_name(configuration);
    let needed = needed(name, configuration);
    if needed.is_some_and(|feature| !Cli::chosen().offers(feature)) {
        return None;
    }
    let workspace = completion::workspace(account, guide, at);
    Some(match name.rsplit('.').nth(1) {
        Some("tfquery") => workspace.run(&["validate", "-query", "-no-color"]),
        Some("tftest") => {
            workspace.run(&["get", "-no-color"]).succeeds();
            workspace.run(&["test", "-no-color"])
        }
        _ => workspace.validate(),
    })
}

/// The feature that a file needs, if not every command line has it.
fn needed(name: &str, text: &str) -> Option<Feature> {
    let mocks_from_files = first_word(text) == "mock_provider" && text.contains("  source = ");
    match () {
        () if name.ends_with(".tfquery.hcl") => Some(Feature::ListResources),
        () if text.contains("action_trigger {") => Some(Feature::Actions),
        () if mocks_from_files => Some(Feature::MocksFromFiles),
        () if name.ends_with(".tftest.hcl") && text.contains("provider::") => Some(Feature::FunctionsInAssertions),
        () => None,
    }
}

/// The command line reports problems of its own configuration before any command, and continues.
#[test]
fn every_configuration_of_the_command_line_is_valid() {
    let account = Account::open();
    for guide in Guide::all() {
        for block in guide.blocks(&["hcl"]) {
            let workspace = Workspace::new(&account, "");
            let is_accepted = |configuration: &str| {
                workspace.write("cli.tfrc", configuration);
                workspace.run(&["version"]).stderr.is_empty()
            };
            assert!(is_accepted(&block.text), "{}\n{}", guide.name, block.text);
            assert!(!is_accepted(&block.text.replace("direct {", "directly {")));
        }
    }
}

#[test]
fn every_json_of_a_guide_is_json() {
    for guide in Guide::all() {
        for block in guide.blocks(&["json"]) {
            let values = Deserializer::from_str(&block.text).into_iter::<Value>();
            let values: Result<Vec<Value>, _> = values.collect();
            let values = values.unwrap_or_else(|error| panic!("{}: {error}\n{}", guide.name, block.text));
            assert!(!values.is_empty());
        }
    }
}
