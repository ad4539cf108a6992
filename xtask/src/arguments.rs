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

`install` copies the provider to a filesystem mirror, from which `terraform init` and `tofu init` install it. By
default, this is the directory in which both search without any configuration: ~/.terraform.d/plugins, or
%APPDATA%\\terraform.d\\plugins on Windows.

`package` writes the files of a release to DIRECTORY: the archive, the registry's manifest, the bill of materials and
the checksums. Archives of other platforms in DIRECTORY are included in the checksums.

`checksums` writes the checksums of DIRECTORY, to which the files of all platforms were copied, and fails if the archive
of a platform is missing.

`licenses` prints the packages in the binary with the texts of their licenses, as the archive contains them, and fails if
a license is not accepted.

`notes` prints the section of the changelog for this version, and fails if TAG is not its tag or the section has no date.

`mirror` copies the archives in the directory RELEASE to DIRECTORY, as a filesystem mirror. On an HTTPS server,
DIRECTORY is a network mirror.

`reproduce` builds the provider twice, in two directories, and fails if the binaries differ.";

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
        [] | ["help" | "--help" | "-h"] => Ok(Command::Help),
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
        _ => Err(format!("unknown arguments: {}\n\n{HELP}", arguments.join(" "))),
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
            "publish",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
