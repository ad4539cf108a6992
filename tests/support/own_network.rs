//! A network of a test's own, in which this machine has the addresses that AWS reserves for its agents.

use std::{
    any::type_name,
    process::{Command, Output},
};

use codepipeline_emulator_testing::environment::variable;

use super::cli::announce_omission;

/// Set in the process that has such a network.
const VARIABLE: &str = "CODEPIPELINE_TEST_OWN_NETWORK";

/// The metadata service of EC2, and the container agents of ECS and EKS. They can be used at once.
const ADDRESSES: [&str; 5] = [
    "169.254.169.254/32",
    "fd00:ec2::254/128 nodad",
    "169.254.170.2/32",
    "169.254.170.23/32",
    "fd00:ec2::23/128 nodad",
];

/// Runs the body of a test, a closure that is defined in it, in a process with a network of its own. Announces that it is
/// not run if the machine has no network namespaces, or forbids them.
#[track_caller]
pub(crate) fn run<F: FnOnce()>(test: F) {
    if variable(VARIABLE).is_some() {
        return test();
    }
    if let Err(reason) = started(&["true"]) {
        return announce_omission(&format!("no network namespace ({reason})"));
    }
    let program = std::env::current_exe().expect("a test has a program");
    let (_, path) = type_name::<F>().split_once("::").expect("the closure is in a crate");
    let name = path.trim_end_matches("::{{closure}}");
    let program = program.to_str().expect("the path of a build is UTF-8");
    let ran = started(&[program, "--exact", name, "--nocapture"]);
    let printed = ran.unwrap_or_else(|printed| panic!("{name} fails in its network:\n{printed}"));
    assert!(printed.contains("1 passed"), "{name} is no test:\n{printed}");
}

/// Returns what a command prints in a new network, or all that it prints if it fails.
fn started(command: &[&str]) -> Result<String, String> {
    let addresses = ADDRESSES.map(|address| format!("ip address add {address} dev lo && "));
    let script = format!("ip link set lo up && {}exec \"$@\"", addresses.concat());
    let mut namespace = Command::new("unshare");
    namespace.args(["--map-root-user", "--net", "sh", "-c", &script, "sh"]);
    let output = namespace.args(command).env(VARIABLE, "1").output();
    let Output { status, stdout, stderr } = output.map_err(|error| format!("unshare: {error}"))?;
    let [stdout, stderr] = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).trim().to_owned());
    match status.success() {
        true => Ok(stdout),
        false => Err(format!("{stdout}\n{stderr}").trim().to_owned()),
    }
}
