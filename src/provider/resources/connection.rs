//! `codepipeline_connection`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use terraform_provider_sdk::{
    author::{Context, Failure, MoveSource, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    typed::{Attributes, Document, Duration, Maybe},
};

use crate::{
    aws::{
        self, Arn,
        connections::{NewConnection, Status},
        console,
        error::Kind,
    },
    provider::{
        checks::{self, connection_arguments::ConnectionArguments},
        client::Client,
        connection_host, failure, moved, notices,
        provider_type::ProviderType,
        region::{self, arn_of_import_id, plan_region},
        tags::{OwnTags, Tagged, Tags, change_tags, plan_tags, read_tags},
        twins,
    },
};

/// The connection of AWS to an account of a provider of source code.
#[derive(Debug)]
pub struct Connection;

/// Connects AWS to a GitLab.com or self-managed GitLab account, or to another provider of source code, through AWS
/// CodeConnections, formerly CodeStar Connections.
///
/// AWS creates a connection as `PENDING`. Only a person can complete it, in the AWS console, on the page that
/// `console_url` names: choose **Update pending connection** there, and do not create another connection. Let pipelines
/// depend on a `codepipeline_handshake`, which waits for that.
///
/// One connection serves every project that the authorising GitLab user can reach. Name, type and host of a connection
/// cannot change: another value makes a new connection, which needs a new handshake.
///
/// A plan that replaces or destroys an `AVAILABLE` connection warns that its handshake is lost. Terraform does not show that
/// warning where the replacement is asked for by `-replace`, `terraform taint` or `replace_triggered_by`: it loses the
/// handshake all the same. A provisioner that fails taints the connection, so give it `on_failure = continue`.
#[derive(Attributes, Clone, Debug)]
pub struct Arguments {
    /// Region in which the connection is made.
    #[attr(computed, requires_replace, use_state_for_unknown)]
    pub region: Option<String>,
    /// Name of the connection.
    #[attr(requires_replace, length(1..=32))]
    pub name: String,
    /// Kind of source code hosting. Where it is left out it is that of the host, or `GitLab` without a host.
    #[attr(computed, requires_replace, use_state_for_unknown, code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: Option<ProviderType>,
    /// ARN of the host that a self-managed provider runs on.
    #[attr(requires_replace, length(1..=256))]
    pub host_arn: Option<String>,
    /// Tags of the connection.
    pub tags: Option<OwnTags>,
    /// Times to wait. AWS answers at once for connections, so nothing waits: they are taken so that configurations written
    /// for other providers keep working.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

/// Times to wait.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Time for the creation.
    pub create: Option<Duration>,
    /// Time for a change.
    pub update: Option<Duration>,
    /// Time for the removal.
    pub delete: Option<Duration>,
}

/// What AWS says of a connection.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// ARN of the connection.
    #[attr(use_state_for_unknown)]
    pub arn: String,
    /// Status of the connection: `PENDING` until a person has completed the handshake, then `AVAILABLE`; `ERROR` while AWS
    /// cannot use it.
    pub connection_status: String,
    /// Page of the AWS console on which a person completes the handshake.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the connection.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// AWS account that owns the connection, 12 digits.
    #[attr(use_state_for_unknown)]
    pub owner_account_id: Option<String>,
    /// Tags of the connection over those of the provider block's `default_tags`.
    pub tags_all: Tags,
}

/// What identifies a connection.
#[derive(Attributes, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// ARN of the connection.
    pub arn: String,
}

impl Resource for Connection {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = Identity;
    type Private = ();

    const NAME: &'static str = "codepipeline_connection";

    fn identity(_: &Arguments, computed: &Computed) -> Identity {
        Identity {
            arn: computed.arn.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<Identity, Diagnostics> {
        Ok(Identity {
            arn: arn_of_import_id(id, checks::arn::connection)?.to_string(),
        })
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let problem = checks::arn::judge(config, Arguments::HOST_ARN, checks::arn::host);
        let arguments = ConnectionArguments {
            provider_type: config.get(Arguments::PROVIDER_TYPE),
            planned_provider_type: Maybe::Unknown,
            host_arn: config.get(Arguments::HOST_ARN),
            planned_region: Maybe::Unknown,
            service: None,
        };
        problem
            .into_iter()
            .chain(checks::run::judge_connection(&arguments))
            .collect()
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        plan_region(plan, Arguments::REGION).await?;
        plan_provider_type(plan);
        plan_tags(plan, Arguments::TAGS, Computed::TAGS_ALL);
        checks::tags::plan(plan, Arguments::TAGS, Computed::TAGS_ALL, Severity::Warning);
        if plan.is_destroy() || plan.is_replace() {
            notices::handshake_will_be_lost(plan).await;
        }
        // For a replacement, too: of its second plan, that of the new object, Terraform shows no warnings.
        if plan.is_create() || plan.is_replace() {
            checks::region::plan(plan, Arguments::REGION, checks::region::Wanted::Connection);
            let arguments = ConnectionArguments {
                provider_type: plan.config().get(Arguments::PROVIDER_TYPE),
                planned_provider_type: plan.planned().get(Arguments::PROVIDER_TYPE),
                host_arn: plan.config().get(Arguments::HOST_ARN),
                planned_region: plan.planned().get(Arguments::REGION),
                service: plan.client().map(|client| client.service),
            };
            plan.report_all(checks::run::judge_connection(&arguments));
            connection_host::warn(plan).await;
            twins::warn(plan).await;
        }
        Ok(())
    }

    async fn create(&self, context: &Context<'_, Self>, planned: Planned<Self>) -> Result<State<Self>, Failure<Self>> {
        let (client, mut arguments) = (context.client, planned.arguments);
        let region = region::or_own(client, arguments.region.as_deref()).await?;
        let given = arguments.provider_type.take();
        let provider_type = match &arguments.host_arn {
            Some(host) => {
                let arn = checks::arn::host(host)?;
                let own =
                    connection_host::fitting(client, &arn, given.as_ref(), |warning| context.warn(warning)).await?;
                own.or(given).unwrap_or(ProviderType::GitLabSelfManaged)
            }
            None => given.unwrap_or(ProviderType::GitLab),
        };
        let new = NewConnection {
            name: arguments.name.clone(),
            provider_type: provider_type.to_string(),
            host_arn: arguments.host_arn.clone(),
            tags: client.tags.merged(arguments.tags.as_ref()),
        };
        let created = client.connections.create(client.service, &region, &new).await;
        let created = created.map_err(|error| not_created(&new.name, &error))?;
        if let Some(denied) = &created.unchecked {
            context.warn(failure::skipped("the search for an equal connection", denied));
        }
        let arguments = Arguments {
            region: Some(region),
            provider_type: Some(provider_type),
            ..arguments
        };
        let mut state = state_of(arguments, &created.arn, &Status::Pending, None, new.tags);
        context.checkpoint(state.clone());
        refresh(context, &mut state, &created.arn).await;
        notices::after_create(context, &state);
        Ok(state)
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &Identity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let arn = checks::arn::connection(&identity.arn)?;
        let client = context.client;
        let (found, tags) = tokio::join!(
            client.connection(&arn, |warning| context.warn(warning)),
            client.connections.tags(&arn)
        );
        let found = found.map_err(|error| failure::error(&format!("read the connection {arn}"), &error))?;
        let Some(found) = found else { return Ok(None) };
        if found.status == Status::Error {
            context.warn(notices::broken(&found));
        }
        let Some(tags) = read_tags(context, tags, prior.map(Tagged::tags), &found.name)? else {
            return Ok(None);
        };
        let arguments = Arguments {
            region: Some(arn.region().to_owned()),
            name: found.name.clone(),
            provider_type: found.provider_type.as_deref().map(ProviderType::from),
            host_arn: found.host_arn.clone(),
            tags: tags.tags,
            timeouts: prior.and_then(|prior| prior.arguments.timeouts.clone()),
        };
        Ok(Some(state_of(
            arguments,
            &arn,
            &found.status,
            found.owner_account_id,
            tags.all,
        )))
    }

    async fn update(
        &self,
        context: &Context<'_, Self>,
        prior: State<Self>,
        planned: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let client = context.client;
        let arn = &checks::arn::connection(&prior.computed.arn)?;
        let name = format!("the connection {:?}", prior.arguments.name);
        let change = |change| async move { client.connections.change_tags(arn, &change).await };
        let read = || client.connections.tags(arn);
        let mut state = change_tags(context, prior, planned.arguments.tags, &name, change, read).await?;
        state.arguments.timeouts = planned.arguments.timeouts;
        refresh(context, &mut state, arn).await;
        Ok(state)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let arn = checks::arn::connection(&state.computed.arn)?;
        let doing = format!("delete the connection {:?}", state.arguments.name);
        context
            .client
            .connections
            .delete(&arn)
            .await
            .map_err(|error| failure::error(&doing, &error))?;
        Ok(())
    }

    fn moved(source: &MoveSource<'_>) -> Option<Result<Value, Diagnostics>> {
        let types = ["aws_codeconnections_connection", "aws_codestarconnections_connection"];
        let is_known = types.iter().any(|name| moved::is_from_aws(source, name));
        is_known.then(|| Ok(moved::regional_state_of::<Self>(source.state)))
    }
}

/// Plans `provider_type`: the configured one, else the prior one, else the host's, else `GitLab`. The host's is not known
/// before the apply: whether it can be asked now says nothing about whether it can be asked then.
fn plan_provider_type(plan: &mut Plan<'_, '_, Connection>) {
    if plan.is_create() && plan.config().get(Arguments::PROVIDER_TYPE).is_null() {
        match plan.config().get(Arguments::HOST_ARN) {
            Maybe::Null => plan.set(Arguments::PROVIDER_TYPE, &ProviderType::GitLab),
            Maybe::Unknown | Maybe::Known(_) => plan.set_unknown(Arguments::PROVIDER_TYPE),
        }
    }
}

fn not_created(name: &str, error: &aws::Error) -> Diagnostic {
    match error.arns() {
        [arn] if error.kind() == Kind::AlreadyExists => twins::in_the_way(name, arn),
        _ => failure::error(&format!("create the connection {name:?}"), error),
    }
}

fn state_of(
    arguments: Arguments,
    arn: &Arn,
    status: &Status,
    owner_account_id: Option<String>,
    tags_all: Tags,
) -> State<Connection> {
    let computed = Computed {
        arn: arn.to_string(),
        connection_status: status.as_str().to_owned(),
        console_url: console::connection(arn),
        id: arn.to_string(),
        owner_account_id: owner_account_id.or_else(|| Some(arn.account().to_owned())),
        tags_all,
    };
    State {
        arguments,
        computed,
        private: (),
    }
}

/// Takes over what may have changed by itself. The connection exists, so a read that fails is only a warning.
async fn refresh(context: &Context<'_, Connection>, state: &mut State<Connection>, arn: &Arn) {
    match context.client.connections.get(arn).await {
        Ok(Some(found)) => found.status.as_str().clone_into(&mut state.computed.connection_status),
        Ok(None) => {}
        Err(error) => {
            let doing = format!("read the connection {:?} again", state.arguments.name);
            context.warn(failure::warning(&doing, &error));
        }
    }
}
