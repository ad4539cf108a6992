//! The program as it is started by hand.

use std::{
    io::{BufRead, BufReader},
    process::{Output, Stdio},
};

use serde_json::json;

use super::connections::{create, get};
use crate::support::emulator_process::{EmulatorProcess, program};

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

#[test]
fn help_names_every_option_and_succeeds() {
    let output = run(&["--help"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    for option in [
        "--listen",
        "--state",
        "--account-id",
        "--authorize-after",
        "--latency",
        "--record",
        "--help",
        "--version",
    ] {
        assert!(text.contains(option), "{option}");
    }
}

#[test]
fn a_taken_port_says_how_to_use_another() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let output = run(&["--listen", &taken.local_addr().unwrap().to_string()]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("or use any free port: --listen 127.0.0.1:0"), "{error}");
}

#[test]
fn the_start_prints_the_console_and_the_variables_after_the_first_line() {
    let arguments = ["--listen", "127.0.0.1:0", "--secret-key", "it's"];
    let mut process = program().args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    let first = next();
    let url = first.strip_prefix("listening on ").unwrap();
    assert_eq!(next(), format!("console: {url}/console/"));
    assert_eq!(next(), "");
    assert_eq!(next(), format!("export AWS_ENDPOINT_URL={url}"));
    assert_eq!(next(), "export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1");
    assert_eq!(next(), r"export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY='it'\''s'");
    assert_eq!(next(), format!("export CODEPIPELINE_CONSOLE_URL={url}"));
    assert_eq!(next(), "unset AWS_PROFILE AWS_SESSION_TOKEN");
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn version_is_the_package_s() {
    let output = run(&["--version"]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap().trim(),
        concat!("codepipeline-emulator ", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn bad_arguments_fail_with_what_to_write_instead() {
    for (arguments, text) in [
        (
            &["--latency", "5"][..],
            "--latency must be a whole number with a unit, such as 500ms, 5s or 2m, not 5",
        ),
        (
            &["--authorize-after=1.5s"],
            "--authorize-after must be a whole number with a unit",
        ),
        (&["--account-id", "12"], "--account-id must be 12 digits, not 12"),
        (&["--listen"], "--listen needs a value"),
        (&["--nonsense"], "unknown argument: --nonsense"),
        (&["--listen", "127.0.0.1:99999"], "cannot listen on 127.0.0.1:99999"),
        (&["--listen", "4780"], "or only a port: --listen :4780"),
    ] {
        let output = run(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(error.contains(text), "{error}");
    }
}

#[tokio::test]
async fn an_address_without_a_host_is_this_machine_s_own() {
    let emulator = EmulatorProcess::start(&["--listen", ":0"]);
    assert!(emulator.url.starts_with("http://127.0.0.1:"), "{}", emulator.url);
    emulator.aws().ok("codeconnections", "ListHosts", json!({})).await;
}

#[tokio::test]
async fn options_reach_the_emulator() {
    let emulator = EmulatorProcess::start(&["--account-id", "999900001111", "--authorize-after=1ms"]);
    let aws = emulator.aws();
    let arn = create(&aws, "codeconnections", "app").await;
    assert!(arn.contains(":999900001111:"), "{arn}");
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    assert_eq!(
        get(&aws, "codeconnections", &arn).await["ConnectionStatus"],
        "AVAILABLE"
    );
}

#[tokio::test]
async fn another_key_can_be_set() {
    let emulator = EmulatorProcess::start(&["--access-key", "AKIDEXAMPLE", "--secret-key", "secret"]);
    emulator
        .aws()
        .key("AKIDEXAMPLE", "secret", None)
        .ok("codeconnections", "ListHosts", json!({}))
        .await;
    emulator.aws().fail("codeconnections", "ListHosts", json!({})).await;
}

#[tokio::test]
async fn a_temporary_key_that_has_expired_can_be_tried_and_set() {
    for (arguments, id) in [(&[][..], "expired"), (&["--expired-key", "ASIAOLD"], "ASIAOLD")] {
        let emulator = EmulatorProcess::start(arguments);
        let key = emulator.aws().key(id, "test", Some(id));
        let error = key.fail("codeconnections", "ListHosts", json!({})).await;
        assert_eq!(error.class, "ExpiredTokenException");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_ends_it_cleanly_even_while_a_call_is_paused() {
    let mut emulator = EmulatorProcess::start(&[]);
    let fault = json!({"operation": "ListHosts", "kind": "pause"});
    let http = emulator.http.clone();
    http.post(format!("{}/_emulator/faults", emulator.url))
        .json(&fault)
        .send()
        .await
        .unwrap();
    let aws = emulator.aws();
    let paused = tokio::spawn(async move { aws.try_call("codeconnections", "ListHosts", &json!({})).await.is_err() });
    let calls = format!("{}/_emulator/calls", emulator.url);
    while http.get(&calls).send().await.unwrap().text().await.unwrap() == "[]" {}
    let pid = emulator.child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(paused.await.unwrap(), "the paused call loses its connection");
    assert_eq!(emulator.child.wait().unwrap().code(), Some(0));
}
