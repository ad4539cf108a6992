//! The arrows between the files of a package are acyclic. A `mod.rs` that only lists and re-exports defines nothing, so no
//! arrow leads to it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    names::{self, Arrow, Names},
    tree,
};

/// Returns each circle: its files, and the names that tie them.
fn circles(names: &Names) -> Vec<String> {
    let arrows = names.arrows();
    let reached = reachable(&arrows);
    let mut circles = BTreeSet::new();
    for (file, others) in &reached {
        let circle: BTreeSet<&str> = others
            .iter()
            .copied()
            .filter(|other| reached[other].contains(file))
            .collect();
        circles.extend((!circle.is_empty()).then_some(circle));
    }
    circles.iter().map(|circle| describe(circle, &arrows)).collect()
}

/// Returns all files that can be reached from each file.
fn reachable(arrows: &BTreeSet<Arrow>) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
        next.entry(&arrow.to).or_default();
    }
    let from = |start: &&str| {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = next[start].iter().copied().collect();
        while let Some(file) = open.pop() {
            if seen.insert(file) {
                open.extend(&next[file]);
            }
        }
        seen
    };
    next.keys().map(|file| (*file, from(file))).collect()
}

fn describe(circle: &BTreeSet<&str>, arrows: &BTreeSet<Arrow>) -> String {
    let inside = |arrow: &&Arrow| circle.contains(arrow.from.as_str()) && circle.contains(arrow.to.as_str());
    let mut names: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for arrow in arrows.iter().filter(inside) {
        names.entry((&arrow.from, &arrow.to)).or_default().push(&arrow.name);
    }
    let lines = names
        .iter()
        .map(|((from, to), names)| format!("\n    {from} -> {to}: {}", names.join(", ")));
    format!("a circle of {} files{}", circle.len(), lines.collect::<String>())
}

#[test]
fn files_are_acyclic_in_every_package() {
    tree::assert_none("circles", &circles(&names::REPOSITORY));
}

fn found(files: &[(&str, &str)]) -> Vec<String> {
    circles(&Names::read(&tree::tree(files)))
}

#[test]
fn a_circle_through_super_is_found() {
    let found = found(&[
        ("src/lib.rs", "mod a;"),
        ("src/a/mod.rs", "mod b; mod c;"),
        ("src/a/b.rs", "use super::c::C; pub struct B(C);"),
        ("src/a/c.rs", "use super::{b::B}; pub struct C(Box<B>);"),
    ]);
    let expected = "a circle of 2 files\n    src/a/b.rs -> src/a/c.rs: C\n    src/a/c.rs -> src/a/b.rs: B";
    assert_eq!(found, [expected]);
}

#[test]
fn a_circle_through_a_re_export_is_found() {
    let found = found(&[
        ("sdk/src/lib.rs", "mod a; mod d;"),
        (
            "sdk/src/a/mod.rs",
            "mod b; mod c; pub use b::*; pub use self::c::C as Renamed;",
        ),
        ("sdk/src/a/b.rs", "use crate::a::Renamed; pub struct B(Renamed);"),
        ("sdk/src/a/c.rs", "pub struct C(Box<crate::d::D>);"),
        ("sdk/src/d.rs", "use crate::a::B; pub struct D(B);"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a circle of 3 files"), "{}", found[0]);
}

#[test]
fn a_circle_through_inline_paths_is_found() {
    let found = found(&[
        ("emulator/src/lib.rs", "mod a; mod b;"),
        ("emulator/src/a.rs", "use crate::b; pub fn one() { b::two() }"),
        ("emulator/src/b.rs", "pub fn two() { assert!(crate::a::one()) }"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_module_list_and_code_for_tests_tie_no_circle() {
    let found = found(&[
        ("src/lib.rs", "mod a;"),
        (
            "src/a/mod.rs",
            "mod b; mod c; pub use b::B; pub use c::C; pub const ALL: &[C] = &[c::C];",
        ),
        ("src/a/b.rs", "use super::C; pub struct B(C);"),
        (
            "src/a/c.rs",
            "pub struct C; #[cfg(test)] mod tests { use super::super::B; }",
        ),
    ]);
    assert_eq!(found, [""; 0]);
}
