//! The example programs.

use std::env;

/// Returns the built example `name`, which Cargo puts beside the directory of the test binary.
///
/// # Panics
/// If it is missing.
pub(crate) fn example(name: &str) -> String {
    let tests = env::current_exe().expect("the test binary has a path");
    let profile = tests
        .ancestors()
        .nth(2)
        .expect("the test binary is in target/PROFILE/deps");
    let program = profile.join("examples").join(name);
    assert!(
        program.exists(),
        "{} is missing: run `cargo build -p terraform-provider-sdk --examples`, or `cargo test` without `--test`",
        program.display()
    );
    program.to_str().expect("a path in UTF-8").to_owned()
}

/// Returns the provider of the tests of the plugin process.
pub(crate) fn greeter() -> String {
    example("greeter")
}
