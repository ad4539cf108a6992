//! `codepipeline-emulator demo`, the first command that a new user runs.

use std::{fs, path::Path, process::Command};

use codepipeline_emulator_testing::aws_client::http_client;

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
        .says("Plan: 3 to add, 0 to change, 0 to destroy.\n           # codepipeline_connection.gitlab will be created")
        .says("Authorize the connection: http://127.0.0.1:")
        .says("/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/")
        .says("AVAILABLE: http://127.0.0.1:")
        .says("Apply complete! Resources: 3 added, 0 changed, 0 destroyed.")
        .says("payments started: execution")
        .says("No changes.")
        .says("Destroy complete! Resources: 3 destroyed.")
        .says("All steps succeeded")
        .says(&format!(
            "`{} demo --keep` keeps everything running.",
            emulator_program().display()
        ));
}

#[test]
fn a_kept_demo_stays_up_until_ctrl_c_and_then_destroys() {
    let mut demo = demo(&emulator_program(), &["--keep"], Cli::chosen().program());
    demo.wait_for("Press Ctrl-C");
    demo.interrupt();
    demo.finish()
        .succeeds()
        .says("export AWS_ENDPOINT_URL=http://127.0.0.1:")
        .says("Destroy complete!")
        .says_not("demo --keep");
}

/// The lines of an output that a user copies into a shell: indented, and without the numbers of steps and their times.
fn commands(output: &str) -> Vec<&str> {
    let after = output.split_once("What to try next:").expect("suggestions").1;
    let indented = after.lines().filter_map(|line| line.strip_prefix("    "));
    indented.filter(|line| !line.starts_with("http")).collect()
}

#[test]
fn the_commands_that_a_kept_demo_suggests_work() {
    let mut demo = demo(&emulator_program(), &["--keep"], Cli::chosen().program());
    demo.wait_for("Press Ctrl-C");
    let output = demo.written();
    let commands = commands(&output);
    let (replace, environment) = (commands.len() - 2, &commands[..commands.len() - 2]);
    let run = |command: &str| {
        let script = format!("{}\n{command} -no-color", environment.join("\n"));
        let mut shell = Command::new("sh");
        shell
            .env("AWS_PROFILE", "absent")
            .env("AWS_SESSION_TOKEN", "of another account");
        Running::start(shell.args(["-c", &script]))
    };
    let pasted = run(commands[replace + 1]).finish();
    pasted
        .fails()
        .says("Invalid repository path")
        .says("\"acme/platform/payments-api\"");
    let mut replacing = run(&format!("{} -auto-approve", commands[replace]));
    let link = "(local-exec): Authorize the connection: ";
    replacing.wait_for(link);
    let output = replacing.written();
    let page = output.split(link).last().unwrap();
    authorize(page.split_whitespace().next().unwrap());
    replacing
        .finish()
        .succeeds()
        .says("Apply complete! Resources: 2 added, 1 changed, 2 destroyed.");
    demo.interrupt();
    demo.finish().succeeds().says("Destroy complete!");
}

/// Authorizes a connection on its page, as the button in a browser does.
#[tokio::main(flavor = "current_thread")]
async fn authorize(page: &str) {
    let request = http_client().post(format!("{page}/handshake"));
    let form = request.header("Content-Type", "application/x-www-form-urlencoded");
    let response = form
        .body("decision=authorize")
        .send()
        .await
        .expect("the console responds");
    assert!(!response.status().is_client_error(), "{response:?}");
}

/// `script` runs a command in a terminal.
#[cfg(target_os = "linux")]
#[test]
fn a_demo_has_colors_on_a_terminal_only() {
    let bold = "\u{1b}[1m 1  Check the prerequisites";
    let program = format!("{} demo", emulator_program().display());
    let in_terminal = |colors: &str| {
        let mut command = Command::new("script");
        command.args(["-qfec", &program, "/dev/null"]).env("NO_COLOR", colors);
        Running::start(command.env("CODEPIPELINE_TEST_CLI", Cli::chosen().program())).finish()
    };
    let colored = in_terminal("");
    assert!(colored.succeeds().stdout.contains(bold), "{colored}");
    assert!(colored.stdout.contains("\u{1b}[32m+"), "{colored}");
    for plain in [in_terminal("1"), whole_demo(Cli::chosen().program())] {
        assert!(!plain.succeeds().stdout.contains('\u{1b}'), "{plain}");
    }
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
    outcome
        .fails()
        .says("Neither terraform nor tofu can be run. Install Terraform");
}

#[test]
fn a_demo_without_a_command_line_says_what_to_install() {
    let outcome = whole_demo("/nowhere/terraform");
    outcome
        .fails()
        .says("Check the prerequisites")
        .says("/nowhere/terraform cannot be run. Install Terraform")
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
        .says("The demo failed at \"terraform plan, of which this is an excerpt\"")
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
