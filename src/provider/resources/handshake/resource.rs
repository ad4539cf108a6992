//! Creates, reads, updates and deletes handshakes.

use std::time::Duration as StdDuration;

use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, Plan, Planned, Resource, State},
    diagnostics::Diagnostics,
    typed::{Document, Duration},
};

use super::{
    plan::{record, record_known, warn_of_waiting},
    schema::{Arguments, Computed, Handshake},
    target::{Progress, Target},
    wait,
};
use crate::{
    aws::connections::Status,
    provider::{arn_identity::ArnIdentity, checks, client::Client, failure},
};

/// Default timeout of the handshake.
const DEFAULT_TIMEOUT: StdDuration = StdDuration::from_secs(30 * 60);

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
        let target = Target::from_arguments(&arguments)?;
        record_known(context.client, target.arn().as_str());
        let timeouts = arguments.timeouts.as_ref();
        let timeout = timeouts.and_then(|timeouts| timeouts.create.as_ref());
        let timeout = timeout.map_or(DEFAULT_TIMEOUT, Duration::span);
        wait::until_completed(&target, context.client, timeout).await?;
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
        if !seen.is_some_and(|seen| seen.progress == Progress::Done) {
            return Ok(None);
        }
        let arguments = prior.map_or_else(|| target.arguments(), |prior| prior.arguments.clone());
        Ok(Some(state_of(arguments, &target)))
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
