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

/// Directories of a build.
#[derive(Clone, Debug)]
pub struct Directories {
    /// The workspace.
    pub source: PathBuf,
    /// What Cargo writes.
    pub target: PathBuf,
    /// `CARGO_HOME`, with the sources of the packages.
    pub cargo_home: PathBuf,
}

impl Directories {
    /// Returns those that Cargo uses by default in the workspace at `root`.
    ///
    /// # Errors
    /// Returns an error if cargo cannot read the workspace.
    pub fn of(root: &Path) -> Result<Self, Box<dyn Error>> {
        let metadata = MetadataCommand::new().current_dir(root).no_deps().exec()?;
        Ok(Self {
            source: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
            cargo_home: match env::var_os("CARGO_HOME") {
                Some(directory) => directory.into(),
                None => env::home_dir().ok_or("there is no home directory")?.join(".cargo"),
            },
        })
    }

    /// Each directory, and the name that replaces it in the binary: messages of panics contain it.
    fn names(&self) -> [(&Path, &'static str); 3] {
        [
            (&self.source, "source"),
            (&self.target, "target"),
            (&self.cargo_home, "cargo"),
        ]
    }
}

/// Builds the provider in the workspace at `root` for this machine, as `cargo build --release` does.
///
/// # Errors
/// Returns why the build failed.
pub fn native(root: &Path) -> Result<Binary, Box<dyn Error>> {
    let target = host()?;
    let directories = Directories::of(root)?;
    run(cargo_build(&directories))?;
    Binary::built(&directories.target.join("release"), target)
}

/// Builds the provider for `target`, that of this machine when omitted. On Linux and Windows, the binary contains the C
/// library. Equal sources give equal binaries, whatever the directories are.
///
/// # Errors
/// Returns why the build failed.
pub fn release(directories: &Directories, target: Option<&str>) -> Result<Binary, Box<dyn Error>> {
    let target = target.map_or_else(portable_host, |target| Ok(target.to_owned()))?;
    let names = directories.names();
    let suffix = target.replace('-', "_");
    let mut build = cargo_build(directories);
    build
        .args(["--target", &target])
        .env("CARGO_ENCODED_RUSTFLAGS", rust_flags(&target, &names))
        .env(format!("CFLAGS_{suffix}"), c_flags(&target, &names))
        .env("CC_SHELL_ESCAPED_FLAGS", "1");
    let variable = format!("CC_{suffix}");
    if let Some(compiler) = c_compiler(&target).filter(|_| env::var_os(&variable).is_none()) {
        build.env(variable, compiler);
    }
    run(build)?;
    Binary::built(&directories.target.join(&target).join("release"), target)
}

fn cargo_build(directories: &Directories) -> Command {
    let mut build = Command::new(cargo());
    build
        .current_dir(&directories.source)
        .env("CARGO_TARGET_DIR", &directories.target)
        .env("CARGO_HOME", &directories.cargo_home)
        .args(["build", "--release", "--locked", "--package", PROVIDER]);
    if let Some(commit) = commit(&directories.source) {
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

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Returns the target triple of this machine.
///
/// # Errors
/// Returns an error if `rustc` does not name it.
pub fn host() -> Result<String, Box<dyn Error>> {
    described("host")
}

/// Returns the version of Rust that builds the provider.
///
/// # Errors
/// Returns an error if `rustc` does not name it.
pub fn compiler() -> Result<String, Box<dyn Error>> {
    described("release")
}

fn described(property: &str) -> Result<String, Box<dyn Error>> {
    let output = Command::new("rustc").arg("-vV").output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut properties = text.lines().filter_map(|line| line.split_once(": "));
    let value = properties.find_map(|(name, value)| (name == property).then_some(value));
    Ok(value
        .ok_or_else(|| format!("rustc -vV prints no {property}"))?
        .to_owned())
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

fn rust_flags(target: &str, names: &[(&Path, &str)]) -> String {
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

/// Flags of the C compiler, quoted for a shell. That of Windows has none for this; its objects contain no paths.
fn c_flags(target: &str, names: &[(&Path, &str)]) -> String {
    if target.contains("msvc") {
        return String::new();
    }
    let renamed = names
        .iter()
        .map(|(directory, name)| format!("-ffile-prefix-map={}={name}", directory.display()))
        .map(|flag| format!("'{}'", flag.replace('\'', r"'\''")));
    renamed.collect::<Vec<_>>().join(" ")
}
