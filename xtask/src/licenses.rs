//! The licenses of the packages in a binary.

use std::{
    collections::BTreeMap,
    error::Error,
    fmt::Write as _,
    fs, io,
    iter::Peekable,
    path::{Path, PathBuf},
    vec::IntoIter,
};

use cargo_metadata::Package;

use crate::{PROVIDER, VERSION, packages};

/// Licenses that allow everybody to distribute a binary, if their text accompanies it. In alphabetical order.
const ACCEPTED: [&str; 8] = [
    "Apache-2.0",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];
/// The C library in the binaries for Linux. Rust ships it without its license: this is that of musl 1.2.5.
const MUSL: &str = include_str!("../licenses/musl.txt");
/// How the names of the files with a license begin, in upper case.
const FILES: [&str; 5] = ["COPYING", "COPYRIGHT", "LICENSE", "NOTICE", "UNLICENSE"];
/// Separates the texts.
const RULE: &str = "--------------------------------------------------------------------------------";

/// Returns the list of the packages in the provider that is built for `target` from the workspace at `root`, with their
/// licenses, and the texts of these licenses. Packages with the same text share it.
///
/// # Errors
/// Returns an error if the license of a package is not accepted, or if a file cannot be read.
pub fn of(root: &Path, target: &str) -> Result<String, Box<dyn Error>> {
    let mut list = format!(
        "{PROVIDER} {VERSION} is built from these packages and the standard library of Rust (MIT OR Apache-2.0,\n\
         https://github.com/rust-lang/rust). The texts of their licenses follow the list.\n\n"
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages::of(root, target)?
        .iter()
        .filter(|package| package.source.is_some())
    {
        let license = packages::license(package).unwrap_or_default();
        let (name, version) = (&package.name, &package.version);
        if !is_accepted(&license) {
            return Err(format!("the license of {name} {version} is not accepted: {license:?}").into());
        }
        let own = own_texts(package)?;
        let without = if own.is_empty() { ", no license file" } else { "" };
        let repository = package.repository.as_deref().unwrap_or("no repository");
        writeln!(list, "{name} {version}: {license}, {repository}{without}")?;
        for text in own {
            texts.entry(text).or_default().push(format!("{name} {version}"));
        }
    }
    if target.contains("musl") {
        writeln!(list, "musl: MIT, https://musl.libc.org")?;
        texts.insert(MUSL.trim_end().to_owned(), vec!["musl".to_owned()]);
    }
    for (text, users) in texts {
        write!(list, "\n{RULE}\n{}\n{RULE}\n\n{text}\n", users.join(", "))?;
    }
    Ok(list)
}

/// Returns the texts of the licenses in the sources of a package.
fn own_texts(package: &Package) -> io::Result<Vec<String>> {
    let directory = package.manifest_path.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut files = Vec::new();
    find(directory.as_std_path(), &mut files)?;
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(file)?).replace('\r', "");
        let text = text.trim_matches('\n').to_owned();
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// Adds the files with a license in `directory` and below it to `files`.
fn find(directory: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if entry.file_type()?.is_dir() {
            find(&entry.path(), files)?;
        } else if FILES.iter().any(|start| name.starts_with(start)) && !name.ends_with(".RS") {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// Checks whether an SPDX expression can be met with accepted licenses alone.
fn is_accepted(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut words = words.into_iter().peekable();
    one_of(&mut words) && words.next().is_none()
}

fn one_of(words: &mut Peekable<IntoIter<&str>>) -> bool {
    let mut accepted = all_of(words);
    while words.next_if_eq(&"OR").is_some() {
        accepted |= all_of(words);
    }
    accepted
}

fn all_of(words: &mut Peekable<IntoIter<&str>>) -> bool {
    let mut accepted = license(words);
    while words.next_if_eq(&"AND").is_some() {
        accepted &= license(words);
    }
    accepted
}

fn license(words: &mut Peekable<IntoIter<&str>>) -> bool {
    let Some(word) = words.next() else { return false };
    if word == "(" {
        return one_of(words) & words.next_if_eq(&")").is_some();
    }
    // An exception only adds permissions.
    if words.next_if_eq(&"WITH").is_some() && words.next().is_none() {
        return false;
    }
    ACCEPTED.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build;

    #[test]
    fn an_expression_is_accepted_if_accepted_licenses_meet_it() {
        for (expression, accepted) in [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("GPL-2.0-only OR MIT", true),
            ("MIT AND GPL-2.0-only", false),
            ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
            ("GPL-3.0-only WITH GCC-exception-3.1", false),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("(MIT OR Apache-2.0) AND MPL-2.0", false),
            ("MIT OR Apache-2.0 AND MPL-2.0", true),
            ("", false),
            ("MIT Apache-2.0", false),
            ("(MIT", false),
        ] {
            assert_eq!(is_accepted(expression), accepted, "{expression}");
        }
    }

    #[test]
    fn a_binary_with_musl_comes_with_its_license() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for (target, contains) in [("aarch64-unknown-linux-musl", true), ("x86_64-apple-darwin", false)] {
            let text = of(root, target).unwrap();
            assert_eq!(
                text.contains("\nmusl: MIT, https://musl.libc.org\n"),
                contains,
                "{target}"
            );
            let own = format!("\n{RULE}\nmusl\n{RULE}\n\nmusl as a whole is licensed under");
            assert_eq!(text.contains(&own), contains, "{target}");
        }
    }

    /// Runs on each operating system, since each has packages of its own.
    #[test]
    fn every_license_of_this_platform_is_accepted() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        of(root, &build::host().unwrap()).unwrap();
    }
}
