//! Several applies of one pipeline at the same time, and another writer between them.

use std::{collections::BTreeSet, fmt, time::Duration};

use codepipeline_emulator::Options;
use codepipeline_emulator_testing::{environment::variable, guide, pipelines::foreign_declaration};
use serde_json::{Value, json};
use terraform_provider_codepipeline::aws::pipelines::version;

use crate::{
    acceptance::source_action::source_action,
    support::{account::Account, process::Running, workspace::Workspace},
};

/// Set to `whole` for eight applies of ten source actions. Without it, two applies of two run.
const VARIABLE: &str = "CODEPIPELINE_TEST_WRITERS";

/// Duration of each call, so that writers read before another one has written.
const LATENCY: Duration = Duration::from_millis(20);

/// A write of the other writer, which compares no versions.
struct ForeignWrite {
    variable: String,
    /// The versions that it overwrote: those between its read and its write.
    overwrote: std::ops::Range<i64>,
}

/// The result of all writers.
struct Contest {
    applies: usize,
    actions: usize,
    /// Actions that a successful create reported.
    reported: usize,
    /// Writes of our applies.
    writes: usize,
    foreign: Vec<ForeignWrite>,
    /// Reported actions that the other writer overwrote afterward.
    overwritten: usize,
    /// Reported actions, and changes of the other writer, that one of our applies overwrote.
    lost: Vec<String>,
}

impl fmt::Display for Contest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stale = self.foreign.iter().filter(|write| !write.overwrote.is_empty()).count();
        write!(
            formatter,
            "{} applies of {} source actions each: {} creates reported, with {} writes. Another tool wrote {} times, {stale} of \
             them over versions that it had not read, and so removed {} reported source actions. The applies removed {} of the \
             {} reported changes of each other and of the tool. The next apply of each configuration restored its source actions.",
            self.applies,
            self.actions,
            self.reported,
            self.writes,
            self.foreign.len(),
            self.overwritten,
            self.lost.len(),
            self.reported + self.foreign.len(),
        )
    }
}

/// Adds a variable to the pipeline without a comparison of versions.
fn write_as_another_team(account: &Account, number: usize) -> ForeignWrite {
    let variable = format!("theirs-{number}");
    let mut declaration = account.pipeline("release");
    let read = version(&declaration).unwrap();
    let variables = declaration["variables"].as_array_mut().unwrap();
    variables.push(json!({ "name": variable, "defaultValue": "1" }));
    let written = account.ask("codepipeline", "UpdatePipeline", json!({ "pipeline": declaration }));
    ForeignWrite {
        variable,
        overwrote: read + 1..version(&written["pipeline"]).unwrap(),
    }
}

fn names(list: &Value) -> BTreeSet<String> {
    let name = |item: &Value| item["name"].as_str().unwrap().to_owned();
    list.as_array().unwrap().iter().map(name).collect()
}

/// Returns the last version, before `end`, that has the source action.
fn last_version_with(account: &Account, end: i64, name: &str) -> i64 {
    let has_it = |number: &i64| {
        let input = json!({ "name": "release", "version": number });
        let found = account.ask("codepipeline", "GetPipeline", input);
        names(&found["pipeline"]["stages"][0]["actions"]).contains(name)
    };
    (1..end).rev().find(has_it).expect("it was created")
}

fn label(apply: usize, action: usize) -> String {
    format!("a{apply}-{action}")
}

fn contest(applies: usize, actions: usize, foreign: usize) -> Contest {
    let account = Account::with(Options {
        latency: LATENCY,
        ..Options::default()
    });
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    account.seed_members("release", json!({ "/novelty": { "exact": 1.5 } }));
    let workspaces: Vec<Workspace> = (0..applies)
        .map(|apply| {
            let blocks =
                (0..actions).map(|action| source_action(&label(apply, action), &arn, "detect_changes = false"));
            Workspace::new(&account, &blocks.collect::<String>())
        })
        .collect();
    account.forget_calls();
    let running: Vec<Running> = workspaces.iter().map(Workspace::start_apply).collect();
    account.wait_for_calls("UpdatePipeline", 1);
    let foreign: Vec<ForeignWrite> = (0..foreign)
        .map(|number| write_as_another_team(&account, number))
        .collect();
    running.into_iter().for_each(|apply| drop(apply.finish()));
    let writes = account.count("UpdatePipeline") - foreign.len();
    let now = account.pipeline("release");
    let (mut reported, mut overwritten, mut lost) = (0, 0, Vec::new());
    for workspace in &workspaces {
        for address in workspace.addresses() {
            reported += 1;
            let state = workspace.resource(&address);
            if names(&now["stages"][0]["actions"]).contains(state["name"].as_str().unwrap()) {
                continue;
            }
            let last = last_version_with(&account, version(&now).unwrap(), state["name"].as_str().unwrap());
            let is_overwritten = foreign.iter().any(|write| write.overwrote.contains(&last));
            if is_overwritten {
                overwritten += 1;
            } else {
                lost.push(address);
            }
        }
    }
    let kept = names(&now["variables"]);
    let foreign_names = foreign.iter().map(|write| write.variable.clone());
    lost.extend(foreign_names.filter(|name| !kept.contains(name)));
    assert_eq!(now["novelty"], json!({ "exact": 1.5 }));
    converges(&account, &workspaces, applies * actions);
    Contest {
        applies,
        actions,
        reported,
        writes,
        foreign,
        overwritten,
        lost,
    }
}

/// Asserts that one more apply of each brings back what is missing, and that nothing of the other team is lost.
fn converges(account: &Account, workspaces: &[Workspace], actions: usize) {
    for workspace in workspaces {
        workspace.apply().succeeds();
    }
    let now = account.pipeline("release");
    let theirs = foreign_declaration("release");
    assert_eq!(now["stages"][0]["actions"].as_array().unwrap().len(), actions + 1);
    assert_eq!(now["stages"][0]["actions"][0], theirs["stages"][0]["actions"][0]);
    assert_eq!(now["stages"][1], theirs["stages"][1]);
    for workspace in workspaces {
        workspace.plan().has_no_changes();
    }
}

#[test]
fn what_concurrent_applies_report_is_there_and_nothing_of_another_team_is_lost() {
    let is_whole = variable(VARIABLE).as_deref() == Some("whole");
    let contest = if is_whole { contest(8, 10, 20) } else { contest(2, 2, 3) };
    if is_whole {
        guide::write("reliability.md", "test of writers", &contest.to_string());
    }
    let most = if is_whole { 3 } else { 0 };
    assert!(contest.lost.len() <= most, "{contest}\n{:?}", contest.lost);
    assert!(contest.reported > 0 && contest.writes >= contest.reported);
}
