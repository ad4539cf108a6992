//! The tree of dependencies has one TLS backend.

use std::process::Command;

use super::tree;

fn second_backends(tree: &str) -> Vec<&str> {
    let second = ["ring ", "openssl ", "openssl-sys ", "native-tls ", "hyper-tls "];
    tree.lines()
        .filter(|line| second.iter().any(|name| line.starts_with(name)))
        .collect()
}

#[test]
fn the_tree_has_one_tls_backend() {
    // Only this platform's crates are certain to be on the machine: `.ci/run` asks the same of all platforms.
    let arguments = ["tree", "-e", "normal,build", "--prefix", "none", "--offline"];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(tree::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let crates = String::from_utf8(output.stdout).unwrap();
    assert_eq!(second_backends(&crates), [""; 0]);
    assert!(crates.lines().any(|line| line.starts_with("aws-lc-rs ")));
}

#[test]
fn a_second_tls_backend_is_found() {
    assert_eq!(
        second_backends("aws-lc-rs v1.0.0\nring v0.17.0\nspring v1.0.0"),
        ["ring v0.17.0"]
    );
}
