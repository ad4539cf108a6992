//! Configurations that are applied once and planned repeatedly, in a directory of their own.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use codepipeline_emulator_testing::{aws_client::http_client, environment::variable, processor_time};
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::{
    configuration::{Kind, REGION, Reading, configuration},
    process::processes,
    provider::BINARY,
};

/// The file name of the emulator, which Cargo puts beside the plugin.
const EMULATOR: &str = "codepipeline-emulator";

/// The example of the SDK, beside the plugin.
const NOTES: &str = "examples/notes";

/// Terraform's state in the directory of a case.
const STATE: &str = "terraform.tfstate";

const APPLY: [&str; 3] = ["apply", "-auto-approve", "-input=false"];

/// What one plan took.
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    /// CPU time of Terraform and the provider, in seconds.
    pub(crate) total_cpu: f64,
    /// The peak memory of a process of the provider, in megabytes.
    pub(crate) memory: f64,
    /// CPU time of all processes of the provider, in seconds.
    pub(crate) cpu: f64,
    /// Number of calls of each AWS operation.
    pub(crate) calls: BTreeMap<String, usize>,
}

impl Cost {
    /// Returns the calls, by operation.
    pub(crate) fn calls(&self) -> String {
        let calls = self.calls.iter();
        let calls: Vec<String> = calls
            .map(|(operation, count)| format!("{count} `{operation}`"))
            .collect();
        calls.join(", ")
    }

    /// Share of the provider in the CPU time, in percent.
    pub(crate) fn share(&self) -> f64 {
        self.cpu / self.total_cpu * 100.0
    }
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
    packages: Vec<PathBuf>,
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
            .args(["--authorize-after", "1ms"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("`cargo build --release --bins --example notes` has built the emulator");
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
        install(directory.path(), "codepipeline", Path::new(BINARY));
        install(directory.path(), "notes", &Path::new(BINARY).with_file_name(NOTES));
        let peer = variable("CODEPIPELINE_TEST_AWS").map(PathBuf::from);
        let ground = Self {
            directory,
            emulator: Emulator::start(latency),
            peer,
        };
        ground.write_cli_configuration();
        ground
    }

    /// The mirror with hashicorp/aws.
    pub(crate) fn peer(&self) -> Option<&Path> {
        self.peer.as_deref()
    }

    /// The case of `count` resources, applied when it is asked for first.
    pub(crate) fn case(&self, kind: Kind, count: usize) -> Case {
        self.case_with(kind, count, Reading::Each)
    }

    /// The same objects, which a plan reads in this way.
    pub(crate) fn case_with(&self, kind: Kind, count: usize, reading: Reading) -> Case {
        if kind == Kind::SourceActions {
            self.case(Kind::Pipelines, count);
        }
        let name = format!("{kind:?}-{count}-{reading:?}");
        let (case, is_new) = self.initialized(&name, &configuration(kind, count, reading));
        match reading {
            _ if !is_new => {}
            Reading::Each => {
                case.run(&APPLY);
                case.run(&["plan", "-input=false", "-detailed-exitcode"]);
            }
            Reading::List | Reading::Nothing => {
                let state = self.case(kind, count).directory.join(STATE);
                fs::copy(state, case.directory.join(STATE)).expect("the other case is applied");
            }
        }
        case
    }

    /// The case with a directory of this name, and whether it is new.
    fn initialized(&self, name: &str, configuration: &str) -> (Case, bool) {
        let case = Case {
            directory: self.directory.path().join(name),
            environment: self.environment(),
            packages: self.packages(),
        };
        let is_new = !case.directory.exists();
        if is_new {
            fs::create_dir_all(&case.directory).expect("the directory is ours");
            fs::write(case.directory.join("main.tf"), configuration).expect("the directory is ours");
            case.run(&["init", "-input=false"]);
        }
        (case, is_new)
    }

    /// Where the programs of the providers are.
    fn packages(&self) -> Vec<PathBuf> {
        let mirror = self.directory.path().join("mirror");
        let all = [Some(&mirror), self.peer.as_ref()].into_iter().flatten();
        all.map(|package| fs::canonicalize(package).expect("a mirror exists"))
            .collect()
    }

    fn environment(&self) -> BTreeMap<&'static str, String> {
        let home = self.directory.path().display().to_string();
        let configuration = self.directory.path().join("cli.tfrc").display().to_string();
        let path = variable("PATH").expect("PATH is set");
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
            "provider_installation {{\n  filesystem_mirror {{\n    path    = {own:?}\n    include = [\"gitlab-aws/*\"]\n  }}\n{}}}\n",
            peer.collect::<String>()
        );
        fs::write(self.directory.path().join("cli.tfrc"), text).expect("the directory is ours");
    }
}

impl Case {
    /// Seconds that a plan takes. None has changes, but for those of what makes a configuration unknown.
    pub(crate) fn plan(&self) -> f64 {
        self.time(&["plan", "-input=false"])
    }

    /// Seconds that each of `validate`, `plan`, `apply` and `destroy` takes. The objects exist before and after.
    pub(crate) fn commands(&self) -> [f64; 4] {
        let validate = self.time(&["validate"]);
        let plan = self.plan();
        let destroy = self.time(&["destroy", "-auto-approve", "-input=false"]);
        let apply = self.time(&APPLY);
        [validate, plan, apply, destroy]
    }

    fn time(&self, arguments: &[&str]) -> f64 {
        let started = Instant::now();
        self.run(arguments);
        started.elapsed().as_secs_f64()
    }

    /// Returns what a plan takes.
    pub(crate) fn cost(&self) -> Cost {
        self.cost_with(&[])
    }

    /// Returns what a plan with these options takes.
    pub(crate) fn cost_with(&self, options: &[&str]) -> Cost {
        self.calls(Method::DELETE);
        let (started, cpu_before) = (Instant::now(), cpu_of_ended_children());
        let mut plan = self
            .command(&["plan", "-input=false"])
            .args(options)
            .stdout(Stdio::null())
            .spawn()
            .expect("Terraform starts");
        // Other providers, of other commands, may run on the machine.
        let mut providers = BTreeMap::new();
        while plan.try_wait().expect("the process is ours").is_none() {
            providers.extend(processes(&self.packages));
            std::thread::sleep(Duration::from_millis(2));
        }
        let seconds = started.elapsed().as_secs_f64();
        let mut calls = BTreeMap::new();
        for call in self.calls(Method::GET).as_array().into_iter().flatten() {
            let operation = call["operation"].as_str().expect("a call has an operation");
            *calls.entry(operation.to_owned()).or_insert(0) += 1;
        }
        Cost {
            seconds,
            total_cpu: cpu_of_ended_children() - cpu_before,
            memory: providers.values().map(|process| process.memory).fold(0.0, f64::max),
            cpu: providers.values().map(|process| process.cpu).sum(),
            calls,
        }
    }

    /// Lists or forgets the calls that the emulator received.
    fn calls(&self, method: Method) -> Value {
        let url = format!("{}/_emulator/calls", self.environment["AWS_ENDPOINT_URL"]);
        let runtime = Runtime::new().expect("threads can be started");
        runtime.block_on(async {
            let response = http_client()
                .request(method, url)
                .send()
                .await
                .expect("the emulator runs");
            let text = response.text().await.expect("the emulator runs");
            serde_json::from_str(&text).unwrap_or_default()
        })
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

/// Installs a provider in the mirror.
fn install(directory: &Path, name: &str, program: &Path) {
    for registry in ["registry.terraform.io", "registry.opentofu.org"] {
        let package = directory.join("mirror").join(registry).join("gitlab-aws").join(name);
        let package = package.join("0.1.0").join(platform());
        fs::create_dir_all(&package).expect("the directory is ours");
        let installed = package.join(format!("terraform-provider-{name}_v0.1.0"));
        fs::copy(program, installed).expect("`cargo build --release --bins --example notes` has built it");
    }
}

/// CPU time of the processes that this one has waited for, and of theirs, in seconds.
fn cpu_of_ended_children() -> f64 {
    processor_time::of_ended_children()
        .expect("this is Linux")
        .as_secs_f64()
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
