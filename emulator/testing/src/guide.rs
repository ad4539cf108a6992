//! Results of tests in the guides of the documentation.

use std::{fs, path::Path};

/// Replaces what an earlier run of `writer` wrote into a page of `docs/guides`, between two comments that are there. Returns
/// whether the page has changed.
pub fn write(page: &str, writer: &str, result: &str) -> bool {
    let begin = format!("<!-- The {writer} writes from here … -->\n");
    let end = "<!-- … to here. -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/guides")
        .join(page);
    let committed = fs::read_to_string(&path).unwrap();
    let (before, rest) = committed.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let text = format!("{before}{begin}\n{result}\n{end}{after}");
    let has_changed = text != committed;
    if has_changed {
        fs::write(path, text).unwrap();
    }
    has_changed
}
