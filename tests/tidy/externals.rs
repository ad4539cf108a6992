//! Which crates the rooms may name: AWS is known to `aws`, the wire to the SDK, files and HTTP not to `provider`.

use super::{
    names::{self, Names},
    tree,
};

/// A crate, or the crates that start with a prefix, and who may name it among the files below a folder.
struct Wall {
    folder: &'static str,
    /// A name, or a prefix before `*`.
    refused: &'static str,
    except: &'static str,
}

const fn wall(folder: &'static str, refused: &'static str, except: &'static str) -> Wall {
    Wall {
        folder,
        refused,
        except,
    }
}

const NO_EXCEPTION: &str = "-";

const WALLS: [Wall; 14] = [
    wall("src/", "aws_*", "src/aws/"),
    wall("src/", "tonic*", NO_EXCEPTION),
    wall("src/", "prost*", NO_EXCEPTION),
    wall("src/", "rmp*", NO_EXCEPTION),
    wall("src/", "terraform_plugin_protocol", NO_EXCEPTION),
    // A test, which writes its result into a guide.
    wall("src/", "codepipeline_*", "src/aws/pipelines/edit/contest.rs"),
    wall("src/aws/", "terraform_*", NO_EXCEPTION),
    wall("src/gitlab/", "terraform_*", NO_EXCEPTION),
    wall("src/provider/", "reqwest", NO_EXCEPTION),
    wall("src/provider/", "hyper*", NO_EXCEPTION),
    wall("emulator/src/", "aws_*", NO_EXCEPTION),
    wall("emulator/src/", "terraform_*", NO_EXCEPTION),
    wall("proto/src/", "terraform_*", NO_EXCEPTION),
    wall("sdk/src/", "terraform_plugin_protocol", "sdk/src/rpc/ sdk/src/plugin/"),
];

/// Parts of the standard library that `provider` leaves to `aws`, `gitlab` and the SDK.
const OUTSIDE: [&str; 4] = ["env", "fs", "net", "process"];

fn foreign_crates(names: &Names) -> Vec<String> {
    let crates = names.crates();
    let refuses = |wall: &Wall, file: &str, name: &str| {
        file.starts_with(wall.folder)
            && !wall.except.split(' ').any(|folder| file.starts_with(folder))
            && match wall.refused.strip_suffix('*') {
                // The TLS backend has its maker's name.
                Some(prefix) => name.starts_with(prefix) && name != "aws_lc_rs",
                None => name == wall.refused,
            }
    };
    crates
        .iter()
        .filter(|(file, name)| WALLS.iter().any(|wall| refuses(wall, file, name)))
        .map(|(file, name)| format!("{file} names {name}"))
        .collect()
}

fn outside(names: &Names) -> Vec<String> {
    let reaches = |path: &[String]| matches!(path, [std, part, ..] if std == "std" && OUTSIDE.contains(&part.as_str()));
    names
        .paths()
        .filter(|(file, _, path)| file.starts_with("src/provider/") && reaches(path))
        .map(|(file, _, path)| format!("{file} names {}", path.join("::")))
        .collect()
}

#[test]
fn every_room_names_only_the_crates_that_it_may() {
    tree::assert_none("crates", &foreign_crates(&names::REPOSITORY));
    tree::assert_none("outside", &outside(&names::REPOSITORY));
}

fn read(files: &[(&str, &str)]) -> Names {
    Names::read(&tree::tree(files))
}

#[test]
fn a_foreign_crate_is_found_in_imports_and_paths() {
    let found = foreign_crates(&read(&[
        ("src/lib.rs", "mod aws; mod gitlab; mod provider;"),
        ("src/aws/mod.rs", "use aws_sdk_sts::Client;"),
        ("src/gitlab/mod.rs", "use {aws_config::{Region}};"),
        ("src/provider/mod.rs", "fn f() { vec![tonic::Status::ok(\"\")]; }"),
        (
            "emulator/src/lib.rs",
            "use terraform_provider_codepipeline as provider;",
        ),
        ("emulator/src/wire.rs", "fn f(x: aws_types::Region) {}"),
    ]));
    let expected = [
        "emulator/src/lib.rs names terraform_provider_codepipeline",
        "emulator/src/wire.rs names aws_types",
        "src/gitlab/mod.rs names aws_config",
        "src/provider/mod.rs names tonic",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_file_that_is_opened_by_the_provider_is_found() {
    let found = outside(&read(&[
        ("src/lib.rs", "mod provider;"),
        ("src/provider/mod.rs", "use std::{fs::read, sync::Arc};"),
    ]));
    assert_eq!(found, ["src/provider/mod.rs names std::fs::read"]);
}
