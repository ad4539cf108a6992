//! The program when started by hand.

use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use terraform_plugin_protocol::health::{HealthCheckRequest, health_client::HealthClient};
use terraform_provider_sdk_testing::plugin_process::{Handshake, PATIENCE, send_signal};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::support::PLUGIN;

fn run(arguments: &[&str]) -> Output {
    Command::new(PLUGIN)
        .env_clear()
        .args(arguments)
        .output()
        .expect("the plugin starts")
}

#[test]
fn without_arguments_it_says_what_it_is_and_how_to_use_it() {
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    for part in [
        "connects GitLab to AWS CodePipeline",
        "It is a plugin",
        "gitlab-aws/codepipeline",
        "terraform init",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn help_and_version_are_answers_not_errors() {
    let help = run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    let text = String::from_utf8(help.stdout).unwrap();
    for argument in ["--debug", "--version", "--help"] {
        assert!(text.contains(argument), "{argument} in {text}");
    }
    let version = run(&["--version"]);
    assert_eq!(version.status.code(), Some(0));
    let expected = format!("terraform-provider-codepipeline {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8(version.stdout).unwrap(), expected);
}

#[test]
fn an_unknown_argument_is_an_error_with_a_hint() {
    for arguments in [&["--verbose"][..], &["--help", "--version"], &[""]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        let named = format!("unknown arguments: {}\n", arguments.join(" "));
        assert!(error.contains(&named) && error.contains("'--help'"), "{error}");
    }
}

#[tokio::test]
async fn a_debugging_session_prints_the_variable_and_runs_until_an_interrupt() {
    let directory = tempfile::tempdir().unwrap();
    let mut command = tokio::process::Command::new(PLUGIN);
    command.env_clear().env("TMPDIR", directory.path()).arg("--debug");
    command.stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut process = command.spawn().unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(process.stdout.take().unwrap());
    tokio::time::timeout(PATIENCE, stdout.read_line(&mut line))
        .await
        .unwrap()
        .unwrap();

    let value = line
        .strip_prefix("TF_REATTACH_PROVIDERS='")
        .unwrap()
        .strip_suffix("'\n")
        .unwrap();
    let value: Value = serde_json::from_str(value).unwrap();
    let entry = &value["registry.terraform.io/gitlab-aws/codepipeline"];
    assert_eq!(value.as_object().unwrap().len(), 2);
    assert_eq!(entry, &value["registry.opentofu.org/gitlab-aws/codepipeline"]);
    let address = entry["Addr"]["String"].as_str().unwrap();
    let expected = json!({
        "Protocol": "grpc", "ProtocolVersion": 6, "Test": true, "Pid": process.id(),
        "Addr": { "Network": "unix", "String": address },
    });
    assert_eq!(entry, &expected);

    for _ in 0..2 {
        let channel = Handshake::plain("unix", address).channel(None).await.unwrap();
        HealthClient::new(channel)
            .check(HealthCheckRequest::default())
            .await
            .unwrap();
    }
    send_signal("INT", process.id().unwrap()).await;
    let status = tokio::time::timeout(PATIENCE, process.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
}
