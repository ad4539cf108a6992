//! The output of the process on stderr.

use serde_json::Value;
use terraform_provider_sdk_testing::{client_identity::ClientIdentity, plugin_process::Launch};

use super::example::greeter;

/// The life of a plugin that met a stranger and its host; answers what it wrote.
async fn log_of(launch: Launch) -> Vec<Value> {
    let mut plugin = launch.start().await;
    let stranger = ClientIdentity::generate();
    let refused = plugin.channel_as(Some(&stranger)).await;
    drop(refused);
    let channel = plugin.channel().await;
    assert!(plugin.shutdown(channel).await.success());
    plugin.rest_of_stderr().await.lines().map(log_entry).collect()
}

/// Fails unless go-plugin and Terraform take the line for a log entry.
fn log_entry(line: &str) -> Value {
    assert!(line.len() < 64 << 10);
    let entry: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    for field in ["@level", "@message", "@timestamp", "@module"] {
        assert!(entry[field].is_string(), "{field} in {line}");
    }
    let timestamp = entry["@timestamp"].as_str().expect("a string");
    let shape: String = timestamp
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    assert_eq!(shape, "0000-00-00T00:00:00.000000Z");
    entry
}

fn levels(entries: &[Value]) -> Vec<&str> {
    entries
        .iter()
        .map(|entry| entry["@level"].as_str().expect("a string"))
        .collect()
}

#[tokio::test]
async fn every_line_is_an_entry_that_terraform_reads() {
    let entries = log_of(Launch::new(&greeter()).env("TF_LOG", "TRACE")).await;
    assert_eq!(levels(&entries), ["debug", "warn", "debug"], "{entries:?}");
    assert_eq!(entries[0]["@message"], "Listening for the host");
    assert_eq!(entries[0]["@module"], "sdk.plugin.server");
    assert!(entries[0]["address"].is_string());
}

#[tokio::test]
async fn nothing_below_a_warning_is_written_unasked() {
    let entries = log_of(Launch::new(&greeter())).await;
    assert_eq!(levels(&entries), ["warn"], "{entries:?}");
}

#[tokio::test]
async fn the_providers_own_level_goes_before_the_others() {
    let launch = || Launch::new(&greeter()).env("TF_LOG", "trace");
    assert!(log_of(launch().env("TF_LOG_PROVIDER", "off")).await.is_empty());
    let own = launch()
        .env("TF_LOG_PROVIDER", "off")
        .env("TF_LOG_PROVIDER_GREETER", "warn");
    assert_eq!(levels(&log_of(own).await), ["warn"]);
}
