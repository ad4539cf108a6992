//! The output of the demo: numbered steps, each with its result and its duration.

use std::{
    fmt,
    io::{self, Write},
    time::{Duration, Instant},
};

use super::color::Style;

/// The step at which the demo ended, and why.
#[derive(Debug)]
pub(crate) struct Failure {
    step: String,
    /// Cause of the failure, `None` after a signal.
    cause: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, cause } = self;
        match cause {
            Some(cause) => write!(f, "The demo failed at \"{step}\":\n{cause}"),
            None => write!(
                f,
                "The demo was interrupted at \"{step}\". Everything it created has been removed."
            ),
        }
    }
}

impl std::error::Error for Failure {}

/// Numbers and times the steps.
pub(crate) struct Narration {
    /// Duration of all steps so far.
    total: Duration,
    steps: u32,
    /// Title of the latest step.
    title: String,
}

impl Narration {
    /// Returns a narration before the first step.
    pub(crate) fn new() -> Self {
        Self {
            total: Duration::ZERO,
            steps: 0,
            title: String::new(),
        }
    }

    /// Prints the title of a step, runs it and prints the text of its result. Returns its value.
    ///
    /// # Errors
    /// Returns the failure of the step, with its title.
    pub(crate) async fn step<T>(
        &mut self,
        title: &str,
        work: impl Future<Output = Result<(T, String), String>>,
    ) -> Result<T, Failure> {
        let started = Instant::now();
        self.steps += 1;
        title.clone_into(&mut self.title);
        let heading = format!("{:>2}  {title}", self.steps);
        say(&format!("\n{}\n", Style::Title.paint(&heading)));
        let result = work.await;
        let took = started.elapsed();
        self.total += took;
        let took = Style::Time.paint(&seconds(took));
        match result {
            Ok((value, text)) => {
                say(&format!("    {took}  {text}\n"));
                Ok(value)
            }
            Err(cause) => {
                say(&format!("    {took}  {}\n\n", Style::Failure.paint("FAILED")));
                Err(Failure {
                    step: title.to_owned(),
                    cause: Some(cause),
                })
            }
        }
    }

    /// Reports that a signal ended the latest step.
    pub(crate) fn interrupted(&self) -> Failure {
        say("    interrupted\n\n");
        Failure {
            step: self.title.clone(),
            cause: None,
        }
    }

    /// Prints the total duration of the steps.
    pub(crate) fn end(&self) {
        let took = seconds(self.total);
        say(&format!("\nAll steps succeeded in {}.\n", took.trim_start()));
    }
}

/// Writes to standard output immediately. A closed output does not stop the demo.
pub(crate) fn say(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

fn seconds(duration: Duration) -> String {
    format!("{:>5.1} s", duration.as_secs_f64())
}
