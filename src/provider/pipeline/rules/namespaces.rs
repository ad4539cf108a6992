//! Namespaces of actions, and the references to their variables.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{diagnostics::quote, value::Value};

use super::references;
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{OpenPipeline, Position},
};

/// Namespaces of CodePipeline itself and of the pipeline's variables.
const RESERVED: [&str; 2] = ["codepipeline", "variables"];

/// Namespace already taken.
pub const NAMESPACE: Check = Check {
    code: "CPGL054",
    severity: Severity::Error,
    title: "Namespace already taken",
    cause: "A namespace must be unique within a pipeline, must differ from the names of all artifacts, and cannot be \
            `codepipeline` or `variables`.",
    fix: "Choose another namespace.",
    example: Example::new(
        Place::Action,
        r#"namespace = "BuildVariables""#,
        Edit {
            replace: r#""BuildVariables""#,
            with: r#""variables""#,
        },
    ),
    judge: Judge::Pipeline(namespaces_are_free),
};

fn namespaces_are_free(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let outputs = pipeline.actions().flat_map(|action| action.outputs().known);
    let artifacts: BTreeSet<&str> = outputs.map(|(_, name)| name).collect();
    let mut seen = BTreeSet::new();
    for action in pipeline.actions() {
        let namespace = action.node.get("namespace");
        let Some(name) = namespace.as_str() else { continue };
        let cause = if RESERVED.contains(&name) {
            "AWS reserves it."
        } else if artifacts.contains(name) {
            "It is also the name of an artifact."
        } else if !seen.insert(name) {
            "Another action has the same namespace."
        } else {
            continue;
        };
        let name = quote(name);
        let detail = format!(
            "The action {} has the namespace {name}. {cause} Choose another namespace.",
            action.label()
        );
        findings.error(namespace.path, format!("Namespace {name} is already taken"), detail);
    }
}

/// Reference to an unknown namespace.
pub const REFERENCE: Check = Check {
    code: "CPGL055",
    severity: Severity::ErrorOrWarning,
    title: "Reference to an unknown namespace",
    cause: "A reference `#{namespace.key}` uses a namespace that no earlier action has. In the rule of a condition, \
            this is a warning.",
    fix: "Give an action of an earlier stage, or one with a lower `run_order`, this namespace.",
    example: Example::new(
        Place::Action,
        r#"configuration = {
  ProjectName = "build-#{codepipeline.PipelineExecutionId}"
}"#,
        Edit {
            replace: r#""build-#{codepipeline.PipelineExecutionId}""#,
            with: r##""#{BuildVariables.Project}""##,
        },
    ),
    judge: Judge::Pipeline(namespaces_exist_where_they_are_used),
};

fn namespaces_exist_where_they_are_used(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let namespaces = Namespaces::of(pipeline);
    for consumer in &pipeline.consumers {
        let configuration = consumer.node.get("configuration");
        for (key, reference) in references::in_configuration(&configuration) {
            let namespace = reference.split_once('.').map(|(namespace, _)| namespace);
            let exists = |name: &str| RESERVED.contains(&name) || namespaces.certainly_have(name, consumer.position);
            if namespace.is_some_and(exists) {
                continue;
            }
            let earlier = namespaces.before(consumer.position);
            if namespace.is_some() && !earlier.is_complete {
                continue;
            }
            let advice = earlier.advice(namespace);
            let detail = format!("In the configuration of the {}, {advice}", consumer.label());
            let summary = format!("#{{{reference}}} refers to an unknown namespace");
            findings.in_consumer(consumer, configuration.key(key).path, summary, detail);
        }
    }
}

/// The namespaces of all actions.
struct Namespaces<'a> {
    /// Positions of the actions that have a namespace.
    by_name: BTreeMap<&'a str, Vec<Position>>,
    /// Position and namespace of each action.
    actions: Vec<(Position, &'a Value)>,
    /// Whether every action is known.
    is_complete: bool,
}

impl<'a> Namespaces<'a> {
    fn of(pipeline: &OpenPipeline<'a>) -> Self {
        let actions = pipeline.actions();
        let actions: Vec<_> = actions
            .map(|action| (action.position(), action.node.member("namespace")))
            .collect();
        let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (position, namespace) in &actions {
            if let Some(name) = namespace.as_str() {
                by_name.entry(name).or_default().push(*position);
            }
        }
        Self {
            by_name,
            actions,
            is_complete: pipeline.is_complete(),
        }
    }

    /// Whether an action before this position certainly has the namespace.
    fn certainly_have(&self, name: &str, position: Position) -> bool {
        let mut positions = self.by_name.get(name).into_iter().flatten();
        positions.any(|earlier| earlier.precedes(position) == Some(true))
    }

    fn before(&self, position: Position) -> Earlier<'a> {
        let mut earlier = Earlier {
            names: BTreeSet::new(),
            is_complete: self.is_complete,
        };
        for (action, namespace) in &self.actions {
            match action.precedes(position) {
                Some(false) => {}
                Some(true) => {
                    earlier.names.extend(namespace.as_str());
                    earlier.is_complete &= !namespace.is_unknown();
                }
                None => earlier.is_complete = false,
            }
        }
        earlier
    }
}

/// The namespaces of the actions before a consumer.
struct Earlier<'a> {
    names: BTreeSet<&'a str>,
    is_complete: bool,
}

impl Earlier<'_> {
    fn advice(&self, namespace: Option<&str>) -> String {
        let Some(namespace) = namespace.map(quote) else {
            return "a reference has no namespace. Write #{NAMESPACE.KEY}, or #{variables.NAME} for a variable of the pipeline."
                .to_owned();
        };
        let names: Vec<&str> = self.names.iter().copied().collect();
        let known = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        format!(
            "a reference names the namespace {namespace}, which no earlier action has. Namespaces of earlier actions: {known}. \
             Set namespace = {namespace} in an action of an earlier stage, or in one with a lower run_order."
        )
    }
}

/// Unknown variable of a source.
pub const SOURCE_VARIABLE: Check = Check {
    code: "CPGL067",
    severity: Severity::Warning,
    title: "Unknown variable of a source",
    cause: "The variable is not one of those that AWS documents for a source action that uses a connection.",
    fix: "Correct the spelling. Names are case-sensitive.",
    example: Example::new(
        Place::Stages,
        r#"stage {
  name = "Source"

  action {
    name             = "GitLab"
    category         = "Source"
    owner            = "AWS"
    provider         = "CodeStarSourceConnection"
    version          = "1"
    namespace        = "SourceVariables"
    output_artifacts = ["source"]

    configuration = {
      ConnectionArn    = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211"
      FullRepositoryId = "acme/platform/payments-api"
      BranchName       = "main"
    }
  }
}

stage {
  name = "Approve"

  action {
    name     = "Approve"
    category = "Approval"
    owner    = "AWS"
    provider = "Manual"
    version  = "1"

    configuration = {
      CustomData = "Release #{SourceVariables.CommitId}"
    }
  }
}"#,
        Edit {
            replace: r#""Release #{SourceVariables.CommitId}""#,
            with: r#""Release #{SourceVariables.CommitID}""#,
        },
    ),
    judge: Judge::Pipeline(source_variables_are_documented),
};

/// Variables of a source action that uses a connection. Source: "Variables" in the CodePipeline user guide.
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

fn source_variables_are_documented(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let namespaces: BTreeSet<&str> = pipeline
        .connection_sources()
        .filter_map(|source| source.node.string("namespace"))
        .collect();
    for consumer in &pipeline.consumers {
        let configuration = consumer.node.get("configuration");
        for (key, reference) in references::in_configuration(&configuration) {
            let Some((namespace, variable)) = reference.split_once('.') else {
                continue;
            };
            if namespaces.contains(namespace) && !OF_CONNECTIONS.contains(&variable) {
                let summary = format!("Unknown variable #{{{reference}}} in the {}", consumer.label());
                let detail = format!(
                    "A source action that uses a connection has these variables: {}.",
                    OF_CONNECTIONS.join(", ")
                );
                findings.warning(configuration.key(key).path, summary, detail);
            }
        }
    }
}
