//! `data.codepipeline_connections`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Document},
};

use crate::{
    aws::{connections, console},
    provider::{client::Client, filters::ConnectionFilter},
};

/// Lists connections.
#[derive(Debug)]
pub struct Connections;

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Connections, sorted by name, then by ARN; empty if none matches. AWS does not return tags in this list.
    pub connections: Vec<ListedConnection>,
}

/// A connection in the list.
#[derive(Attributes, Debug)]
pub struct ListedConnection {
    /// ARN of the connection.
    pub arn: String,
    /// Status of the connection: `PENDING`, `AVAILABLE` or `ERROR`.
    pub connection_status: String,
    /// URL of the connection in the AWS console.
    pub console_url: Option<String>,
    /// ARN of the host of a self-managed provider.
    pub host_arn: Option<String>,
    /// ARN of the connection.
    pub id: String,
    /// Name of the connection.
    pub name: String,
    /// AWS account that owns the connection, 12 digits.
    pub owner_account_id: Option<String>,
    /// Type of the source provider.
    pub provider_type: Option<String>,
    /// Region of the connection.
    pub region: String,
}

impl DataSource for Connections {
    type Client = Client;
    type Arguments = ConnectionFilter;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_connections";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        ConnectionFilter::validate(config)
    }

    async fn read(
        &self,
        client: &Client,
        filter: ConnectionFilter,
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(ConnectionFilter, Computed), Diagnostics> {
        let found = filter.list(client).await?;
        let connections = found.into_iter().map(ListedConnection::from).collect();
        Ok((filter, Computed { connections }))
    }
}

impl From<connections::Connection> for ListedConnection {
    fn from(found: connections::Connection) -> Self {
        Self {
            arn: found.arn.to_string(),
            connection_status: found.status.as_str().to_owned(),
            console_url: console::connection(&found.arn),
            host_arn: found.host_arn,
            id: found.arn.to_string(),
            name: found.name,
            owner_account_id: found.owner_account_id,
            provider_type: found.provider_type,
            region: found.arn.region().to_owned(),
        }
    }
}
