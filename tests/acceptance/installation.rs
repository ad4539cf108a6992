//! How Terraform and OpenTofu install the provider.

use std::{collections::BTreeSet, fs, io::Read, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::{
    PROVIDER, VERSION, bill_of_materials, build, checksums,
    install::{self, REGISTRIES},
    licenses, mirror, package,
    platform::{Binary, Platform, RELEASED},
};
use zip::ZipArchive;

use crate::support::{
    account::Account, outcome::Outcome, own_build, private_server::file_server, workspace::Workspace,
};

const CONNECTION: &str = r#"resource "codepipeline_connection" "it" { name = "gitlab" }"#;
/// Another provider, which is not locked yet: `dev_overrides` would prevent its installation.
const OTHER_PROVIDER: &str = r#"provider "other" {}"#;

/// A workspace whose providers are installed as `installation` says, by default as on a new machine.
fn workspace(account: &Account, installation: &str) -> Workspace {
    let workspace = Workspace::new(account, CONNECTION);
    workspace.write("cli.tfrc", installation);
    workspace
}

/// A file in the place of a build: Terraform does not run a provider that it installs.
fn small_build(directory: &Path) -> Binary {
    let path = directory.join(PROVIDER);
    fs::write(&path, "#!/bin/sh\n").unwrap();
    Binary { path, ..own_build() }
}

/// Installs a file in the place of the other provider.
fn install_another_provider(mirror: &Path) {
    let platform = own_build().platform.directory();
    for registry in REGISTRIES {
        let place = mirror.join(registry).join("hashicorp/other/1.0.0").join(&platform);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join("terraform-provider-other_v1.0.0"), "").unwrap();
    }
}

fn installs_this_version(outcome: &Outcome) {
    outcome
        .succeeds()
        .says(&format!("Installed gitlab-aws/codepipeline v{VERSION}"));
}

#[test]
fn an_installed_provider_is_found_without_configuration_and_beside_other_providers() {
    let account = Account::open();
    let workspace = workspace(&account, "");
    let mirror = workspace.path(".terraform.d/plugins");
    install::install(&own_build(), &mirror).unwrap();
    install_another_provider(&mirror);
    workspace.write("other.tf", OTHER_PROVIDER);
    installs_this_version(&workspace.run(&["init", "-no-color"]));
    workspace.remove("other.tf");
    workspace.plan().plans(1, 0, 0);
    workspace.apply().succeeds();
    assert_eq!(account.connections().len(), 1);
}

#[test]
fn an_installation_replaces_the_one_before_it() {
    let (directory, mirror) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let build = small_build(directory.path());
    let first = install::install(&build, mirror.path()).unwrap();
    fs::write(&build.path, "second").unwrap();
    assert_eq!(install::install(&build, mirror.path()).unwrap(), first);
    for installed in first {
        assert_eq!(fs::read_to_string(&installed).unwrap(), "second");
        assert_eq!(fs::read_dir(installed.parent().unwrap()).unwrap().count(), 1);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mirror_of_a_release_is_used_from_a_directory_and_over_https() {
    let directory = TempDir::new().unwrap();
    let (release, mirror) = (directory.path().join("release"), directory.path().join("mirror"));
    package::package(root(), &small_build(directory.path()), &release).unwrap();
    mirror::mirror(&release, &mirror).unwrap();
    let (url, certificate) = file_server(mirror.clone()).await;
    let initialize = move || {
        let account = Account::open();
        let installation = |method: &str| format!("provider_installation {{\n  {method}\n}}\n");
        let from_files = installation(&format!("filesystem_mirror {{\n    path = {mirror:?}\n  }}"));
        installs_this_version(&workspace(&account, &from_files).run(&["init", "-no-color"]));
        let from_network = installation(&format!("network_mirror {{\n    url = \"{url}/\"\n  }}"));
        let mut from_network = workspace(&account, &from_network);
        from_network.write("mirror.pem", &certificate);
        let trusted = from_network.path("mirror.pem");
        from_network.set_variable("SSL_CERT_FILE", trusted.to_str().unwrap());
        installs_this_version(&from_network.run(&["init", "-no-color"]));
    };
    tokio::task::spawn_blocking(initialize).await.unwrap();
}

#[test]
fn a_mirror_keeps_its_other_versions_and_is_not_made_of_nothing() {
    let (release, mirror) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    assert!(mirror::mirror(release.path(), mirror.path()).is_err());
    let archive = format!("{PROVIDER}_{VERSION}_linux_arm64.zip");
    fs::write(release.path().join(&archive), "").unwrap();
    let place = mirror.path().join(REGISTRIES[0]).join("gitlab-aws/codepipeline");
    fs::create_dir_all(&place).unwrap();
    fs::write(place.join("index.json"), r#"{"versions": {"0.0.9": {}}}"#).unwrap();
    mirror::mirror(release.path(), mirror.path()).unwrap();
    let read = |name: &str| -> Value { serde_json::from_slice(&fs::read(place.join(name)).unwrap()).unwrap() };
    assert_eq!(read("index.json"), json!({"versions": {"0.0.9": {}, (VERSION): {}}}));
    let archives = &read(&format!("{VERSION}.json"))["archives"];
    assert_eq!(archives["linux_arm64"]["url"], archive);
}

#[test]
fn a_release_has_the_files_and_checksums_that_a_registry_requires() {
    let directory = TempDir::new().unwrap();
    let build = small_build(directory.path());
    let release = directory.path().join("release");
    let platform = build.platform.directory();
    let other = release.join(format!("{PROVIDER}_{VERSION}_plan9_amd64.zip"));
    fs::create_dir(&release).unwrap();
    fs::write(&other, "").unwrap();
    let written = package::package(root(), &build, &release).unwrap();
    let names: Vec<_> = written
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    let prefix = format!("{PROVIDER}_{VERSION}");
    assert_eq!(
        names,
        [
            format!("{prefix}_{platform}.zip"),
            format!("{prefix}_manifest.json"),
            format!("{prefix}_{platform}.cdx.json"),
            format!("{prefix}_SHA256SUMS"),
        ]
    );
    let sums = fs::read_to_string(&written[3]).unwrap();
    let summed: Vec<_> = sums.lines().map(|line| line.split_once("  ").unwrap()).collect();
    let mut expected: Vec<_> = [&names[..3], &[other.file_name().unwrap().to_str().unwrap()]].concat();
    expected.sort_unstable();
    assert_eq!(summed.iter().map(|(_, name)| *name).collect::<Vec<_>>(), expected);
    let archive = fs::read(&written[0]).unwrap();
    assert!(summed.contains(&(checksums::digest(&archive).as_str(), names[0])));
    package::package(root(), &build, &release).unwrap();
    assert_eq!(
        fs::read(&written[0]).unwrap(),
        archive,
        "equal contents, equal archives"
    );
}

#[test]
fn the_guide_names_every_platform_of_a_release_and_the_minimum_rust() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let guide = read("docs/guides/installation.md");
    for target in RELEASED {
        let platform = Platform::of(target).unwrap().directory();
        assert!(guide.contains(&format!("`{platform}`")), "{platform}");
    }
    let minimum = concat!("Rust ", env!("CARGO_PKG_RUST_VERSION"), " or later");
    for text in [
        guide,
        read("CONTRIBUTING.md"),
        read("README.md").replace("[Rust](https://rustup.rs)", "Rust"),
    ] {
        assert!(text.contains(minimum), "{text}");
    }
}

#[test]
fn the_checksums_of_a_release_cover_all_platforms_or_name_the_missing_archive() {
    let release = TempDir::new().unwrap();
    let archives = RELEASED.map(|target| Platform::of(target).unwrap().archive());
    let (last, others) = archives.split_last().unwrap();
    for archive in others {
        fs::write(release.path().join(archive), archive).unwrap();
    }
    let error = checksums::of_all_platforms(release.path()).unwrap_err().to_string();
    assert!(error.ends_with(&format!("does not contain {last}")), "{error}");
    fs::write(release.path().join(last), last).unwrap();
    let sums = fs::read_to_string(checksums::of_all_platforms(release.path()).unwrap()).unwrap();
    let mut expected = archives.map(|archive| format!("{}  {archive}\n", checksums::digest(archive.as_bytes())));
    expected.sort_by_key(|line| line.split_once("  ").unwrap().1.to_owned());
    assert_eq!(sums, expected.concat());
}

#[test]
fn an_archive_contains_the_texts_of_all_licenses() {
    let directory = TempDir::new().unwrap();
    let build = small_build(directory.path());
    let written = package::package(root(), &build, &directory.path().join("release")).unwrap();
    let mut archive = ZipArchive::new(fs::File::open(&written[0]).unwrap()).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name("THIRD-PARTY-LICENSES.txt").unwrap();
    file.read_to_string(&mut text).unwrap();
    assert_eq!(text, licenses::of(root(), &build.target).unwrap());
    let (list, texts) = text.split_once("\n----").unwrap();
    let bill: Value = serde_json::from_str(&bill_of_materials::of(root(), &build.target).unwrap()).unwrap();
    let listed: BTreeSet<_> = list
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, _)| name)
        .collect();
    for component in bill["components"].as_array().unwrap() {
        let package = format!(
            "{} {}",
            component["name"].as_str().unwrap(),
            component["version"].as_str().unwrap()
        );
        let is_ours = package.starts_with("terraform-");
        assert_eq!(listed.contains(&*package), !is_ours, "{package}");
    }
    for words in [
        "Apache License\n                           Version 2.0, January 2004",
        "Permission to use, copy, modify, and/or distribute this software",
        "Permission is hereby granted, free of charge, to any\nperson obtaining a copy",
        "UNICODE LICENSE V3",
    ] {
        assert!(texts.contains(words), "{words}");
    }
}

#[test]
fn the_bill_of_materials_names_what_is_linked_and_no_test_dependency() {
    let bill = bill_of_materials::of(root(), &build::host().unwrap()).unwrap();
    let bill: Value = serde_json::from_str(&bill).unwrap();
    let components = bill["components"].as_array().unwrap();
    let named = |name: &str| components.iter().find(|component| component["name"] == name);
    let compiler = &bill["metadata"]["tools"]["components"][0];
    assert_eq!(
        compiler,
        &json!({"type": "application", "name": "rustc", "version": build::compiler().unwrap()})
    );
    let tokio = named("tokio").unwrap();
    assert_eq!(tokio["licenses"][0]["expression"], "MIT");
    assert!(named("proptest").is_none() && named("codepipeline-emulator").is_none());
    let unlicensed: Vec<_> = components
        .iter()
        .filter(|component| component["licenses"].is_null())
        .collect();
    assert!(unlicensed.is_empty(), "{unlicensed:#?}");
}
