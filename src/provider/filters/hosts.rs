//! The filter of hosts.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    typed::{Attributes, Choice},
};

use super::name_regex::NameRegex;
use crate::{
    aws::hosts::Host,
    provider::{checks, client::Client, failure, provider_type::HostProviderType, region},
};

/// Lists the hosts in a region that match all filters. Without filters, it lists every host in the region.
#[derive(Attributes, Clone, Debug, Default)]
pub struct HostFilter {
    /// Regular expression that must match part of the name. To match the whole name, use `^` and `$`.
    pub name_regex: Option<NameRegex>,
    /// Type of the self-managed provider.
    #[attr(code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: Option<HostProviderType>,
    /// Region of the hosts; the provider's region when omitted.
    #[attr(check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Status of the hosts.
    pub status: Option<HostStatus>,
}

/// Status of a host.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum HostStatus {
    /// Connections can use it.
    Available,
    /// The setup failed.
    Error,
    /// A user must set it up.
    Pending,
    /// AWS is deleting its network interfaces.
    VpcConfigDeleting,
    /// AWS could not create its network interfaces.
    VpcConfigFailedInitialization,
    /// AWS is creating its network interfaces.
    VpcConfigInitializing,
}

impl HostFilter {
    /// Returns the selected hosts by name, then by ARN, with one list of AWS.
    ///
    /// # Errors
    /// If the provider has no region, or the list fails.
    pub async fn list(&self, client: &Client) -> Result<Vec<Host>, Diagnostics> {
        let region = region::or_own(client, self.region.as_deref()).await?;
        let listed = client.hosts.list(client.service, &region).await;
        let mut found = listed.map_err(|error| failure::error("list the hosts", &error))?;
        found.retain(|host| self.selects(host));
        found.sort_by(|one, other| (&one.name, &one.arn).cmp(&(&other.name, &other.arn)));
        Ok(found)
    }

    /// Returns whether all filters but the region match.
    pub fn selects(&self, host: &Host) -> bool {
        let is_of = |wanted: &HostProviderType| host.provider_type.as_deref() == Some(wanted.as_str());
        self.provider_type.as_ref().is_none_or(is_of)
            && self.status.is_none_or(|status| status.as_str() == host.status.as_str())
            && self.name_regex.as_ref().is_none_or(|regex| regex.matches(&host.name))
    }
}
