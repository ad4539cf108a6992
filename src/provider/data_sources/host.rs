//! `data.codepipeline_host`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
    value::Step,
};

use crate::{
    aws::{
        Arn, console,
        hosts::{Host as Found, Status},
    },
    provider::{
        checks,
        client::Client,
        failure, missing, named,
        resources::host::VpcConfiguration,
        tags::{self, Tags},
    },
};

/// Finds a host.
#[derive(Debug)]
pub struct Host;

/// Finds the host of a self-managed provider by its ARN or by its name.
///
/// If several hosts in the region have this name, the data source returns an error that lists them.
#[derive(Attributes, Debug)]
#[attr(exactly_one_of("arn", "name"))]
pub struct Arguments {
    /// ARN of the host.
    #[attr(computed)]
    pub arn: Option<String>,
    /// Name of the host.
    #[attr(computed, length(1..=64))]
    pub name: Option<String>,
    /// Region in which to look up the name; the provider's region when omitted.
    #[attr(computed, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// URL of the AWS console page where you set up the host.
    pub console_url: Option<String>,
    /// ARN of the host.
    pub id: String,
    /// URL of the server.
    pub provider_endpoint: String,
    /// Type of the self-managed provider.
    pub provider_type: Option<String>,
    /// Status of the host: `PENDING`, `AVAILABLE`, `ERROR`, `VPC_CONFIG_INITIALIZING`, `VPC_CONFIG_FAILED_INITIALIZATION`
    /// or `VPC_CONFIG_DELETING`.
    pub status: String,
    /// AWS's explanation of the status.
    pub status_message: Option<String>,
    /// Tags of the host.
    pub tags: Option<Tags>,
    /// VPC through which AWS reaches the server. Empty for a server on the internet.
    pub vpc_configuration: Vec<VpcConfiguration>,
}

impl DataSource for Host {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_host";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let arn = checks::arn::judge_host(config, Arguments::ARN);
        let problem = arn.or_else(|| checks::arn::in_another_region(config, Arguments::ARN, Arguments::REGION));
        problem.into_iter().collect()
    }

    async fn read(
        &self,
        client: &Client,
        arguments: Arguments,
        warn: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(Arguments, Computed), Diagnostics> {
        let found = match (&arguments.arn, &arguments.name) {
            (Some(arn), _) => by_arn(client, &checks::arn::host(arn)?).await?,
            (None, name) => {
                let name = name.as_deref().unwrap_or_default();
                let found = named::host(client, name, arguments.region.as_deref()).await;
                found.map_err(|problems| problems.within(Step::Attribute(Arguments::NAME.name.into())))?
            }
        };
        let tags = client.hosts.tags(&found.arn).await;
        let tags = tags::shown(client, tags, &found.name, warn)?;
        Ok(answer(found, tags))
    }
}

async fn by_arn(client: &Client, arn: &Arn) -> Result<Found, Diagnostics> {
    let found = client.hosts.get(arn).await;
    let found = found.map_err(|error| failure::error(&format!("read the host {arn}"), &error))?;
    let Some(mut found) = found else {
        return Err(missing::error(client, arn).await.at(Arguments::ARN.path()).into());
    };
    // Only the list contains it, and only these statuses need it.
    if matches!(found.status, Status::Error | Status::VpcConfigFailedInitialization) {
        found.status_message = client.hosts.status_message(arn).await.ok().flatten();
    }
    Ok(found)
}

fn answer(found: Found, tags: Option<Tags>) -> (Arguments, Computed) {
    let region = found.arn.region().to_owned();
    let computed = Computed {
        console_url: console::hosts(&region),
        id: found.arn.to_string(),
        provider_endpoint: found.provider_endpoint,
        provider_type: found.provider_type,
        status: found.status.as_str().to_owned(),
        status_message: found.status_message,
        tags,
        vpc_configuration: found.vpc.map(VpcConfiguration::from).into_iter().collect(),
    };
    let arguments = Arguments {
        arn: Some(found.arn.to_string()),
        name: Some(found.name),
        region: Some(region),
    };
    (arguments, computed)
}
