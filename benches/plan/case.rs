//! Configurations that have been applied once, to be planned again and again.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Instant,
};

use tempfile::TempDir;

use super::provider::BINARY;

const EMULATOR: &str = env!("CARGO_BIN_EXE_codepipeline-emulator");

/// AWS allows 250 connections in a region.
const REGIONS: &str = r#"["eu-west-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2"]"#;

/// What the resources of a case are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `terraform_data`: Terraform's own time.
    Data,
    /// `codepipeline_connection`.
    Connections,
    /// `aws_codestarconnections_connection` of hashicorp/aws.
    Peer,
}

/// The emulators and the mirror on which everything runs.
pub(crate) struct Ground {
    directory: TempDir,
    emulator: Emulator,
    peer: Option<PathBuf>,
}

/// An applied configuration.
pub(crate) struct Case {
    directory: PathBuf,
    environment: BTreeMap<&'static str, String>,
}

struct Emulator {
    process: Child,
    url: String,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _gone = self.process.kill().and_then(|()| self.process.wait());
    }
}

impl Emulator {
    /// An emulator that answers after `latency` milliseconds.
    fn start(latency: u32) -> Self {
        let mut process = Command::new(EMULATOR)
            .args(["--listen", "127.0.0.1:0", "--latency", &format!("{latency}ms")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("it is piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("the emulator speaks");
        let url = line.trim().trim_start_matches("listening on ").to_owned();
        Self { process, url }
    }
}

impl Ground {
    /// A ground on which AWS answers after `latency` milliseconds.
    pub(crate) fn prepare(latency: u32) -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        let platform = directory
            .path()
            .join("mirror/registry.terraform.io/gitlab-aws/codepipeline/0.1.0")
            .join(platform());
        fs::create_dir_all(&platform).expect("the directory is ours");
        fs::copy(BINARY, platform.join("terraform-provider-codepipeline_v0.1.0")).expect("the directory is ours");
        #[allow(clippy::disallowed_methods, reason = "the one setting of the benchmark")]
        let peer = std::env::var_os("CODEPIPELINE_BENCH_AWS").map(PathBuf::from);
        let ground = Self {
            directory,
            emulator: Emulator::start(latency),
            peer,
        };
        ground.write_cli_configuration();
        ground
    }

    pub(crate) const fn has_peer(&self) -> bool {
        self.peer.is_some()
    }

    /// The case of `count` resources, applied when it is asked for first.
    pub(crate) fn case(&self, kind: Kind, count: usize) -> Case {
        let directory = self.directory.path().join(format!("{kind:?}-{count}"));
        let case = Case {
            directory,
            environment: self.environment(),
        };
        if !case.directory.exists() {
            fs::create_dir_all(&case.directory).expect("the directory is ours");
            fs::write(case.directory.join("main.tf"), configuration(kind, count)).expect("the directory is ours");
            case.run(&["init", "-input=false"]);
            case.run(&["apply", "-auto-approve", "-input=false"]);
        }
        case
    }

    fn environment(&self) -> BTreeMap<&'static str, String> {
        let url = self.emulator.url.clone();
        let configuration = self.directory.path().join("cli.tfrc").display().to_string();
        [
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
            ("AWS_REGION", "eu-west-1".to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("AWS_ENDPOINT_URL", url),
            ("CHECKPOINT_DISABLE", "1".to_owned()),
            ("TF_CLI_CONFIG_FILE", configuration),
        ]
        .into()
    }

    fn write_cli_configuration(&self) {
        let peer = self.peer.iter().map(|peer| {
            format!(
                "  filesystem_mirror {{\n    path    = {:?}\n    include = [\"hashicorp/aws\"]\n  }}\n",
                peer.display().to_string()
            )
        });
        let own = self.directory.path().join("mirror").display().to_string();
        let text = format!(
            "provider_installation {{\n  filesystem_mirror {{\n    path    = {own:?}\n    include = [\"gitlab-aws/codepipeline\"]\n  }}\n{}}}\n",
            peer.collect::<String>()
        );
        fs::write(self.directory.path().join("cli.tfrc"), text).expect("the directory is ours");
    }
}

impl Case {
    /// Seconds that a plan without changes takes.
    pub(crate) fn plan(&self) -> f64 {
        let started = Instant::now();
        self.run(&["plan", "-input=false", "-detailed-exitcode"]);
        started.elapsed().as_secs_f64()
    }

    /// The most memory, in megabytes, that a process of the provider held during a plan.
    pub(crate) fn memory(&self) -> f64 {
        let mut plan = self
            .command(&["plan", "-input=false"])
            .stdout(Stdio::null())
            .spawn()
            .expect("Terraform starts");
        let mut most = 0.0_f64;
        while plan.try_wait().expect("the process is ours").is_none() {
            most = most.max(largest_provider());
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        most
    }

    fn run(&self, arguments: &[&str]) {
        let output = self.command(arguments).output().expect("Terraform is on PATH");
        assert!(
            output.status.success(),
            "{arguments:?}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("terraform");
        command
            .args(arguments)
            .current_dir(&self.directory)
            .envs(&self.environment);
        command
    }
}

fn configuration(kind: Kind, count: usize) -> String {
    match kind {
        Kind::Data => {
            format!("resource \"terraform_data\" \"it\" {{\n  count = {count}\n  input = \"it-${{count.index}}\"\n}}\n")
        }
        Kind::Connections => format!(
            "terraform {{\n  required_providers {{\n    codepipeline = {{\n      source = \"gitlab-aws/codepipeline\"\n    }}\n  }}\n}}\n\
             resource \"codepipeline_connection\" \"it\" {{\n  count  = {count}\n  name   = \"it-{count}-${{count.index}}\"\n  \
             region = {REGIONS}[count.index % 5]\n}}\n"
        ),
        Kind::Peer => format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n    }}\n  }}\n}}\n\
             provider \"aws\" {{\n  region                      = \"us-west-2\"\n  skip_credentials_validation = true\n  skip_requesting_account_id  = true\n  \
             skip_metadata_api_check     = true\n}}\n\
             resource \"aws_codestarconnections_connection\" \"it\" {{\n  count         = {count}\n  name          = \
             \"peer-{count}-${{count.index}}\"\n  provider_type = \"GitLab\"\n}}\n"
        ),
    }
}

/// Terraform's name of this platform.
fn platform() -> String {
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{}_{architecture}", std::env::consts::OS.replace("macos", "darwin"))
}

/// The peak memory of the largest running process of the provider, in megabytes.
fn largest_provider() -> f64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let peaks = processes.filter_map(|process| {
        let status = fs::read_to_string(process.path().join("status")).ok()?;
        // The kernel keeps the first 15 characters of a name.
        let is_provider = status.lines().next()?.ends_with("terraform-provi");
        let peak = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kilobytes: f64 = peak.split_whitespace().nth(1)?.parse().ok()?;
        is_provider.then_some(kilobytes / 1e3)
    });
    peaks.fold(0.0, f64::max)
}
