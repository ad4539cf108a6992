//! Digests of the definitions, of the list of what they define, and of the types generated from them.

use std::{fs, path::Path};

use sha2::{Digest, Sha256};

/// The file with the digests that the generator recorded, below the package.
pub(crate) const RECORD: &str = "src/generated/digests.txt";

/// The folders with the files that are digested, below the package.
const FOLDERS: [&str; 3] = [".", "generator/tests", "src/generated"];

/// Returns a line for each definition, list and generated file, as `sha256sum` prints it.
pub(crate) fn digests(package: &Path) -> String {
    let mut lines: Vec<String> = FOLDERS
        .iter()
        .flat_map(|folder| folder_digests(package, folder))
        .collect();
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    lines.concat()
}

fn folder_digests(package: &Path, folder: &str) -> Vec<String> {
    let entries = fs::read_dir(package.join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| {
            [".proto", "wire.txt", ".rs"]
                .iter()
                .any(|ending| name.ends_with(ending))
        })
        .filter(|name| folder == "src/generated" || !name.ends_with(".rs"))
        .map(|name| {
            let file = format!("{folder}/{name}").trim_start_matches("./").to_owned();
            let digest = Sha256::digest(fs::read(package.join(&file)).unwrap());
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex}  {file}\n")
        })
        .collect()
}
