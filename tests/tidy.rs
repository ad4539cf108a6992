//! The rules of the house that neither the compiler nor clippy knows.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::author::Provider as _;
use tokio_util::sync::CancellationToken;

/// Most lines of a source file.
const LONGEST: usize = 600;

/// A room of `src/`, the other rooms that it may name, and the words that it may not.
struct Room {
    name: &'static str,
    may_name: &'static [&'static str],
    must_not_say: &'static [&'static str],
}

/// Processes, files and HTTP, for rooms that have nothing to do with them.
const OUTSIDE: &[&str] = &["std::env", "std::fs", "std::process", "std::net", "reqwest", "hyper"];

const ROOMS: &[Room] = &[
    Room {
        name: "aws",
        may_name: &[],
        must_not_say: &["tonic::", "prost::"],
    },
    Room {
        name: "gitlab",
        may_name: &[],
        must_not_say: &["aws_sdk_", "aws_config", "tonic::", "prost::"],
    },
    Room {
        name: "provider",
        may_name: &["aws", "gitlab"],
        must_not_say: &["aws_sdk_", "aws_config", "aws_smithy", "tonic::", "prost::", "rmp::"],
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder, in the order of their names. What Cargo has built or a generator has written is left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true if path.ends_with("target") || path.ends_with("generated") => {}
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<PathBuf> {
    let folders = ["src", "sdk", "tests", "proto", "benches", "emulator"].map(|folder| root().join(folder));
    let all = folders
        .iter()
        .filter(|folder| folder.exists())
        .flat_map(|folder| files(folder));
    all.filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The code of a file without its comments, so that a comment may speak of what the code must not.
fn code(path: &Path) -> String {
    read(path)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn each_room_names_only_the_rooms_and_crates_that_it_may() {
    let mut breaches = Vec::new();
    for room in ROOMS {
        for path in files(&root().join("src").join(room.name)) {
            let code = code(&path);
            let others = ROOMS
                .iter()
                .filter(|other| other.name != room.name && !room.may_name.contains(&other.name));
            for word in others
                .map(|other| format!("crate::{}", other.name))
                .filter(|word| code.contains(word))
            {
                breaches.push(format!("{} names {word}", shown(&path)));
            }
            let outside = if room.name == "provider" { OUTSIDE } else { &[] };
            for word in room
                .must_not_say
                .iter()
                .chain(outside)
                .filter(|word| code.contains(**word))
            {
                breaches.push(format!("{} says {word}", shown(&path)));
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn every_folder_of_the_sources_is_a_room() {
    let folders: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let rooms = ROOMS.iter().map(|room| room.name.to_owned());
    assert_eq!(folders, rooms.collect());
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|path| (path, read(path).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{}: {lines} lines", shown(path)))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    let empty = ["util", "helper", "common", "manager", "base", "misc"];
    for path in sources() {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let last = name.rsplit('_').next().unwrap_or_default().trim_end_matches('s');
        assert!(!empty.contains(&last), "{}", shown(&path));
    }
}

#[test]
fn a_module_list_holds_docs_and_names_only() {
    let lists = sources()
        .into_iter()
        .filter(|path| path.ends_with("mod.rs") && path.starts_with(root().join("src")));
    let decides = |path: &PathBuf| {
        let words = ["if ", "match ", "for ", "while "];
        code(path)
            .lines()
            .any(|line| words.iter().any(|word| line.trim_start().starts_with(word)))
    };
    let deciding: Vec<String> = lists.filter(decides).map(|path| shown(&path)).collect();
    assert!(deciding.is_empty(), "these decide something: {}", deciding.join(", "));
}

#[test]
fn no_test_is_left_out() {
    let attribute = ["#[", "ignore"].concat();
    for path in sources() {
        assert!(!read(&path).contains(&attribute), "{} leaves a test out", shown(&path));
    }
}

#[test]
fn no_file_knows_the_machine_that_it_was_written_on() {
    let paths = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"]].map(|parts| parts.concat());
    let kept = [
        "src", "sdk", "emulator", "tests", "proto", "examples", "docs", ".ci", ".cargo",
    ];
    let listed = kept.iter().flat_map(|folder| files(&root().join(folder)));
    for path in listed.chain(["README.md", "CHANGELOG.md", "Cargo.toml"].map(|name| root().join(name))) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for machine in &paths {
            assert!(!text.contains(machine.as_str()), "{} holds {machine}", shown(&path));
        }
    }
}

#[test]
fn the_tree_has_one_tls_backend() {
    // Only this platform's crates are certain to be on the machine: `.ci/run` asks the same of all platforms.
    let arguments = ["tree", "-e", "normal,build", "--prefix", "none", "--offline"];
    let output = Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let second = ["ring ", "openssl ", "openssl-sys ", "native-tls ", "hyper-tls "];
    let found: Vec<&str> = tree
        .lines()
        .filter(|line| second.iter().any(|name| line.starts_with(name)))
        .collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(tree.lines().any(|line| line.starts_with("aws-lc-rs ")));
}

/// The names of everything that practitioners write, with the folder of its examples and the file name of its example.
fn nouns() -> Vec<(&'static str, &'static str, String)> {
    let provider = Codepipeline::new(CancellationToken::new());
    let resources = provider
        .resources()
        .iter()
        .map(|resource| ("resources", "resource", resource.name().to_owned()));
    let data = provider
        .data_sources()
        .iter()
        .map(|data| ("data-sources", "data-source", data.name().to_owned()));
    let functions = provider
        .functions()
        .iter()
        .map(|function| ("functions", "function", function.name().to_owned()));
    resources.chain(data).chain(functions).collect()
}

#[test]
fn every_noun_has_an_example_and_an_acceptance_test() {
    let tests: String = files(&root().join("tests/acceptance"))
        .iter()
        .map(|path| read(path))
        .collect();
    for (folder, file, name) in nouns() {
        let example = root()
            .join("examples")
            .join(folder)
            .join(&name)
            .join(format!("{file}.tf"));
        assert!(example.exists(), "{} is missing", shown(&example));
        assert!(tests.contains(&name), "no acceptance test speaks of {name}");
    }
}

#[test]
fn every_list_of_the_provider_is_alphabetical() {
    for kind in ["resources", "data-sources", "functions"] {
        let names: Vec<String> = nouns()
            .into_iter()
            .filter(|noun| noun.0 == kind)
            .map(|noun| noun.2)
            .collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}

#[test]
fn every_behaviour_that_is_documented_is_tested_under_the_same_name() {
    let guide = read(&root().join("docs/guides/behavior.md"));
    let tests: String = files(&root().join("tests/acceptance"))
        .iter()
        .map(|path| read(path))
        .collect();
    let headings: Vec<&str> = guide.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    assert!(!headings.is_empty());
    for heading in headings {
        let words = heading.to_lowercase().replace(['`', '\'', ',', '.', '’'], "");
        let name = words.replace([' ', '-'], "_");
        assert!(
            tests.contains(&format!("fn {name}()")),
            "no acceptance test {name} for the heading {heading:?}"
        );
    }
}
