//! Creates, reads, updates and deletes stage transitions.

use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
    typed::Document,
};

use super::{
    found::{Found, Stage},
    plan,
    schema::{Arguments, Computed, Identity, Remembered, StageTransition},
};
use crate::{
    aws::{Arn, console, error::Error, wait::Patience},
    provider::{
        checks,
        client::Client,
        failure,
        pipelines::{in_account, split_names},
        region, replaced,
    },
};

impl Resource for StageTransition {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = Remembered;

    const NAME: &'static str = "codepipeline_stage_transition";

    fn identity(arguments: &Arguments, computed: &Computed) -> Identity {
        let arn = computed.pipeline_arn.as_ref().and_then(|arn| arn.parse::<Arn>().ok());
        Identity {
            account_id: arn.map(|arn| arn.account().to_owned()),
            region: arguments.region.clone(),
            pipeline_name: arguments.pipeline_name.clone(),
            stage_name: arguments.stage_name.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        let (names, region) = split_names(id).ok_or_else(|| not_an_id(id))?;
        let [pipeline, stage] = names[..] else {
            return Err(not_an_id(id).into());
        };
        Ok(Identity {
            account_id: None,
            region: region.map(str::to_owned),
            pipeline_name: pipeline.to_owned(),
            stage_name: stage.to_owned(),
        })
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
        let (client, reason) = (context.client, planned.arguments.reason.clone());
        let stage = stage_of(client, &planned.arguments).await?;
        let (found, arn) = tokio::join!(read(client, &stage), arn_of(client, &stage));
        let (found, arn) = (found?, arn?);
        if let Some(obstacle) = found.obstacle(&stage, Some(&reason)) {
            return Err(Diagnostics::from(obstacle).into());
        }
        disable(client, &stage, &reason).await?;
        let changed_by = changed_by(context, &stage).await;
        Ok(state(stage, reason, arn, changed_by))
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let client = context.client;
        let stage = identified(client, identity).await?;
        let transition = match read(client, &stage).await? {
            Found::Stage(transition) if !transition.is_enabled => transition,
            _ => return Ok(None),
        };
        let known = prior.and_then(|prior| prior.computed.pipeline_arn.as_ref()?.parse().ok());
        let arn = match known {
            Some(arn) => Some(arn),
            None => arn_of(client, &stage).await?,
        };
        in_account(&stage.pipeline, arn.as_ref(), identity.account_id.as_deref())?;
        let reason = transition.reason.unwrap_or_default();
        Ok(Some(state(stage, reason, arn, transition.changed_by)))
    }

    async fn import(&self, context: &Context<'_, Self>, identity: &Identity) -> Result<State<Self>, Diagnostics> {
        checks::region::of_import(context.client, identity.region.as_deref())?;
        if let Some(found) = self.read(context, identity, None).await? {
            return Ok(found);
        }
        let stage = identified(context.client, identity).await?;
        let found = read(context.client, &stage).await?;
        Err(found.not_importable(&stage).into())
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let stage = stage_of(context.client, &prior.arguments).await?;
        disable(context.client, &stage, &planned.arguments.reason).await?;
        let last_changed_by = changed_by(context, &stage).await;
        Ok(State {
            arguments: planned.arguments,
            computed: Computed {
                last_changed_by,
                ..prior.computed
            },
            private: Remembered::default(),
        })
    }

    async fn check_replacement(
        &self,
        context: &Context<'_, Self>,
        old: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        if old.private.in_new_pipeline {
            return Ok(());
        }
        let disabled = stage_of(context.client, &old.arguments).await?;
        let found = plan::judge(context.client, Some(&disabled), new).await;
        replaced::refuse(&format!("the transition into the stage {:?}", disabled.name), found)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let client = context.client;
        let stage = stage_of(client, &state.arguments).await?;
        let Stage { region, pipeline, name } = &stage;
        let patience = Patience::until_cancelled(client.stop());
        let enabled = client.pipelines.enable_transition(region, pipeline, name, &patience);
        enabled.await.map_err(|error| not_changed("enable", &stage, &error))
    }
}

/// Returns the stage of a transition, in its region or in that of the provider.
async fn stage_of(client: &Client, arguments: &Arguments) -> Result<Stage, Diagnostics> {
    Ok(Stage {
        region: region::or_own(client, arguments.region.as_deref()).await?,
        pipeline: arguments.pipeline_name.clone(),
        name: arguments.stage_name.clone(),
    })
}

async fn read(client: &Client, stage: &Stage) -> Result<Found, Diagnostics> {
    let transitions = client.pipelines.transitions(&stage.region, &stage.pipeline).await;
    let transitions = transitions.map_err(|error| not_read(stage, &error))?;
    Ok(Found::of(transitions, &stage.name))
}

async fn arn_of(client: &Client, stage: &Stage) -> Result<Option<Arn>, Diagnostics> {
    let pipeline = client.pipelines.get(&stage.region, &stage.pipeline).await;
    let pipeline = pipeline.map_err(|error| not_read(stage, &error))?;
    Ok(pipeline.and_then(|pipeline| pipeline.arn))
}

fn not_read(stage: &Stage, error: &Error) -> Diagnostics {
    failure::error(&format!("read the pipeline {:?}", stage.pipeline), error).into()
}

/// Returns the stage that an identity names.
async fn identified(client: &Client, identity: &Identity) -> Result<Stage, Diagnostics> {
    Ok(Stage {
        region: region::or_own(client, identity.region.as_deref()).await?,
        pipeline: identity.pipeline_name.clone(),
        name: identity.stage_name.clone(),
    })
}

async fn disable(client: &Client, stage: &Stage, reason: &str) -> Result<(), Diagnostics> {
    let Stage { region, pipeline, name } = stage;
    let patience = Patience::until_cancelled(client.stop());
    let pipelines = &client.pipelines;
    let disabled = pipelines.disable_transition(region, pipeline, name, reason, &patience);
    disabled.await.map_err(|error| not_changed("disable", stage, &error))
}

/// Returns the error that the transition could not be changed: `change` is `enable` or `disable`.
fn not_changed(change: &str, stage: &Stage, error: &Error) -> Diagnostics {
    let Stage { pipeline, name, .. } = stage;
    let doing = format!("{change} the transition into the stage {name:?} of the pipeline {pipeline:?}");
    failure::error(&doing, error).into()
}

/// Returns who has disabled the transition; the next read shows it if it cannot be read now.
async fn changed_by(context: &Context<'_, StageTransition>, stage: &Stage) -> Option<String> {
    match read(context.client, stage).await {
        Ok(Found::Stage(transition)) => transition.changed_by,
        Ok(_) => None,
        Err(unread) => {
            context.warn_all(unread.as_warnings());
            None
        }
    }
}

fn state(stage: Stage, reason: String, arn: Option<Arn>, last_changed_by: Option<String>) -> State<StageTransition> {
    let computed = Computed {
        console_url: console::pipeline(&stage.region, &stage.pipeline),
        id: format!("{}/{}", stage.pipeline, stage.name),
        last_changed_by,
        pipeline_arn: arn.map(|arn| arn.to_string()),
    };
    State {
        arguments: Arguments {
            pipeline_name: stage.pipeline,
            reason,
            region: Some(stage.region),
            stage_name: stage.name,
        },
        computed,
        private: Remembered::default(),
    }
}

fn not_an_id(id: &str) -> Diagnostic {
    Diagnostic::error(
        "Invalid import ID of a stage transition",
        format!(
            "The import ID of a stage transition is its pipeline and stage, optionally with a region: release/Deploy \
             or release/Deploy@eu-west-1. {id:?} does not have any of these forms."
        ),
    )
}
