//! The provider in the README, which is an example program.

use terraform_provider_sdk_testing::plugin_process::PluginProcess;

use crate::{command_line::Workspace, plugin::example::example};

const README: &str = include_str!("../README.md");
const EXAMPLE: &str = include_str!("../examples/notes.rs");

#[test]
fn the_readme_contains_the_complete_example() {
    assert!(README.contains(&format!("```rust\n{EXAMPLE}```\n")));
    assert!(EXAMPLE.lines().count() < 60);
}

#[test]
fn the_example_plans_applies_and_destroys_through_the_real_command_line() {
    let note = "resource \"notes_note\" \"hello\" {\n  path = \"hello.txt\"\n  text = \"Hello\"\n}\n";
    let workspace = Workspace::new("notes", note);
    workspace.succeed(&["apply", "-auto-approve", "-no-color"]);
    assert_eq!(workspace.read("hello.txt"), "Hello");
    workspace.succeed(&["plan", "-detailed-exitcode", "-no-color"]);
    workspace.succeed(&["destroy", "-auto-approve", "-no-color"]);
    assert!(!workspace.path("hello.txt").exists());
}

#[tokio::test]
async fn the_example_is_a_plugin() {
    let mut plugin = PluginProcess::start(&example("notes")).await;
    let channel = plugin.channel().await;
    assert!(plugin.shutdown(channel).await.success());
}
