//! The steps of the guides, one after the other, with the output that the guides show.

use std::{fs, process::Command};

use serde_json::{Value, json};

use super::{
    blocks::{Guide, file_name},
    completion,
};
use crate::{
    readme::recorded,
    support::{
        account::Account,
        cli::{Cli, Feature},
        emulator_program,
        process::Running,
        workspace::Workspace,
    },
};

const WAITING: &str = "Still PENDING after 15 s";

/// Follows the guide from the configuration to the destroy, and returns the output of the apply.
fn get_started(configuration: [&String; 2], shown_before_the_handshake: &str) -> String {
    let account = Account::open();
    let workspace = Workspace::new(&account, "");
    workspace.remove("versions.tf");
    for text in configuration {
        workspace.write(file_name(text), text);
    }
    let mut apply = workspace.start_apply();
    apply.wait_for("Authorize the connection");
    apply.wait_for(shown_before_the_handshake);
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    let applied = apply.finish();
    applied
        .applied(3, 0, 0)
        .says("The apply waits until you complete a new handshake");
    let started = account.push("acme/platform/web", "main");
    assert_eq!((started.len(), &started[0]["pipeline"]), (1, &json!("web")));
    let triggers: Vec<Value> = account
        .executions("web")
        .iter()
        .map(|execution| execution["trigger"]["triggerType"].clone())
        .collect();
    assert_eq!(triggers, ["Webhook", "CreatePipeline"]);
    workspace.plan().has_no_changes();
    workspace.destroy().says("loses its handshake");
    account.is_empty();
    applied.stdout.clone()
}

#[test]
fn getting_started_leads_to_an_execution_with_an_action_and_with_a_provisioner() {
    let guide = Guide::open("getting-started");
    let [pipeline, action, provisioner] = &guide.configurations()[..] else {
        panic!("the guide has three files");
    };
    get_started(
        [pipeline, provisioner],
        "codepipeline_connection.gitlab (local-exec): Authorize the connection: ",
    );
    if !Cli::chosen().offers(Feature::Actions) {
        return;
    }
    let lines = recorded(&get_started([pipeline, action], WAITING));
    let output: String = lines.iter().map(|line| format!("{}\n", line.text)).collect();
    let (waiting, rest) = output.split_once(WAITING).expect("the apply waited");
    let (end, rest) = rest.split_once('\n').expect("the line ends");
    let current = with_texts(&guide.text, &[&format!("{waiting}{WAITING}{end}\n"), rest]);
    if current != guide.text {
        fs::write(Guide::path(&guide.name), current).unwrap();
        panic!("docs/guides/getting-started.md was stale and has been rewritten: commit it");
    }
}

/// Returns the page with these texts in its blocks of output, in order.
fn with_texts(page: &str, texts: &[&str]) -> String {
    let mut parts = page.split("```text\n");
    let mut current = parts.next().unwrap_or_default().to_owned();
    let mut texts = texts.iter();
    for part in parts {
        let (_, after) = part.split_once("```").expect("a block ends");
        let text = texts.next().expect("each block has its output");
        current.extend(["```text\n", text, "```", after]);
    }
    current
}

#[test]
fn the_guides_export_the_variables_that_the_emulator_prints() {
    let mut emulator = Running::start(Command::new(emulator_program()).args(["--listen", "127.0.0.1:0"]));
    emulator.wait_for("unset ");
    emulator.interrupt();
    let printed = emulator.finish().stdout;
    let (url, variables) = printed.split_once("\n\n").expect("the variables follow the URL");
    let url = url.lines().next().unwrap().strip_prefix("listening on ").unwrap();
    let variables = variables.replace(url, "http://127.0.0.1:4780");
    for guide in ["emulator", "getting-started"] {
        assert!(
            Guide::open(guide).text.contains(&format!("```shell\n{variables}```\n")),
            "{guide}\n{variables}"
        );
    }
}

#[test]
fn a_self_managed_gitlab_is_connected_in_one_apply_that_waits_twice() {
    let account = Account::open();
    let workspace = completion::workspace(&account, &Guide::open("self-managed"), 0);
    let apply = workspace.start_apply();
    account.set_host_status(&account.wait_for_host("gitlab"), "AVAILABLE");
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    apply.finish().applied(4, 0, 0);
    let connection = workspace.resource("codepipeline_connection.gitlab");
    assert_eq!(connection["provider_type"], "GitLabSelfManaged");
    workspace.plan().has_no_changes();
}

#[test]
fn a_full_clone_for_a_deployment_is_the_error_that_the_guide_shows() {
    let guide = Guide::open("full-clone");
    let account = Account::open();
    let workspace = completion::workspace(&account, &guide, 0);
    let configuration = fs::read_to_string(workspace.path("main.tf")).unwrap();
    let input = "input_artifacts = [\"site\"]";
    assert_eq!(configuration.matches(input).count(), 1);
    workspace.configure(&configuration.replace(input, "input_artifacts = [\"source\"]"));
    let [shown] = &guide.blocks(&["text"])[..] else {
        panic!("the guide shows one error");
    };
    let (summary, detail) = shown.text.split_once("\n\n").expect("a summary and a detail");
    workspace.validate().fails().says(summary).says(detail.trim_end());
}

/// The rows of the table below these headings: the cells of each.
fn rows<'page>(page: &'page str, heading: &str) -> Vec<Vec<&'page str>> {
    let (_, table) = page.split_once(heading).expect("the table is there");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect()
}

/// The words in code in a cell.
fn codes(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_pattern_of_the_guide_matches_the_names_that_it_shows() {
    if !Cli::chosen().offers(Feature::Functions) {
        return;
    }
    let guide = Guide::open("triggers");
    let mut cases = Vec::new();
    for row in rows(&guide.text, "| Pattern | Meaning | Matches | Does not match |") {
        for (column, matches) in [(2, true), (3, false)] {
            cases.extend(
                codes(row[column])
                    .into_iter()
                    .map(|name| (codes(row[0])[0], name, matches)),
            );
        }
    }
    assert!(cases.len() > 15, "{cases:?}");
    let list: String = cases
        .iter()
        .map(|(pattern, name, _)| format!("[{pattern:?}, {name:?}], "))
        .collect();
    let output = format!(
        "output \"matches\" {{\n  value = [for case in [{list}] : provider::codepipeline::trigger_matches({{ push = [{{ \
         branches = {{ includes = [case[0]] }} }}] }}, {{ type = \"push\", branch = case[1] }})]\n}}\n"
    );
    let workspace = Workspace::new(&Account::open(), &output);
    workspace.apply().succeeds();
    let matches = workspace.output("matches");
    for ((pattern, name, expected), found) in cases.iter().zip(matches.as_array().unwrap()) {
        assert_eq!(found, expected, "{pattern} {name}");
    }
}

#[test]
fn every_event_of_the_guide_starts_the_pipelines_that_it_names() {
    let guide = Guide::open("triggers");
    let at = guide
        .configurations()
        .iter()
        .position(|text| text.contains("for_each"))
        .unwrap();
    let account = Account::open();
    let workspace = completion::workspace(&account, &guide, at);
    let apply = workspace.start_apply();
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    apply.finish().applied(4, 0, 0);
    let push = |files: &[&str]| json!({ "type": "push", "branch": "main", "files": files });
    let events = [
        push(&["services/web/main.go"]),
        push(&["libs/log/log.go"]),
        push(&["README.md"]),
        json!({ "type": "tag", "tag": "payments/v1.2.0" }),
        json!({ "type": "push", "branch": "main" }),
    ];
    let rows = rows(&guide.text, "| Event | Starts |");
    assert_eq!(rows.len(), events.len());
    for (row, mut event) in rows.iter().zip(events) {
        event["repository"] = json!("acme/platform/shop");
        let started = account.deliver(event);
        let started: Vec<&Value> = started.iter().map(|execution| &execution["pipeline"]).collect();
        assert_eq!(started, codes(row[1]), "{}", row[0]);
    }
}
