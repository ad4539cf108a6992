//! The arguments of a connection that is validated or planned.

use terraform_provider_sdk::typed::Maybe;

use crate::{aws::service::Service, provider::provider_type::ProviderType};

/// The arguments of a connection, any of which may be unknown.
#[derive(Clone, Debug)]
pub struct ConnectionArguments {
    /// Provider type in the configuration.
    pub provider_type: Maybe<ProviderType>,
    /// Provider type in the plan, where an omitted one has its default.
    pub planned_provider_type: Maybe<ProviderType>,
    /// ARN of the host in the configuration.
    pub host_arn: Maybe<String>,
    /// Region in the plan.
    pub planned_region: Maybe<String>,
    /// API that creates the connection, `None` before the provider is configured.
    pub service: Option<Service>,
}
