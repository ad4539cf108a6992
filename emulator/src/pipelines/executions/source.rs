//! Fetching a commit through a connection.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    clock,
    connections::{ConnectionStatus, Connections},
    pipelines::{
        declaration::Action,
        executions::{
            action_run::{ActionContext, ActionRun},
            environment::Environment,
            execution::{Execution, Revision},
            repositories::Reference,
        },
    },
    scope::partition,
};

/// Fetches what the starter chose, what the event brought, or the head of the branch.
pub(super) fn fetch(
    context: &ActionContext<'_>,
    execution: &mut Execution,
    run: &mut ActionRun,
    environment: &mut Environment<'_, '_>,
) {
    let source = context.action;
    let provider = match provider(source.setting("ConnectionArn"), environment.connections) {
        Ok(provider) => provider.to_owned(),
        Err(message) => return run.fail(message),
    };
    let (commit, reference) = commit_of(source, execution, environment);
    let message = format!("Commit {commit:.8}");
    // Written by hand for AWS's order of members.
    let summary = format!(
        "{{\"ProviderType\":{},\"CommitMessage\":{}}}",
        Value::from(provider.as_str()),
        Value::from(message.as_str())
    );
    run.summary = Some(summary.clone());
    run.external_id = Some(commit.clone());
    run.external_url = Some(commit_url(source, context.region, &commit));
    run.revision = Some(commit.clone());
    run.output_variables = variables(source, &provider, &commit, &message, &reference);
    let date = clock::extended(environment.scope.now);
    run.output_variables.insert("AuthorDate".to_owned(), date);
    if let Some(namespace) = &source.namespace {
        execution
            .namespaces
            .insert(namespace.clone(), run.output_variables.clone());
    }
    execution.record(Revision {
        action: source.name.clone(),
        artifact: source.first_output().to_owned(),
        url: run.external_url.clone(),
        id: commit,
        summary: Some(summary),
    });
}

/// The provider behind a connection that can be used, or AWS's words for one that cannot.
fn provider<'c>(arn: &str, connections: &'c Connections) -> Result<&'c str, String> {
    match (connections.status(arn), connections.provider_type(arn)) {
        (Some(ConnectionStatus::Available), Some(provider)) => Ok(provider),
        (None, _) | (_, None) => Err(format!("No Connection found with ARN: {arn}")),
        // AWS's text for a connection that is pending or broken is not known.
        _ => Err(format!(
            "Unable to use Connection: {arn}. The connection is not available."
        )),
    }
}

fn commit_of(source: &Action, execution: &Execution, environment: &mut Environment<'_, '_>) -> (String, Reference) {
    let (repository, branch) = (source.setting("FullRepositoryId"), source.setting("BranchName"));
    let head = Reference::Branch {
        name: branch.to_owned(),
    };
    if let Some(chosen) = execution.chosen.get(&source.name) {
        return (chosen.clone(), head);
    }
    match execution
        .change
        .as_ref()
        .filter(|change| change.repository == repository)
    {
        Some(change) => (change.commit.clone(), change.reference.clone()),
        None => (
            environment.repositories.head(repository, branch, environment.scope.ids),
            head,
        ),
    }
}

fn variables(
    source: &Action,
    provider: &str,
    commit: &str,
    message: &str,
    reference: &Reference,
) -> BTreeMap<String, String> {
    let mut variables = vec![
        ("AuthorDisplayName", "Ada Example"),
        ("AuthorEmail", "ada@example.com"),
        ("AuthorId", "ada"),
        ("CommitId", commit),
        ("CommitMessage", message),
        ("ConnectionArn", source.setting("ConnectionArn")),
        ("FullRepositoryName", source.setting("FullRepositoryId")),
        ("ProviderType", provider),
    ];
    match reference {
        Reference::Branch { name } => variables.push(("BranchName", name)),
        Reference::Tag { name } => variables.extend([("BranchName", source.setting("BranchName")), ("TagName", name)]),
        Reference::MergeRequest { source, target } => variables.extend([
            ("SourceBranchName", source.as_str()),
            ("DestinationBranchName", target),
            ("PullRequestId", "1"),
            ("PullRequestTitle", source),
        ]),
    }
    variables
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn commit_url(source: &Action, region: &str, commit: &str) -> String {
    format!(
        "{}&referenceType=COMMIT&FullRepositoryId={}&Commit={commit}",
        redirect(source, region),
        repository(source)
    )
}

/// Returns the URL of the branch of a connection source.
pub(in crate::pipelines) fn branch_url(source: &Action, region: &str) -> String {
    let branch = source.setting("BranchName");
    format!(
        "{}&referenceType=BRANCH&FullRepositoryId={}&Branch={branch}",
        redirect(source, region),
        repository(source)
    )
}

fn redirect(source: &Action, region: &str) -> String {
    let console = match partition(region) {
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        "aws-cn" => "console.amazonaws.cn",
        _ => "console.aws.amazon.com",
    };
    let arn = source.setting("ConnectionArn");
    format!("https://{region}.{console}/codesuite/settings/connections/redirect?connectionArn={arn}")
}

fn repository(source: &Action) -> &str {
    source.setting("FullRepositoryId")
}
