//! Creates, reads, updates and deletes source actions.

use std::collections::BTreeSet;

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, Plan, Planned, Resource, State},
    diagnostics::Diagnostics,
    typed::{Document, derived::object_to_value},
};

use super::{
    form, import,
    part::{Part, first_stage},
    plan, rules,
    save::{self, Saved},
    schema::{Arguments, Computed, Identity, REGISTERED, Remembered, SourceAction},
    trial,
};
use crate::{
    aws::{
        Arn, console,
        pipelines::{Save, version},
    },
    provider::{
        client::Client,
        facts::{Fact, PipelineName},
        pipeline::default_trigger,
        pipelines::{self, in_account, presumed_arn},
        region, replaced,
        source_connections::{self, SourceConnections},
    },
};

impl Resource for SourceAction {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = Remembered;

    const NAME: &'static str = "codepipeline_source_action";
    /// An action is renamed in place.
    const MUTABLE_IDENTITY: bool = true;

    fn identity(arguments: &Arguments, computed: &Computed) -> Identity {
        let arn = computed.pipeline_arn.as_ref().and_then(|arn| arn.parse::<Arn>().ok());
        Identity {
            account_id: arn.map(|arn| arn.account().to_owned()),
            region: arguments.region.clone(),
            pipeline_name: arguments.pipeline_name.clone(),
            name: arguments.name.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        import::identity_of(id).map_err(Diagnostics::from)
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        rules::judge(config.root())
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        plan::plan(plan).await
    }

    async fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let mut arguments = planned.arguments;
        let region = region::or_own(context.client, arguments.region.as_deref()).await?;
        arguments.region = Some(region.clone());
        let saved = save::create(context, &region, &arguments).await?;
        let unregistered = saved.connections.unregistered(&BTreeSet::new());
        let remembered = Remembered {
            replaced: saved.replaced,
            ..Remembered::default()
        };
        let found = Found {
            declaration: &saved.declaration,
            arn: arn_of(&saved.declaration, &region),
            connections: &saved.connections,
        };
        Ok(found.state(arguments, unregistered, remembered))
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let (client, name, pipeline) = (context.client, &identity.name, &identity.pipeline_name);
        let region = region::or_own(client, identity.region.as_deref()).await?;
        let known = prior.map(|prior| prior.arguments.connection_arn.as_str());
        let (found, mut connections) = tokio::join!(
            pipelines::read(client, &region, pipeline),
            SourceConnections::statuses(client, known)
        );
        let Some(found) = found? else { return Ok(None) };
        if prior.is_some() {
            let pipeline = PipelineName::new(&region, pipeline);
            client.facts.record(Fact::ManagesSource(pipeline, name.clone()));
        }
        in_account(pipeline, found.arn.as_ref(), identity.account_id.as_deref())?;
        let part = match Part::find(&found.declaration, name) {
            Some(part) if part.is_connection_source() => part,
            _ => return Ok(None),
        };
        let arguments = form::read(&part, &found.declaration, &region, prior.map(|prior| &prior.arguments));
        let arn = arguments.connection_arn.as_str();
        if known != Some(arn) {
            connections = SourceConnections::statuses(client, [arn]).await;
        }
        context.warn_all(connections.unread());
        if arguments.trigger.is_none() {
            let branch = &arguments.branch_name;
            context.warn_all(default_trigger::narrowed(&found.declaration, pipeline, name, branch));
        }
        let unregistered = still_unregistered(prior, arn);
        let remembered = Remembered {
            connections: source_connections::Remembered {
                available: &connections.available() & &unregistered,
            },
            replaced: prior.and_then(|prior| prior.private.replaced.clone()),
            ..Remembered::default()
        };
        let found = Found {
            arn: found.arn.or_else(|| arn_of(&found.declaration, &region)),
            declaration: &found.declaration,
            connections: &connections,
        };
        Ok(Some(found.state(arguments, unregistered, remembered)))
    }

    async fn import(&self, context: &Context<'_, Self>, identity: &Identity) -> Result<State<Self>, Diagnostics> {
        import::import(context, identity).await
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let Planned { mut arguments, private } = planned;
        let save = private.connections.save(arguments.resave != prior.arguments.resave);
        let region = region::or_own(context.client, prior.arguments.region.as_deref()).await?;
        arguments.region = Some(region.clone());
        if !private.requires_stage {
            arguments.stage_name = None;
        }
        let saved = save::update(context, &region, &prior.arguments, &arguments, save).await?;
        let Saved {
            declaration,
            written,
            connections,
            ..
        } = saved;
        let arn = &arguments.connection_arn;
        let unregistered = if written {
            connections.unregistered(&prior.computed.unregistered_connections)
        } else {
            still_unregistered(Some(&prior), arn)
        };
        let remembered = Remembered {
            replaced: private.replaced,
            requires_stage: private.requires_stage,
            ..Remembered::default()
        };
        let known = prior.computed.pipeline_arn.as_ref().and_then(|arn| arn.parse().ok());
        let found = Found {
            arn: known.or_else(|| arn_of(&declaration, &region)),
            declaration: &declaration,
            connections: &connections,
        };
        let state = found.state(arguments, unregistered, remembered);
        Ok(as_planned(state, prior, save))
    }

    async fn check_replacement(
        &self,
        context: &Context<'_, Self>,
        old: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        let found = trial::in_the_way(context.client, old, new).await;
        replaced::refuse(&format!("the source action {:?}", old.arguments.name), found)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let region = region::or_own(context.client, state.arguments.region.as_deref()).await?;
        save::delete(context, &region, &state.arguments, state.private.replaced.as_ref()).await
    }
}

/// Returns the state with the values that the plan kept. The next read detects changes made out of band.
fn as_planned(mut state: State<SourceAction>, prior: State<SourceAction>, save: Save) -> State<SourceAction> {
    let (before, after) = (object_to_value(&prior.arguments), object_to_value(&state.arguments));
    let changes = |names: &[&str]| names.iter().any(|name| before.get(name) != after.get(name));
    let had_stage = prior.arguments.stage_name.is_some();
    if had_stage && !state.private.requires_stage {
        state.arguments.stage_name.clone_from(&prior.arguments.stage_name);
        if prior.arguments.name == state.arguments.name {
            state.computed.id = prior.computed.id;
        }
    }
    if save == Save::Always {
        return state;
    }
    if !changes(&[Arguments::CONNECTION_ARN.name]) {
        state.computed.connection_status = prior.computed.connection_status;
    }
    if state.arguments.declares_the_same(&prior.arguments) {
        state.computed.pipeline_version = prior.computed.pipeline_version;
    }
    if prior.computed.unregistered_connections.is_empty() && !changes(&REGISTERED) {
        state.computed.unregistered_connections.clear();
    }
    state
}

/// A source action in AWS.
struct Found<'a> {
    declaration: &'a Value,
    arn: Option<Arn>,
    connections: &'a SourceConnections,
}

impl Found<'_> {
    /// Returns the state of the action with these `arguments`, including the computed values.
    fn state(&self, arguments: Arguments, unregistered: BTreeSet<String>, private: Remembered) -> State<SourceAction> {
        let stage = first_stage(self.declaration).to_owned();
        let region = arguments.region.as_deref().unwrap_or_default();
        let status = self.connections.status(&arguments.connection_arn);
        let computed = Computed {
            connection_status: status.map(str::to_owned),
            console_url: console::pipeline(region, &arguments.pipeline_name),
            id: format!("{}/{stage}/{}", arguments.pipeline_name, arguments.name),
            pipeline_arn: self.arn.as_ref().map(ToString::to_string),
            pipeline_version: version(self.declaration),
            unregistered_connections: unregistered,
        };
        let arguments = Arguments {
            detect_changes: Some(arguments.detects_changes()),
            stage_name: Some(stage),
            ..arguments
        };
        State {
            arguments,
            computed,
            private,
        }
    }
}

/// Returns the ARN of the pipeline of a declaration.
fn arn_of(declaration: &Value, region: &str) -> Option<Arn> {
    presumed_arn(region, declaration["roleArn"].as_str()?, declaration["name"].as_str()?)
}

/// Returns the connection of the source if it had no webhook after the last save.
fn still_unregistered(prior: Option<&State<SourceAction>>, arn: &str) -> BTreeSet<String> {
    let arns = prior
        .into_iter()
        .flat_map(|prior| &prior.computed.unregistered_connections);
    arns.filter(|unregistered| *unregistered == arn).cloned().collect()
}
