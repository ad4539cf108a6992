//! The source actions of a pipeline that use a connection.

use terraform_provider_sdk::value::{Path, Value};

use crate::provider::{
    pipeline::open::CONNECTION_SOURCE,
    source_connections::{SourceConnection, connection},
};

/// Returns the connections of the sources in `wanted` that are new or different in `prior`; both are whole resources.
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
