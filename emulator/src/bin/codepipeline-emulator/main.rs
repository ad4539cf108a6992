//! The command line of the emulator.

mod arguments;
mod demo;
mod signals;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use arguments::{Command, HELP};
use signals::Signals;
use tokio::net::TcpListener;

use codepipeline_emulator::Options;

fn main() -> ExitCode {
    let outcome = match arguments::parse(std::env::args().skip(1)) {
        Ok(Command::Help) => say(HELP),
        Ok(Command::Version) => say(concat!("codepipeline-emulator ", env!("CARGO_PKG_VERSION"))),
        Ok(Command::Demo { keep }) => run_demo(keep),
        Ok(Command::Serve { listen, options }) => serve(&listen, *options),
        Err(message) => Err(io::Error::other(format!(
            "{message}\nTry codepipeline-emulator --help."
        ))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("codepipeline-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{text}")?;
    out.flush()
}

#[tokio::main]
async fn run_demo(keep: bool) -> io::Result<()> {
    demo::run(keep, Signals::listen()?).await.map_err(io::Error::other)
}

#[tokio::main]
async fn serve(listen: &str, options: Options) -> io::Result<()> {
    let listener = TcpListener::bind(listen)
        .await
        .map_err(|error| refused(listen, &error))?;
    // Before the first line, because a reader of that line may send a signal immediately.
    let mut signals = Signals::listen()?;
    let url = format!("http://{}", listener.local_addr()?);
    let usage = usage(&url, &options);
    let server = codepipeline_emulator::serve(listener, options, async move { signals.next().await })?;
    say(&format!("listening on {url}"))?;
    // A program that reads only the first line may have closed the pipe.
    let _ = say(&usage);
    server.await;
    Ok(())
}

/// Returns the error for an address on which the emulator cannot listen.
fn refused(listen: &str, error: &io::Error) -> io::Error {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "\nStop the program that uses the port, or use any free port: --listen 127.0.0.1:0",
        io::ErrorKind::InvalidInput => {
            "\nUse an address with a port: --listen 127.0.0.1:4780, or only a port: --listen :4780"
        }
        _ => "",
    };
    io::Error::new(error.kind(), format!("cannot listen on {listen}: {error}{advice}"))
}

/// Returns the URL of the console, and the variables that lead AWS clients to the emulator.
fn usage(url: &str, options: &Options) -> String {
    // Not every client can connect to the address of all interfaces.
    let url = url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
    let (id, secret) = (quoted(&options.access_key), quoted(&options.secret_key));
    format!(
        "console: {url}/console/

export AWS_ENDPOINT_URL={url}
export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1
export AWS_ACCESS_KEY_ID={id} AWS_SECRET_ACCESS_KEY={secret}
export CODEPIPELINE_CONSOLE_URL={url}
unset AWS_PROFILE AWS_SESSION_TOKEN"
    )
}

/// Returns a word of a POSIX shell.
fn quoted(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./+=".contains(letter);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
