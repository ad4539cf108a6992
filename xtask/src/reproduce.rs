//! Proves that a build can be reproduced.

use std::{error::Error, fs, path::Path, process::Command};

use crate::{build, checksums::digest};

/// Builds the committed sources twice, in two directories, and returns the digest of both binaries.
///
/// # Errors
/// Returns an error if a build fails or if the binaries differ.
pub fn reproduce(root: &Path) -> Result<String, Box<dyn Error>> {
    let digests = [built(root, "first")?, built(root, "the second directory")?];
    let [first, second] = &digests;
    if first != second {
        return Err(format!("the binaries differ: {first} and {second}").into());
    }
    Ok(format!("Both builds have the SHA-256 digest {first}"))
}

fn built(root: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    let temporary = tempfile::tempdir()?;
    let clone = temporary.path().join(name);
    let status = Command::new("git")
        .args(["clone", "--quiet"])
        .arg(root)
        .arg(&clone)
        .status()?;
    if !status.success() {
        return Err(format!("git clone: {status}").into());
    }
    let binary = build::release(&clone, None)?;
    Ok(digest(&fs::read(binary.path)?))
}
