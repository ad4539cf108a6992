//! CodePipeline: declarations, executions, triggers.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::connections::Connections;
use super::scope::Scope;
use super::wire::Failure;

/// All pipelines with their versions and executions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Pipelines {}

/// A registered pair of pipeline and repository.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Webhook {}

impl Pipelines {
    /// Tells the pipelines what happened in GitLab; answers the executions that it started.
    pub(crate) fn event(
        &mut self,
        _event: &Value,
        _scope: &mut Scope<'_>,
        _connections: &Connections,
    ) -> Result<Value, Failure> {
        Ok(serde_json::json!({ "executions": [] }))
    }

    /// The webhooks registered so far.
    pub(crate) fn webhooks(&self) -> Vec<Webhook> {
        Vec::new()
    }
}

/// Performs one operation of CodePipeline; `None` is an empty body.
pub(crate) fn call(
    operation: &str,
    _input: &Value,
    _scope: &mut Scope<'_>,
    _pipelines: &mut Pipelines,
    _connections: &Connections,
) -> Result<Option<Value>, Failure> {
    Err(Failure::new("UnknownOperationException", format!("{operation} is not an operation.")).with_status(404))
}
