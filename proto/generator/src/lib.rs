//! Generates the types of `terraform-plugin-protocol` from its `.proto` files.
//!
//! `cargo test -p terraform-plugin-protocol-generator` writes stale types again and records digests of definitions and
//! types, which the tests of `terraform-plugin-protocol` compare without a protobuf compiler.

use std::{error::Error, path::Path};

use prost_types::FileDescriptorSet;

/// The folder with the definitions: the package `terraform-plugin-protocol`.
pub const PACKAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The definitions; each protobuf package becomes one generated file, `<package>.rs`.
const PROTOS: [&str; 5] = [
    "grpc_broker.proto",
    "grpc_controller.proto",
    "grpc_health.proto",
    "grpc_stdio.proto",
    "tfplugin6.proto",
];

/// Returns the compiled definitions.
///
/// # Errors
/// If a definition is malformed.
pub fn descriptors() -> Result<FileDescriptorSet, Box<dyn Error>> {
    Ok(protox::compile(PROTOS, [PACKAGE])?)
}

/// Writes the Rust types of all definitions into a folder.
///
/// # Errors
/// If a definition is malformed, or a file cannot be written.
pub fn generate(into: &Path) -> Result<(), Box<dyn Error>> {
    // Indented text in a comment of a .proto would become a doctest.
    let mut config = prost_build::Config::new();
    config.disable_comments(["."]);
    // Ordered maps: equal answers are equal bytes.
    config.btree_map(["."]);
    // The clients exist for tests, which bring a transport of their own.
    tonic_prost_build::configure()
        .build_transport(false)
        .out_dir(into)
        .compile_fds_with_config(descriptors()?, config)?;
    Ok(())
}
