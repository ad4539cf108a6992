//! The programs that the demo needs: Terraform or OpenTofu, and the provider in the directory of this program.

use std::{
    env::consts::EXE_SUFFIX,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Stdio,
};

use tokio::process::Command;

const CLI_VARIABLE: &str = "CODEPIPELINE_TEST_CLI";
/// The command that builds both this program and the provider.
const BUILD: &str = if cfg!(debug_assertions) {
    "cargo build"
} else {
    "cargo build --release"
};

/// The programs that the demo needs.
pub(crate) struct Tools {
    /// Terraform or OpenTofu: a name on `PATH` or an absolute path.
    pub(crate) program: OsString,
    /// Directory of the provider.
    pub(crate) plugins: PathBuf,
    /// Name and version of the program, such as `Terraform v1.11.4`.
    pub(crate) version: String,
}

impl Tools {
    /// Returns the path of the provider.
    pub(crate) fn plugin(&self) -> PathBuf {
        plugin(&self.plugins)
    }

    /// Finds the program in `CODEPIPELINE_TEST_CLI`, otherwise `terraform` or `tofu`, and the provider in the directory
    /// of this program.
    ///
    /// # Errors
    /// Returns what is missing and how to get it.
    pub(crate) async fn find() -> Result<Self, String> {
        let plugins = plugin_directory()?;
        let (candidates, missing) = match cli_from_environment() {
            Some(program) => {
                let program = absolute(program)?;
                let missing = format!("{} cannot be run.", program.display());
                (vec![program], missing)
            }
            None => (
                vec!["terraform".into(), "tofu".into()],
                "Neither terraform nor tofu can be run.".to_owned(),
            ),
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
            "{missing} Install Terraform (https://developer.hashicorp.com/terraform/install) or \
             OpenTofu (https://opentofu.org/docs/intro/install/), or set {CLI_VARIABLE} to the path of one of them."
        ))
    }
}

/// Returns the directory of this program: one build puts the provider there too.
fn plugin_directory() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| format!("Cannot find the path of this program: {error}"))?;
    let directory = program.parent().unwrap_or(Path::new("/")).to_owned();
    let plugin = plugin(&directory);
    if plugin.is_file() {
        return Ok(directory);
    }
    Err(format!(
        "The provider is not at {}. Run `{BUILD}` in the root of the repository, which builds both programs.",
        plugin.display()
    ))
}

fn plugin(directory: &Path) -> PathBuf {
    directory.join(format!("terraform-provider-codepipeline{EXE_SUFFIX}"))
}

async fn version(program: &OsString) -> Option<String> {
    // Outside the current directory, where a version manager may choose another program than in the workspace.
    let output = command(program, &std::env::temp_dir())
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .output()
        .await
        .ok()?;
    let banner = String::from_utf8_lossy(&output.stdout).into_owned();
    banner
        .lines()
        .find(|line| line.starts_with("Terraform v") || line.starts_with("OpenTofu v"))
        .map(str::to_owned)
}

#[expect(clippy::disallowed_methods, reason = "the user of the demo chooses the program")]
fn cli_from_environment() -> Option<OsString> {
    std::env::var_os(CLI_VARIABLE).filter(|program| !program.is_empty())
}

/// Makes a path absolute, so that it works from every directory. A name without directories is searched on `PATH`.
fn absolute(program: OsString) -> Result<OsString, String> {
    if Path::new(&program).components().count() < 2 {
        return Ok(program);
    }
    let path = std::path::absolute(&program).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(path.into_os_string())
}

/// Returns a command without the user's own AWS, GitLab and Terraform settings, and without proxies. All other variables
/// stay: version managers need theirs, and `HOME`.
pub(crate) fn command(program: &OsString, directory: &Path) -> Command {
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
