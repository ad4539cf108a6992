//! Creates, reads, updates and deletes connections.

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, MovableType, MoveSource, Plan, Planned, Resource, State},
    diagnostics::{Diagnostic, Diagnostics, Severity},
    typed::{Document, Maybe},
};

use super::{
    existing, host, lost_handshake,
    schema::{Arguments, Computed, Connection, KEPT, Remembered},
};
use crate::{
    aws::{
        self, Arn,
        connections::{self, NewConnection, Status},
        console,
        error::Kind,
    },
    provider::{
        arn_identity::ArnIdentity,
        checks::{self, connection_arguments::ConnectionArguments},
        client::Client,
        failure, missing, moved, named,
        notices::connection as notices,
        provider_type::ProviderType,
        region::{self, plan_region},
        replaced::{self, Replaced, plan_replaced},
        tags::{Tagged, change_tags, plan_tags, read_tags},
    },
};

impl Resource for Connection {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = ArnIdentity;
    type Private = Remembered;

    const NAME: &'static str = "codepipeline_connection";
    const MOVES_FROM: &'static [MovableType] = &[
        moved::from_aws("aws_codeconnections_connection"),
        moved::from_aws("aws_codestarconnections_connection"),
    ];

    fn identity(_: &Arguments, computed: &Computed) -> ArnIdentity {
        ArnIdentity {
            arn: computed.arn.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<ArnIdentity, Diagnostics> {
        ArnIdentity::of_import_id(id, checks::arn::connection)
    }

    fn is_import_name(&self, id: &str) -> bool {
        named::is_name(id)
    }

    async fn find(&self, client: &Client, id: &str) -> Result<ArnIdentity, Diagnostics> {
        let (name, region) = region::split_import_id(id);
        checks::region::of_import(client, region)?;
        let found = named::connection(client, name, region).await?;
        Ok(ArnIdentity {
            arn: found.arn.to_string(),
        })
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let problem = checks::arn::judge_host(config, Arguments::HOST_ARN);
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
        let replaced = plan_replaced(plan, KEPT);
        plan_provider_type(plan, replaced.as_ref());
        plan_tags(plan, Arguments::TAGS, Arguments::TAGS_ALL, Computed::CONSOLE_URL);
        checks::tags::plan(plan, Arguments::TAGS, Severity::Warning);
        lost_handshake::warn(plan, replaced.as_ref()).await;
        // Terraform shows no warnings of the second plan of a replacement, that of the new object.
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
            host::judge(plan, replaced.is_some()).await;
            existing::warn(plan, replaced.as_ref()).await;
        }
        Ok(())
    }

    async fn create(
        &self,
        context: &Context<'_, Self>,
        planned: Planned<Self>,
        checkpoint: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        let (client, mut arguments) = (context.client, planned.arguments);
        let region = region::or_own(client, arguments.region.as_deref()).await?;
        let given = arguments.provider_type.take();
        let host = match &arguments.host_arn {
            Some(host) => {
                let arn = checks::arn::host(host)?;
                let host = host::compatible(client, &arn, given.as_ref(), |warning| context.warn(warning)).await;
                host.map_err(Diagnostic::from)?
            }
            None => None,
        };
        let default = || match arguments.host_arn {
            Some(_) => ProviderType::GitLabSelfManaged,
            None => ProviderType::GitLab,
        };
        let provider_type = host.as_ref().and_then(host::type_of).or(given).unwrap_or_else(default);
        let new = NewConnection {
            name: arguments.name.clone(),
            provider_type: provider_type.to_string(),
            host_arn: arguments.host_arn.clone(),
            tags: client.tags.merged(arguments.tags.as_ref()),
        };
        let created = client.connections.create(client.service, &region, &new).await;
        let created = match created {
            Ok(created) => created,
            Err(error) => return Err(not_created(client, &new.name, &region, &error).await.into()),
        };
        if let Some(denied) = &created.unchecked {
            context.warn(failure::unsearched("connection", denied));
        }
        client.planned.record_created(&created.arn);
        arguments.set_tags(client.tags.completed(arguments.tags()));
        let arguments = Arguments {
            region: Some(region),
            provider_type: Some(provider_type),
            ..arguments
        };
        let mut state = state_of(arguments, &created.arn, &Status::Pending, None);
        checkpoint.save(state.clone());
        refresh(context, &mut state, &created.arn).await;
        if state.computed.connection_status == Status::Pending.as_str() {
            let name = &state.arguments.name;
            context.warn(notices::pending(
                name,
                state.computed.console_url.as_deref(),
                host.as_ref(),
            ));
        }
        Ok(state)
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &ArnIdentity,
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
        let Some(tags) = read_tags(context, tags, prior.map(|prior| prior.arguments.tags()), &found.name)? else {
            return Ok(None);
        };
        if prior.is_some() {
            record_read(client, &arn, &found);
        }
        let arguments = Arguments {
            region: Some(arn.region().to_owned()),
            name: found.name.clone(),
            provider_type: found.provider_type.as_deref().map(ProviderType::from),
            host_arn: found.host_arn.clone(),
            tags: tags.tags,
            tags_all: tags.tags_all,
            timeouts: prior.and_then(|prior| prior.arguments.timeouts.clone()),
        };
        Ok(Some(state_of(arguments, &arn, &found.status, found.owner_account_id)))
    }

    async fn import(&self, context: &Context<'_, Self>, identity: &ArnIdentity) -> Result<State<Self>, Diagnostics> {
        let arn = checks::arn::connection(&identity.arn)?;
        checks::region::of_import(context.client, Some(arn.region()))?;
        let found = self.read(context, identity, None).await?;
        missing::imported(context.client, &arn, found).await
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
        let mut state = change_tags(context, prior, planned.arguments.tags(), &name, change, read).await?;
        state.arguments.timeouts = planned.arguments.timeouts;
        Ok(state)
    }

    async fn check_replacement(
        &self,
        context: &Context<'_, Self>,
        old: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        let (twin, host) = tokio::join!(
            existing::in_the_way(context.client, old, new),
            host::in_the_way(context.client, new)
        );
        replaced::refuse(
            &format!("the connection {:?}", old.arguments.name),
            twin.into_iter().chain(host),
        )
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let arn = checks::arn::connection(&state.computed.arn)?;
        let doing = format!("delete the connection {:?}", state.arguments.name);
        if let Some(replaced) = state.private.replaced {
            lost_handshake::warn_at_apply(context, &replaced).await;
            context.client.planned.record_destroyed(replaced);
        }
        context
            .client
            .connections
            .delete(&arn)
            .await
            .map_err(|error| failure::error(&doing, &error))?;
        Ok(())
    }

    fn warnings_of_move(source: &MoveSource<'_>) -> Diagnostics {
        moved::default_tags(source)
    }

    fn moved(source: &MoveSource<'_>) -> Result<Value, Diagnostics> {
        Ok(moved::regional_state_of::<Self>(source.state))
    }
}

/// Plans `provider_type`: the configured one, then that of the connection that is replaced, then that of the host, then
/// `GitLab`. That of the host is known after apply: reading the host may succeed at plan and fail at apply.
fn plan_provider_type(plan: &mut Plan<'_, '_, Connection>, replaced: Option<&Replaced>) {
    if plan.is_create() && plan.config().get(Arguments::PROVIDER_TYPE).is_null() {
        let kind = replaced.map_or(KEPT.default, |replaced| &replaced.kind);
        match plan.config().get(Arguments::HOST_ARN) {
            Maybe::Null => plan.set(Arguments::PROVIDER_TYPE, &ProviderType::from(kind)),
            Maybe::Unknown | Maybe::Known(_) => plan.set_unknown(Arguments::PROVIDER_TYPE),
        }
    }
}

/// Records a connection of the state, which is tainted if the plan that follows is that of a new connection.
fn record_read(client: &Client, arn: &Arn, found: &connections::Connection) {
    let read = Replaced {
        arn: arn.to_string(),
        name: found.name.clone(),
        kind: found.provider_type.clone().unwrap_or_default(),
        status: found.status.as_str().to_owned(),
        ..Replaced::default()
    };
    let key = replaced::key(Connection::NAME, arn.region(), &found.name);
    client.planned.record_read(key, read);
}

async fn not_created(client: &Client, name: &str, region: &str, error: &aws::Error) -> Diagnostics {
    match error.arns() {
        [arn] if error.kind() == Kind::AlreadyExists => existing::is_in_the_way(client, name, arn).await,
        _ if error.kind() == Kind::Unconfirmed => {
            failure::unconfirmed("connection", name, console::connections(region).as_deref(), error).into()
        }
        _ => failure::error(&format!("create the connection {name:?}"), error).into(),
    }
}

fn state_of(arguments: Arguments, arn: &Arn, status: &Status, owner_account_id: Option<String>) -> State<Connection> {
    let computed = Computed {
        arn: arn.to_string(),
        connection_status: status.as_str().to_owned(),
        console_url: console::connection(arn),
        id: arn.to_string(),
        owner_account_id: owner_account_id.or_else(|| Some(arn.account().to_owned())),
    };
    State {
        arguments,
        computed,
        private: Remembered::default(),
    }
}

/// Updates the status. The connection exists, so a read that fails is only a warning.
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
