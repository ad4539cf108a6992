//! `data.codepipeline_connection`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
    value::Step,
};

use crate::{
    aws::{Arn, connections::Connection as Found, console},
    provider::{
        checks,
        client::Client,
        failure, missing, named,
        tags::{self, Tags},
    },
};

/// Finds a connection.
#[derive(Debug)]
pub struct Connection;

/// Finds a connection by its ARN or by its name.
///
/// Connections are visible in every region. The data source looks up a name in `region`. If `region` is omitted and the
/// provider's region has no connection of this name, it looks in all other regions. If several connections match, it
/// returns an error that lists them.
#[derive(Attributes, Debug)]
#[attr(exactly_one_of("arn", "name"))]
pub struct Arguments {
    /// ARN of the connection.
    #[attr(computed)]
    pub arn: Option<String>,
    /// Name of the connection.
    #[attr(computed, length(1..=32))]
    pub name: Option<String>,
    /// Region in which to look up the name; the provider's region, then all others, when omitted.
    #[attr(computed, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Status of the connection: `PENDING`, `AVAILABLE` or `ERROR`.
    pub connection_status: String,
    /// URL of the connection in the AWS console.
    pub console_url: Option<String>,
    /// ARN of the host of a self-managed provider.
    pub host_arn: Option<String>,
    /// ARN of the connection.
    pub id: String,
    /// AWS account that owns the connection, 12 digits.
    pub owner_account_id: Option<String>,
    /// Type of the source provider.
    pub provider_type: Option<String>,
    /// Tags of the connection.
    pub tags: Option<Tags>,
}

impl DataSource for Connection {
    type Client = Client;
    type Arguments = Arguments;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_connection";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let arn = checks::arn::judge_connection(config, Arguments::ARN);
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
            (Some(arn), _) => by_arn(client, &checks::arn::connection(arn)?).await?,
            (None, name) => {
                let name = name.as_deref().unwrap_or_default();
                let found = named::connection(client, name, arguments.region.as_deref()).await;
                found.map_err(|problems| problems.within(Step::Attribute(Arguments::NAME.name.into())))?
            }
        };
        let tags = client.connections.tags(&found.arn).await;
        let tags = tags::shown(client, tags, &found.name, warn)?;
        Ok(answer(found, tags))
    }
}

async fn by_arn(client: &Client, arn: &Arn) -> Result<Found, Diagnostics> {
    let found = client.connections.get(arn).await;
    let found = found.map_err(|error| failure::error(&format!("read the connection {arn}"), &error))?;
    match found {
        Some(found) => Ok(found),
        None => Err(missing::error(client, arn).await.at(Arguments::ARN.path()).into()),
    }
}

fn answer(found: Found, tags: Option<Tags>) -> (Arguments, Computed) {
    let computed = Computed {
        connection_status: found.status.as_str().to_owned(),
        console_url: console::connection(&found.arn),
        host_arn: found.host_arn,
        id: found.arn.to_string(),
        owner_account_id: found.owner_account_id,
        provider_type: found.provider_type,
        tags,
    };
    let arguments = Arguments {
        arn: Some(found.arn.to_string()),
        name: Some(found.name),
        region: Some(found.arn.region().to_owned()),
    };
    (arguments, computed)
}
