//! The command line.

use std::{path::PathBuf, time::Duration};

use codepipeline_emulator::Options;

/// Output of `--help`.
pub(crate) const HELP: &str = "\
A small, strict AWS emulator for tests and demos: CodeConnections, CodeStar Connections, CodePipeline and STS at
one endpoint, with a web console in which you authorize pending connections.

Usage: codepipeline-emulator [OPTIONS]
       codepipeline-emulator demo [--keep]

`demo` creates a GitLab connection and a pipeline with Terraform or OpenTofu, step by step, and destroys them.
With --keep, everything stays up until you press Ctrl-C.

Options:
  --listen ADDRESS            Address to listen on. :PORT means 127.0.0.1, port 0 any free port [127.0.0.1:4780]
  --state FILE                File that stores all data across restarts and crashes [memory only]
  --account-id ID             Account of the access key [111122223333]
  --access-key ID             Access key that can sign requests [test]
  --secret-key SECRET         Secret of the access key [test]
  --expired-key ID            Expired access key. Its session token is the same string [expired]
  --authorize-after DURATION  Time after which pending connections and hosts become AVAILABLE [never]
  --latency DURATION          Minimum duration of each call to AWS [none]
  --record FILE               File to which each call is appended as a line of JSON [none]
  --help                      Print this help
  --version                   Print the version

DURATION is a whole number with a unit: 500ms, 5s, 2m.

The first line on standard output is `listening on http://ADDRESS`. The URL of the console and the variables to export
follow. The console is at /console/.";

/// Default address.
const LISTEN: &str = "127.0.0.1:4780";

/// The command to run.
pub(crate) enum Command {
    /// Print the help.
    Help,
    /// Print the version.
    Version,
    /// Run the demo.
    Demo {
        /// Keep everything running until a signal.
        keep: bool,
    },
    /// Run the emulator.
    Serve {
        /// Address to listen on.
        listen: String,
        /// All other options.
        options: Box<Options>,
    },
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// Returns what is wrong with the first invalid argument.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let (mut listen, mut options) = (LISTEN.to_owned(), Options::default());
    let mut arguments = arguments.peekable();
    if arguments.next_if(|argument| argument == "demo").is_some() {
        return demo(arguments);
    }
    while let Some(argument) = arguments.next() {
        let (name, joined) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = || {
            joined
                .clone()
                .or_else(|| arguments.next())
                .ok_or(format!("{name} needs a value"))
        };
        match name {
            "--help" | "-h" => return Ok(Command::Help),
            "--version" | "-V" => return Ok(Command::Version),
            "--listen" => listen = address(value()?),
            "--state" => options.state = Some(PathBuf::from(value()?)),
            "--record" => options.record = Some(PathBuf::from(value()?)),
            "--account-id" => options.account = account(value()?)?,
            "--access-key" => options.access_key = value()?,
            "--secret-key" => options.secret_key = value()?,
            "--expired-key" => options.expired_key = value()?,
            "--authorize-after" => options.authorize_after = Some(duration(name, &value()?)?),
            "--latency" => options.latency = duration(name, &value()?)?,
            _ => return Err(format!("unknown argument: {argument}")),
        }
    }
    let options = Box::new(options);
    Ok(Command::Serve { listen, options })
}

fn demo(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut keep = false;
    for argument in arguments {
        match argument.as_str() {
            "--keep" => keep = true,
            "--help" | "-h" => return Ok(Command::Help),
            _ => return Err(format!("unknown argument of demo: {argument}")),
        }
    }
    Ok(Command::Demo { keep })
}

/// Completes an address without a host.
fn address(text: String) -> String {
    if text.starts_with(':') {
        return format!("127.0.0.1{text}");
    }
    text
}

fn account(text: String) -> Result<String, String> {
    if text.len() == 12 && text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Ok(text);
    }
    Err(format!("--account-id must be 12 digits, not {text}"))
}

/// Reads `500ms`, `5s` or `2m`, the value of the option `name`.
fn duration(name: &str, text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, u64); 3] = [("ms", 1), ("s", 1000), ("m", 60_000)];
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = UNITS.iter().find(|(name, _)| *name == unit);
    number
        .parse::<u64>()
        .ok()
        .zip(unit)
        .and_then(|(number, (_, milliseconds))| number.checked_mul(*milliseconds))
        .map(Duration::from_millis)
        .ok_or_else(|| format!("{name} must be a whole number with a unit, such as 500ms, 5s or 2m, not {text}"))
}
