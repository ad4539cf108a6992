//! Mirrors of a release, for networks without access to a registry.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/provider-network-mirror-protocol>.

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{
    PROVIDER, VERSION, at, checksums,
    install::{REGISTRIES, SOURCE},
};

/// Copies the archives of this version in `release` to `directory`, which then is a filesystem mirror and, on any HTTPS
/// server, a network mirror. Other versions in it remain. Returns the directories of the provider.
///
/// # Errors
/// Returns an error if there are no archives, or if a file cannot be read or written.
pub fn mirror(release: &Path, directory: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let archives = archives(release)?;
    if archives.is_empty() {
        return Err(format!("{} contains no archives of version {VERSION}", release.display()).into());
    }
    let mut written = Vec::new();
    for registry in REGISTRIES {
        let mut place = directory.join(registry);
        place.extend(SOURCE);
        at(&place, fs::create_dir_all(&place))?;
        for (_, archive) in &archives {
            let copy = place.join(archive);
            at(&copy, fs::copy(release.join(archive), &copy))?;
        }
        add_to_index(&place, &archives)?;
        written.push(place);
    }
    Ok(written)
}

/// Returns the platform and the name of each archive.
fn archives(release: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut archives = Vec::new();
    for entry in at(release, fs::read_dir(release))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let platform = name.strip_prefix(&format!("{PROVIDER}_{VERSION}_"));
        if let Some(platform) = platform.and_then(|rest| rest.strip_suffix(".zip")) {
            archives.push((platform.to_owned(), name.clone()));
        }
    }
    archives.sort();
    Ok(archives)
}

/// Adds the version to the list of versions, and writes its archives with their checksums.
fn add_to_index(place: &Path, archives: &[(String, String)]) -> Result<(), Box<dyn Error>> {
    let index = place.join("index.json");
    let mut versions: Value = match fs::read(&index) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => json!({"versions": {}}),
        text => at(&index, serde_json::from_slice(&at(&index, text)?))?,
    };
    versions["versions"][VERSION] = json!({});
    at(&index, fs::write(&index, format!("{versions:#}\n")))?;
    let mut listed = Map::new();
    for (platform, archive) in archives {
        let digest = checksums::of_file(&place.join(archive))?;
        let entry = json!({"url": archive, "hashes": [format!("zh:{digest}")]});
        listed.insert(platform.clone(), entry);
    }
    let version = json!({"archives": listed});
    let listing = place.join(format!("{VERSION}.json"));
    at(&listing, fs::write(&listing, format!("{version:#}\n")))?;
    Ok(())
}
