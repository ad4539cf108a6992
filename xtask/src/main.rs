//! The command line of `cargo xtask`.

use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use xtask::{
    arguments::{self, Command},
    at,
    build::{self, Directories},
    checksums, install, licenses, mirror, notes, package, reproduce,
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
        Command::Checksums { directory } => {
            let sums = checksums::of_all_platforms(&directory)?;
            print(&format!("Wrote {}", sums.display()))?;
        }
        Command::Help => print(arguments::HELP)?,
        Command::Install { directory } => {
            let directory = directory.map_or_else(install::implied_mirror, Ok)?;
            for path in install::install(&build::native(&root())?, &directory)? {
                print(&format!("Installed {}", path.display()))?;
            }
        }
        Command::Licenses { target } => {
            let target = target.map_or_else(build::host, Ok)?;
            print(licenses::of(&root(), &target)?.trim_end())?;
        }
        Command::Notes { tag } => {
            let changelog = root().join("CHANGELOG.md");
            let changelog = at(&changelog, fs::read_to_string(&changelog))?;
            print(notes::of(&tag, &changelog)?)?;
        }
        Command::Mirror { release, directory } => {
            for path in mirror::mirror(&release, &directory)? {
                print(&format!("Wrote {}", path.display()))?;
            }
        }
        Command::Package { directory, target } => {
            let binary = build::release(&Directories::of(&root())?, target.as_deref())?;
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

/// Prints until the reader has enough, as `head` has.
fn print(line: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{line}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}
