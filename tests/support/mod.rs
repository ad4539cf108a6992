//! What several tests need: processes, directories, clients.

pub(crate) mod account;
pub(crate) mod aws_client;
pub(crate) mod cli;
pub(crate) mod client_identity;
pub(crate) mod emulator;
pub(crate) mod emulator_process;
pub(crate) mod outcome;
pub(crate) mod pipelines;
pub(crate) mod plugin_process;
pub(crate) mod private_server;
pub(crate) mod process;
pub(crate) mod sigv4;
pub(crate) mod workspace;
