//! What some tests use if it is installed: hashicorp/aws and moto.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use codepipeline_emulator_testing::environment::variable;
use serde_json::Value;

use super::cli::announce_omission;

/// Names a filesystem mirror that contains hashicorp/aws.
const AWS_VARIABLE: &str = "CODEPIPELINE_TEST_AWS";

/// Names a Python in which moto is installed.
const MOTO_VARIABLE: &str = "CODEPIPELINE_TEST_MOTO";

/// Returns the mirror that contains hashicorp/aws, or announces what is not run without it.
pub(crate) fn hashicorp_aws() -> Option<PathBuf> {
    chosen(AWS_VARIABLE, "a filesystem mirror that contains hashicorp/aws").map(PathBuf::from)
}

fn chosen(name: &str, what: &str) -> Option<String> {
    let chosen = variable(name);
    if chosen.is_none() {
        announce_omission(&format!("{name} does not name {what}"));
    }
    chosen
}

/// The services of AWS that the emulator does not have, in an empty account 111122223333. They end with the test.
pub(crate) struct Moto {
    process: Child,
    requests: Option<ChildStdin>,
    responses: BufReader<ChildStdout>,
    url: String,
}

impl Moto {
    /// Starts moto, or announces what is not run without it.
    pub(crate) fn start() -> Option<Self> {
        let python = chosen(MOTO_VARIABLE, "a Python in which moto is installed")?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples/serve_moto.py");
        let mut process = Command::new(python)
            .arg(script)
            // Neither a proxy nor a profile of the machine.
            .env_clear()
            .env("MOTO_ACCOUNT_ID", "111122223333")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it is a program");
        let responses = process.stdout.take().expect("it is piped");
        let mut moto = Self {
            requests: process.stdin.take(),
            responses: BufReader::new(responses),
            process,
            url: String::new(),
        };
        moto.url = moto.line();
        Some(moto)
    }

    /// The variables that lead hashicorp/aws to these services.
    pub(crate) fn variables(&self) -> [(String, &str); 5] {
        ["CLOUDWATCH_LOGS", "CODEBUILD", "IAM", "KMS", "S3"]
            .map(|service| (format!("AWS_ENDPOINT_URL_{service}"), self.url.as_str()))
    }

    /// Everything that the account has: `aliases`, `buckets`, `keys`, `log_groups`, `policies` of each role, and `projects`.
    pub(crate) fn content(&mut self) -> Value {
        let requests = self.requests.as_mut().expect("it is open until the end");
        writeln!(requests).expect("moto runs");
        serde_json::from_str(&self.line()).expect("JSON")
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.responses.read_line(&mut line).expect("moto runs");
        assert!(!line.is_empty(), "moto has ended: its message is above");
        line.trim().to_owned()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        // The end of its input ends it.
        self.requests.take();
        let _status = self.process.wait();
    }
}
