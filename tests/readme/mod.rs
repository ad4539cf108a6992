//! The picture of a terminal in `README.md` shows what Terraform shows. A stale picture is rewritten and fails the test
//! once.

mod terminal;

use std::{fs, path::Path};

use terminal::Line;

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const PICTURE: &str = "docs/images/first-apply.svg";
const EXAMPLE: &str = "examples/actions/codepipeline_await_handshake/action.tf";
/// What the picture shows in place of the rest of a page's URL.
const SHORT_PAGE: &str = "codesuite/settings/";

fn file(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Applies the example, completes the handshake after the first line about the time, and returns the output.
fn first_apply() -> String {
    let account = Account::open();
    let workspace = Workspace::new(&account, &fs::read_to_string(file(EXAMPLE)).unwrap());
    let mut running = workspace.start(&["apply", "-auto-approve", "-input=false"]);
    running.wait_for("Still PENDING after 15 s");
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    running.finish().succeeds().stdout.clone()
}

/// Returns the lines of an apply after its plan, without what differs from run to run.
pub(crate) fn recorded(output: &str) -> Vec<Line> {
    let starts = [
        "codepipeline_connection.",
        "codepipeline_pipeline.",
        "Action ",
        "Apply complete!",
    ];
    let mut lines = terminal::lines(output);
    lines.retain(|line| starts.iter().any(|start| line.text.starts_with(start)));
    for line in &mut lines {
        let text = cut(&line.text, SHORT_PAGE, |character| character == ' ' || character == ')');
        let text = cut(&text, "[id=", |character| character == ']');
        let text = cut(&text, "connection/", |character| character == ' ');
        line.text = with_fixed_times(&text);
    }
    lines
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
    let prompt = Line {
        text: "$ terraform apply".to_owned(),
        style: String::new(),
    };
    let lines = [&[prompt], recorded(&first_apply()).as_slice()].concat();
    let current = terminal::picture("terraform apply waits for the handshake", &lines);
    if fs::read_to_string(file(PICTURE)).ok().as_ref() != Some(&current) {
        fs::write(file(PICTURE), current).unwrap();
        panic!("{PICTURE} was stale and has been rewritten: commit it");
    }
}

#[test]
fn a_recorded_line_has_neither_an_id_nor_a_time_of_its_run() {
    let output = "Plan: 1 to add\nAction a: Open https://x/codesuite/settings/1/y (do), waiting until 09:15 UTC\n\
                  codepipeline_connection.gitlab: Creation complete after 3s [id=arn:x:connection/1]\n";
    let expected = [
        "Action a: Open https://x/codesuite/settings/… (do), waiting until 17:42 UTC",
        "codepipeline_connection.gitlab: Creation complete after 0s [id=…]",
    ];
    let texts = recorded(output).into_iter().map(|line| line.text);
    assert_eq!(texts.collect::<Vec<String>>(), expected);
}
