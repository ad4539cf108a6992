//! A page, and what it contains besides the schema.

use std::collections::BTreeMap;

/// A page of the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path below `docs/`: `resources/connection.md`.
    pub path: String,
    /// Its Markdown, front matter included.
    pub text: String,
}

/// The content of pages in addition to the schema.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The text of each file below `examples/`, by its path there: `resources/example_note/resource.tf`.
    pub examples: BTreeMap<String, String>,
    /// The Markdown on required permissions, by the path of the page.
    pub permissions: BTreeMap<String, String>,
    /// The Markdown with the list of guides, for the index page.
    pub guides: String,
}

impl Sources {
    /// The examples in `directory` whose file names begin with `prefix` and end with `suffix`, in order.
    pub(super) fn examples(&self, directory: &str, prefix: &str, suffix: &str) -> impl Iterator<Item = &str> {
        self.examples.iter().filter_map(move |(path, text)| {
            let (found, file) = path.rsplit_once('/')?;
            let wanted = found == directory && file.starts_with(prefix) && file.ends_with(suffix);
            wanted.then_some(text.as_str())
        })
    }
}
