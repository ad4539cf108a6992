//! The life of a host.

use std::time::Duration as StdDuration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use terraform_provider_sdk::{
    author::{Context, Failure, MoveSource, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    typed::{Attributes, Choice, Duration},
};

use super::{
    settling::{gone, settled, status_message},
    vpc::{self, VpcConfiguration},
};
use crate::{
    aws::{
        self, Arn, console,
        error::Kind,
        hosts::{NewHost, Status},
        wait::Patience,
    },
    provider::{
        checks,
        client::Client,
        failure, moved, notices,
        region::{self, arn_of_import_id, plan_region},
        tags::{OwnTags, Tagged, Tags, change_tags, plan_tags, read_tags},
    },
};

/// Time for each operation if the configuration does not say.
const DEFAULT_TIMEOUT: StdDuration = StdDuration::from_secs(30 * 60);

/// The host of a self-managed provider of source code.
#[derive(Debug)]
pub struct Host;

/// Represents a self-managed GitLab (Community, Enterprise or Dedicated) or GitHub Enterprise Server that AWS connects to,
/// on the internet or inside a VPC.
///
/// AWS creates a host as `PENDING`. Only a person can set it up, in the AWS console, with a personal access token of an
/// administrator of the GitLab server; `codepipeline_handshake` with `host_arn` waits for that. Connections can be made on
/// it once it is `AVAILABLE`.
///
/// A VPC can hold one host at a time, and one address belongs to one host.
#[derive(Attributes, Clone, Debug)]
pub struct Arguments {
    /// Region in which the host is made. Connections on it must be made there too.
    #[attr(computed, requires_replace, use_state_for_unknown)]
    pub region: Option<String>,
    /// Name of the host.
    #[attr(requires_replace, length(1..=64))]
    pub name: String,
    /// Kind of self-managed provider.
    #[attr(requires_replace, code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: HostProviderType,
    /// Address of the server, such as `https://gitlab.example.com`.
    #[attr(length(1..=512), check = checks::address::server)]
    pub provider_endpoint: String,
    /// Tags of the host.
    pub tags: Option<OwnTags>,
    /// The VPC through which AWS reaches a server that is not on the internet. AWS can put a host into a VPC or into
    /// another one, but not take it out: without the block it is made anew.
    #[attr(block = "list")]
    pub vpc_configuration: Option<VpcConfiguration>,
    /// Times to wait.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

/// Kind of self-managed provider.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum HostProviderType {
    /// GitHub Enterprise Server.
    GitHubEnterpriseServer,
    /// GitLab Community or Enterprise Edition or Dedicated.
    GitLabSelfManaged,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Times to wait.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Time until AWS has made what it needs in the VPC: `30m` where it is left out.
    pub create: Option<Duration>,
    /// Time until AWS has changed what it needs in the VPC: `30m` where it is left out.
    pub update: Option<Duration>,
    /// Time until AWS has removed everything from the VPC: `30m` where it is left out.
    pub delete: Option<Duration>,
}

/// What AWS says of a host.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// ARN of the host.
    #[attr(use_state_for_unknown)]
    pub arn: String,
    /// Page of the AWS console on which a person sets the host up.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the host.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// Status of the host: `PENDING` until a person has set it up, then `AVAILABLE`; `ERROR`; `VPC_CONFIG_INITIALIZING`,
    /// `VPC_CONFIG_FAILED_INITIALIZATION` or `VPC_CONFIG_DELETING` while AWS works in the VPC.
    pub status: String,
    /// What AWS says of the status.
    pub status_message: Option<String>,
    /// Tags of the host over those of the provider block's `default_tags`.
    pub tags_all: Tags,
}

/// What identifies a host.
#[derive(Attributes, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// ARN of the host.
    pub arn: String,
}

impl Resource for Host {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

    const NAME: &'static str = "codepipeline_host";

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            arn: computed.arn.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        Ok(Identity {
            arn: arn_of_import_id(id, checks::arn::host)?.to_string(),
        })
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        plan_region(plan, Arguments::REGION).await?;
        plan_tags(plan, Arguments::TAGS, Computed::TAGS_ALL);
        vpc::plan(plan);
        checks::tags::plan(plan, Arguments::TAGS, Computed::TAGS_ALL, Severity::Warning);
        if plan.is_destroy() || plan.is_replace() {
            notices::host_will_be_lost(plan);
        }
        // For a replacement, too: of its second plan, that of the new object, Terraform shows no warnings.
        if plan.is_create() || plan.is_replace() {
            checks::region::plan(plan, Arguments::REGION, checks::region::Wanted::Connection);
        }
        Ok(())
    }

    async fn create(&self, context: &Context<'_, Self>, planned: Planned<Self>) -> Result<State<Self>, Failure<Self>> {
        let (client, arguments) = (context.client, planned.arguments);
        let doing = format!("create the host {:?}", arguments.name);
        let region = region::or_own(client, arguments.region.as_deref()).await?;
        let new = NewHost {
            name: arguments.name.clone(),
            provider_type: arguments.provider_type.to_string(),
            provider_endpoint: arguments.provider_endpoint.clone(),
            vpc: arguments.vpc_configuration.as_ref().map(VpcConfiguration::aws),
            tags: client.tags.merged(arguments.tags.as_ref()),
        };
        let created = client.hosts.create(client.service, &region, &new).await;
        let created = created.map_err(|error| not_created(&doing, &error))?;
        if let Some(denied) = &created.unchecked {
            context.warn(failure::skipped("the search for an equal host", denied));
        }
        let timeout = timeout(&arguments, |timeouts| timeouts.create.as_ref());
        let requested = state_of(
            Arguments {
                region: Some(region),
                ..arguments
            },
            &created.arn,
            &Status::Pending,
            new.tags,
        );
        context.checkpoint(requested.clone());
        let state = settled(context, requested, &created.arn, timeout).await?;
        notices::after_host_create(context, &state);
        Ok(state)
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let arn = checks::arn::host(&identity.arn)?;
        let client = context.client;
        let (found, tags) = tokio::join!(client.hosts.get(&arn), client.hosts.tags(&arn));
        let found = found.map_err(|error| failure::error(&format!("read the host {arn}"), &error))?;
        let Some(found) = found else { return Ok(None) };
        let Some(tags) = read_tags(context, tags, prior.map(Tagged::tags), &found.name)? else {
            return Ok(None);
        };
        let message = status_message(client, &arn, &found.status).await;
        context.warn_all(notices::host_broken(&found.name, &found.status, message.as_deref()));
        let prior_vpc = prior.and_then(|prior| prior.arguments.vpc_configuration.as_ref());
        let arguments = Arguments {
            region: Some(arn.region().to_owned()),
            name: found.name.clone(),
            provider_type: HostProviderType::from(found.provider_type.as_deref().unwrap_or_default()),
            provider_endpoint: found.provider_endpoint.clone(),
            tags: tags.tags,
            vpc_configuration: found.vpc.map(|vpc| VpcConfiguration::read(vpc, prior_vpc)),
            timeouts: prior.and_then(|prior| prior.arguments.timeouts.clone()),
        };
        let mut state = state_of(arguments, &arn, &found.status, tags.all);
        state.computed.status_message = message;
        Ok(Some(state))
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let client = context.client;
        let arn = &checks::arn::host(&prior.computed.arn)?;
        let name = format!("the host {:?}", prior.arguments.name);
        let tags = planned.arguments.tags.clone();
        let change = |change| async move { client.hosts.change_tags(arn, &change).await };
        let mut state = change_tags(context, prior, tags, &name, change, || client.hosts.tags(arn)).await?;
        let vpc = |arguments: &Arguments| arguments.vpc_configuration.as_ref().map(VpcConfiguration::aws);
        let (wanted, endpoint) = (vpc(&planned.arguments), &planned.arguments.provider_endpoint);
        if state.arguments.provider_endpoint != *endpoint || vpc(&state.arguments) != wanted {
            let updated = client.hosts.update(arn, endpoint, wanted.as_ref()).await;
            if let Err(error) = updated {
                let error = failure::error(&format!("update {name}"), &error);
                return Err(Failure::with_state(error, state));
            }
        }
        let timeout = timeout(&planned.arguments, |timeouts| timeouts.update.as_ref());
        state.arguments = Arguments {
            region: state.arguments.region,
            ..planned.arguments
        };
        settled(context, state, arn, timeout).await
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let arn = checks::arn::host(&state.computed.arn)?;
        let client = context.client;
        let doing = format!("delete the host {:?}", state.arguments.name);
        let deleted = client.hosts.delete(&arn).await;
        if !deleted.map_err(|error| failure::error(&doing, &error))? {
            return Ok(());
        }
        let timeout = timeout(&state.arguments, |timeouts| timeouts.delete.as_ref());
        let patience = Patience::within(timeout, client.stop());
        gone(context, &arn, &patience).await
    }

    fn moved(source: &MoveSource<'_>) -> Option<Result<Value, Diagnostics>> {
        let types = ["aws_codeconnections_host", "aws_codestarconnections_host"];
        let is_known = types.iter().any(|name| moved::is_from_aws(source, name));
        is_known.then(|| {
            let mut moved = moved::regional_state_of::<Self>(source.state);
            // One of the two does not know its status; the next read tells.
            let status = source.state["status"].as_str().unwrap_or_default();
            moved[Computed::STATUS.name] = status.into();
            Ok(moved)
        })
    }
}

fn timeout(arguments: &Arguments, of: fn(&Timeouts) -> Option<&Duration>) -> StdDuration {
    arguments
        .timeouts
        .as_ref()
        .and_then(of)
        .map_or(DEFAULT_TIMEOUT, Duration::span)
}

fn state_of(arguments: Arguments, arn: &Arn, status: &Status, tags_all: Tags) -> State<Host> {
    let computed = Computed {
        arn: arn.to_string(),
        console_url: console::hosts(arn.region()),
        id: arn.to_string(),
        status: status.as_str().to_owned(),
        status_message: None,
        tags_all,
    };
    State {
        arguments,
        computed,
        private: (),
    }
}

fn not_created(doing: &str, error: &aws::Error) -> Diagnostic {
    match error.arns() {
        [arn] if error.kind() == Kind::AlreadyExists => notices::host_already_exists(arn),
        _ => failure::error(doing, error),
    }
}
