//! The generated types belong to the definitions. The generator proves it once for each change; digests prove that nothing
//! has changed since.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

mod digests;

use std::{fs, path::Path};

#[test]
fn definitions_and_generated_types_are_those_that_the_generator_recorded() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let recorded = fs::read_to_string(package.join(digests::RECORD)).unwrap_or_default();
    let command = "cargo test -p terraform-plugin-protocol-generator";
    assert_eq!(
        digests::digests(package),
        recorded,
        "run {command} and commit what it writes"
    );
}
