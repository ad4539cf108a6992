//! Terraform or OpenTofu in a temporary directory, aimed at the emulator and at the provider beside this program.

use std::{
    env::consts::EXE_SUFFIX,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    task::JoinHandle,
};

const CONFIGURATION: &str = include_str!("../../../../../examples/demo/main.tf");
const CHOICE: &str = "CODEPIPELINE_TEST_CLI";

/// What is needed on the machine: the command line and the provider.
pub(crate) struct Tools {
    program: OsString,
    plugins: PathBuf,
    /// What the program calls itself, such as `Terraform v1.11.4`.
    pub(crate) version: String,
}

impl Tools {
    /// The provider that the command line will start.
    pub(crate) fn plugin(&self) -> PathBuf {
        plugin(&self.plugins)
    }

    /// Finds `CODEPIPELINE_TEST_CLI`, else `terraform`, else `tofu`, and the provider beside this very program.
    ///
    /// # Errors
    /// What is missing and how to get it.
    pub(crate) async fn find() -> Result<Self, String> {
        let plugins = plugin_directory()?;
        let candidates = match choice() {
            Some(choice) => vec![absolute(choice)?],
            None => vec!["terraform".into(), "tofu".into()],
        };
        for program in &candidates {
            if let Some(version) = version(program).await {
                return Ok(Self {
                    program: program.clone(),
                    plugins,
                    version,
                });
            }
        }
        Err(format!(
            "None of {candidates:?} can be run. Install Terraform (https://developer.hashicorp.com/terraform/install) or \
             OpenTofu (https://opentofu.org/docs/intro/install/), or set {CHOICE} to the path of either."
        ))
    }
}

/// The directory of the provider: this program's own, since one build makes both.
fn plugin_directory() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| format!("This program cannot find itself: {error}"))?;
    let directory = program.parent().unwrap_or(Path::new("/")).to_owned();
    let plugin = plugin(&directory);
    if plugin.is_file() {
        return Ok(directory);
    }
    Err(format!(
        "There is no provider at {}. Run `cargo build --release`, which builds both programs.",
        plugin.display()
    ))
}

fn plugin(directory: &Path) -> PathBuf {
    directory.join(format!("terraform-provider-codepipeline{EXE_SUFFIX}"))
}

async fn version(program: &OsString) -> Option<String> {
    // Not from where the person stands: a version manager may choose another program there than in the workspace.
    let answer = command(program, &std::env::temp_dir())
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .output()
        .await
        .ok()?;
    let banner = String::from_utf8_lossy(&answer.stdout).into_owned();
    banner
        .lines()
        .find(|line| line.starts_with("Terraform v") || line.starts_with("OpenTofu v"))
        .map(str::to_owned)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a person starts the demonstration and says with which program"
)]
fn choice() -> Option<OsString> {
    std::env::var_os(CHOICE).filter(|choice| !choice.is_empty())
}

/// A path must lead to the same program from every directory; a mere name is looked for on `PATH`.
fn absolute(program: OsString) -> Result<OsString, String> {
    if Path::new(&program).components().count() < 2 {
        return Ok(program);
    }
    let path = std::path::absolute(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(path.into_os_string())
}

/// A command of `program` in `directory` in which nothing of a person's own AWS, GitLab or Terraform takes part: neither
/// a profile nor a proxy nor a real key. Everything else stays: version managers need their variables, and `HOME`.
fn command(program: &OsString, directory: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(directory).stdin(Stdio::null()).kill_on_drop(true);
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_personal(&name.to_string_lossy())) {
        command.env_remove(name);
    }
    command
}

fn is_personal(variable: &str) -> bool {
    let name = variable.to_ascii_uppercase();
    ["AWS_", "GITLAB_", "TF_"].iter().any(|prefix| name.starts_with(prefix)) || name.ends_with("_PROXY")
}

/// The demonstration's own directory, removed at the end.
pub(crate) struct Workspace {
    tools: Tools,
    directory: PathBuf,
    endpoint: String,
}

impl Workspace {
    /// Writes `examples/demo` and the settings that point to the provider into a new temporary directory.
    ///
    /// # Errors
    /// What the file system says.
    pub(crate) fn create(tools: Tools, endpoint: &str) -> Result<Self, String> {
        let directory = std::env::temp_dir().join(format!("codepipeline-demo-{}", uuid::Uuid::new_v4()));
        let told = |error: std::io::Error| format!("{}: {error}", directory.display());
        std::fs::create_dir(&directory).map_err(told)?;
        std::fs::write(directory.join("main.tf"), CONFIGURATION).map_err(told)?;
        std::fs::write(directory.join("cli.tfrc"), settings(&tools.plugins)).map_err(told)?;
        std::fs::write(directory.join("aws.ini"), "").map_err(told)?;
        Ok(Self {
            tools,
            directory,
            endpoint: endpoint.to_owned(),
        })
    }

    /// The command line as a person types it.
    pub(crate) fn program(&self) -> String {
        let program = Path::new(&self.tools.program)
            .file_name()
            .unwrap_or(&self.tools.program);
        program.display().to_string()
    }

    /// The temporary directory.
    pub(crate) fn directory(&self) -> &Path {
        &self.directory
    }

    /// Starts a command; what it writes is read while it runs.
    ///
    /// # Errors
    /// Why it cannot be started.
    pub(crate) fn start(&self, arguments: &[&str]) -> Result<Running, String> {
        let child = self.command(arguments).spawn();
        child
            .map(Running::new)
            .map_err(|error| format!("{:?}: {error}", self.tools.program))
    }

    /// Runs a command to its end and answers its standard output.
    ///
    /// # Errors
    /// Everything that a failed command has written.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<String, String> {
        self.start(arguments)?.finish().await
    }

    /// The variables with which a person can work in the directory from another terminal.
    pub(crate) fn variables(&self) -> Vec<(&'static str, OsString)> {
        vec![
            ("AWS_ACCESS_KEY_ID", "test".into()),
            ("AWS_CONFIG_FILE", self.directory.join("aws.ini").into()),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("AWS_ENDPOINT_URL", self.endpoint.clone().into()),
            ("AWS_REGION", "eu-west-1".into()),
            ("AWS_SECRET_ACCESS_KEY", "test".into()),
            ("AWS_SHARED_CREDENTIALS_FILE", self.directory.join("aws.ini").into()),
            ("CHECKPOINT_DISABLE", "1".into()),
            ("TF_CLI_CONFIG_FILE", self.directory.join("cli.tfrc").into()),
        ]
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(&self.tools.program, &self.directory);
        command
            .args(arguments)
            .envs(self.variables())
            .env("TF_IN_AUTOMATION", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // The temporary directory's own clean-up will take what is left.
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A started command.
pub(crate) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    written: String,
    complaints: JoinHandle<String>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut stderr = child.stderr.take().expect("stderr is piped");
        let complaints = tokio::spawn(async move {
            let mut text = Vec::new();
            // What was read before an error is still worth telling.
            let _ = stderr.read_to_end(&mut text).await;
            String::from_utf8_lossy(&text).into_owned()
        });
        Self {
            child,
            lines: BufReader::new(stdout).lines(),
            written: String::new(),
            complaints,
        }
    }

    /// Waits for a line of standard output that holds `marker`, and answers it.
    ///
    /// # Errors
    /// Everything that the command has written, if it ends before.
    pub(crate) async fn wait_for(&mut self, marker: &str) -> Result<String, String> {
        while let Some(line) = self.next_line().await {
            if line.contains(marker) {
                return Ok(line);
            }
        }
        Err(self.failure().await)
    }

    /// Waits for the end and answers standard output.
    ///
    /// # Errors
    /// Everything that a failed command has written.
    pub(crate) async fn finish(mut self) -> Result<String, String> {
        while self.next_line().await.is_some() {}
        match self.child.wait().await {
            Ok(status) if status.success() => Ok(self.written),
            _ => Err(self.failure().await),
        }
    }

    async fn next_line(&mut self) -> Option<String> {
        let line = self.lines.next_line().await.ok()??;
        self.written.push_str(&line);
        self.written.push('\n');
        Some(line)
    }

    async fn failure(&mut self) -> String {
        let status = self
            .child
            .wait()
            .await
            .map_or_else(|error| error.to_string(), |status| status.to_string());
        let complaints = (&mut self.complaints).await.unwrap_or_default();
        format!("{status}\n{}\n{complaints}", self.written)
    }
}

/// Takes the provider from the build, without an install step; nothing else may be fetched.
fn settings(plugins: &Path) -> String {
    format!("provider_installation {{\n  dev_overrides {{\n    \"gitlab-aws/codepipeline\" = {plugins:?}\n  }}\n}}\n")
}
