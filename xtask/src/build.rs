//! The release build of the provider.

use std::{
    env,
    error::Error,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
};

use cargo_metadata::MetadataCommand;

use crate::{PROVIDER, platform::Binary};

/// Variable that the provider's `--version` reads at compile time.
const COMMIT: &str = "CODEPIPELINE_COMMIT";
/// Separates the flags in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\x1f";

/// Builds the provider in the workspace at `root` for this machine, as `cargo build --release` does.
///
/// # Errors
/// Returns why the build failed.
pub fn native(root: &Path) -> Result<Binary, Box<dyn Error>> {
    let target = host()?;
    let directory = target_directory(root)?.join("release");
    run(cargo_build(root))?;
    Binary::built(&directory, target)
}

/// Builds the provider in the workspace at `root` for `target`, the host's when omitted. On Linux, the binary needs no
/// library of the system. Equal sources give equal binaries, whatever their directory is.
///
/// # Errors
/// Returns why the build failed.
pub fn release(root: &Path, target: Option<&str>) -> Result<Binary, Box<dyn Error>> {
    let target = target.map_or_else(host, |target| Ok(target.to_owned()))?;
    let directory = target_directory(root)?;
    let names = names_of_directories(root, &directory)?;
    let mut build = cargo_build(root);
    build
        .args(["--target", &target])
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&target, &names))
        .env(format!("CFLAGS_{}", target.replace('-', "_")), c_flags(&target, &names));
    run(build)?;
    Binary::built(&directory.join(&target).join("release"), target)
}

fn cargo_build(root: &Path) -> Command {
    let mut build = Command::new(cargo());
    build
        .current_dir(root)
        .args(["build", "--release", "--locked", "--package", PROVIDER]);
    if let Some(commit) = commit(root) {
        build.env(COMMIT, commit);
    }
    build
}

/// Returns the commit of the sources; `None` outside a repository.
fn commit(root: &Path) -> Option<String> {
    let described = Command::new("git")
        .current_dir(root)
        .args(["describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"])
        .output()
        .ok()?;
    let commit = String::from_utf8(described.stdout).ok()?;
    described.status.success().then(|| commit.trim().to_owned())
}

fn run(mut build: Command) -> Result<(), Box<dyn Error>> {
    let status = build.status()?;
    if status.success() {
        return Ok(());
    }
    Err(format!("cargo build: {status}").into())
}

fn target_directory(root: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
    Ok(metadata.target_directory.into_std_path_buf())
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Returns the target triple of this machine.
///
/// # Errors
/// Returns an error if `rustc` does not name it.
pub fn host() -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc -vV does not name the host")?.to_owned())
}

/// The directories that would otherwise be part of the binary, in messages of panics, and the names that replace them.
fn names_of_directories(root: &Path, target_directory: &Path) -> Result<[(PathBuf, &'static str); 3], Box<dyn Error>> {
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(directory) => PathBuf::from(directory),
        None => env::home_dir().ok_or("there is no home directory")?.join(".cargo"),
    };
    Ok([
        (root.to_owned(), "source"),
        (target_directory.to_owned(), "target"),
        (cargo_home, "cargo"),
    ])
}

fn rust_flags(target: &str, names: &[(PathBuf, &str)]) -> String {
    let linked = target
        .contains("linux")
        .then(|| "-Ctarget-feature=+crt-static".to_owned());
    let renamed = names
        .iter()
        .map(|(directory, name)| format!("--remap-path-prefix={}={name}", directory.display()));
    renamed.chain(linked).collect::<Vec<_>>().join(SEPARATOR)
}

/// Flags of the C compiler. That of Windows has none for this; its objects contain no paths.
fn c_flags(target: &str, names: &[(PathBuf, &str)]) -> String {
    if target.contains("msvc") {
        return String::new();
    }
    let renamed = names
        .iter()
        .map(|(directory, name)| format!("-ffile-prefix-map={}={name}", directory.display()));
    renamed.collect::<Vec<_>>().join(" ")
}
