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

/// Builds the provider in the workspace at `root` for `target`, that of this machine when omitted. On Linux and Windows,
/// the binary contains the C library. Equal sources give equal binaries, whatever their directory is.
///
/// # Errors
/// Returns why the build failed.
pub fn release(root: &Path, target: Option<&str>) -> Result<Binary, Box<dyn Error>> {
    let target = target.map_or_else(portable_host, |target| Ok(target.to_owned()))?;
    let directory = target_directory(root)?;
    let names = names_of_directories(root, &directory)?;
    let suffix = target.replace('-', "_");
    let mut build = cargo_build(root);
    build
        .args(["--target", &target])
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&target, &names))
        .env(format!("CFLAGS_{suffix}"), c_flags(&target, &names));
    let variable = format!("CC_{suffix}");
    if let Some(compiler) = c_compiler(&target).filter(|_| env::var_os(&variable).is_none()) {
        build.env(variable, compiler);
    }
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

/// Returns the target of this machine whose binaries run on other machines of its platform: on Linux that of musl, if it is
/// installed.
fn portable_host() -> Result<String, Box<dyn Error>> {
    let host = host()?;
    let Some(architecture) = host.strip_suffix("-unknown-linux-gnu") else {
        return Ok(host);
    };
    let portable = format!("{architecture}-unknown-linux-musl");
    if is_installed(&portable)? {
        return Ok(portable);
    }
    eprintln!(
        "warning: {portable} is not installed, so the binary contains glibc. It crashes on machines with another version \
         of glibc whose /etc/nsswitch.conf names more sources of hosts than `files` and `dns`. To build a binary that runs \
         everywhere: rustup target add {portable}"
    );
    Ok(host)
}

/// Checks whether the standard library for `target` is installed.
fn is_installed(target: &str) -> Result<bool, Box<dyn Error>> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", target])
        .output()?;
    let directory = String::from_utf8(output.stdout)?;
    Ok(output.status.success() && Path::new(directory.trim_end()).is_dir())
}

/// Returns the C compiler for `target` if the crate `cc` does not find it: on arm64, it searches for
/// `aarch64-linux-musl-gcc`, which `musl-tools` of Debian and Ubuntu does not contain.
fn c_compiler(target: &str) -> Option<&'static str> {
    let is_own = cfg!(all(target_arch = "aarch64", target_env = "gnu")) && target == "aarch64-unknown-linux-musl";
    is_own.then_some("musl-gcc")
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
    let renamed = names
        .iter()
        .map(|(directory, name)| format!("--remap-path-prefix={}={name}", directory.display()));
    let mut flags: Vec<String> = renamed.collect();
    // macOS has no C library to link statically.
    if !target.contains("apple") {
        flags.push("-Ctarget-feature=+crt-static".to_owned());
    }
    // Otherwise the linker writes the time of the build into the binary.
    if target.contains("msvc") {
        flags.push("-Clink-arg=/Brepro".to_owned());
    }
    flags.join(SEPARATOR)
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
