//! The real command line, with a provider that is an example program.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output},
};

use crate::plugin::example::example;

/// Returns the command line that the tests drive.
#[expect(clippy::disallowed_methods, reason = "the choice of whoever runs the tests")]
fn command_line() -> String {
    let chosen = env::var("SDK_TEST_CLI").ok();
    let names = chosen.map_or(vec!["terraform".to_owned(), "tofu".to_owned()], |name| vec![name]);
    let runs = |name: &&String| Command::new(name).arg("version").output().is_ok();
    names.iter().find(runs).expect("install Terraform or OpenTofu").clone()
}

pub(crate) struct Workspace {
    directory: tempfile::TempDir,
    command_line: String,
}

impl Workspace {
    /// Returns a workspace with `main` in `main.tf`, and a CLI configuration that finds the example `provider` without
    /// `init`.
    pub(crate) fn new(provider: &str, main: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let plugins = directory.path().join("plugins");
        std::fs::create_dir(&plugins).unwrap();
        let plugin = plugins.join(format!("terraform-provider-{provider}"));
        std::fs::hard_link(example(provider), &plugin)
            .or_else(|_| std::fs::copy(example(provider), &plugin).map(drop))
            .unwrap();
        let overrides = format!(
            "provider_installation {{\n  dev_overrides {{ \"example/{provider}\" = {plugins:?} }}\n  direct {{}}\n}}\n"
        );
        let required = format!(
            "terraform {{\n  required_providers {{\n    {provider} = {{ source = \"example/{provider}\" }}\n  }}\n}}\n"
        );
        let workspace = Self {
            directory,
            command_line: command_line(),
        };
        workspace.write("cli.tfrc", &overrides);
        workspace.write("main.tf", &(required + main));
        workspace
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.directory.path().join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        std::fs::write(self.path(file), text).unwrap();
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (Output, String) {
        let output = Command::new(&self.command_line)
            .args(arguments)
            .current_dir(self.directory.path())
            .env("TF_CLI_CONFIG_FILE", self.path("cli.tfrc"))
            .env("CHECKPOINT_DISABLE", "1")
            .output()
            .expect("the command line starts");
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        let text = text.into_owned();
        (output, text)
    }

    /// Runs a command that must succeed, and returns its output.
    #[track_caller]
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        let (output, text) = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {text}");
        text
    }

    /// Runs a command that must fail, and returns its output.
    #[track_caller]
    pub(crate) fn fail(&self, arguments: &[&str]) -> String {
        let (output, text) = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}: {text}");
        text
    }

    /// Whether the command line supports lists and actions: Terraform 1.14 or later.
    pub(crate) fn has_lists_and_actions(&self) -> bool {
        let version = self.succeed(&["version"]);
        let number = version.lines().find_map(|line| line.strip_prefix("Terraform v1."));
        let minor = number.and_then(|number| number.split('.').next()?.parse().ok());
        minor.is_some_and(|minor: u32| minor >= 14)
    }
}
