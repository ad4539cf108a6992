//! The provider by itself: its size and its start.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// The release build of the plugin.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_terraform-provider-codepipeline");

/// Magic cookie that a host sets when it starts a provider.
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// Size of the binary in megabytes.
pub(crate) fn size() -> f64 {
    let bytes = fs::metadata(BINARY).expect("cargo has built it").len();
    bytes as f64 / 1e6
}

/// Size of the largest file in a directory, in megabytes.
pub(crate) fn largest_file(directory: &Path) -> f64 {
    let entries = fs::read_dir(directory).expect("a mirror can be read").flatten();
    let sizes = entries.map(|entry| match fs::metadata(entry.path()) {
        Ok(found) if found.is_dir() => largest_file(&entry.path()),
        Ok(found) => found.len() as f64 / 1e6,
        Err(_) => 0.0,
    });
    sizes.fold(0.0, f64::max)
}

/// Median time from the start of the process to its handshake line, in milliseconds.
pub(crate) fn start() -> f64 {
    super::median((0..31).map(|_| one_start()).collect())
}

fn one_start() -> f64 {
    let started = Instant::now();
    let mut process = Command::new(BINARY)
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        // Any text makes the provider set up TLS, as it does for Terraform.
        .env("PLUGIN_CLIENT_CERT", "none")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the provider starts");
    let mut line = String::new();
    let output = process.stdout.take().expect("it is piped");
    BufReader::new(output)
        .read_line(&mut line)
        .expect("the provider prints its handshake");
    let taken = started.elapsed().as_secs_f64() * 1e3;
    assert!(line.starts_with("1|6|"), "{line}");
    process
        .kill()
        .and_then(|()| process.wait())
        .expect("the process is ours");
    taken
}
