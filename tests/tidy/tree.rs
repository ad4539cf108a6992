//! The files that the rules read.

use std::{fs, path::Path, sync::LazyLock};

/// A file: its path from the root of the repository, and its text.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Returns whether the file is below `src` of a package, and not generated.
    pub(crate) fn is_code(&self) -> bool {
        self.is_rust() && (self.path.starts_with("src/") || self.path.contains("/src/"))
    }
}

/// Folders that Cargo, Git or a registry of crates writes.
const SKIPPED: [&str; 4] = [".git", "generated", "registry", "target"];

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the repository, sorted by path, without built and generated code.
pub(crate) static REPOSITORY: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let mut sources = Vec::new();
    collect(root(), &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
});

fn collect(folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if SKIPPED.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(root()).unwrap().display().to_string();
            sources.push(Source { path, text });
        }
    }
}

/// Returns a tree in memory.
pub(crate) fn tree(files: &[(&str, &str)]) -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    files.iter().map(source).collect()
}

/// Fails with the list of breaches, if there are any.
pub(crate) fn assert_none(rule: &str, breaches: &[String]) {
    assert!(
        breaches.is_empty(),
        "{rule}: {} breaches:\n{}",
        breaches.len(),
        breaches.join("\n")
    );
}
