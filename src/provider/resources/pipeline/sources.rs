//! The source actions of a pipeline that use a connection.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    value::{Path, Value},
};

use crate::provider::{
    checks::repository,
    pipeline::{model::arguments::Arguments, open::CONNECTION_SOURCE},
    source_connections::{SourceConnection, SourceConnections, connection},
};

/// Returns the problems of the repositories of new and changed sources in `wanted`, based on the source providers of
/// their connections.
pub(super) fn judge_repositories(wanted: &Value, prior: &Value, connections: &SourceConnections) -> Diagnostics {
    let before: Vec<&Value> = sources(prior).map(|(_, action)| action.get("configuration")).collect();
    repository::judge_new(
        wanted,
        |source| !before.contains(&source.node.value.get("configuration")),
        |arn| connections.source_provider(arn),
    )
}

/// The connections of the sources in `wanted` that `prior` does not have in this form; both are whole resources.
pub(super) fn changed_sources(wanted: &Value, prior: &Value) -> Vec<SourceConnection> {
    let before: Vec<&Value> = sources(prior).map(|(_, action)| action.get("configuration")).collect();
    let changed = sources(wanted).filter(|(_, action)| !before.contains(&action.get("configuration")));
    changed
        .filter_map(|(path, action)| {
            let arn = connection(action.get("configuration").get("ConnectionArn").as_str()?)?;
            let action = action.get("name").as_str().unwrap_or_default().to_owned();
            Some(SourceConnection {
                path: path.name("configuration").key("ConnectionArn"),
                action,
                arn,
            })
        })
        .collect()
}

/// Whether a save keeps all triggers, including those that AWS added: no trigger and no source changes.
pub(super) fn keeps_triggers(prior: &Value, planned: &Value) -> bool {
    let all = |pipeline| sources(pipeline).map(|(_, action)| action).collect::<Vec<_>>();
    let same = |name| prior.get(name) == planned.get(name);
    same(Arguments::TRIGGER.name) && same(Arguments::PIPELINE_TYPE.name) && all(prior) == all(planned)
}

/// Whether a save uses the same repositories of the same connections.
pub(super) fn keeps_connections(prior: &Value, planned: &Value) -> bool {
    let all = |pipeline| {
        let configurations = sources(pipeline).map(|(_, action)| action.get("configuration"));
        configurations.collect::<Vec<_>>()
    };
    all(prior) == all(planned)
}

/// Returns all source actions that use a connection.
pub(super) fn sources(pipeline: &Value) -> impl Iterator<Item = (Path, &Value)> {
    let stages = pipeline.get("stage").elements().iter().enumerate();
    let actions = stages.flat_map(|(at, stage)| {
        let path = move |index| Path::attribute("stage").index(at).name("action").index(index);
        stage
            .get("action")
            .elements()
            .iter()
            .enumerate()
            .map(move |(index, action)| (path(index), action))
    });
    actions.filter(|(_, action)| action.get("provider").as_str() == Some(CONNECTION_SOURCE))
}
