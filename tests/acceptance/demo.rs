//! `codepipeline-emulator demo`, the first command that a new user runs.

use std::{fs, path::Path, process::Command};

use crate::support::{cli::Cli, emulator_program, outcome::Outcome, process::Running};

fn demo(emulator: &Path, arguments: &[&str], cli: &str) -> Running {
    Running::start(&mut command(emulator, arguments, cli))
}

fn command(emulator: &Path, arguments: &[&str], cli: &str) -> Command {
    let mut command = Command::new(emulator);
    command.arg("demo").args(arguments).env("CODEPIPELINE_TEST_CLI", cli);
    command
}

/// The directories that demonstrations have left in `place`.
fn left_in(place: &Path) -> Vec<String> {
    let names = fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with("codepipeline-demo-")).collect()
}

fn whole_demo(cli: &str) -> Outcome {
    demo(&emulator_program(), &[], cli).finish()
}

#[test]
fn the_demo_goes_from_nothing_to_the_first_execution_and_leaves_nothing() {
    let outcome = whole_demo(Cli::chosen().program());
    outcome
        .succeeds()
        .says("Authorize the connection: http://127.0.0.1:")
        .says("/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/")
        .says("AVAILABLE: http://127.0.0.1:")
        .says("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.")
        .says("payments started: execution")
        .says("No changes.")
        .says("Destroy complete! Resources: 3 destroyed.")
        .says("All steps succeeded");
}

#[test]
fn a_kept_demo_stays_up_until_ctrl_c_and_then_destroys() {
    let mut demo = demo(&emulator_program(), &["--keep"], Cli::chosen().program());
    demo.wait_for("Press Ctrl-C");
    demo.interrupt();
    demo.finish()
        .succeeds()
        .says("export AWS_ENDPOINT_URL=http://127.0.0.1:")
        .says("Destroy complete!");
}

#[test]
fn a_demo_that_is_interrupted_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let mut command = command(&emulator_program(), &[], Cli::chosen().program());
    let mut demo = Running::start(command.env("TMPDIR", place.path()));
    demo.wait_for("apply: create the connection");
    assert_eq!(left_in(place.path()).len(), 1);
    demo.interrupt();
    demo.finish()
        .fails()
        .says("The demo was interrupted at")
        .says_not("Destroy");
    assert_eq!(left_in(place.path()), [""; 0]);
}

#[test]
fn a_kept_demo_destroys_when_terminated() {
    let place = tempfile::tempdir().unwrap();
    // The shell writes its process id, then replaces itself with the demo.
    let script = format!(
        "echo $$ >'{}/pid'; exec '{}' demo --keep",
        place.path().display(),
        emulator_program().display()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]).env("TMPDIR", place.path());
    let mut demo = Running::start(command.env("CODEPIPELINE_TEST_CLI", Cli::chosen().program()));
    demo.wait_for("Press Ctrl-C");
    shell(&format!("kill -TERM $(cat '{}/pid')", place.path().display()));
    demo.finish().succeeds().says("Destroy complete!");
    assert_eq!(left_in(place.path()), [""; 0]);
}

/// A version manager puts a script in the place of the program, which looks at the person's home.
#[test]
fn a_demo_runs_a_shim_by_a_relative_path_and_nothing_else_of_the_person_takes_part() {
    let home = tempfile::tempdir().unwrap();
    let program = Cli::chosen().program();
    let shim = format!("#!/bin/sh\n[ -f \"$HOME/.versions\" ] && [ \"$SHIM\" = on ] && exec {program} \"$@\"\n");
    fs::write(home.path().join("text"), shim).unwrap();
    shell(&format!(
        "cd '{}' && cp text terraform && chmod +x terraform && touch .versions && mkdir .aws && \
         echo '[broken' >.aws/config && echo broken >.terraformrc && echo broken >.tofurc",
        home.path().display()
    ));
    let mut command = command(&emulator_program(), &[], "./terraform");
    let personal = [
        ("AWS_PROFILE", "absent"),
        ("HTTP_PROXY", "http://127.0.0.1:1"),
        ("TF_LOG", "TRACE"),
        ("TF_CLI_ARGS", "-broken"),
        ("SHIM", "on"),
    ];
    let demo = command.envs(personal).env("HOME", home.path()).current_dir(home.path());
    Running::start(demo).finish().succeeds().says("All steps succeeded");
}

#[test]
fn an_empty_choice_of_the_command_line_counts_as_unset() {
    let mut command = command(&emulator_program(), &[], "");
    let outcome = Running::start(command.env("PATH", "/nowhere")).finish();
    outcome.fails().says("None of [\"terraform\", \"tofu\"] can be run");
}

#[test]
fn a_demo_without_a_command_line_says_what_to_install() {
    let outcome = whole_demo("/nowhere/terraform");
    outcome
        .fails()
        .says("Find Terraform or OpenTofu")
        .says("Install Terraform")
        .says("CODEPIPELINE_TEST_CLI");
}

#[test]
fn a_demo_without_the_provider_beside_it_says_how_to_build_it() {
    let directory = tempfile::tempdir().unwrap();
    let emulator = directory.path().join("codepipeline-emulator");
    shell(&format!(
        "cp '{}' '{}'",
        emulator_program().display(),
        emulator.display()
    ));
    let outcome = demo(&emulator, &[], Cli::chosen().program()).finish();
    outcome
        .fails()
        .says("The provider is not at")
        .says("cargo build")
        .says("root of the repository");
}

#[test]
fn a_demo_ends_at_the_first_step_that_fails_and_names_it() {
    let directory = tempfile::tempdir().unwrap();
    let program = directory.path().join("terraform");
    let program = program.to_str().unwrap();
    std::fs::write(directory.path().join("text"), BROKEN_CLI).unwrap();
    shell(&format!(
        "cd '{}' && cp text terraform && chmod +x terraform",
        directory.path().display()
    ));
    let outcome = whole_demo(program);
    outcome
        .fails()
        .says("The demo failed at \"terraform apply: create the connection\"")
        .says("sorry")
        .says_not("destroy");
}

const BROKEN_CLI: &str = r#"#!/bin/sh
[ "$1" = version ] && echo Terraform v1.11.4 && exit
echo sorry >&2
exit 1
"#;

/// Programs are made by another process: one that this process had open for writing could not be started while any
/// other test forks.
fn shell(script: &str) {
    let status = Command::new("sh").args(["-c", script]).status().unwrap();
    assert!(status.success(), "{script}");
}
