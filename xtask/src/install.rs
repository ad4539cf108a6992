//! Filesystem mirrors of Terraform and OpenTofu.
//!
//! Source: <https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories>.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{VERSION, at, platform::Binary};

/// Registries from which `source = "gitlab-aws/codepipeline"` is looked up: Terraform's and OpenTofu's.
pub const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];
/// The provider in each of them.
pub const SOURCE: [&str; 2] = ["gitlab-aws", "codepipeline"];

/// Returns the mirror in which Terraform and OpenTofu search without any configuration.
///
/// # Errors
/// Returns an error if the user has no home directory.
pub fn implied_mirror() -> io::Result<PathBuf> {
    let directory = if cfg!(windows) {
        env::var_os("APPDATA").map(|directory| PathBuf::from(directory).join("terraform.d"))
    } else {
        env::home_dir().map(|directory| directory.join(".terraform.d"))
    };
    let directory = directory.ok_or_else(|| io::Error::other("there is no home directory"))?;
    Ok(directory.join("plugins"))
}

/// Copies `binary` to the filesystem mirror in `directory`, and returns where it is.
///
/// # Errors
/// Returns why a file cannot be written.
pub fn install(binary: &Binary, directory: &Path) -> Result<Vec<PathBuf>, String> {
    let installed = REGISTRIES.map(|registry| {
        let mut place = directory.join(registry);
        place.extend(SOURCE);
        place.push(VERSION);
        place.push(binary.platform.directory());
        replace(&place, &binary.installed_name(), &binary.path)
    });
    installed.into_iter().collect()
}

/// Replaces the provider in `place`. A process that runs the old one keeps it, since the file is not written over.
fn replace(place: &Path, name: &str, binary: &Path) -> Result<PathBuf, String> {
    at(place, fs::create_dir_all(place))?;
    let copy = at(place, NamedTempFile::new_in(place))?.into_temp_path();
    at(binary, fs::copy(binary, &copy))?;
    let installed = place.join(name);
    at(&installed, copy.persist(&installed).map_err(|error| error.error))?;
    Ok(installed)
}
