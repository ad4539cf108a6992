//! Compiles the protocol definitions beside this file into `OUT_DIR`. protox reads them, so that nobody needs `protoc`.

use std::{env, error::Error, fs, path::Path};

use protox::prost::Message;

/// What is compiled; each package becomes one generated file, `<package>.rs`.
const PROTOS: &[&str] = &[
    "grpc_broker.proto",
    "grpc_controller.proto",
    "grpc_health.proto",
    "grpc_stdio.proto",
    "tfplugin6.proto",
];

#[expect(clippy::disallowed_methods, reason = "this is how Cargo speaks to build scripts")]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=proto");
    let descriptors = protox::compile(PROTOS, ["proto"])?;

    // For the test that holds the wire against a list.
    let directory = env::var_os("OUT_DIR").ok_or("Cargo sets OUT_DIR")?;
    fs::write(
        Path::new(&directory).join("descriptors.bin"),
        descriptors.encode_to_vec(),
    )?;

    // Indented text in a comment of a .proto would become a doctest.
    let mut config = prost_build::Config::new();
    config.disable_comments(["."]);
    // Ordered maps: equal answers are equal bytes.
    config.btree_map(["."]);

    // The clients exist for the tests, which play Terraform's part over a transport of their own.
    tonic_prost_build::configure()
        .build_transport(false)
        .compile_fds_with_config(descriptors, config)?;
    Ok(())
}
