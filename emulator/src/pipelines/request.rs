//! A call of an operation.

use serde_json::Value;

use crate::{
    connections::Connections,
    pipelines::{executions::Environment, failures::no_pipeline, pipeline::Pipeline, store::Pipelines},
    scope::Scope,
    wire::Failure,
};

/// A call of an operation, its input checked.
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
    /// Returns `PipelineNotFoundException`.
    pub(super) fn pipeline(&self, member: &str) -> Result<&Pipeline, Failure> {
        let name = self.text(member);
        self.pipelines
            .find(name, self.scope)
            .ok_or_else(|| no_pipeline(self.scope.account, name))
    }

    /// The pipeline that the member names, and the environment of its executions.
    ///
    /// # Errors
    /// Returns `PipelineNotFoundException`.
    pub(super) fn pipeline_mut(&mut self, member: &str) -> Result<(&mut Pipeline, Environment<'_, 's>), Failure> {
        let name = self.text(member);
        match self.pipelines.find_mut(name, self.scope) {
            Some((pipeline, repositories)) => {
                Ok((pipeline, Environment::new(self.scope, self.connections, repositories)))
            }
            None => Err(no_pipeline(self.scope.account, name)),
        }
    }
}
