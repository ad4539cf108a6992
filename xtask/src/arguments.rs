//! The command line.

use std::path::PathBuf;

/// Output of `--help`.
pub const HELP: &str = "\
Builds, installs and packages terraform-provider-codepipeline.

Usage: cargo xtask install [DIRECTORY]
       cargo xtask package DIRECTORY [--target TRIPLE]
       cargo xtask checksums DIRECTORY
       cargo xtask licenses [--target TRIPLE]
       cargo xtask notes TAG
       cargo xtask mirror RELEASE DIRECTORY
       cargo xtask reproduce

`install` builds the provider and copies it to a filesystem mirror, from which `terraform init` and `tofu init` install
it. The default is the mirror in which both search without any configuration: ~/.terraform.d/plugins, or
%APPDATA%\\terraform.d\\plugins on Windows.

`package` builds the provider and writes the files of a release to DIRECTORY: the archive, the registry's manifest, the
bill of materials, and the checksums of these and of the other archives in DIRECTORY. The default target is that of this
machine, on Linux with musl if it is installed.

`checksums` writes the checksums of the files in DIRECTORY, and fails if the archive of a platform is missing.

`licenses` prints the list of the packages in the binary with the texts of their licenses, as in the archive, and fails if
a license is not accepted.

`notes` prints the section of the changelog for this version, and fails if TAG is not the tag of this version or the
section has no date.

`mirror` copies the archives in RELEASE to DIRECTORY, which then is a filesystem mirror and, on an HTTPS server, a network
mirror.

`reproduce` builds the committed sources twice, with different directories for the sources, the build and the packages,
and fails if the binaries differ.";

/// The command to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Write the checksums of all platforms.
    Checksums {
        /// Directory of the release.
        directory: PathBuf,
    },
    /// Print the help.
    Help,
    /// Install the provider.
    Install {
        /// Filesystem mirror, the implied one when omitted.
        directory: Option<PathBuf>,
    },
    /// Print the licenses of the packages in the binary.
    Licenses {
        /// Target triple, the host's when omitted.
        target: Option<String>,
    },
    /// Print the notes of a release.
    Notes {
        /// Tag of the release.
        tag: String,
    },
    /// Write the files of a release.
    Package {
        /// Where to write them.
        directory: PathBuf,
        /// Target triple, that of this machine when omitted.
        target: Option<String>,
    },
    /// Lay out the archives of a release as a mirror.
    Mirror {
        /// Directory of the release.
        release: PathBuf,
        /// Directory of the mirror.
        directory: PathBuf,
    },
    /// Compare two builds.
    Reproduce,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// Returns what is wrong with them.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let arguments: Vec<String> = arguments.collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] | ["help"] => Ok(Command::Help),
        _ if arguments.iter().any(|argument| matches!(*argument, "--help" | "-h")) => Ok(Command::Help),
        ["checksums", directory] if is_value(directory) => Ok(Command::Checksums {
            directory: directory.into(),
        }),
        ["install"] => Ok(Command::Install { directory: None }),
        ["install", directory] if is_value(directory) => Ok(Command::Install {
            directory: Some(directory.into()),
        }),
        ["licenses"] => Ok(Command::Licenses { target: None }),
        ["licenses", "--target", target] if is_value(target) => Ok(Command::Licenses {
            target: Some(target.to_owned()),
        }),
        ["notes", tag] if is_value(tag) => Ok(Command::Notes { tag: tag.to_owned() }),
        ["mirror", release, directory] if is_value(release) && is_value(directory) => Ok(Command::Mirror {
            release: release.into(),
            directory: directory.into(),
        }),
        ["package", directory] if is_value(directory) => Ok(Command::Package {
            directory: directory.into(),
            target: None,
        }),
        ["package", directory, "--target", target] | ["package", "--target", target, directory]
            if is_value(directory) && is_value(target) =>
        {
            Ok(Command::Package {
                directory: directory.into(),
                target: Some(target.to_owned()),
            })
        }
        ["reproduce"] => Ok(Command::Reproduce),
        [command, ..] => Err(misuse(command)),
    }
}

/// Returns how `command` is used, or that it does not exist.
fn misuse(command: &str) -> String {
    let usages = HELP.lines().filter_map(|line| line.split_once("cargo xtask "));
    let usage = usages
        .map(|(_, usage)| usage)
        .find(|usage| usage.split(' ').next() == Some(command));
    match usage {
        Some(usage) => format!("invalid arguments; usage: cargo xtask {usage}"),
        None => format!("unknown command: {command}\n\n{HELP}"),
    }
}

fn is_value(argument: &str) -> bool {
    !argument.is_empty() && !argument.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_target_may_stand_on_either_side_of_the_directory() {
        let package = Ok(Command::Package {
            directory: "dist".into(),
            target: Some("aarch64-apple-darwin".to_owned()),
        });
        assert_eq!(parsed("package dist --target aarch64-apple-darwin"), package);
        assert_eq!(parsed("package --target aarch64-apple-darwin dist"), package);
    }

    #[test]
    fn incomplete_and_unknown_arguments_are_refused() {
        for line in [
            "checksums",
            "licenses --target",
            "notes",
            "package",
            "package dist --target",
            "package --target dist",
            "install --to",
        ] {
            let command = line.split(' ').next().unwrap();
            let message = parsed(line).unwrap_err();
            assert!(message.contains(&format!("usage: cargo xtask {command} ")), "{message}");
        }
        let message = parsed("publish").unwrap_err();
        assert!(
            message.starts_with("unknown command: publish\n") && message.ends_with(HELP),
            "{message}"
        );
    }

    #[test]
    fn every_command_has_help() {
        for line in ["", "help", "--help", "package --help", "install -h"] {
            assert_eq!(parsed(line), Ok(Command::Help), "{line}");
        }
    }
}
