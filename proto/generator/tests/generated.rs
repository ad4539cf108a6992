//! The generated types: stale ones are rewritten, and the test fails once.

use std::{fs, path::Path};

use terraform_plugin_protocol_generator::{PACKAGE, generate};

use super::digests;

#[test]
fn the_generated_types_are_fresh() {
    let fresh = tempfile::tempdir().unwrap();
    generate(fresh.path()).unwrap();
    let package = Path::new(PACKAGE);
    let mut files: Vec<_> = fs::read_dir(fresh.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                package.join("src/generated").join(entry.file_name()),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    let mut stale = Vec::new();
    for (file, text) in files {
        write_stale(&file, text, &mut stale);
    }
    write_stale(&package.join(digests::RECORD), digests::digests(package), &mut stale);
    assert!(
        stale.is_empty(),
        "{stale:?} were stale and have been rewritten: commit them"
    );
}

fn write_stale(file: &Path, text: String, stale: &mut Vec<String>) {
    if fs::read_to_string(file).unwrap_or_default() != text {
        fs::write(file, text).unwrap();
        stale.push(file.display().to_string());
    }
}
