//! `data.codepipeline_connection`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
};

use crate::{
    aws::{
        Arn,
        connections::{Connection as Found, Filter},
        console,
    },
    provider::{
        checks,
        client::Client,
        failure, missing, region,
        tags::{self, Tags},
    },
};

/// Finds a connection.
#[derive(Debug)]
pub struct Connection;

/// Finds a connection by its ARN or by its name.
///
/// Connections are visible in every region. If several have the same name, the data source selects the one in `region`.
/// If several match, the data source returns an error that lists them.
#[derive(Attributes, Debug)]
#[attr(exactly_one_of("arn", "name"))]
pub struct Arguments {
    /// ARN of the connection.
    #[attr(computed)]
    pub arn: Option<String>,
    /// Name of the connection.
    #[attr(computed, length(1..=32))]
    pub name: Option<String>,
    /// Region of the lookup by name. The provider's region when omitted.
    #[attr(computed, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Status of the connection: `PENDING`, `AVAILABLE` or `ERROR`.
    pub connection_status: String,
    /// Page of the connection in the AWS console.
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
        let problem =
            checks::arn::judge(config, Arguments::ARN, checks::arn::connection).or_else(|| in_another_region(config));
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
                let region = region::or_own(client, arguments.region.as_deref()).await?;
                by_name(client, name.as_deref().unwrap_or_default(), &region).await?
            }
        };
        let tags = client.connections.tags(&found.arn).await;
        let tags = tags::shown(client, tags, &found.name, warn)?;
        Ok(answer(found, tags))
    }
}

/// An ARN contains its region, so that a different `region` is a mistake.
fn in_another_region(config: Document<'_>) -> Option<Diagnostic> {
    let arn: Arn = config.get(Arguments::ARN).known()?.parse().ok()?;
    let region = config.get(Arguments::REGION).known();
    let region = region.filter(|region| !region.is_empty() && region != arn.region())?;
    let detail = format!(
        "`region` is {region:?}, and {arn} is in {}. An ARN contains its region: omit `region`.",
        arn.region()
    );
    Some(Diagnostic::error("Region differs from the ARN", detail).at(Arguments::REGION.path()))
}

async fn by_arn(client: &Client, arn: &Arn) -> Result<Found, Diagnostics> {
    let found = client.connections.get(arn).await;
    let found = found.map_err(|error| failure::error(&format!("read the connection {arn}"), &error))?;
    match found {
        Some(found) => Ok(found),
        None => Err(missing::error(client, arn).await.at(Arguments::ARN.path()).into()),
    }
}

async fn by_name(client: &Client, name: &str, region: &str) -> Result<Found, Diagnostics> {
    let failed = |error| failure::error("list the connections", &error);
    let known = client.connections.known(client.service, region).await.map_err(failed)?;
    // The list may be as old as the process, so only its ARN is used.
    if let [one] = named(known, name, region).as_slice()
        && let Ok(Some(found)) = client.connections.get(&one.arn).await
    {
        return Ok(found);
    }
    let listed = client
        .connections
        .list(client.service, region, &Filter::default())
        .await;
    let mut named = named(listed.map_err(failed)?, name, region);
    let problem = match named.len() {
        1 => return Ok(named.remove(0)),
        0 => Diagnostic::error(
            "Connection not found",
            format!("This account has no connection with the name {name:?} (listed in {region})."),
        ),
        _ => {
            let list: String = named
                .iter()
                .map(|found| format!("\n  {} ({})", found.arn, found.status.as_str()))
                .collect();
            let detail = format!("Several connections have the name {name:?}. Select one by `arn`:{list}");
            Diagnostic::error("Several such connections", detail)
        }
    };
    Err(problem.at(Arguments::NAME.path()).into())
}

/// Returns the connections with this name in the region, or those in all regions if it has none.
fn named(listed: Vec<Found>, name: &str, region: &str) -> Vec<Found> {
    let named = listed.into_iter().filter(|connection| connection.name == name);
    let (here, elsewhere): (Vec<_>, Vec<_>) = named.partition(|connection| connection.arn.region() == region);
    if here.is_empty() { elsewhere } else { here }
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
