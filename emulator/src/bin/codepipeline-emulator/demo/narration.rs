//! What the demonstration tells: one numbered step after the other, each with its result and its duration.

use std::{
    fmt,
    io::{self, Write},
    time::{Duration, Instant},
};

/// The step at which the story ended, and why.
#[derive(Debug)]
pub(crate) struct Failure {
    step: String,
    /// What failed, `None` if a signal ended it.
    cause: Option<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, cause } = self;
        match cause {
            Some(cause) => write!(f, "The demo failed at \"{step}\":\n{cause}"),
            None => write!(
                f,
                "The demo was interrupted at \"{step}\". What it had made is removed."
            ),
        }
    }
}

impl std::error::Error for Failure {}

/// Numbers the steps and keeps the time.
pub(crate) struct Narration {
    begun: Instant,
    steps: u32,
    /// Title of the latest step.
    title: String,
}

impl Narration {
    /// A narration that has told nothing yet.
    pub(crate) fn begin() -> Self {
        Self {
            begun: Instant::now(),
            steps: 0,
            title: String::new(),
        }
    }

    /// Announces a step, does it and tells its result: the value goes on to the next steps, the text to the reader.
    ///
    /// # Errors
    /// The step's own failure, with its title.
    pub(crate) async fn step<T>(
        &mut self,
        title: &str,
        work: impl Future<Output = Result<(T, String), String>>,
    ) -> Result<T, Failure> {
        let begun = Instant::now();
        self.steps += 1;
        title.clone_into(&mut self.title);
        say(&format!("\n{:>2}  {title}\n", self.steps));
        let result = work.await;
        let took = seconds(begun.elapsed());
        match result {
            Ok((value, told)) => {
                say(&format!("    {took}  {told}\n"));
                Ok(value)
            }
            Err(cause) => {
                say(&format!("    {took}  FAILED\n\n"));
                Err(Failure {
                    step: title.to_owned(),
                    cause: Some(cause),
                })
            }
        }
    }

    /// A signal has ended the latest step.
    pub(crate) fn interrupted(&self) -> Failure {
        say("    interrupted\n\n");
        Failure {
            step: self.title.clone(),
            cause: None,
        }
    }

    /// Tells how long all of it took.
    pub(crate) fn end(&self) {
        let took = seconds(self.begun.elapsed());
        say(&format!(
            "\nAll of it worked, in {}. `demo --keep` leaves it up to look at.\n",
            took.trim_start()
        ));
    }
}

/// Writes to standard output at once; a reader who has gone away is no reason to stop.
pub(crate) fn say(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}

fn seconds(duration: Duration) -> String {
    format!("{:>5.1} s", duration.as_secs_f64())
}
