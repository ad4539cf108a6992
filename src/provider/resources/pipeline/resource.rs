//! Creates, reads, updates and deletes pipelines.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, MovableType, MoveSource, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Document, derived::object_to_value},
};

use super::{
    import, plan, restart,
    save::{self, Saved},
    sources::{keeps_connections, keeps_triggers},
};
use crate::{
    aws::{
        self, Arn, console,
        error::Kind,
        pipelines::{Save, version},
        wait::Patience,
    },
    provider::{
        client::Client,
        facts::{Fact, PipelineName},
        failure, moved,
        object_list::ObjectList,
        pipeline::{
            codec::{self, Prior},
            default_trigger,
            model::arguments::{Arguments, ExecutionMode, PipelineType},
            rules,
            write_only::{self, WriteOnlyKeys},
        },
        pipelines::{self, in_account, presumed_arn},
        region,
        replaced::{self, Replaced},
        resources::pipeline::schema::{Computed, Identity, Pipeline, Remembered},
        source_connections::SourceConnections,
        tags::{self, ResourceTags, Tagged, Tags, read_tags},
    },
};

impl Resource for Pipeline {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = Remembered;

    const NAME: &'static str = "codepipeline_pipeline";
    const MOVES_FROM: &'static [MovableType] = &[moved::from_aws("aws_codepipeline")];

    fn identity(arguments: &Arguments, computed: &Computed) -> Identity {
        let arn = computed.arn.parse::<Arn>().ok();
        Identity {
            account_id: arn.map(|arn| arn.account().to_owned()),
            region: arguments.region.clone(),
            name: arguments.name.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        import::identity_of(id).map_err(Diagnostics::from)
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        rules::judge(config.root(), config.get(Arguments::REGION).known().as_deref())
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        plan::plan(plan).await
    }

    async fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        checkpoint: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let (client, mut arguments) = (context.client, planned.arguments);
        let region = region::or_own(client, arguments.region.as_deref()).await?;
        arguments.pipeline_type.get_or_insert(PipelineType::V2);
        let saved = save::create(context, &region, &arguments).await?;
        let write_only = WriteOnlyKeys::default().after(&object_to_value(&arguments));
        arguments.region = Some(region.clone());
        arguments.set_tags(client.tags.completed(arguments.tags()));
        let presumed = presumed_arn(&region, &arguments.role_arn, &arguments.name);
        let unregistered = saved.unregistered.unwrap_or_default();
        if let Some(arn) = &presumed {
            client.planned.record_created(arn);
        }
        let mut state = state_of(arguments, &saved.declaration, presumed, unregistered);
        state.private.write_only = write_only.unwrap_or_default();
        checkpoint.save(state.clone());
        let name = &state.arguments.name;
        match client.pipelines.get(&region, name).await {
            Ok(Some(found)) => {
                if let Some(arn) = found.arn {
                    state.computed.arn = arn.to_string();
                }
                state.private.created = found.created;
            }
            Ok(None) => {}
            Err(error) => context.warn(failure::warning(&format!("read the new pipeline {name:?}"), &error)),
        }
        Ok(state)
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let (client, name) = (context.client, &identity.name);
        let region = region::or_own(client, identity.region.as_deref()).await?;
        let found = pipelines::read(client, &region, name);
        let known = prior.and_then(|prior| prior.computed.arn.parse::<Arn>().ok());
        let (found, tags, connections) =
            tokio::join!(found, tags_of(client, known.as_ref()), unregistered_now(client, prior));
        let Some(found) = found? else {
            return Ok(None);
        };
        if prior.is_some() {
            client
                .facts
                .record(Fact::ManagesPipeline(PipelineName::new(&region, name)));
        }
        let arn = found.arn.or(known).ok_or_else(|| unidentified(name))?;
        in_account(name, Some(&arn), identity.account_id.as_deref())?;
        let tags = match tags {
            Some(tags) => tags,
            None => client.pipelines.tags(&arn).await,
        };
        let Some(tags) = read_tags(context, tags, prior.map(|prior| prior.arguments.tags()), name)? else {
            return Ok(None);
        };
        let write_only = prior.map(|prior| prior.private.write_only.clone()).unwrap_or_default();
        let before = prior.map(|prior| Prior {
            arguments: &prior.arguments,
            write_only: &write_only,
        });
        let mut arguments = codec::read(&found.declaration, before, &region);
        arguments.set_tags(tags);
        warn_of_narrowed_triggers(context, &arguments, &found.declaration);
        let unregistered = still_used(prior, &arguments);
        if prior.is_some() {
            record_read(client, &region, &arn, &arguments);
        }
        let mut state = state_of(arguments, &found.declaration, Some(arn), unregistered);
        let available = connections.available();
        state.private.connections.available = &available & &state.computed.unregistered_connections;
        state.private.created = found.created;
        state.private.write_only = write_only;
        // The state of a moved pipeline has no version until it is read.
        state.private.moved = prior.is_some_and(|prior| prior.computed.version.is_none());
        Ok(Some(state))
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
        let Planned { arguments, private } = planned;
        let save = private.connections.save(arguments.resave != prior.arguments.resave);
        let region = prior.arguments.region.clone().unwrap_or_default();
        let (before, after) = (
            object_to_value(&prior.arguments),
            object_to_value(&write_only::cleared(&arguments)),
        );
        let keys = prior.private.write_only.after(&object_to_value(&arguments));
        let keys = keys.unwrap_or_default();
        let is_same = Arguments::declare_the_same(&before, &after) && keys == prior.private.write_only;
        let mut saved = if save == Save::Always || !is_same {
            Some(save::update(context, &region, &prior, &arguments, save).await?)
        } else {
            None
        };
        let overtook = saved.as_mut().and_then(|saved| saved.overtook.take());
        let is_written = saved.as_ref().is_some_and(Saved::is_written);
        if arguments.restart_execution_on_update == Some(true) && is_written && overtook.is_none() {
            restart::start(context, &region, &arguments.name).await;
        }
        let (is_plain, all_registered) = (
            save == Save::IfChanged,
            prior.computed.unregistered_connections.is_empty(),
        );
        let kept = Kept {
            triggers: is_plain && keeps_triggers(&before, &after),
            connections: is_plain && all_registered && keeps_connections(&before, &after),
        };
        let tags = arguments.tags();
        let mut state = after_update(prior, arguments, saved, kept);
        state.private.write_only = keys;
        let state = change_tags(context, state, tags).await?;
        match overtook {
            Some(overtook) => Err(Failure::with_state(overtook, state)),
            None => Ok(state),
        }
    }

    async fn check_replacement(
        &self,
        context: &Context<'_, Self>,
        old: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        let found = save::in_the_way(context.client, old, new).await;
        replaced::refuse(&format!("the pipeline {:?}", old.arguments.name), found)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let name = &state.arguments.name;
        let region = state.arguments.region.clone().unwrap_or_default();
        let patience = Patience::until_cancelled(context.client.stop());
        if let Some(replaced) = state.private.replaced {
            context.client.planned.record_destroyed(replaced);
        }
        let deleted = context.client.pipelines.delete(&region, name, &patience).await;
        deleted.map_err(|error| failure::error(&format!("delete the pipeline {name:?}"), &error).into())
    }

    fn warnings_of_move(source: &MoveSource<'_>) -> Diagnostics {
        moved::default_tags(source)
    }

    fn moved(source: &MoveSource<'_>) -> Result<Value, Diagnostics> {
        Ok(from_aws(source.state))
    }
}

/// Returns the state of a pipeline of hashicorp/aws. The next read adds the values that only this provider has.
fn from_aws(state: &Value) -> Value {
    let mut moved = moved::regional_state_of::<Pipeline>(state);
    moved[Computed::UNREGISTERED_CONNECTIONS.name] = json!([]);
    moved[Computed::TRIGGER_ALL.name] = json!([]);
    // hashicorp/aws has had this argument since version 5, and AWS has always superseded executions by default.
    if moved[Arguments::EXECUTION_MODE.name].is_null() {
        moved[Arguments::EXECUTION_MODE.name] = json!(ExecutionMode::Superseded.to_string());
    }
    moved
}

/// Values that an update keeps as planned, even after a change out of band. The next read detects the change.
#[derive(Clone, Copy)]
struct Kept {
    triggers: bool,
    connections: bool,
}

/// Returns the state after the declaration is written or skipped, and before the tags are written.
fn after_update(prior: State<Pipeline>, mut arguments: Arguments, saved: Option<Saved>, kept: Kept) -> State<Pipeline> {
    arguments.set_tags(prior.arguments.tags());
    arguments.region = prior.arguments.region;
    arguments.pipeline_type = arguments.pipeline_type.or(prior.arguments.pipeline_type);
    let mut computed = prior.computed;
    if let Some(Saved {
        declaration,
        unregistered,
        ..
    }) = saved
    {
        computed.version = version(&declaration);
        if !kept.triggers {
            computed.trigger_all = ObjectList(Arguments::declared(&declaration).trigger);
        }
        if let Some(unregistered) = unregistered.filter(|_| !kept.connections) {
            computed.unregistered_connections = unregistered;
        }
    }
    State {
        arguments,
        computed,
        private: Remembered {
            created: prior.private.created,
            ..Remembered::default()
        },
    }
}

/// Changes the tags to the planned ones. If this fails, the rest of the update remains applied.
async fn change_tags(
    context: &Context<'_, Pipeline>,
    state: State<Pipeline>,
    planned: ResourceTags,
) -> Result<State<Pipeline>, Failure<Pipeline>> {
    let client = context.client;
    let object = format!("the pipeline {:?}", state.arguments.name);
    let arn = &state.computed.arn.parse::<Arn>();
    let unidentified = || {
        aws::Error::new(
            Kind::NotFound,
            "the ARN of the pipeline is not known; run the command again",
        )
    };
    let patience = &Patience::until_cancelled(client.stop());
    let change = |change| async move {
        let arn = arn.as_ref().map_err(|_| unidentified())?;
        client.pipelines.change_tags(arn, &change, patience).await
    };
    let read = || async move {
        let arn = arn.as_ref().map_err(|_| unidentified())?;
        client.pipelines.tags(arn).await
    };
    tags::change_tags(context, state, planned, &object, change, read).await
}

fn state_of(
    arguments: Arguments,
    declaration: &Value,
    arn: Option<Arn>,
    unregistered: BTreeSet<String>,
) -> State<Pipeline> {
    let region = arguments.region.clone().unwrap_or_default();
    let computed = Computed {
        arn: arn.map(|arn| arn.to_string()).unwrap_or_default(),
        console_url: console::pipeline(&region, &arguments.name),
        id: arguments.name.clone(),
        trigger_all: ObjectList(Arguments::declared(declaration).trigger),
        unregistered_connections: unregistered,
        version: version(declaration),
    };
    State {
        arguments,
        computed,
        private: Remembered::default(),
    }
}

/// Records a pipeline of the state, which is tainted if the plan that follows is that of a new pipeline.
fn record_read(client: &Client, region: &str, arn: &Arn, arguments: &Arguments) {
    let read = Replaced {
        arn: arn.to_string(),
        name: arguments.name.clone(),
        kind: arguments
            .pipeline_type
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        ..Replaced::default()
    };
    let key = replaced::key(Pipeline::NAME, region, &arguments.name);
    client.planned.record_read(key, read);
}

/// The tags of a pipeline whose ARN is known already.
async fn tags_of(client: &Client, arn: Option<&Arn>) -> Option<Result<Tags, aws::Error>> {
    Some(client.pipelines.tags(arn?).await)
}

fn warn_of_narrowed_triggers(context: &Context<'_, Pipeline>, arguments: &Arguments, declaration: &Value) {
    let is_written = |name: &str| arguments.trigger.iter().any(|trigger| trigger.source() == name);
    for (_, _, action) in arguments.actions() {
        if action.is_connection_source() && !is_written(&action.name) {
            let branch = action.setting("BranchName").unwrap_or_default();
            context.warn_all(default_trigger::narrowed(
                declaration,
                &arguments.name,
                &action.name,
                branch,
            ));
        }
    }
}

/// Returns the connections that have no webhook now.
async fn unregistered_now(client: &Client, prior: Option<&State<Pipeline>>) -> SourceConnections {
    let arns = prior.map(|prior| &prior.computed.unregistered_connections);
    SourceConnections::statuses(client, arns.into_iter().flatten().map(String::as_str)).await
}

/// Returns the connections without a webhook that the pipeline still uses.
fn still_used(prior: Option<&State<Pipeline>>, arguments: &Arguments) -> BTreeSet<String> {
    let uses = |arn: &&String| {
        arguments
            .actions()
            .any(|(_, _, action)| action.setting("ConnectionArn") == Some(arn.as_str()))
    };
    let unregistered = prior
        .into_iter()
        .flat_map(|prior| &prior.computed.unregistered_connections);
    unregistered.filter(uses).cloned().collect()
}

fn unidentified(name: &str) -> Diagnostic {
    Diagnostic::error(
        format!("The ARN of the pipeline {name:?} is not known"),
        "The response of AWS does not contain it. Run the command again.",
    )
}
