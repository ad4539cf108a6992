//! The life of a handshake.

use std::time::Duration as StdDuration;

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::{
    author::{Context, Failure, Plan, Planned, Resource, State},
    diagnostics::Diagnostics,
    typed::{Attributes, Document, Duration, Maybe},
};

use super::{
    party::{Party, Progress},
    watch,
};
use crate::{
    aws::connections::Status,
    provider::{checks, client::Client, failure, notices, region::arn_of_import_id},
};

/// Time that a person has if the configuration does not say.
const DEFAULT_TIMEOUT: StdDuration = StdDuration::from_secs(30 * 60);

/// The completed handshake of a connection or host.
#[derive(Debug)]
pub struct Handshake;

/// Waits until a person has completed the handshake of a connection (or the set-up of a host) in the AWS console, as a
/// certificate validation resource waits for a certificate. It makes nothing in AWS, and destroying it changes nothing
/// there.
///
/// Let pipelines take their connection from this resource's `connection_arn`. Then a pipeline is only saved while its
/// connection is `AVAILABLE`, which is when AWS registers the webhook at GitLab: one that is saved earlier never starts by
/// itself.
///
/// If nobody completes the handshake in time the apply fails, and nothing else is lost: the next apply waits again. For
/// GitLab on a host of your own the order is host, handshake of the host, connection, handshake of the connection, pipeline.
#[derive(Attributes, Clone, Debug)]
#[attr(exactly_one_of("connection_arn", "host_arn"))]
pub struct Arguments {
    /// ARN of the connection to wait for.
    #[attr(requires_replace)]
    pub connection_arn: Option<String>,
    /// ARN of the host to wait for.
    #[attr(requires_replace)]
    pub host_arn: Option<String>,
    /// Times to wait.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

/// Times to wait.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Time that a person has for the handshake: `30m` where it is left out.
    pub create: Option<Duration>,
}

/// What AWS says of the connection or host.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// Page of the AWS console on which the handshake is completed.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the connection or host.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// Status of the connection or host: always `AVAILABLE`. One with another status has no completed handshake, and this
    /// resource is then made again.
    #[attr(use_state_for_unknown)]
    pub status: String,
}

/// What identifies a handshake.
#[derive(Attributes, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// ARN of the connection or host.
    pub arn: String,
}

impl Resource for Handshake {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

    const NAME: &'static str = "codepipeline_handshake";

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            arn: computed.id.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        Ok(Identity {
            arn: arn_of_import_id(id, |arn| Party::of(arn).map(|party| party.arn().clone()))?.to_string(),
        })
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let connection = checks::arn::judge(config, Arguments::CONNECTION_ARN, checks::arn::connection);
        let host = checks::arn::judge(config, Arguments::HOST_ARN, checks::arn::host);
        connection.into_iter().chain(host).collect()
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        // For a replacement, too: of its second plan, that of the new object, Terraform shows no warnings.
        if plan.is_create() || plan.is_replace() {
            warn_of_waiting(plan).await;
        }
        Ok(())
    }

    async fn create(&self, context: &Context<'_, Self>, planned: Planned<Self>) -> Result<State<Self>, Failure<Self>> {
        let arguments = planned.arguments;
        let party = Party::from_arguments(&arguments)?;
        let timeouts = arguments.timeouts.as_ref();
        let timeout = timeouts.and_then(|timeouts| timeouts.create.as_ref());
        let timeout = timeout.map_or(DEFAULT_TIMEOUT, Duration::span);
        watch::wait(&party, context.client, timeout).await?;
        Ok(state_of(arguments, &party))
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let party = Party::of(&identity.arn)?;
        let look = party.look(context.client).await;
        let look = look.map_err(|error| failure::error(&format!("read the status of {}", party.arn()), &error))?;
        if !look.is_some_and(|look| look.progress == Progress::Done) {
            return Ok(None);
        }
        let arguments = prior.map_or_else(|| party.arguments(), |prior| prior.arguments.clone());
        Ok(Some(state_of(arguments, &party)))
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

fn state_of(arguments: Arguments, party: &Party) -> State<Handshake> {
    let computed = Computed {
        console_url: party.console_url(),
        id: party.arn().to_string(),
        status: Status::Available.as_str().to_owned(),
    };
    State {
        arguments,
        computed,
        private: (),
    }
}

/// Warns at plan that the apply will wait for a person, with the page on which that person is needed.
async fn warn_of_waiting(plan: &mut Plan<'_, '_, Handshake>) {
    let Some(client) = plan.client() else { return };
    let config = plan.config();
    let arn = config
        .get(Arguments::CONNECTION_ARN)
        .or_else(|| config.get(Arguments::HOST_ARN));
    let warning = match arn {
        Maybe::Null => return,
        Maybe::Unknown => {
            let Ok(region) = client.session.region().await else {
                return;
            };
            notices::waiting_for_new(&region)
        }
        Maybe::Known(arn) => {
            let Ok(party) = Party::of(&arn) else { return };
            if party.is_new(client) {
                return;
            }
            match party.look(client).await {
                // The apply asks again, and says what is wrong.
                Err(_) => notices::waiting_for(&arn, party.what_to_do(Progress::Waiting)),
                Ok(None) => notices::waiting_for_nothing(party.arn()),
                Ok(Some(look)) if look.progress == Progress::Done => return,
                Ok(Some(look)) if look.progress == Progress::Hopeless => {
                    notices::waiting_in_vain(&look.name, party.what_to_do(look.progress))
                }
                Ok(Some(look)) => notices::waiting_for(&look.name, party.what_to_do(look.progress)),
            }
        }
    };
    plan.report(warning);
}
