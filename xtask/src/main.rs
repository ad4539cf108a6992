//! The command line of `cargo xtask`.

use std::{
    error::Error,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use xtask::{
    arguments::{self, Command},
    build, install, mirror, package, reproduce,
};

fn main() -> ExitCode {
    let command = arguments::parse(std::env::args().skip(1));
    match command.map_err(Into::into).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Help => print(arguments::HELP)?,
        Command::Install { directory } => {
            let directory = directory.map_or_else(install::implied_mirror, Ok)?;
            for path in install::install(&build::native(&root())?, &directory)? {
                print(&format!("Installed {}", path.display()))?;
            }
        }
        Command::Mirror { release, directory } => {
            for path in mirror::mirror(&release, &directory)? {
                print(&format!("Wrote {}", path.display()))?;
            }
        }
        Command::Package { directory, target } => {
            let binary = build::release(&root(), target.as_deref())?;
            for path in package::package(&root(), &binary, &directory)? {
                print(&format!("Wrote {}", path.display()))?;
            }
        }
        Command::Reproduce => print(&reproduce::reproduce(&root())?)?,
    }
    Ok(())
}

/// The directory of the workspace.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

fn print(line: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{line}")
}
