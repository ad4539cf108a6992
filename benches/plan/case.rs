//! Configurations that are applied once and planned repeatedly.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use tempfile::TempDir;

use super::provider::BINARY;

/// The file name of the emulator, which Cargo puts beside the plugin.
const EMULATOR: &str = "codepipeline-emulator";

/// The provider's region, where cases of one block are.
const REGION: &str = "eu-west-1";

/// Where the blocks of larger cases are: AWS allows 250 connections in a region.
const REGIONS: [&str; 5] = ["eu-central-1", "eu-west-2", "eu-west-3", "us-east-1", "us-east-2"];

/// The most resources of one block. Terraform's own time grows with the square of it.
const BLOCK: usize = 200;

/// Terraform's state in the directory of a case.
const STATE: &str = "terraform.tfstate";

/// Never known at plan.
const UNKNOWN_PROFILE: &str = r#"resource "terraform_data" "later" {
  input = timestamp()
}

provider "codepipeline" {
  profile = terraform_data.later.output
}
"#;

/// Settings with which hashicorp/aws makes no calls before it begins.
const PEER_PROVIDER: &str = r#"provider "aws" {
  region                      = "us-west-2"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
"#;

/// The resources of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// `terraform_data`: Terraform's own time.
    Data,
    /// `codepipeline_connection`.
    Connections,
    /// The same objects while the provider's configuration is not known, so that nothing is read from AWS: what is left
    /// is Terraform's own time for objects of this shape, and the plugin protocol's.
    Unread,
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
        let mut process = Command::new(Path::new(BINARY).with_file_name(EMULATOR))
            .args(["--listen", "127.0.0.1:0", "--latency", &format!("{latency}ms")])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the emulator starts");
        let mut line = String::new();
        let output = process.stdout.take().expect("it is piped");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("the emulator prints its URL");
        let url = line.trim().trim_start_matches("listening on ").to_owned();
        Self { process, url }
    }
}

impl Ground {
    /// A ground on which AWS answers after `latency` milliseconds.
    pub(crate) fn prepare(latency: u32) -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        for registry in ["registry.terraform.io", "registry.opentofu.org"] {
            let package = directory.path().join("mirror").join(registry);
            let package = package.join("gitlab-aws/codepipeline/0.1.0").join(platform());
            fs::create_dir_all(&package).expect("the directory is ours");
            fs::copy(BINARY, package.join("terraform-provider-codepipeline_v0.1.0")).expect("the directory is ours");
        }
        let peer = variable("CODEPIPELINE_BENCH_AWS").map(PathBuf::from);
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
            if kind == Kind::Unread {
                let state = self.case(Kind::Connections, count).directory.join(STATE);
                fs::copy(state, case.directory.join(STATE)).expect("the other case is applied");
            } else {
                case.run(&["apply", "-auto-approve", "-input=false"]);
                case.run(&["plan", "-input=false", "-detailed-exitcode"]);
            }
        }
        case
    }

    fn environment(&self) -> BTreeMap<&'static str, String> {
        let home = self.directory.path().display().to_string();
        let configuration = self.directory.path().join("cli.tfrc").display().to_string();
        #[expect(
            clippy::disallowed_methods,
            reason = "Terraform is found as the person who measures finds it"
        )]
        let path = std::env::var("PATH").expect("PATH is set");
        [
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
            ("AWS_REGION", REGION.to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("AWS_ENDPOINT_URL", self.emulator.url.clone()),
            ("CHECKPOINT_DISABLE", "1".to_owned()),
            ("HOME", home),
            ("PATH", path),
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
    /// Seconds that a plan takes. None has changes, but for those of what makes a configuration unknown.
    pub(crate) fn plan(&self) -> f64 {
        let started = Instant::now();
        self.run(&["plan", "-input=false"]);
        started.elapsed().as_secs_f64()
    }

    /// Returns the peak memory, in megabytes, of a process of the provider during a plan.
    pub(crate) fn memory(&self) -> f64 {
        let mut plan = self
            .command(&["plan", "-input=false"])
            .stdout(Stdio::null())
            .spawn()
            .expect("Terraform starts");
        // Other providers, of other commands, may run on the machine.
        let ground = self.directory.parent().expect("a case lies on its ground");
        let mirror = fs::canonicalize(ground.join("mirror")).expect("the directory is ours");
        let mut most = 0.0_f64;
        while plan.try_wait().expect("the process is ours").is_none() {
            most = most.max(largest_provider(&mirror));
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
        let program = variable("CODEPIPELINE_TEST_CLI").unwrap_or_else(|| "terraform".to_owned());
        let mut command = Command::new(program);
        // Nothing of the machine's leaks in: a certificate bundle in the environment, for one, costs 5 ms to read.
        command
            .args(arguments)
            .current_dir(&self.directory)
            .env_clear()
            .envs(&self.environment);
        command
    }
}

/// As many resources as `count`, in the same blocks whatever they are.
fn configuration(kind: Kind, count: usize) -> String {
    let blocks = (0..count.div_ceil(BLOCK)).map(|index| block(kind, count, index));
    format!("{}{}", requirements(kind), blocks.collect::<String>())
}

fn requirements(kind: Kind) -> String {
    let (name, source, provider) = match kind {
        Kind::Data => return String::new(),
        Kind::Connections => ("codepipeline", "gitlab-aws/codepipeline", ""),
        Kind::Unread => ("codepipeline", "gitlab-aws/codepipeline", UNKNOWN_PROFILE),
        Kind::Peer => ("aws", "hashicorp/aws", PEER_PROVIDER),
    };
    format!(
        "terraform {{\n  required_providers {{\n    {name} = {{\n      source = {source:?}\n    }}\n  }}\n}}\n{provider}"
    )
}

fn block(kind: Kind, of: usize, index: usize) -> String {
    let count = BLOCK.min(of - index * BLOCK);
    let region = if of > BLOCK { REGIONS[index] } else { REGION };
    let (name, arguments) = match kind {
        Kind::Data => ("terraform_data", "input = \"it-${count.index}\"".to_owned()),
        Kind::Connections | Kind::Unread => (
            "codepipeline_connection",
            format!("name = \"it-{of}-{index}-${{count.index}}\"\n  region = {region:?}"),
        ),
        Kind::Peer => (
            "aws_codestarconnections_connection",
            format!("name = \"peer-{of}-${{count.index}}\"\n  provider_type = \"GitLab\""),
        ),
    };
    format!("resource \"{name}\" \"it_{index}\" {{\n  count = {count}\n  {arguments}\n}}\n")
}

/// Returns a variable that the user of the benchmark has set.
#[expect(
    clippy::disallowed_methods,
    reason = "the settings of the benchmark, and where programs are found"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
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

/// The peak memory of the largest running process of the provider in `mirror`, in megabytes.
fn largest_provider(mirror: &Path) -> f64 {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let peaks = processes.filter_map(|process| {
        let is_provider = fs::read_link(process.path().join("exe")).ok()?.starts_with(mirror);
        let status = fs::read_to_string(process.path().join("status")).ok()?;
        let peak = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kilobytes: f64 = peak.split_whitespace().nth(1)?.parse().ok()?;
        is_provider.then_some(kilobytes / 1e3)
    });
    peaks.fold(0.0, f64::max)
}
