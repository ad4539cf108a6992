//! Creates, reads, updates and deletes stage transitions.

use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics},
};

use super::{
    found::{Found, Stage},
    plan,
    schema::{Arguments, Computed, Identity, StageTransition},
};
use crate::{
    aws::{Arn, console, error::Error, wait::Patience},
    provider::{
        client::Client,
        failure,
        pipelines::in_account,
        region::{self, split_import_id},
    },
};

impl Resource for StageTransition {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

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
        let (names, region) = split_import_id(id);
        match names.split('/').collect::<Vec<_>>()[..] {
            [pipeline, stage] if !pipeline.is_empty() && !stage.is_empty() => Ok(Identity {
                account_id: None,
                region: region.map(str::to_owned),
                pipeline_name: pipeline.to_owned(),
                stage_name: stage.to_owned(),
            }),
            _ => Err(not_an_id(id).into()),
        }
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
        let (client, mut arguments) = (context.client, planned.arguments);
        let region = region::or_own(client, arguments.region.as_deref()).await?;
        let stage = Stage {
            region: &region,
            pipeline: &arguments.pipeline_name,
            name: &arguments.stage_name,
        };
        let (found, arn) = tokio::join!(read(client, &stage), arn_of(client, &stage));
        let (found, arn) = (found?, arn?);
        if let Some(obstacle) = found.obstacle(&stage, Some(&arguments.reason)) {
            return Err(Diagnostics::from(obstacle).into());
        }
        disable(context, &stage, &arguments.reason).await?;
        let changed_by = changed_by(context, &stage).await;
        let id = id(&stage);
        arguments.region = Some(region);
        Ok(state(arguments, id, arn, changed_by))
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let client = context.client;
        let region = region::or_own(client, identity.region.as_deref()).await?;
        let stage = Stage {
            region: &region,
            pipeline: &identity.pipeline_name,
            name: &identity.stage_name,
        };
        let transition = match read(client, &stage).await? {
            Found::Stage(transition) => transition,
            missing if prior.is_none() => return Err(missing.obstacle(&stage, None).into_iter().collect()),
            _ => return Ok(None),
        };
        if transition.is_enabled {
            return if prior.is_none() {
                Err(stage.is_enabled().into())
            } else {
                Ok(None)
            };
        }
        let known = prior.and_then(|prior| prior.computed.pipeline_arn.as_ref()?.parse().ok());
        let arn = match known {
            Some(arn) => Some(arn),
            None => arn_of(client, &stage).await?,
        };
        in_account(stage.pipeline, arn.as_ref(), identity.account_id.as_deref())?;
        let arguments = Arguments {
            pipeline_name: stage.pipeline.to_owned(),
            reason: transition.reason.unwrap_or_default(),
            region: Some(region.clone()),
            stage_name: stage.name.to_owned(),
        };
        Ok(Some(state(arguments, id(&stage), arn, transition.changed_by)))
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let arguments = planned.arguments;
        let region = region::or_own(context.client, prior.arguments.region.as_deref()).await?;
        let stage = Stage {
            region: &region,
            pipeline: &arguments.pipeline_name,
            name: &arguments.stage_name,
        };
        disable(context, &stage, &arguments.reason).await?;
        let last_changed_by = changed_by(context, &stage).await;
        Ok(State {
            arguments,
            computed: Computed {
                last_changed_by,
                ..prior.computed
            },
            private: (),
        })
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let Arguments {
            pipeline_name,
            stage_name,
            region,
            ..
        } = &state.arguments;
        let region = region::or_own(context.client, region.as_deref()).await?;
        let patience = Patience::until_cancelled(context.client.stop());
        let pipelines = &context.client.pipelines;
        let enabled = pipelines
            .enable_transition(&region, pipeline_name, stage_name, &patience)
            .await;
        let doing = || format!("enable the transition into the stage {stage_name:?} of the pipeline {pipeline_name:?}");
        enabled.map_err(|error| failure::error(&doing(), &error).into())
    }
}

async fn read(client: &Client, stage: &Stage<'_>) -> Result<Found, Diagnostics> {
    let transitions = client.pipelines.transitions(stage.region, stage.pipeline).await;
    let transitions = transitions.map_err(|error| not_read(stage, &error))?;
    Ok(Found::of(transitions, stage.name))
}

async fn arn_of(client: &Client, stage: &Stage<'_>) -> Result<Option<Arn>, Diagnostics> {
    let pipeline = client.pipelines.get(stage.region, stage.pipeline).await;
    let pipeline = pipeline.map_err(|error| not_read(stage, &error))?;
    Ok(pipeline.and_then(|pipeline| pipeline.arn))
}

fn not_read(stage: &Stage<'_>, error: &Error) -> Diagnostics {
    failure::error(&format!("read the pipeline {:?}", stage.pipeline), error).into()
}

async fn disable(context: &Context<'_, StageTransition>, stage: &Stage<'_>, reason: &str) -> Result<(), Diagnostics> {
    let Stage { region, pipeline, name } = stage;
    let patience = Patience::until_cancelled(context.client.stop());
    let pipelines = &context.client.pipelines;
    let disabled = pipelines
        .disable_transition(region, pipeline, name, reason, &patience)
        .await;
    let doing = || format!("disable the transition into the stage {name:?} of the pipeline {pipeline:?}");
    disabled.map_err(|error| failure::error(&doing(), &error).into())
}

/// Returns who has disabled the transition; the next read shows it if it cannot be read now.
async fn changed_by(context: &Context<'_, StageTransition>, stage: &Stage<'_>) -> Option<String> {
    match read(context.client, stage).await {
        Ok(Found::Stage(transition)) => transition.changed_by,
        Ok(_) => None,
        Err(unread) => {
            context.warn_all(unread.as_warnings());
            None
        }
    }
}

fn id(stage: &Stage<'_>) -> String {
    format!("{}/{}", stage.pipeline, stage.name)
}

fn state(
    arguments: Arguments,
    id: String,
    arn: Option<Arn>,
    last_changed_by: Option<String>,
) -> State<StageTransition> {
    let region = arguments.region.as_deref().unwrap_or_default();
    let computed = Computed {
        console_url: console::pipeline(region, &arguments.pipeline_name),
        id,
        last_changed_by,
        pipeline_arn: arn.map(|arn| arn.to_string()),
    };
    State {
        arguments,
        computed,
        private: (),
    }
}

fn not_an_id(id: &str) -> Diagnostic {
    Diagnostic::error(
        "Invalid import ID of a stage transition",
        format!(
            "The import ID of a stage transition is its pipeline and stage, optionally with a region: release/Deploy or \
             release/Deploy@eu-west-1. {id:?} has none of these forms."
        ),
    )
}
