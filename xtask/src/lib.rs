//! Builds the provider for users and registries. `cargo xtask --help` describes the commands.

#![allow(clippy::disallowed_methods, reason = "a command-line tool reads the environment")]

use std::{fmt::Display, path::Path};

pub mod arguments;
pub mod bill_of_materials;
pub mod build;
pub mod checksums;
pub mod install;
pub mod licenses;
pub mod mirror;
pub mod notes;
pub mod package;
mod packages;
pub mod platform;
pub mod reproduce;

/// Version of all packages.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Name of the provider's binary and prefix of its archives.
pub const PROVIDER: &str = "terraform-provider-codepipeline";

/// Adds to an error the path of the file or directory that it is about.
///
/// # Errors
/// Returns the error of `result`.
pub fn at<T>(path: &Path, result: Result<T, impl Display>) -> Result<T, String> {
    result.map_err(|error| format!("{}: {error}", path.display()))
}
