//! The files of a release, as the registries of Terraform and OpenTofu require them.
//!
//! Source: <https://developer.hashicorp.com/terraform/registry/providers/publishing>.

use std::{
    error::Error,
    fs::{self, File},
    io::{Seek, Write},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::{PROVIDER, VERSION, at, bill_of_materials, checksums, licenses, platform::Binary};

/// The repository's copy of the registry's manifest.
const MANIFEST: &str = "terraform-registry-manifest.json";
/// Files of the repository that an archive contains.
const ENCLOSED: [&str; 4] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];
/// Name of the list of licenses in an archive.
const LICENSES: &str = "THIRD-PARTY-LICENSES.txt";
/// Level of zlib: small, because every `terraform init` downloads the archive.
const COMPRESSION_LEVEL: i64 = 9;
/// Permissions of a program and of other files.
const PROGRAM: u32 = 0o755;
const DOCUMENT: u32 = 0o644;

/// Writes the archive of `binary`, the manifest, the bill of materials and the checksums of all files of this version in
/// `directory`. Returns the paths of the written files.
///
/// # Errors
/// Returns why a file cannot be read or written.
pub fn package(root: &Path, binary: &Binary, directory: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    at(directory, fs::create_dir_all(directory))?;
    let archive = directory.join(binary.platform.archive());
    write_archive(root, binary, at(&archive, File::create(&archive))?)?;
    let manifest = directory.join(format!("{PROVIDER}_{VERSION}_manifest.json"));
    at(&manifest, fs::copy(root.join(MANIFEST), &manifest))?;
    let components = directory.join(format!("{PROVIDER}_{VERSION}_{}.cdx.json", binary.platform.directory()));
    at(
        &components,
        fs::write(&components, bill_of_materials::of(root, &binary.target)?),
    )?;
    let sums = checksums::write(directory)?;
    Ok(vec![archive, manifest, components, sums])
}

/// Equal contents give equal archives: the times of the files are not part of it.
fn write_archive(root: &Path, binary: &Binary, file: impl Write + Seek) -> Result<(), Box<dyn Error>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(COMPRESSION_LEVEL))
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(file);
    for name in ENCLOSED {
        archive.start_file(name, options.unix_permissions(DOCUMENT))?;
        let path = root.join(name);
        archive.write_all(&at(&path, fs::read(&path))?)?;
    }
    archive.start_file(LICENSES, options.unix_permissions(DOCUMENT))?;
    archive.write_all(licenses::of(root, &binary.target)?.as_bytes())?;
    archive.start_file(binary.installed_name(), options.unix_permissions(PROGRAM))?;
    archive.write_all(&at(&binary.path, fs::read(&binary.path))?)?;
    archive.finish()?;
    Ok(())
}
