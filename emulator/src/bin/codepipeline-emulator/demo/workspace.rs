//! The working directory of the demo: Terraform or OpenTofu runs there against the emulator, with the provider of this
//! build.

use std::{ffi::OsString, io, path::Path, process::Stdio};

use tempfile::TempDir;
use tokio::process::Command;

use crate::demo::{
    running::Running,
    tools::{Tools, command},
};

const CONFIGURATION: &str = include_str!("../../../../../examples/demo/main.tf");

/// A temporary directory with the configuration, removed when dropped.
pub(crate) struct Workspace {
    tools: Tools,
    directory: TempDir,
    endpoint: String,
}

impl Workspace {
    /// Writes `examples/demo` and the settings that point to the provider into a new temporary directory.
    ///
    /// # Errors
    /// Returns the failure of the file system.
    pub(crate) fn create(tools: Tools, endpoint: &str) -> Result<Self, String> {
        let directory = tempfile::Builder::new().prefix("codepipeline-demo-").tempdir();
        let directory = directory.map_err(|error| error.to_string())?;
        let write = |name: &str, content: &str| {
            let path = directory.path().join(name);
            std::fs::write(&path, content).map_err(|error: io::Error| format!("{}: {error}", path.display()))
        };
        write("main.tf", CONFIGURATION)?;
        write("cli.tfrc", &cli_settings(&tools.plugins))?;
        write("aws.ini", "")?;
        Ok(Self {
            tools,
            directory,
            endpoint: endpoint.to_owned(),
        })
    }

    /// Returns the program, as it is typed in any directory.
    pub(crate) fn program(&self) -> String {
        self.tools.program.display().to_string()
    }

    /// Returns the name of the program.
    pub(crate) fn name(&self) -> String {
        let name = Path::new(&self.tools.program).file_name();
        name.unwrap_or(&self.tools.program).display().to_string()
    }

    /// Returns the temporary directory.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Starts a command.
    ///
    /// # Errors
    /// Returns the failure of the operating system.
    pub(crate) fn start(&self, arguments: &[&str]) -> Result<Running, String> {
        let child = self.command(arguments).spawn();
        child
            .map(Running::new)
            .map_err(|error| format!("{:?}: {error}", self.tools.program))
    }

    /// Runs a command to its end and returns its standard output.
    ///
    /// # Errors
    /// Returns the whole output of a command that failed.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<String, String> {
        self.start(arguments)?.finish().await
    }

    /// Returns the environment variables that a command in the directory needs.
    pub(crate) fn variables(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("AWS_ACCESS_KEY_ID", "test".into()),
            ("AWS_CONFIG_FILE", self.directory().join("aws.ini").into()),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("AWS_ENDPOINT_URL", self.endpoint.clone().into()),
            ("AWS_REGION", "eu-west-1".into()),
            ("AWS_SECRET_ACCESS_KEY", "test".into()),
            ("AWS_SHARED_CREDENTIALS_FILE", self.directory().join("aws.ini").into()),
            ("CHECKPOINT_DISABLE", "1".into()),
            ("CODEPIPELINE_CONSOLE_URL", self.endpoint.clone().into()),
            ("TF_CLI_CONFIG_FILE", self.directory().join("cli.tfrc").into()),
        ]
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(&self.tools.program, self.directory());
        command
            .args(arguments)
            .envs(self.variables())
            .env("TF_IN_AUTOMATION", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

/// Returns CLI settings that take the provider from the build, without an install step.
fn cli_settings(plugins: &Path) -> String {
    format!("provider_installation {{\n  dev_overrides {{\n    \"gitlab-aws/codepipeline\" = {plugins:?}\n  }}\n}}\n")
}
