//! The connection sources of a pipeline: what starts it, and whether that reaches it.

use maud::{Markup, html};
use serde_json::Value;

use crate::{
    connections::{Arn, ConnectionStatus},
    console::{
        json::{members, text},
        layout::{badge, breakable, table},
        path,
    },
    store::Store,
};

/// A source action that fetches through a connection.
struct Source<'a> {
    name: &'a str,
    configuration: &'a Value,
    /// Status of its connection, `None` if that is gone.
    connection: Option<ConnectionStatus>,
    /// Whether a webhook is registered on its repository.
    registered: bool,
}

/// The section on the sources of the pipeline with this ARN, empty if none of them has a connection.
pub(crate) fn sources(store: &Store, arn: &str, declaration: &Value) -> Markup {
    let sources = found(store, arn, declaration);
    if sources.is_empty() {
        return html! {};
    }
    let rows = html! {
        @for source in &sources {
            tr {
                td { (source.name) }
                td.long.minor { (breakable(text(source.configuration, "FullRepositoryId"))) }
                td { @for line in starts_on(declaration, source) { div { (line) } } }
                td.minor { (connection(source)) }
                td { (webhook(source)) }
            }
        }
    };
    let columns = [
        ("Source", ""),
        ("Repository", "minor"),
        ("Starts on", ""),
        ("Connection", "minor"),
        ("Webhook", ""),
    ];
    html! { h2 { "Sources" } (table("Sources", &columns, rows)) }
}

fn found<'a>(store: &Store, arn: &str, declaration: &'a Value) -> Vec<Source<'a>> {
    let pipeline = store.pipelines.get(arn);
    let webhooks: Vec<_> = pipeline
        .into_iter()
        .flat_map(|pipeline| pipeline.webhooks.active(&store.connections))
        .collect();
    let actions = members(&declaration["stages"])
        .iter()
        .flat_map(|stage| members(&stage["actions"]));
    let sources = actions.filter(|action| text(&action["actionTypeId"], "provider") == "CodeStarSourceConnection");
    let source = |action: &'a Value| {
        let configuration = &action["configuration"];
        let setting = |key| text(configuration, key);
        Source {
            name: text(action, "name"),
            configuration,
            connection: store.connections.status(setting("ConnectionArn")),
            registered: webhooks.iter().any(|webhook| {
                webhook.repository == setting("FullRepositoryId") && webhook.connection_arn == setting("ConnectionArn")
            }),
        }
    };
    sources.map(source).collect()
}

fn connection(source: &Source<'_>) -> Markup {
    let arn = Arn::parse(text(source.configuration, "ConnectionArn"));
    match (source.connection, arn) {
        (Some(status), Some(arn)) => html! { a href=(path::connection(&arn)) { (badge(status.as_str())) } },
        _ => html! { "deleted" },
    }
}

/// Returns the status of the webhook, with advice if it is missing.
fn webhook(source: &Source<'_>) -> Markup {
    if source.registered {
        return badge("Registered");
    }
    let advice = match source.connection {
        Some(ConnectionStatus::Available) => "Saved before its connection was AVAILABLE. Save the pipeline again.",
        Some(_) => "Authorize the connection, then save the pipeline again.",
        None => "Its connection was deleted. Save the pipeline with another connection.",
    };
    html! { (badge("Missing")) p.advice { (advice) } }
}

/// Returns the events that start the pipeline at this source, a line for each filter.
fn starts_on(declaration: &Value, source: &Source<'_>) -> Vec<String> {
    let triggers = members(&declaration["triggers"]).iter();
    let mut filters = triggers
        .map(|trigger| &trigger["gitConfiguration"])
        .filter(|git| text(git, "sourceActionName") == source.name);
    let branch = || vec![format!("push to {}", text(source.configuration, "BranchName"))];
    match filters.next() {
        None if text(source.configuration, "DetectChanges") == "false" => vec!["nothing".to_owned()],
        None => branch(),
        Some(git) => {
            let pushes = members(&git["push"]).iter().map(push);
            let requests = members(&git["pullRequest"]).iter().map(merge_request);
            let lines: Vec<String> = pushes.chain(requests).collect();
            if lines.is_empty() { branch() } else { lines }
        }
    }
}

fn push(filter: &Value) -> String {
    match criteria(&filter["tags"]) {
        Some(tags) => format!("tag {tags}"),
        None => format!(
            "push{}{}",
            part(" to ", &filter["branches"]),
            part(" of ", &filter["filePaths"])
        ),
    }
}

fn merge_request(filter: &Value) -> String {
    let events: Vec<&str> = members(&filter["events"]).iter().filter_map(Value::as_str).collect();
    format!(
        "merge request {}{}{}",
        events.join(", ").to_lowercase(),
        part(" into ", &filter["branches"]),
        part(" of ", &filter["filePaths"])
    )
}

fn part(word: &str, patterns: &Value) -> String {
    criteria(patterns).map_or_else(String::new, |patterns| format!("{word}{patterns}"))
}

/// Returns the globs that must match and those that must not, `None` without globs.
fn criteria(patterns: &Value) -> Option<String> {
    let listed = |member: &str| {
        let globs = members(&patterns[member]).iter().filter_map(Value::as_str);
        globs.collect::<Vec<_>>().join(", ")
    };
    match (listed("includes"), listed("excludes")) {
        (includes, excludes) if includes.is_empty() && excludes.is_empty() => None,
        (includes, excludes) if excludes.is_empty() => Some(includes),
        (includes, excludes) if includes.is_empty() => Some(format!("all but {excludes}")),
        (includes, excludes) => Some(format!("{includes} but not {excludes}")),
    }
}
