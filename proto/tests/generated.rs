//! The generated types: stale ones are rewritten, and the test fails once.

use std::{fs, path::Path};

use prost_types::FileDescriptorSet;

/// The definitions; each protobuf package becomes one generated file, `<package>.rs`.
const PROTOS: [&str; 5] = [
    "grpc_broker.proto",
    "grpc_controller.proto",
    "grpc_health.proto",
    "grpc_stdio.proto",
    "tfplugin6.proto",
];

/// Returns the compiled definitions.
pub(crate) fn descriptors() -> FileDescriptorSet {
    protox::compile(PROTOS, [env!("CARGO_MANIFEST_DIR")]).unwrap()
}

fn generate(into: &Path) {
    // Indented text in a comment of a .proto would become a doctest.
    let mut config = prost_build::Config::new();
    config.disable_comments(["."]);
    // Ordered maps: equal answers are equal bytes.
    config.btree_map(["."]);
    // The clients exist for tests, which bring a transport of their own.
    tonic_prost_build::configure()
        .build_transport(false)
        .out_dir(into)
        .compile_fds_with_config(descriptors(), config)
        .unwrap();
}

#[test]
fn the_generated_types_are_fresh() {
    let fresh = tempfile::tempdir().unwrap();
    generate(fresh.path());
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated");
    let mut stale = Vec::new();
    for entry in fs::read_dir(fresh.path()).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let file = committed.join(entry.file_name());
        if fs::read_to_string(&file).unwrap_or_default() != text {
            fs::write(&file, text).unwrap();
            stale.push(entry.file_name());
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} were stale and have been rewritten: commit them"
    );
}
