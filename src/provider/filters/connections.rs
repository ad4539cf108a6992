//! The filter of connections.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    typed::{Attributes, Choice, Document},
};

use super::name_regex::NameRegex;
use crate::{
    aws::connections::{Connection, Filter},
    provider::{checks, client::Client, failure, provider_type::ProviderType, region},
};

/// Lists the connections that match all filters. Without filters, it lists every connection in the account.
///
/// Connections are visible in every region. The list includes connections that other accounts share with this account.
#[derive(Attributes, Clone, Debug, Default)]
pub struct ConnectionFilter {
    /// Status of the connections.
    pub connection_status: Option<ConnectionStatus>,
    /// ARN of the host of the connections.
    #[attr(length(1..=256))]
    pub host_arn: Option<String>,
    /// Regular expression that must match part of the name. To match the whole name, use `^` and `$`.
    pub name_regex: Option<NameRegex>,
    /// Type of the source provider.
    #[attr(code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: Option<ProviderType>,
    /// Region of the connections; every region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
}

/// Status of a connection.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum ConnectionStatus {
    /// Pipelines can use it.
    Available,
    /// AWS cannot use it, and retries.
    Error,
    /// A user must complete the handshake.
    Pending,
}

impl ConnectionFilter {
    /// Checks the filters. Runs offline.
    pub fn validate(config: Document<'_>) -> Diagnostics {
        let problem = checks::arn::judge_host(config, Self::HOST_ARN);
        problem.into_iter().collect()
    }

    /// Returns the selected connections by name, then by ARN, with one list of AWS.
    ///
    /// # Errors
    /// If the provider has no region, or the list fails.
    pub async fn list(&self, client: &Client) -> Result<Vec<Connection>, Diagnostics> {
        let region = region::or_own(client, self.region()).await?;
        let listed = client.connections.list(client.service, &region, &self.sent()).await;
        let mut found = listed.map_err(|error| failure::error("list the connections", &error))?;
        found.retain(|connection| self.selects(connection));
        found.sort_by(|one, other| (&one.name, &one.arn).cmp(&(&other.name, &other.arn)));
        Ok(found)
    }

    /// Returns the filters that AWS applies.
    pub fn sent(&self) -> Filter {
        Filter {
            provider_type: self.provider_type.as_ref().map(ToString::to_string),
            host_arn: self.host_arn.clone(),
        }
    }

    /// Returns whether all filters match, including those that AWS applies.
    pub fn selects(&self, connection: &Connection) -> bool {
        let Filter {
            provider_type,
            host_arn,
        } = self.sent();
        let is_in = |region: &str| connection.arn.region() == region;
        (provider_type.is_none() || provider_type == connection.provider_type)
            && (host_arn.is_none() || host_arn == connection.host_arn)
            && self.region().is_none_or(is_in)
            && self
                .connection_status
                .is_none_or(|status| status.as_str() == connection.status.as_str())
            && self
                .name_regex
                .as_ref()
                .is_none_or(|regex| regex.matches(&connection.name))
    }

    /// Returns the region of the filter, if there is one.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref().filter(|region| !region.is_empty())
    }
}
