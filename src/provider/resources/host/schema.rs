//! The schema of `codepipeline_host`.

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::{Attributes, Duration};

use super::vpc::VpcConfiguration;
use crate::provider::{
    checks,
    configuration::endpoint,
    provider_type::HostProviderType,
    replaced::{Kept, Remembers, Replaced},
    same,
    tags::{OwnTags, tagged},
};

/// `codepipeline_host`: the host of a self-managed source provider.
#[derive(Debug)]
pub struct Host;

/// Registers a self-managed GitLab (Community Edition, Enterprise Edition or Dedicated) or GitHub Enterprise Server
/// with AWS. The server can be on the internet or inside a VPC.
///
/// AWS creates a host with the status `PENDING`, and only a user can set it up, in the AWS console. For GitLab, this
/// requires a personal access token of an administrator. `codepipeline_handshake` with `host_arn` waits until the host
/// is set up. You can authorize the connections of a host once it is `AVAILABLE`.
///
/// AWS accepts one host per VPC at a time, and one host per endpoint in a region.
#[derive(Attributes, Clone, Debug)]
pub struct Arguments {
    /// Name of the host.
    #[attr(requires_replace, length(1..=64))]
    pub name: String,
    /// Type of the self-managed provider.
    #[attr(requires_replace, code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: HostProviderType,
    /// URL of the server, such as `https://gitlab.example.com`.
    #[attr(length(1..=512), check = endpoint::of_server)]
    pub provider_endpoint: String,
    /// Region of the host, which is also the region of its connections; the provider's region when omitted.
    #[attr(computed, requires_replace, use_state_for_unknown, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Tags of the host.
    #[attr(same = same::map)]
    pub tags: Option<OwnTags>,
    /// Tags of the host, including the provider's `default_tags`. A configured value has no effect, and is accepted so
    /// that configurations for hashicorp/aws keep working.
    #[attr(same = same::any)]
    pub tags_all: Option<OwnTags>,
    /// VPC through which AWS reaches a server that is not on the internet. AWS can move a host into a VPC, or to
    /// another VPC, but not out of one: removing the block requires replacement.
    #[attr(block = "list")]
    pub vpc_configuration: Option<VpcConfiguration>,
    /// Timeouts of the operations.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

tagged!(Arguments);

/// Timeouts of the operations.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Timeout of the VPC setup by AWS; `30m` when omitted.
    pub create: Option<Duration>,
    /// Timeout of the VPC update by AWS; `30m` when omitted.
    pub update: Option<Duration>,
    /// Timeout of the VPC cleanup by AWS; `30m` when omitted.
    pub delete: Option<Duration>,
}

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// ARN of the host.
    #[attr(use_state_for_unknown)]
    pub arn: String,
    /// URL of the AWS console page where you set up the host.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the host.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// Status of the host: `PENDING` until you set it up, then `AVAILABLE`; `ERROR` if the setup failed. The status of
    /// a host in a VPC can also be `VPC_CONFIG_INITIALIZING`, `VPC_CONFIG_FAILED_INITIALIZATION` or
    /// `VPC_CONFIG_DELETING`.
    pub status: String,
    /// AWS's explanation of the status.
    pub status_message: Option<String>,
}

/// The private data of a host.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The host that a plan replaces.
    #[serde(default)]
    pub replaced: Option<Replaced>,
}

impl Remembers for Remembered {
    fn replaced(&mut self) -> &mut Option<Replaced> {
        &mut self.replaced
    }
}

/// The replacement of a host inherits nothing, because its type is required.
pub(super) const KEPT: Kept = Kept {
    argument: Arguments::PROVIDER_TYPE.name,
    default: "",
    status: Some(Computed::STATUS.name),
};
