//! The lines about an execution.

use serde_json::Value;

use super::place::Place;
use crate::aws::pipelines::{ActionRun, Execution};

/// Maximum characters of what a service says of a run.
const LONGEST: usize = 200;

/// Returns the line about a run whose status has changed.
pub(super) fn of_run(place: &Place<'_>, run: &ActionRun) -> String {
    let name = name(run);
    match run.status.as_str() {
        "InProgress" if run.is_approval => format!("{name} waits for approval: {}", place.page()),
        "InProgress" => format!("{name} is running"),
        "Succeeded" if run.is_approval => format!("{name} was approved{}", said(run)),
        "Succeeded" => format!("{name} succeeded{}", said(run)),
        "Failed" => failed(run),
        "Abandoned" => format!("{name} was abandoned"),
        status => format!("{name} is {status}"),
    }
}

/// Returns why a run failed, and its page.
pub(super) fn failed(run: &ActionRun) -> String {
    let name = name(run);
    if run.is_approval && run.error.is_none() {
        return format!("{name} was rejected{}", said(run));
    }
    let error = run.error.as_deref().or(run.summary.as_deref());
    let error = error.map(|error| format!(": {}", line(error))).unwrap_or_default();
    let page = run
        .external_url
        .as_ref()
        .map(|url| format!(" ({url})"))
        .unwrap_or_default();
    format!("{name} failed{error}{page}")
}

/// Returns the status of an execution with what it does at present: `InProgress (Build/Build is running)`.
pub(super) fn at_present(execution: &Execution, runs: &[ActionRun]) -> String {
    let running = runs.iter().filter(|run| run.is_running());
    let mut running: Vec<String> = running
        .map(|run| {
            let does = if run.is_approval {
                "waits for approval"
            } else {
                "is running"
            };
            format!("{} {does}", name(run))
        })
        .collect();
    if running.is_empty() {
        running.push("no action is running".to_owned());
    }
    format!("{} ({})", execution.status.as_str(), running.join(", "))
}

/// Returns stage and action: `Build/Compile`.
pub(super) fn name(run: &ActionRun) -> String {
    format!("{}/{}", run.stage, run.action)
}

/// Returns what a run reports, such as the message of a commit, in parentheses.
fn said(run: &ActionRun) -> String {
    let Some(summary) = &run.summary else {
        return String::new();
    };
    // A source of a connection reports a JSON object.
    let commit = serde_json::from_str::<Value>(summary).ok();
    let message = commit.as_ref().and_then(|commit| commit["CommitMessage"].as_str());
    match (message, &run.external_id) {
        (Some(message), Some(id)) => format!(" ({}: {})", id.chars().take(8).collect::<String>(), line(message)),
        (Some(message), None) => format!(" ({})", line(message)),
        (None, _) => format!(" ({})", line(summary)),
    }
}

/// Returns the first line, which is cut if it is long.
fn line(text: &str) -> String {
    let first = text.trim().lines().next().unwrap_or_default();
    let cut: String = first.chars().take(LONGEST).collect();
    if cut.len() < first.len() {
        format!("{cut}…")
    } else {
        cut
    }
}
