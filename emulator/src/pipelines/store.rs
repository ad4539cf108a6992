//! All pipelines.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    connections::Connections,
    pipelines::{
        delivery::Delivery,
        executions::{self, ActionFault, Environment, Repositories},
        pipeline::Pipeline,
        triggers::Event,
        webhooks::Webhook,
    },
    scope::{Ids, Scope, partition},
    wire::Failure,
};

/// All pipelines with their versions and executions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Pipelines {
    /// By ARN, so that the pipelines of one account and region stand together.
    pipelines: BTreeMap<String, Pipeline>,
    repositories: Repositories,
    /// Names of the members that were seeded.
    seeded: BTreeSet<String>,
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

    /// Delivers an event of GitLab. Returns its effect on each pipeline with a source in the repository.
    ///
    /// # Errors
    /// Returns `ValidationException` if the event is malformed.
    pub(crate) fn event(
        &mut self,
        event: &Value,
        scope: &mut Scope<'_>,
        connections: &Connections,
    ) -> Result<Delivery, Failure> {
        let event = Event::read(event)?;
        let mut delivery = Delivery::of(&event);
        self.repositories.update(&event, scope.ids);
        for pipeline in self.pipelines.values_mut() {
            let mut environment = Environment::new(scope, connections, &mut self.repositories);
            if let Some(outcome) = executions::start_by_event(pipeline, &event, &mut environment) {
                delivery.add(pipeline, outcome);
            }
        }
        Ok(delivery)
    }

    /// Ends the actions whose injected delay has passed. Returns whether there were any.
    pub(crate) fn complete(&mut self, now: f64, ids: &mut dyn Ids, connections: &Connections) -> bool {
        let due = self
            .pipelines
            .values_mut()
            .filter(|pipeline| executions::is_due(pipeline, now));
        let mut any = false;
        for pipeline in due {
            let (region, account) = (pipeline.region.clone(), pipeline.account.clone());
            let mut scope = Scope {
                region: &region,
                account: &account,
                caller: "",
                now,
                ids: &mut *ids,
            };
            let mut environment = Environment::new(&mut scope, connections, &mut self.repositories);
            executions::advance(pipeline, &mut environment);
            any = true;
        }
        any
    }

    /// Adds a fault to an action of a pipeline.
    ///
    /// # Errors
    /// Returns `NotFound` if there is no such pipeline or action, `BadRequest` if the action is an approval.
    pub(crate) fn add_action_fault(&mut self, arn: &str, fault: ActionFault) -> Result<(), Failure> {
        let none = || Failure::new("NotFound", format!("{arn} not found")).with_status(404);
        let pipeline = self.pipelines.get_mut(arn).ok_or_else(none)?;
        fault.check(&pipeline.declaration())?;
        pipeline.action_faults.push(fault);
        Ok(())
    }

    /// Deletes the faults of the actions of a pipeline.
    ///
    /// # Errors
    /// Returns `NotFound` if there is no such pipeline.
    pub(crate) fn clear_action_faults(&mut self, arn: &str) -> Result<(), Failure> {
        let none = || Failure::new("NotFound", format!("{arn} not found")).with_status(404);
        self.pipelines.get_mut(arn).ok_or_else(none)?.action_faults.clear();
        Ok(())
    }

    /// Adds members to the declaration in force of a pipeline, each by its JSON pointer, as an AWS would that has more
    /// members than the model. From then on, requests keep members of these names.
    ///
    /// # Errors
    /// Returns `NotFound` if there is no such pipeline, or no object that the last step of a pointer can be added to.
    pub(crate) fn seed(&mut self, arn: &str, members: &Map<String, Value>) -> Result<(), Failure> {
        let none = |what: &str| Failure::new("NotFound", format!("{what} not found")).with_status(404);
        let pipeline = self.pipelines.get_mut(arn).ok_or_else(|| none(arn))?;
        let mut declaration = pipeline.raw(pipeline.version()).cloned().unwrap_or_default();
        for (pointer, value) in members {
            let (parent, name) = pointer.rsplit_once('/').ok_or_else(|| none(pointer))?;
            let parent = declaration.pointer_mut(parent).and_then(Value::as_object_mut);
            parent
                .ok_or_else(|| none(pointer))?
                .insert(name.to_owned(), value.clone());
            self.seeded.insert(name.to_owned());
        }
        pipeline.replace_declaration(declaration);
        Ok(())
    }

    /// Returns the names of the members that were seeded.
    pub(super) fn seeded(&self) -> &BTreeSet<String> {
        &self.seeded
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
