//! What GitLab says of the sources of a pipeline, if the preflight is on.

use futures_util::future::join_all;

use super::{arguments::Computed, plan::sources, resource::Pipeline};
use crate::{
    framework::{path::Path, plan::Plan, value::Value},
    provider::{
        checks::preflight::{self, Source},
        config::Preflight,
        source_connections::SourceConnections,
    },
};

/// Asks about each new and each changed source.
pub(super) async fn ask(plan: &mut Plan<'_, '_, Pipeline>) {
    let Some(client) = plan.client().filter(|client| client.gitlab.mode() != Preflight::Off) else {
        return;
    };
    let (planned, prior) = (plan.planned().root(), plan.prior().root());
    let before: Vec<&Value> = sources(prior).map(|(_, action)| action.get("configuration")).collect();
    let changed: Vec<(Path, &Value)> = sources(planned)
        .map(|(path, action)| (path.name("configuration"), action.get("configuration")))
        .filter(|(_, configuration)| !before.contains(configuration))
        .collect();
    let arns = changed.iter().filter_map(|(_, configuration)| arn(configuration));
    let connections = SourceConnections::read(client, arns).await;
    let unregistered = prior.get(Computed::UNREGISTERED_CONNECTIONS.name).elements();
    let starts = !planned.get("trigger").elements().is_empty();
    let asked = changed.iter().filter_map(|(path, configuration)| {
        let is_old = |old: &&Value| {
            ["ConnectionArn", "FullRepositoryId"]
                .iter()
                .all(|key| old.get(key) == configuration.get(key))
        };
        let listens = starts || configuration.get("DetectChanges").as_str() != Some("false");
        let is_registered = before.iter().any(is_old)
            && !unregistered.contains(configuration.get("ConnectionArn"))
            && arn(configuration).is_some_and(|arn| connections.available().contains(arn));
        let source = Source {
            provider_type: arn(configuration).and_then(|arn| connections.provider_type(arn)),
            project: (
                configuration.get("FullRepositoryId").as_str()?,
                path.clone().key("FullRepositoryId"),
            ),
            branch: configuration
                .get("BranchName")
                .as_str()
                .map(|branch| (branch, path.clone().key("BranchName"))),
            expects_webhook: listens && is_registered,
        };
        Some(async move { preflight::check(client, &source).await })
    });
    let answers = join_all(asked).await;
    for finding in answers.into_iter().flatten() {
        plan.report(finding);
    }
}

fn arn(configuration: &Value) -> Option<&str> {
    configuration.get("ConnectionArn").as_str()
}
