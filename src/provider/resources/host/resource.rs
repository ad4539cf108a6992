//! Creates, reads, updates and deletes hosts.

use std::time::Duration as StdDuration;

use serde_json::Value;
use terraform_provider_sdk::{
    author::{Checkpoint, Context, Failure, MovableType, MoveSource, Plan, Planned, Resource, State},
    diagnostics::{Diagnostics, Severity},
    typed::{Document, Duration},
    value::Value as TerraformValue,
};

use super::{
    existing,
    schema::{Arguments, Computed, Host, KEPT, Remembered, Timeouts},
    vpc::VpcConfiguration,
    wait::{status_message, until_deleted, until_ready},
};
use crate::{
    aws::{
        self, Arn, console,
        error::Kind,
        hosts::{NewHost, Status},
        wait::Patience,
    },
    provider::{
        arn_identity::ArnIdentity,
        checks,
        client::Client,
        failure, missing, moved, named,
        notices::host as notices,
        provider_type::HostProviderType,
        region::{self, plan_region},
        replaced::{self, plan_replaced},
        tags::{Tagged, change_tags, plan_tags, read_tags},
    },
};

/// Default timeout of each operation.
const DEFAULT_TIMEOUT: StdDuration = StdDuration::from_secs(30 * 60);

impl Resource for Host {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;
    type Identity = ArnIdentity;
    type Private = Remembered;

    const NAME: &'static str = "codepipeline_host";
    const MOVES_FROM: &'static [MovableType] = &[
        moved::from_aws("aws_codeconnections_host"),
        moved::from_aws("aws_codestarconnections_host"),
    ];

    fn identity(_: &Arguments, computed: &Computed) -> ArnIdentity {
        ArnIdentity {
            arn: computed.arn.clone(),
        }
    }

    fn import_id(&self, id: &str) -> Result<ArnIdentity, Diagnostics> {
        ArnIdentity::of_import_id(id, checks::arn::host)
    }

    fn is_import_name(&self, id: &str) -> bool {
        named::is_name(id)
    }

    async fn find(&self, client: &Client, id: &str) -> Result<ArnIdentity, Diagnostics> {
        let (name, region) = region::split_import_id(id);
        checks::region::of_import(client, region)?;
        let found = named::host(client, name, region).await?;
        Ok(ArnIdentity {
            arn: found.arn.to_string(),
        })
    }

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        checks::host::judge(config, Arguments::PROVIDER_ENDPOINT)
    }

    async fn plan(&self, plan: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        plan_region(plan, Arguments::REGION).await?;
        plan_tags(plan, Arguments::TAGS, Arguments::TAGS_ALL, Computed::CONSOLE_URL);
        plan_vpc(plan);
        plan_status(plan);
        plan_failed_vpc(plan);
        checks::tags::plan(plan, Arguments::TAGS, Severity::Warning);
        let replaced = plan_replaced(plan, KEPT);
        existing::warn_of_lost_setup(plan, replaced.as_ref());
        // Terraform shows no warnings of the second plan of a replacement, that of the new object.
        if plan.is_create() || plan.is_replace() {
            checks::region::plan(plan, Arguments::REGION, checks::region::Wanted::Connection);
            existing::judge(plan, replaced.as_ref()).await;
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
        let new = NewHost {
            name: arguments.name.clone(),
            provider_type: arguments.provider_type.to_string(),
            provider_endpoint: arguments.provider_endpoint.clone(),
            vpc: arguments.vpc_configuration.as_ref().map(VpcConfiguration::aws),
            tags: client.tags.merged(arguments.tags.as_ref()),
        };
        let created = client.hosts.create(client.service, &region, &new).await;
        let created = match created {
            Ok(created) => created,
            Err(error) => return Err(not_created(client, &new.name, &region, &error).await.into()),
        };
        if let Some(denied) = &created.unchecked {
            context.warn(failure::unsearched("host", denied));
        }
        client.planned.record_created(&created.arn);
        arguments.set_tags(client.tags.completed(arguments.tags()));
        let timeout = timeout(&arguments, |timeouts| timeouts.create.as_ref());
        let requested = state_of(
            Arguments {
                region: Some(region),
                ..arguments
            },
            &created.arn,
            &Status::Pending,
        );
        checkpoint.save(requested.clone());
        let state = until_ready(context, requested, &created.arn, timeout).await?;
        if state.computed.status == Status::Pending.as_str() {
            let name = &state.arguments.name;
            context.warn(notices::pending(name, state.computed.console_url.as_deref()));
        }
        Ok(state)
    }

    async fn read(
        &self,
        context: &Context<'_, Self>,
        identity: &ArnIdentity,
        prior: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        let arn = checks::arn::host(&identity.arn)?;
        let client = context.client;
        let (found, tags) = tokio::join!(client.hosts.get(&arn), client.hosts.tags(&arn));
        let found = found.map_err(|error| failure::error(&format!("read the host {arn}"), &error))?;
        let Some(found) = found else { return Ok(None) };
        let Some(tags) = read_tags(context, tags, prior.map(|prior| prior.arguments.tags()), &found.name)? else {
            return Ok(None);
        };
        if prior.is_some() {
            existing::record_read(client, &found);
        }
        let message = status_message(client, &arn, &found.status).await;
        context.warn_all(notices::broken(&found.name, &found.status, message.as_deref()));
        let prior_vpc = prior.and_then(|prior| prior.arguments.vpc_configuration.as_ref());
        let arguments = Arguments {
            region: Some(arn.region().to_owned()),
            name: found.name.clone(),
            provider_type: HostProviderType::from(found.provider_type.as_deref().unwrap_or_default()),
            provider_endpoint: found.provider_endpoint.clone(),
            tags: tags.tags,
            tags_all: tags.tags_all,
            vpc_configuration: found.vpc.map(|vpc| VpcConfiguration::read(vpc, prior_vpc)),
            timeouts: prior.and_then(|prior| prior.arguments.timeouts.clone()),
        };
        let mut state = state_of(arguments, &arn, &found.status);
        state.computed.status_message = message;
        Ok(Some(state))
    }

    async fn import(&self, context: &Context<'_, Self>, identity: &ArnIdentity) -> Result<State<Self>, Diagnostics> {
        let arn = checks::arn::host(&identity.arn)?;
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
        let arn = &checks::arn::host(&prior.computed.arn)?;
        let name = format!("the host {:?}", prior.arguments.name);
        let tags = planned.arguments.tags();
        let change = |change| async move { client.hosts.change_tags(arn, &change).await };
        let mut state = change_tags(context, prior, tags, &name, change, || client.hosts.tags(arn)).await?;
        let vpc = |arguments: &Arguments| arguments.vpc_configuration.as_ref().map(VpcConfiguration::aws);
        let timeout = timeout(&planned.arguments, |timeouts| timeouts.update.as_ref());
        let (wanted, endpoint) = (vpc(&planned.arguments), &planned.arguments.provider_endpoint);
        let is_moved = state.arguments.provider_endpoint != *endpoint || vpc(&state.arguments) != wanted;
        if is_moved {
            let patience = Patience::within(timeout, client.stop());
            let updated = client.hosts.update(arn, endpoint, wanted.as_ref(), &patience).await;
            if let Err(error) = updated {
                let error = failure::error(&format!("update {name}"), &error);
                return Err(Failure::with_state(error, state));
            }
        }
        state.arguments = Arguments {
            region: state.arguments.region,
            tags: state.arguments.tags,
            tags_all: state.arguments.tags_all,
            ..planned.arguments
        };
        if is_moved {
            until_ready(context, state, arn, timeout).await
        } else {
            Ok(state)
        }
    }

    async fn check_replacement(
        &self,
        context: &Context<'_, Self>,
        old: &State<Self>,
        new: Document<'_>,
    ) -> Result<(), Diagnostics> {
        let other = existing::in_the_way(context.client, old, new).await;
        replaced::refuse(&format!("the host {:?}", old.arguments.name), other)
    }

    async fn delete(&self, context: &Context<'_, Self>, state: State<Self>) -> Result<(), Diagnostics> {
        let arn = checks::arn::host(&state.computed.arn)?;
        let client = context.client;
        let doing = format!("delete the host {:?}", state.arguments.name);
        if let Some(replaced) = &state.private.replaced {
            existing::warn_at_apply(context, replaced);
        }
        let timeout = timeout(&state.arguments, |timeouts| timeouts.delete.as_ref());
        let patience = Patience::within(timeout, client.stop());
        let deleted = client.hosts.delete(&arn, &patience).await;
        if !deleted.map_err(|error| failure::error(&doing, &error))? {
            return Ok(());
        }
        until_deleted(context, &arn, &patience).await
    }

    fn warnings_of_move(source: &MoveSource<'_>) -> Diagnostics {
        moved::default_tags(source)
    }

    fn moved(source: &MoveSource<'_>) -> Result<Value, Diagnostics> {
        let mut moved = moved::regional_state_of::<Self>(source.state);
        // One of the two source types has no status in the state; the next read sets it.
        let status = source.state["status"].as_str().unwrap_or_default();
        moved[Computed::STATUS.name] = status.into();
        Ok(moved)
    }
}

fn timeout(arguments: &Arguments, of: fn(&Timeouts) -> Option<&Duration>) -> StdDuration {
    arguments
        .timeouts
        .as_ref()
        .and_then(of)
        .map_or(DEFAULT_TIMEOUT, Duration::span)
}

fn state_of(arguments: Arguments, arn: &Arn, status: &Status) -> State<Host> {
    let computed = Computed {
        arn: arn.to_string(),
        console_url: console::hosts(arn.region()),
        id: arn.to_string(),
        status: status.as_str().to_owned(),
        status_message: None,
    };
    State {
        arguments,
        computed,
        private: Remembered::default(),
    }
}

async fn not_created(client: &Client, name: &str, region: &str, error: &aws::Error) -> Diagnostics {
    match error.arns() {
        [arn] if error.kind() == Kind::AlreadyExists => existing::is_in_the_way(client, name, arn).await,
        _ if error.kind() == Kind::Unconfirmed => {
            failure::unconfirmed("host", name, console::hosts(region).as_deref(), error).into()
        }
        _ => failure::error(&format!("create the host {name:?}"), error).into(),
    }
}

/// Plans the prior status of a host whose location does not change.
fn plan_status(plan: &mut Plan<'_, '_, Host>) {
    let of_aws = |blocks: Vec<VpcConfiguration>| blocks.iter().map(VpcConfiguration::aws).collect::<Vec<_>>();
    let vpc = |host: Document<'_>| host.get(Arguments::VPC_CONFIGURATION).map(of_aws);
    let (before, after) = (vpc(plan.prior()), vpc(plan.planned()));
    let stays = !plan.changes(Arguments::PROVIDER_ENDPOINT) && before == after && !after.is_unknown();
    if !plan.is_create() && !plan.is_destroy() && stays {
        plan.keep(Computed::STATUS);
        plan.keep(Computed::STATUS_MESSAGE);
    }
}

/// Plans a replacement if `vpc_configuration` is removed: UpdateHost cannot move a host out of a VPC.
fn plan_vpc(plan: &mut Plan<'_, '_, Host>) {
    let name = Arguments::VPC_CONFIGURATION.name;
    let is_absent = |value: &TerraformValue| matches!(value, TerraformValue::List(blocks) if blocks.is_empty());
    if is_absent(plan.planned().value(name)) && !is_absent(plan.prior().value(name)) {
        plan.requires_replace(Arguments::VPC_CONFIGURATION);
    }
}

/// Plans a replacement of a host whose VPC AWS could not set up, which can never work.
fn plan_failed_vpc(plan: &mut Plan<'_, '_, Host>) {
    let has_failed = |status: String| status == Status::VpcConfigFailedInitialization.as_str();
    if !plan.is_destroy() && plan.prior().get(Computed::STATUS).known().is_some_and(has_failed) {
        plan.set_unknown(Computed::STATUS);
        plan.requires_replace(Computed::STATUS);
    }
}
