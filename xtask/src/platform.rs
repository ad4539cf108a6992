//! The platforms, as Terraform's registry names them.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use crate::{PROVIDER, VERSION};

/// The targets of a release. The binaries need no library that their systems do not contain.
pub const RELEASED: [&str; 6] = [
    "aarch64-apple-darwin",
    "aarch64-pc-windows-msvc",
    "aarch64-unknown-linux-musl",
    "x86_64-apple-darwin",
    "x86_64-pc-windows-msvc",
    "x86_64-unknown-linux-musl",
];

/// An operating system and an architecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    os: &'static str,
    arch: &'static str,
}

impl Platform {
    /// Returns the platform of a target triple of Rust; `None` if Terraform does not run on it.
    pub fn of(target: &str) -> Option<Self> {
        let (arch, rest) = target.split_once('-')?;
        let arch = match arch {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "armv7" | "arm" | "armv6" => "arm",
            "i686" | "i586" => "386",
            _ => return None,
        };
        let systems = ["linux", "darwin", "windows", "freebsd", "openbsd"];
        let os = systems
            .into_iter()
            .find(|system| rest.split('-').any(|part| part == *system))?;
        Some(Self { os, arch })
    }

    /// Returns the directory of the platform in a mirror: `linux_amd64`.
    pub fn directory(&self) -> String {
        format!("{}_{}", self.os, self.arch)
    }

    /// Returns the end of the name of a program.
    fn extension(&self) -> &'static str {
        if self.os == "windows" { ".exe" } else { "" }
    }

    /// Returns the name of the release's archive.
    pub fn archive(&self) -> String {
        format!("{PROVIDER}_{VERSION}_{}.zip", self.directory())
    }
}

/// A provider that was built for a target.
#[derive(Clone, Debug)]
pub struct Binary {
    /// The file.
    pub path: PathBuf,
    /// The target triple of Rust.
    pub target: String,
    /// The target's platform.
    pub platform: Platform,
}

impl Binary {
    /// Returns the provider in `directory` that cargo built for `target`.
    ///
    /// # Errors
    /// Returns an error if Terraform does not run on the target.
    pub fn built(directory: &Path, target: String) -> Result<Self, Box<dyn Error>> {
        let platform = Platform::of(&target).ok_or_else(|| format!("Terraform does not run on {target}"))?;
        let path = directory.join(format!("{PROVIDER}{}", platform.extension()));
        Ok(Self { path, target, platform })
    }

    /// Returns the name under which Terraform finds the provider in an archive or a mirror.
    pub fn installed_name(&self) -> String {
        format!("{PROVIDER}_v{VERSION}{}", self.platform.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_the_names_of_the_registry() {
        for (target, directory) in [
            ("x86_64-unknown-linux-gnu", Some("linux_amd64")),
            ("aarch64-unknown-linux-musl", Some("linux_arm64")),
            ("aarch64-apple-darwin", Some("darwin_arm64")),
            ("x86_64-pc-windows-msvc", Some("windows_amd64")),
            ("wasm32-unknown-unknown", None),
            ("x86_64-unknown-redox", None),
            ("linux", None),
        ] {
            let named = Platform::of(target).map(|platform| platform.directory());
            assert_eq!(named.as_deref(), directory, "{target}");
        }
    }
}
