//! One call of an operation.

use serde_json::Value;

use crate::{
    connections::Connections,
    pipelines::{
        executions::{Heads, Outside},
        pipeline::Pipeline,
        store::Pipelines,
    },
    scope::Scope,
    wire::Failure,
};

/// What an operation answers; `None` is an empty body.
pub(super) type Answer = Result<Option<Value>, Failure>;

/// One call of an operation, its input checked.
pub(super) struct Request<'r, 's> {
    pub(super) input: &'r Value,
    pub(super) scope: &'r mut Scope<'s>,
    pub(super) pipelines: &'r mut Pipelines,
    pub(super) connections: &'r Connections,
}

impl<'r, 's> Request<'r, 's> {
    /// A string member, if it is there.
    pub(super) fn optional(&self, member: &str) -> Option<&'r str> {
        self.input.get(member)?.as_str()
    }

    /// A string member that the constraints require.
    pub(super) fn text(&self, member: &str) -> &'r str {
        self.optional(member).unwrap_or_default()
    }

    /// The pipeline that the member names.
    ///
    /// # Errors
    /// `PipelineNotFoundException`.
    pub(super) fn pipeline(&self, member: &str) -> Result<&Pipeline, Failure> {
        let name = self.text(member);
        self.pipelines
            .find(name, self.scope)
            .ok_or_else(|| no_pipeline(self.scope.account, name))
    }

    /// The pipeline that the member names, and what its executions draw on.
    ///
    /// # Errors
    /// `PipelineNotFoundException`.
    pub(super) fn pipeline_mut(&mut self, member: &str) -> Result<(&mut Pipeline, Outside<'_, 's>), Failure> {
        let name = self.text(member);
        match self.pipelines.find_mut(name, self.scope) {
            Some((pipeline, heads)) => Ok((pipeline, outside(self.scope, self.connections, heads))),
            None => Err(no_pipeline(self.scope.account, name)),
        }
    }
}

/// Joins what executions draw on.
pub(super) fn outside<'o, 's>(
    scope: &'o mut Scope<'s>,
    connections: &'o Connections,
    heads: &'o mut Heads,
) -> Outside<'o, 's> {
    Outside {
        scope,
        connections,
        heads,
    }
}

/// AWS's answer for a pipeline that is not there.
pub(super) fn no_pipeline(account: &str, name: &str) -> Failure {
    Failure::new(
        "PipelineNotFoundException",
        format!("Account '{account}' does not have a pipeline with name '{name}'"),
    )
}

/// AWS's answer for an execution that is not there.
pub(super) fn no_execution(pipeline: &str, id: &str) -> Failure {
    Failure::new(
        "PipelineExecutionNotFoundException",
        format!("The pipeline '{pipeline}' has no execution with id '{id}'"),
    )
}
