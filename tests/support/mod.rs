//! What several tests need: processes, directories, clients.

pub(crate) mod account;
pub(crate) mod aws_state;
pub(crate) mod cli;
pub(crate) mod closed_proxy;
pub(crate) mod hostile_server;
pub(crate) mod installed;
pub(crate) mod listed;
pub(crate) mod outcome;
pub(crate) mod own_network;
pub(crate) mod private_server;
pub(crate) mod process;
pub(crate) mod recorder;
pub(crate) mod workspace;

use std::path::{Path, PathBuf};

use xtask::{build, platform::Binary};

/// The built plugin.
pub(crate) const PLUGIN: &str = env!("CARGO_BIN_EXE_terraform-provider-codepipeline");

/// The built plugin, with its platform.
pub(crate) fn own_build() -> Binary {
    let directory = Path::new(PLUGIN).parent().expect("a binary lies in a directory");
    Binary::built(directory, build::host().expect("rustc is on PATH")).expect("Cargo has built it")
}

/// The built emulator, which Cargo puts beside the plugin.
pub(crate) fn emulator_program() -> PathBuf {
    let program = Path::new(PLUGIN).with_file_name("codepipeline-emulator");
    assert!(
        program.exists(),
        "build the whole workspace: {} is missing",
        program.display()
    );
    program
}
