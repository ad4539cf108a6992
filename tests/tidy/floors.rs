//! The floors of the packages. A file uses its own room and lower floors; rooms on one floor know nothing of each other.

use super::{
    names::{self, Arrow, Names},
    tree,
};

/// The floors of a package: one line for each, the top floor first. `|` separates rooms, which are
/// lists of folders and files. The longest name that contains a file decides.
struct Package {
    folder: &'static str,
    floors: &'static str,
}

const PACKAGES: [Package; 2] = [
    Package {
        folder: "src/",
        floors: "
            lib main
            provider/actions provider/codepipeline provider/data_sources provider/functions provider/list_resources provider/mod provider/resources
            provider/checks provider/filters provider/handshake provider/pipeline
            provider
            provider/config provider/configuration
            aws | gitlab
        ",
    },
    Package {
        folder: "sdk/src/",
        floors: "
            lib serve
            plugin | pages
            rpc
            engine
            author
            typed
            schema
            diagnostics
            value
        ",
    },
];

/// Returns the arrows that lead up, or aside into another room, and the files without a floor.
fn breaches(names: &Names, packages: &[Package]) -> Vec<String> {
    let arrows = names.arrows();
    let mut breaches = Vec::new();
    for package in packages {
        let homeless = |file: &&&str| file.starts_with(package.folder) && package.place(file).is_none();
        breaches.extend(
            names
                .files()
                .iter()
                .filter(homeless)
                .map(|file| format!("{file} is on no floor")),
        );
        let refused = arrows.iter().filter(|arrow| package.refuses(arrow));
        breaches.extend(refused.map(|Arrow { from, to, name }| format!("{from} -> {to}: {name}")));
    }
    breaches
}

impl Package {
    /// Returns the floor of a file, counted from the top, and its room there.
    fn place(&self, file: &str) -> Option<(usize, usize)> {
        let inside = file.strip_prefix(self.folder)?.trim_end_matches(".rs");
        let holds =
            |place: &str| inside == place || inside.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        let floors = self.floors.trim().lines().enumerate();
        floors
            .flat_map(|(floor, line)| {
                let rooms = line.split('|').enumerate();
                rooms.flat_map(move |(room, places)| places.split_whitespace().map(move |place| (floor, room, place)))
            })
            .filter(|(_, _, place)| holds(place))
            .max_by_key(|(_, _, place)| place.len())
            .map(|(floor, room, _)| (floor, room))
    }

    fn refuses(&self, arrow: &Arrow) -> bool {
        match (self.place(&arrow.from), self.place(&arrow.to)) {
            (Some(from), Some(to)) => to != from && to.0 <= from.0,
            _ => false,
        }
    }
}

#[test]
fn every_file_uses_its_own_room_and_lower_floors() {
    tree::assert_none("floors", &breaches(&names::REPOSITORY, &PACKAGES));
}

/// A house for the tests of the rule.
const HOUSE: [Package; 1] = [Package {
    folder: "src/",
    floors: "
        lib
        provider/resources provider/mod
        provider/client
        aws | gitlab
    ",
}];

fn found(file: &str, text: &str) -> Vec<String> {
    let files = [
        (
            "src/lib.rs",
            "pub mod aws; pub mod gitlab; pub mod provider; fn f() { provider::client::new() }",
        ),
        ("src/aws/mod.rs", "pub mod arn; pub use arn::Arn;"),
        ("src/aws/arn.rs", "pub struct Arn;"),
        ("src/gitlab/mod.rs", "pub fn ask() {}"),
        ("src/provider/mod.rs", "pub mod client; pub mod resources;"),
        ("src/provider/client.rs", "use crate::aws::Arn; pub fn new() {}"),
        (
            "src/provider/resources/mod.rs",
            "use super::client::new; pub struct Pipeline;",
        ),
    ];
    let replaced: Vec<(&str, &str)> = files
        .iter()
        .map(|it| if it.0 == file { (file, text) } else { *it })
        .collect();
    breaches(&Names::read(&tree::tree(&replaced)), &HOUSE)
}

#[test]
fn arrows_that_lead_down_are_fine() {
    assert_eq!(found("", ""), [""; 0]);
}

#[test]
fn an_upward_import_in_a_nested_use_is_found() {
    let found = found(
        "src/aws/arn.rs",
        "use crate::{provider::{client::{new}}}; pub struct Arn;",
    );
    assert_eq!(found, ["src/aws/arn.rs -> src/provider/client.rs: new"]);
}

#[test]
fn an_import_from_another_room_of_the_same_floor_is_found() {
    let found = found("src/gitlab/mod.rs", "use crate::{aws::{Arn as Name}}; pub fn ask() {}");
    assert_eq!(found, ["src/gitlab/mod.rs -> src/aws/arn.rs: Arn"]);
}

#[test]
fn an_upward_inline_path_is_found() {
    let found = found(
        "src/provider/client.rs",
        "pub fn new() -> super::resources::Pipeline { todo!() }",
    );
    assert_eq!(
        found,
        ["src/provider/client.rs -> src/provider/resources/mod.rs: Pipeline"]
    );
}

#[test]
fn a_file_without_a_floor_is_found() {
    let tree = tree::tree(&[("src/lib.rs", "mod attic;"), ("src/attic.rs", "")]);
    assert_eq!(breaches(&Names::read(&tree), &HOUSE), ["src/attic.rs is on no floor"]);
}
