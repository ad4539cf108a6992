//! `data.codepipeline_hosts`.

use terraform_provider_sdk::{
    author::DataSource,
    diagnostics::{Diagnostic, Diagnostics},
    typed::Attributes,
};

use crate::{
    aws::{console, hosts},
    provider::{client::Client, filters::HostFilter, resources::host::VpcConfiguration},
};

/// Lists hosts.
#[derive(Debug)]
pub struct Hosts;

/// The computed attributes.
#[derive(Attributes, Debug)]
pub struct Computed {
    /// Hosts, sorted by name, then by ARN; empty if none matches. AWS does not return tags in this list.
    pub hosts: Vec<ListedHost>,
}

/// A host in the list.
#[derive(Attributes, Debug)]
pub struct ListedHost {
    /// ARN of the host.
    pub arn: String,
    /// URL of the AWS console page where you set up the host.
    pub console_url: Option<String>,
    /// ARN of the host.
    pub id: String,
    /// Name of the host.
    pub name: String,
    /// URL of the server.
    pub provider_endpoint: String,
    /// Type of the self-managed provider.
    pub provider_type: Option<String>,
    /// Region of the host.
    pub region: String,
    /// Status of the host: `PENDING`, `AVAILABLE`, `ERROR`, `VPC_CONFIG_INITIALIZING`, `VPC_CONFIG_FAILED_INITIALIZATION`
    /// or `VPC_CONFIG_DELETING`.
    pub status: String,
    /// AWS's explanation of the status.
    pub status_message: Option<String>,
    /// VPC through which AWS reaches the server. Empty for a server on the internet.
    pub vpc_configuration: Vec<VpcConfiguration>,
}

impl DataSource for Hosts {
    type Client = Client;
    type Arguments = HostFilter;
    type Computed = Computed;

    const NAME: &'static str = "codepipeline_hosts";

    async fn read(
        &self,
        client: &Client,
        filter: HostFilter,
        _: &(dyn Fn(Diagnostic) + Send + Sync),
    ) -> Result<(HostFilter, Computed), Diagnostics> {
        let found = filter.list(client).await?;
        let hosts = found.into_iter().map(ListedHost::from).collect();
        Ok((filter, Computed { hosts }))
    }
}

impl From<hosts::Host> for ListedHost {
    fn from(found: hosts::Host) -> Self {
        Self {
            arn: found.arn.to_string(),
            console_url: console::hosts(found.arn.region()),
            id: found.arn.to_string(),
            name: found.name,
            provider_endpoint: found.provider_endpoint,
            provider_type: found.provider_type,
            region: found.arn.region().to_owned(),
            status: found.status.as_str().to_owned(),
            status_message: found.status_message,
            vpc_configuration: found.vpc.map(VpcConfiguration::from).into_iter().collect(),
        }
    }
}
