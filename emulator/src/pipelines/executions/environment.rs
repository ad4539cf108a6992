//! The environment of an execution.

use crate::{connections::Connections, pipelines::executions::repositories::Repositories, scope::Scope};

/// The environment of an execution: the call that moves it, the connections and the repositories.
pub(in crate::pipelines) struct Environment<'e, 's> {
    pub(in crate::pipelines) scope: &'e mut Scope<'s>,
    pub(in crate::pipelines) connections: &'e Connections,
    pub(in crate::pipelines) repositories: &'e mut Repositories,
}

impl<'e, 's> Environment<'e, 's> {
    /// Returns the environment.
    pub(in crate::pipelines) fn new(
        scope: &'e mut Scope<'s>,
        connections: &'e Connections,
        repositories: &'e mut Repositories,
    ) -> Self {
        Self {
            scope,
            connections,
            repositories,
        }
    }
}
