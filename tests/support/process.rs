//! A command that runs while the test continues: to authorize a connection during an apply, or to interrupt it.

use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use super::outcome::Outcome;

/// A command hangs if it takes longer: it is then killed and the test fails with what it had written.
const PATIENCE: Duration = Duration::from_secs(180);
const STEP: Duration = Duration::from_millis(10);

/// A started command in a process group of its own, as a terminal would run it.
pub(crate) struct Running {
    description: String,
    child: Child,
    stdout: Stream,
    stderr: Stream,
    ended: bool,
}

impl Running {
    /// Starts `command` without standard input and collects what it writes.
    pub(crate) fn start(command: &mut Command) -> Self {
        let description = describe(command);
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {description}: {error}"));
        let stdout = Stream::read(child.stdout.take().expect("stdout is piped"));
        let stderr = Stream::read(child.stderr.take().expect("stderr is piped"));
        Self {
            description,
            child,
            stdout,
            stderr,
            ended: false,
        }
    }

    /// Waits until the command has written a line that contains `text`.
    ///
    /// # Panics
    /// When the command ends or [`PATIENCE`] runs out before.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // The status first: what was written before the end must still be seen.
            let status = self.child.try_wait().expect("the child is ours");
            if self.stdout.text().contains(text) || self.stderr.text().contains(text) {
                return;
            }
            let waiting = status.is_none() && Instant::now() < deadline;
            assert!(
                waiting,
                "{} never wrote {text:?}\n{}\n{}",
                self.description,
                self.stdout.text(),
                self.stderr.text()
            );
            std::thread::sleep(STEP);
        }
    }

    /// What the command has written to standard output up to now.
    pub(crate) fn written(&self) -> String {
        self.stdout.text()
    }

    /// Whether the command has not ended yet.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("the child is ours").is_none()
    }

    /// Sends SIGINT to the whole group, as Ctrl-C in a terminal does: the plugin gets it too.
    pub(crate) fn interrupt(&self) {
        self.signal("-INT -{pid}");
    }

    /// Sends SIGTERM to the command alone.
    pub(crate) fn terminate(&self) {
        self.signal("-TERM {pid}");
    }

    /// Kills the command, and leaves its children alone.
    pub(crate) fn kill(&self) {
        self.signal("-KILL {pid}");
    }

    /// Kills the children of the command: its plugins.
    pub(crate) fn kill_children(&self) {
        self.signal("-KILL $(cat /proc/{pid}/task/*/children)");
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When [`PATIENCE`] runs out; the command is killed before.
    #[track_caller]
    pub(crate) fn finish(mut self) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the child is ours") {
                break Some(status);
            }
            if Instant::now() > deadline {
                break None;
            }
            std::thread::sleep(STEP);
        };
        let Some(status) = status else {
            panic!(
                "{} hangs\n{}\n{}",
                self.description,
                self.stdout.text(),
                self.stderr.text()
            );
        };
        self.ended = true;
        self.outcome(status)
    }

    fn outcome(&mut self, status: ExitStatus) -> Outcome {
        Outcome {
            command: self.description.clone(),
            status,
            stdout: self.stdout.drain(),
            stderr: self.stderr.drain(),
        }
    }

    /// Sends a signal with these arguments of `kill`, unless the command has ended. The standard library can only kill; a signal
    /// to a group needs the shell or unsafe code.
    fn signal(&self, arguments: &str) {
        let script = format!("kill {arguments}").replace("{pid}", &self.child.id().to_string());
        Command::new("sh")
            .args(["-c", &script])
            .stderr(Stdio::null())
            .status()
            .expect("a shell is installed");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended && matches!(self.child.try_wait(), Ok(None)) {
            self.signal("-KILL -{pid}");
            self.child.wait().expect("the child is ours");
        }
    }
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// One output of the command, read on a thread so that a full pipe never blocks it.
struct Stream {
    text: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Stream {
    fn read(source: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let sink = Arc::clone(&text);
        let reader = std::thread::spawn(move || {
            let mut source = BufReader::new(source);
            let mut line = Vec::new();
            while matches!(source.read_until(b'\n', &mut line), Ok(count) if count > 0) {
                sink.lock()
                    .expect("no reader panics")
                    .push_str(&String::from_utf8_lossy(&line));
                line.clear();
            }
        });
        Self {
            text,
            reader: Some(reader),
        }
    }

    fn text(&self) -> String {
        self.text.lock().expect("no reader panics").clone()
    }

    fn drain(&mut self) -> String {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no reader panics");
        }
        self.text()
    }
}
