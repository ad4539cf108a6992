//! Namespaces of actions, and the references to what is in them.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{diagnostics::quote, value::Value};

use super::{findings::Findings, moment::Moment, references, sketch::Sketch};
use crate::provider::checks::codes;

/// Namespaces of the service itself and of the pipeline's variables.
const RESERVED: [&str; 2] = ["codepipeline", "variables"];

/// What a source of a connection hands on. Source: "Variables" of the CodePipeline user guide.
const OF_CONNECTIONS: &[&str] = &[
    "AuthorDate",
    "AuthorDisplayName",
    "AuthorEmail",
    "AuthorId",
    "BranchName",
    "CommitId",
    "CommitMessage",
    "ConnectionArn",
    "DestinationBranchName",
    "FullRepositoryName",
    "ProviderType",
    "PullRequestId",
    "PullRequestTitle",
    "SourceBranchName",
    "TagName",
];

pub(super) fn are_unique_and_free(sketch: &Sketch<'_>, findings: &mut Findings) {
    let artifacts: BTreeSet<&str> = sketch
        .actions()
        .flat_map(|action| action.outputs().known)
        .map(|(_, name)| name)
        .collect();
    let mut seen = BTreeSet::new();
    for action in sketch.actions() {
        let namespace = action.part.get("namespace");
        let Some(name) = namespace.text() else { continue };
        let cause = if RESERVED.contains(&name) {
            "AWS keeps this name for variables of its own."
        } else if artifacts.contains(name) {
            "An artifact has this name, too."
        } else if !seen.insert(name) {
            "Another action has this namespace, too."
        } else {
            continue;
        };
        let name = quote(name);
        let detail = format!(
            "The action {} has the namespace {name}. {cause} Choose another name.",
            action.label()
        );
        let summary = format!("Namespace {name} is taken");
        findings.error(codes::NAMESPACE, namespace.path, summary, detail);
    }
}

pub(super) fn exist_where_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    let all = Namespaces::of(sketch);
    for user in &sketch.users {
        let configuration = user.part.get("configuration");
        for (key, reference) in references::within(&configuration) {
            let namespace = reference.split_once('.').map(|(namespace, _)| namespace);
            if namespace.is_some_and(|name| RESERVED.contains(&name) || all.hold(name, user.begins)) {
                continue;
            }
            let earlier = all.before(user.begins);
            if namespace.is_some() && !earlier.complete {
                continue;
            }
            let detail = format!(
                "In the configuration of the {}, {}",
                user.label(),
                earlier.advice(namespace)
            );
            let (at, summary) = (
                configuration.key(key).path,
                format!("#{{{reference}}} refers to nothing"),
            );
            findings.of_user(user, codes::REFERENCE, at, summary, detail);
        }
    }
}

/// The namespaces of all actions.
struct Namespaces<'a> {
    /// When the actions begin that have a namespace, by its name.
    known: BTreeMap<&'a str, Vec<Moment>>,
    /// When each action begins, and the value of its namespace.
    actions: Vec<(Moment, &'a Value)>,
    /// Whether all actions are known.
    complete: bool,
}

impl<'a> Namespaces<'a> {
    fn of(sketch: &Sketch<'a>) -> Self {
        let of_action = sketch
            .actions()
            .map(|action| (action.begins(), action.part.member("namespace")));
        let actions: Vec<_> = of_action.collect();
        let mut known: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (begins, namespace) in &actions {
            if let Some(name) = namespace.as_str() {
                known.entry(name).or_default().push(*begins);
            }
        }
        Self {
            known,
            actions,
            complete: sketch.is_complete(),
        }
    }

    /// Whether an action before this moment has the namespace, for certain.
    fn hold(&self, name: &str, moment: Moment) -> bool {
        let mut moments = self.known.get(name).into_iter().flatten();
        moments.any(|begins| begins.is_before(moment) == Some(true))
    }

    fn before(&self, moment: Moment) -> Earlier<'a> {
        let mut earlier = Earlier {
            names: BTreeSet::new(),
            complete: self.complete,
        };
        for (begins, namespace) in &self.actions {
            match begins.is_before(moment) {
                Some(false) => {}
                Some(true) => {
                    earlier.names.extend(namespace.as_str());
                    earlier.complete &= !namespace.is_unknown();
                }
                None => earlier.complete = false,
            }
        }
        earlier
    }
}

/// The namespaces of the actions before somebody who uses them.
struct Earlier<'a> {
    names: BTreeSet<&'a str>,
    complete: bool,
}

impl Earlier<'_> {
    fn advice(&self, namespace: Option<&str>) -> String {
        let Some(namespace) = namespace else {
            return "a reference has no namespace. Write it as #{NAMESPACE.KEY}, or #{variables.NAME} for a variable of the \
                    pipeline."
                .to_owned();
        };
        let names: Vec<&str> = self.names.iter().copied().collect();
        let known = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        format!(
            "a reference names the namespace {namespace}, which no earlier action has. Earlier actions have: {known}. Give an \
             action of an earlier stage, or of a lower run_order, namespace = {namespace}.",
            namespace = quote(namespace)
        )
    }
}

/// Sources of connections are the only actions whose variables are known here.
pub(super) fn hold_what_is_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    let sources: BTreeSet<&str> = sketch
        .connection_sources()
        .filter_map(|source| source.part.text_of("namespace"))
        .collect();
    for user in &sketch.users {
        let configuration = user.part.get("configuration");
        for (key, reference) in references::within(&configuration) {
            let Some((namespace, variable)) = reference.split_once('.') else {
                continue;
            };
            if sources.contains(namespace) && !OF_CONNECTIONS.contains(&variable) {
                let summary = format!("#{{{reference}}} in the {} is probably empty", user.label());
                let detail = format!("A source of a connection hands on {}.", OF_CONNECTIONS.join(", "));
                findings.warning(codes::SOURCE_VARIABLE, configuration.key(key).path, summary, detail);
            }
        }
    }
}
