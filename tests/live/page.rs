//! The list of assumptions in `docs/guides/assumptions.md`.

use codepipeline_emulator_testing::guide;

use super::assumptions::{ASSUMPTIONS, Assumption};

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
    let rows: String = ASSUMPTIONS.iter().map(row).collect();
    let head = "| Assumption | What the provider does | If it were wrong |\n| --- | --- | --- |\n";
    let is_stale = guide::write("assumptions.md", "test of assumptions", &format!("{head}{rows}"));
    assert!(
        !is_stale,
        "docs/guides/assumptions.md was stale and has been rewritten: commit it"
    );
}
