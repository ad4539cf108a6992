//! The checksums of a release.

use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use crate::{
    PROVIDER, VERSION, at,
    platform::{Platform, RELEASED},
};

/// Writes the checksums of all files of this version in `directory`, and returns the path of the file.
///
/// # Errors
/// Returns why a file cannot be read or written.
pub fn write(directory: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let mut lines = String::new();
    for (name, digest) in digests(directory)? {
        lines += &format!("{digest}  {name}\n");
    }
    let sums = directory.join(format!("{PROVIDER}_{VERSION}_SHA256SUMS"));
    at(&sums, fs::write(&sums, lines))?;
    Ok(sums)
}

/// Like [`write()`], for a directory to which the files of all platforms were copied.
///
/// # Errors
/// Returns which archives are missing, or why a file cannot be read or written.
pub fn of_all_platforms(directory: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let archives = RELEASED.iter().filter_map(|target| Platform::of(target));
    let missing: Vec<_> = archives
        .map(|platform| platform.archive())
        .filter(|archive| !directory.join(archive).exists())
        .collect();
    if missing.is_empty() {
        return write(directory);
    }
    Err(format!("{} does not contain {}", directory.display(), missing.join(", ")).into())
}

/// Returns the digests of what a release contains, but for the checksums and their signature.
fn digests(directory: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut digests = BTreeMap::new();
    for entry in at(directory, fs::read_dir(directory))? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| format!("{} is not UTF-8", name.display()))?;
        if name.starts_with(&format!("{PROVIDER}_{VERSION}_")) && !name.contains("SHA256SUMS") {
            digests.insert(name, of_file(&entry.path())?);
        }
    }
    Ok(digests)
}

/// Returns the digest of a file, like [`digest`].
///
/// # Errors
/// Returns why the file cannot be read.
pub(crate) fn of_file(path: &Path) -> Result<String, String> {
    Ok(digest(&at(path, fs::read(path))?))
}

/// Returns the SHA-256 digest of `bytes` in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
