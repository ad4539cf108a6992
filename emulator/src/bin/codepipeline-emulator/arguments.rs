//! The command line.

use std::{path::PathBuf, time::Duration};

use codepipeline_emulator::Options;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
A small, strict AWS for tests and demonstrations: CodeConnections, CodeStar Connections, CodePipeline and STS
on one address, with a web console where a person completes a pending connection.

Usage: codepipeline-emulator [OPTIONS]
       codepipeline-emulator demo [--keep]

`demo` shows the provider's main job with Terraform or OpenTofu, step by step; --keep leaves it up to look at.

Options:
  --listen ADDRESS            where to listen; :PORT is on 127.0.0.1, port 0 picks a free one [127.0.0.1:4780]
  --state FILE                keep everything in this file; it survives a kill at any moment [memory only]
  --account-id ID             the account of the access key [111122223333]
  --access-key ID             the access key that may sign calls [test]
  --secret-key SECRET         its secret [test]
  --authorize-after DURATION  pending connections and hosts become AVAILABLE by themselves after this time
  --latency DURATION          how long each call to AWS takes at least
  --help                      print this
  --version                   print the version

DURATION is a whole number with its unit: 500ms, 5s, 2m.

The first line on standard output is `listening on http://ADDRESS`. The console is at /console/; point the AWS
command line there with --endpoint-url, or Terraform with the provider's endpoints block.";

/// Where the emulator listens unless it is told.
const LISTEN: &str = "127.0.0.1:4780";

/// What the command line asks for.
pub(crate) enum Command {
    /// Print the help.
    Help,
    /// Print the version.
    Version,
    /// Run the demonstration.
    Demo {
        /// Leave everything up before the end.
        keep: bool,
    },
    /// Run the emulator.
    Serve {
        /// Address to listen on.
        listen: String,
        /// Everything else.
        options: Options,
    },
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// What is wrong with the first bad one.
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
            "--account-id" => options.account = account(value()?)?,
            "--access-key" => options.access_key = value()?,
            "--secret-key" => options.secret_key = value()?,
            "--authorize-after" => options.authorize_after = Some(duration(&value()?)?),
            "--latency" => options.latency = duration(&value()?)?,
            _ => return Err(format!("unknown argument: {argument}")),
        }
    }
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

/// Without a host an address is this machine's own.
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

/// Reads `500ms`, `5s` or `2m`.
fn duration(text: &str) -> Result<Duration, String> {
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
        .ok_or_else(|| format!("{text} is no duration: write a whole number with its unit, as in 500ms, 5s or 2m"))
}
