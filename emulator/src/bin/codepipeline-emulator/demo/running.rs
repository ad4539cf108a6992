//! A command whose output is read while it runs.

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines},
    process::{Child, ChildStdout},
    task::JoinHandle,
};

/// A started command.
pub(crate) struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    output: String,
    errors: JoinHandle<String>,
}

impl Running {
    /// Reads the output of a child whose standard output and error are piped.
    pub(crate) fn new(mut child: Child) -> Self {
        let stdout = child.stdout.take().expect("stdout is piped");
        let mut stderr = child.stderr.take().expect("stderr is piped");
        let errors = tokio::spawn(async move {
            let mut text = Vec::new();
            // An error ends the text early; what was read before it is still reported.
            let _ = stderr.read_to_end(&mut text).await;
            String::from_utf8_lossy(&text).into_owned()
        });
        Self {
            child,
            lines: BufReader::new(stdout).lines(),
            output: String::new(),
            errors,
        }
    }

    /// Waits for a line of standard output that contains `marker`, and returns it.
    ///
    /// # Errors
    /// Returns the whole output if the command ends first.
    pub(crate) async fn wait_for(&mut self, marker: &str) -> Result<String, String> {
        while let Some(line) = self.next_line().await {
            if line.contains(marker) {
                return Ok(line);
            }
        }
        Err(self.failure().await)
    }

    /// Waits for the end and returns standard output.
    ///
    /// # Errors
    /// Returns the whole output of a command that failed.
    pub(crate) async fn finish(mut self) -> Result<String, String> {
        while self.next_line().await.is_some() {}
        match self.child.wait().await {
            Ok(status) if status.success() => Ok(self.output),
            _ => Err(self.failure().await),
        }
    }

    async fn next_line(&mut self) -> Option<String> {
        let line = self.lines.next_line().await.ok()??;
        self.output.push_str(&line);
        self.output.push('\n');
        Some(line)
    }

    async fn failure(&mut self) -> String {
        let status = self
            .child
            .wait()
            .await
            .map_or_else(|error| error.to_string(), |status| status.to_string());
        let errors = (&mut self.errors).await.unwrap_or_default();
        format!("{status}\n{}\n{errors}", self.output)
    }
}
