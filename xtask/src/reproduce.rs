//! Proves that a build can be reproduced.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

use crate::{
    build::{self, Directories},
    checksums,
};

/// Builds the committed sources twice, with different directories for the sources, the build and the packages, and returns
/// the digest of both binaries.
///
/// # Errors
/// Returns an error if a build fails, or where the binaries are if they differ.
pub fn reproduce(root: &Path) -> Result<String, Box<dyn Error>> {
    let temporary = TempDir::new()?;
    let clone = |name: &str| clone(root, &temporary.path().join(name));
    let first = Directories::of(&clone("first")?)?;
    let first = Directories {
        target: first.source.join("target"),
        ..first
    };
    let second = Directories {
        source: Directories::of(&clone("the second directory")?)?.source,
        target: temporary.path().join("second target"),
        cargo_home: new_cargo_home(&first.cargo_home, temporary.path().join("second home"))?,
    };
    let first = build::release(&first, None)?;
    let second = build::release(&second, Some(&first.target))?;
    let [one, other] = [checksums::of_file(&first.path)?, checksums::of_file(&second.path)?];
    if one == other {
        return Ok(format!(
            "Both builds for {} have the SHA-256 digest {one}",
            first.target
        ));
    }
    let _kept = temporary.keep();
    Err(format!(
        "the binaries differ:\n{one}  {}\n{other}  {}",
        first.path.display(),
        second.path.display()
    )
    .into())
}

fn clone(root: &Path, directory: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let status = Command::new("git")
        .args(["clone", "--quiet"])
        .args([root, directory])
        .status()?;
    if !status.success() {
        return Err(format!("git clone: {status}").into());
    }
    Ok(directory.to_owned())
}

/// Makes a directory for the packages, which Cargo downloads again, configured as the user's.
fn new_cargo_home(own: &Path, new: PathBuf) -> Result<PathBuf, Box<dyn Error>> {
    fs::create_dir(&new)?;
    let configuration = own.join("config.toml");
    if configuration.exists() {
        fs::copy(configuration, new.join("config.toml"))?;
    }
    Ok(new)
}
