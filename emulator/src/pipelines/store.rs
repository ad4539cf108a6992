//! All pipelines.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    connections::Connections,
    pipelines::{
        executions::{self, Environment, Repositories},
        pipeline::Pipeline,
        triggers::Event,
        webhooks::Webhook,
    },
    scope::{Scope, partition},
    wire::Failure,
};

/// All pipelines with their versions and executions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Pipelines {
    /// By ARN, so that the pipelines of one account and region stand together.
    pipelines: BTreeMap<String, Pipeline>,
    repositories: Repositories,
}

impl Pipelines {
    /// Returns all pipelines, ordered by partition, region, account and name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Pipeline> {
        self.pipelines.values()
    }

    /// Returns all webhooks, as `[{"pipeline","region","repository","connection_arn"}]`.
    pub(crate) fn webhooks(&self, connections: &Connections) -> Value {
        let webhooks = self.iter().flat_map(|pipeline| {
            let of_pipeline = |webhook: &Webhook| {
                json!({
                    "pipeline": pipeline.name,
                    "region": pipeline.region,
                    "repository": webhook.repository,
                    "connection_arn": webhook.connection_arn,
                })
            };
            pipeline.webhooks.active(connections).map(of_pipeline)
        });
        webhooks.collect()
    }

    /// Returns the pipeline with this ARN.
    pub(crate) fn get(&self, arn: &str) -> Option<&Pipeline> {
        self.pipelines.get(arn)
    }

    /// Delivers an event of GitLab. Returns the executions that it started, as
    /// `{"executions":[{"pipeline","id","trigger"}]}`.
    ///
    /// # Errors
    /// Returns `ValidationException` if the event is malformed.
    pub(crate) fn event(
        &mut self,
        event: &Value,
        scope: &mut Scope<'_>,
        connections: &Connections,
    ) -> Result<Value, Failure> {
        let event = Event::read(event)?;
        let mut started = Vec::new();
        self.repositories.update(&event, scope.ids);
        for pipeline in self.pipelines.values_mut() {
            let mut environment = Environment::new(scope, connections, &mut self.repositories);
            if let Some((id, kind)) = executions::start_by_event(pipeline, &event, &mut environment) {
                started.push(json!({ "pipeline": pipeline.name, "id": id, "trigger": kind }));
            }
        }
        Ok(json!({ "executions": started }))
    }

    /// Returns the pipeline with this name in the caller's account and region.
    pub(super) fn find(&self, name: &str, scope: &Scope<'_>) -> Option<&Pipeline> {
        self.pipelines.get(&arn(name, scope))
    }

    /// Returns the pipeline with this name in the caller's account and region, and the repositories of its executions.
    pub(super) fn find_mut(&mut self, name: &str, scope: &Scope<'_>) -> Option<(&mut Pipeline, &mut Repositories)> {
        Some((self.pipelines.get_mut(&arn(name, scope))?, &mut self.repositories))
    }

    /// Returns the pipeline with this ARN.
    pub(super) fn get_mut(&mut self, arn: &str) -> Option<&mut Pipeline> {
        self.pipelines.get_mut(arn)
    }

    /// Returns the pipelines of the caller's account and region, by name.
    pub(super) fn of_region(&self, scope: &Scope<'_>) -> impl Iterator<Item = &Pipeline> {
        let prefix = arn("", scope);
        self.pipelines
            .range(prefix.clone()..)
            .map_while(move |(arn, pipeline)| arn.starts_with(&prefix).then_some(pipeline))
    }

    /// Adds a pipeline, and gives it back together with the repositories of its executions.
    pub(super) fn insert(&mut self, pipeline: Pipeline) -> (&mut Pipeline, &mut Repositories) {
        let pipeline = self.pipelines.entry(pipeline.arn()).insert_entry(pipeline).into_mut();
        (pipeline, &mut self.repositories)
    }

    /// Removes a pipeline with all that belongs to it.
    pub(super) fn remove(&mut self, name: &str, scope: &Scope<'_>) {
        self.pipelines.remove(&arn(name, scope));
    }
}

fn arn(name: &str, scope: &Scope<'_>) -> String {
    format!(
        "arn:{}:codepipeline:{}:{}:{name}",
        partition(scope.region),
        scope.region,
        scope.account
    )
}
