//! The command line of the emulator.

mod arguments;
mod demo;
mod environment;
mod signals;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use arguments::{Command, HELP};
use environment::usage;
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
