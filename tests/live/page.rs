//! The list of assumptions in `docs/guides/assumptions.md`.

use std::{fs, path::Path};

use super::assumptions::{ASSUMPTIONS, Assumption};

const BEGIN: &str = "<!-- The list is generated from here … -->\n";
const END: &str = "<!-- … to here. -->\n";

fn row(assumption: &Assumption) -> String {
    let Assumption {
        assumed,
        effect,
        otherwise,
        ..
    } = assumption;
    format!("| {assumed}. | {effect} | {otherwise} |\n")
}

#[test]
fn the_page_lists_every_assumption() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/guides/assumptions.md");
    let committed = fs::read_to_string(&path).unwrap();
    let (before, rest) = committed.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let rows: String = ASSUMPTIONS.iter().map(row).collect();
    let head = "| Assumption | What the provider does | If it were wrong |\n| --- | --- | --- |\n";
    let page = format!("{before}{BEGIN}\n{head}{rows}\n{END}{after}");
    if page != committed {
        fs::write(&path, page).unwrap();
        panic!("docs/guides/assumptions.md was stale and has been rewritten: commit it");
    }
}
