//! The emulator as a process of its own.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use codepipeline_emulator::SystemClock;
use codepipeline_emulator_testing::aws_client::{AwsClient, http_client};

/// The built program, not started yet.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_codepipeline-emulator"))
}

/// A running emulator, killed when dropped.
pub(crate) struct EmulatorProcess {
    pub(crate) child: Child,
    pub(crate) url: String,
    pub(crate) http: reqwest::Client,
}

impl EmulatorProcess {
    /// Starts it on a free port, because tests run side by side, and waits for its first line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let mut command = program();
        command
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .strip_prefix("listening on ")
            .unwrap_or_else(|| panic!("first line: {line:?}"))
            .trim();
        Self {
            url: url.to_owned(),
            child,
            http: http_client(),
        }
    }

    /// A client of the emulated AWS in eu-west-1, with the default key.
    pub(crate) fn aws(&self) -> AwsClient {
        AwsClient::new(&self.url, Box::new(SystemClock))
    }

    /// Kills it as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for EmulatorProcess {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
