//! The output in `README.md` is what Terraform shows. A stale output is rewritten and fails the test once.

use std::{fs, path::Path};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const HEADING: &str = "### A first apply\n";
const EXAMPLE: &str = "examples/actions/codepipeline_await_handshake/action.tf";
/// What the output shows in place of the rest of a page's URL.
const SHORT_PAGE: &str = "codesuite/settings/";

fn file(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Applies the example, completes the handshake after the first line about the time, and returns the output.
fn first_apply() -> String {
    let account = Account::open();
    let workspace = Workspace::new(&account, &fs::read_to_string(file(EXAMPLE)).unwrap());
    let mut running = workspace.start_apply();
    running.wait_for("Still PENDING after 15 s");
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    running.finish().applied(2, 0, 0).stdout.clone()
}

/// Returns the lines of an apply after its plan, without what differs from run to run.
pub(crate) fn recorded(output: &str) -> String {
    let is_shown = |line: &&str| {
        let starts = [
            "codepipeline_connection.",
            "codepipeline_pipeline.",
            "Action ",
            "Apply complete!",
        ];
        starts.iter().any(|start| line.starts_with(start))
    };
    let lines = output.lines().filter(is_shown).map(|line| {
        let line = cut(line, SHORT_PAGE, |character| character == ' ' || character == ')');
        let line = cut(&line, "[id=", |character| character == ']');
        let line = cut(&line, "connection/", |character| character == ' ');
        with_fixed_times(&line)
    });
    lines.fold(String::new(), |text, line| format!("{text}{line}\n"))
}

/// Returns the line with `…` in place of what follows `start`, up to a character that ends it.
fn cut(line: &str, start: &str, is_end: impl Fn(char) -> bool) -> String {
    match line.split_once(start) {
        Some((before, rest)) => {
            let end = rest.find(is_end).unwrap_or(rest.len());
            format!("{before}{start}…{}", &rest[end..])
        }
        None => line.to_owned(),
    }
}

fn with_fixed_times(line: &str) -> String {
    let mut words: Vec<&str> = line.split(' ').collect();
    for index in 1..words.len() {
        match (words[index - 1], words[index]) {
            ("until", _) => words[index] = "17:42",
            ("after", time) if time.ends_with('s') => words[index] = "0s",
            _ => {}
        }
    }
    words.join(" ")
}

#[test]
fn the_first_apply_in_the_readme_is_what_terraform_shows() {
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let readme = fs::read_to_string(file("README.md")).unwrap();
    let (before, section) = readme.split_once(HEADING).expect("the heading is there");
    let (intro, rest) = section.split_once("```text\n").expect("an output follows the heading");
    let (_, after) = rest.split_once("```").expect("the output ends");
    let current = format!(
        "{before}{HEADING}{intro}```text\n{}```{after}",
        recorded(&first_apply())
    );
    if current != readme {
        fs::write(file("README.md"), current).unwrap();
        panic!("README.md was stale and has been rewritten: commit it");
    }
}

#[test]
fn a_recorded_line_has_neither_an_id_nor_a_time_of_its_run() {
    let output = "Plan: 1 to add\nAction a: Open https://x/codesuite/settings/1/y (do), waiting until 09:15 UTC\n\
                  codepipeline_connection.gitlab: Creation complete after 3s [id=arn:x:connection/1]\n";
    let expected = "Action a: Open https://x/codesuite/settings/… (do), waiting until 17:42 UTC\n\
                    codepipeline_connection.gitlab: Creation complete after 0s [id=…]\n";
    assert_eq!(recorded(output), expected);
}
