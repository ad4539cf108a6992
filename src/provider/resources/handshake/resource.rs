//! Creates, reads, updates and deletes handshakes.

use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, Plan, Planned, Resource, State},
    diagnostics::Diagnostics,
    typed::{Document, Duration},
};

use super::{
    plan::{record, warn_of_waiting},
    schema::{Arguments, Computed, Handshake},
};
use crate::{
    aws::connections::Status,
    provider::{
        arn_identity::ArnIdentity,
        checks,
        client::Client,
        failure,
        handshake::{self, Limit, Phase, Target},
    },
};

impl Resource for Handshake {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = ArnIdentity;
    type Private = ();

    const NAME: &'static str = "codepipeline_handshake";

    fn identity(_: &Arguments, computed: &Computed) -> ArnIdentity {
        ArnIdentity {
            arn: computed.id.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<ArnIdentity, Diagnostics> {
        ArnIdentity::of_import_id(id, |arn| Target::of(arn).map(|target| target.arn().clone()))
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let connection = checks::arn::judge_connection(config, Arguments::CONNECTION_ARN);
        let host = checks::arn::judge_host(config, Arguments::HOST_ARN);
        connection.into_iter().chain(host).collect()
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        if !plan.is_destroy() {
            record(plan);
        }
        // Terraform shows no warnings of the second plan of a replacement, that of the new object.
        if plan.is_create() || plan.is_replace() {
            warn_of_waiting(plan).await;
        }
        Ok(())
    }

    async fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let arguments = planned.arguments;
        let target = Target::of_arguments(arguments.connection_arn.as_deref(), arguments.host_arn.as_deref())?;
        handshake::record(context.client, target.arn().as_str());
        let timeouts = arguments.timeouts.as_ref();
        let timeout = timeouts.and_then(|timeouts| timeouts.create.as_ref());
        let limit = Limit::of(timeout.map(Duration::span), "timeouts { create = \"2h\" }");
        handshake::until_completed(&target, context.client, limit, None).await?;
        Ok(state_of(arguments, &target))
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &ArnIdentity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let target = Target::of(&identity.arn)?;
        let seen = target.read(context.client).await;
        let seen = seen.map_err(|error| failure::error(&format!("read the status of {}", target.arn()), &error))?;
        if !seen.is_some_and(|seen| seen.phase == Phase::Done) {
            return Ok(None);
        }
        let arguments = prior.map_or_else(|| arguments_of(&target), |prior| prior.arguments.clone());
        Ok(Some(state_of(arguments, &target)))
    }

    async fn import(&self, context: &Context<'_, Self>, identity: &ArnIdentity) -> Result<State<Self>, Diagnostics> {
        let (client, target) = (context.client, Target::of(&identity.arn)?);
        checks::region::of_import(client, Some(target.arn().region()))?;
        match self.read(context, identity, None).await? {
            Some(found) => Ok(found),
            None => Err(target.not_importable(client).await.into()),
        }
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        Ok(State {
            arguments: planned.arguments,
            ..prior
        })
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        Ok(())
    }
}

fn arguments_of(target: &Target) -> Arguments {
    let (connection_arn, host_arn) = match target {
        Target::Connection(arn) => (Some(arn.to_string()), None),
        Target::Host(arn) => (None, Some(arn.to_string())),
    };
    Arguments {
        connection_arn,
        host_arn,
        timeouts: None,
    }
}

fn state_of(arguments: Arguments, target: &Target) -> State<Handshake> {
    let computed = Computed {
        console_url: target.console_url(),
        id: target.arn().to_string(),
        status: Status::Available.as_str().to_owned(),
    };
    State {
        arguments,
        computed,
        private: (),
    }
}
