//! The results in `docs/guides/reliability.md`.

use std::{fs, path::Path};

/// Returns a variable that selects how much runs; `None` if it is empty.
#[expect(
    clippy::disallowed_methods,
    reason = "an environment variable selects how many cases run"
)]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|wanted| !wanted.is_empty())
}

/// Replaces what an earlier run of `writer` wrote.
pub(super) fn write_into_the_guide(writer: &str, result: &str) {
    let begin = format!("<!-- The {writer} writes from here … -->\n");
    let end = "<!-- … to here. -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides/reliability.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    fs::write(path, format!("{before}{begin}\n{result}\n{end}{after}")).unwrap();
}
