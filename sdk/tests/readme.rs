//! The provider in the README, which is an example program.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use terraform_provider_sdk_testing::plugin_process::PluginProcess;

use crate::plugin::example::example;

const README: &str = include_str!("../README.md");
const EXAMPLE: &str = include_str!("../examples/notes.rs");

/// Returns the command line that the tests drive.
#[expect(clippy::disallowed_methods, reason = "the choice of whoever runs the tests")]
fn command_line() -> String {
    let chosen = env::var("SDK_TEST_CLI").ok();
    let names = chosen.map_or(vec!["terraform".to_owned(), "tofu".to_owned()], |name| vec![name]);
    let runs = |name: &&String| Command::new(name).arg("version").output().is_ok();
    names.iter().find(runs).expect("install Terraform or OpenTofu").clone()
}

struct Workspace {
    directory: tempfile::TempDir,
    command_line: String,
}

impl Workspace {
    /// A configuration with one note, and a CLI configuration that finds the provider without `init`.
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let plugins = directory.path().join("plugins");
        std::fs::create_dir(&plugins).unwrap();
        let plugin = plugins.join("terraform-provider-notes");
        std::fs::hard_link(example("notes"), &plugin)
            .or_else(|_| std::fs::copy(example("notes"), &plugin).map(drop))
            .unwrap();
        let overrides = format!(
            "provider_installation {{\n  dev_overrides {{ \"example/notes\" = {plugins:?} }}\n  direct {{}}\n}}\n"
        );
        std::fs::write(directory.path().join("cli.tfrc"), overrides).unwrap();
        let main = "terraform {\n  required_providers {\n    notes = { source = \"example/notes\" }\n  }\n}\n\
                    resource \"notes_note\" \"hello\" {\n  path = \"hello.txt\"\n  text = \"Hello\"\n}\n";
        std::fs::write(directory.path().join("main.tf"), main).unwrap();
        Self {
            directory,
            command_line: command_line(),
        }
    }

    fn note(&self) -> PathBuf {
        self.directory.path().join("hello.txt")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(&self.command_line)
            .args(arguments)
            .current_dir(self.directory.path())
            .env("TF_CLI_CONFIG_FILE", self.directory.path().join("cli.tfrc"))
            .env("CHECKPOINT_DISABLE", "1")
            .output()
            .expect("the command line starts")
    }

    #[track_caller]
    fn succeed(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {text}");
    }
}

#[test]
fn the_readme_contains_the_complete_example() {
    assert!(README.contains(&format!("```rust\n{EXAMPLE}```\n")));
    assert!(EXAMPLE.lines().count() < 60);
}

#[test]
fn the_example_plans_applies_and_destroys_through_the_real_command_line() {
    let workspace = Workspace::new();
    workspace.succeed(&["apply", "-auto-approve", "-no-color"]);
    assert_eq!(std::fs::read_to_string(workspace.note()).unwrap(), "Hello");
    workspace.succeed(&["plan", "-detailed-exitcode", "-no-color"]);
    workspace.succeed(&["destroy", "-auto-approve", "-no-color"]);
    assert!(!Path::new(&workspace.note()).exists());
}

#[tokio::test]
async fn the_example_is_a_plugin() {
    let mut plugin = PluginProcess::start(&example("notes")).await;
    let channel = plugin.channel().await;
    assert!(plugin.shutdown(channel).await.success());
}
