//! What several tests need: processes, directories, clients.

pub(crate) mod account;
pub(crate) mod aws_state;
pub(crate) mod cli;
pub(crate) mod closed_proxy;
pub(crate) mod hostile_server;
pub(crate) mod outcome;
pub(crate) mod private_server;
pub(crate) mod process;
pub(crate) mod recorder;
pub(crate) mod workspace;

/// The built plugin.
pub(crate) const PLUGIN: &str = env!("CARGO_BIN_EXE_terraform-provider-codepipeline");

/// The built emulator, which Cargo puts beside the plugin.
pub(crate) fn emulator_program() -> std::path::PathBuf {
    let program = std::path::Path::new(PLUGIN).with_file_name("codepipeline-emulator");
    assert!(
        program.exists(),
        "build the whole workspace: {} is missing",
        program.display()
    );
    program
}
