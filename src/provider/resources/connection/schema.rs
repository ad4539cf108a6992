//! The schema of `codepipeline_connection`.

use serde::{Deserialize, Serialize};
use terraform_provider_sdk::typed::{Attributes, Duration};

use crate::provider::{
    checks,
    provider_type::ProviderType,
    replaced::{Kept, Remembers, Replaced},
    same,
    tags::{OwnTags, tagged},
};

/// `codepipeline_connection`: a connection of AWS to an account of a source provider.
#[derive(Debug)]
pub struct Connection;

/// Connects AWS to a GitLab.com or self-managed GitLab account, or to another source provider, through AWS
/// CodeConnections, formerly CodeStar Connections.
///
/// AWS creates a connection with the status `PENDING`, and only a user can complete the handshake, in the AWS console:
/// open the page in `console_url`, choose **Update pending connection**, and do not create another connection. In
/// pipelines, refer to a `codepipeline_handshake`, which waits for the handshake.
///
/// One connection serves every project that the authorizing GitLab user can access. Changing the name, type or host
/// requires replacement, and the new connection needs a new handshake.
///
/// A plan that replaces or destroys an `AVAILABLE` connection warns that its handshake is lost. Terraform hides the
/// warnings of a plan that replaces the connection because of `-replace` or `replace_triggered_by`, so the apply warns
/// instead. A provisioner that fails taints the connection, so set `on_failure = continue` in the `provisioner` block.
#[derive(Attributes, Clone, Debug)]
pub struct Arguments {
    /// Name of the connection.
    #[attr(requires_replace, length(1..=32))]
    pub name: String,
    /// Type of the source provider. When omitted, the type of the host, or `GitLab` without a host.
    #[attr(computed, requires_replace, use_state_for_unknown, code = checks::connection::PROVIDER_TYPE.code)]
    pub provider_type: Option<ProviderType>,
    /// ARN of the host of a self-managed provider.
    #[attr(requires_replace, length(1..=256))]
    pub host_arn: Option<String>,
    /// Region of the connection; the provider's region when omitted.
    #[attr(computed, requires_replace, use_state_for_unknown, check = checks::region::code, code = checks::region::REGION.code)]
    pub region: Option<String>,
    /// Tags of the connection.
    #[attr(same = same::map)]
    pub tags: Option<OwnTags>,
    /// Tags of the connection, including the provider's `default_tags`. A configured value has no effect, and is accepted so
    /// that configurations for hashicorp/aws keep working.
    #[attr(same = same::any)]
    pub tags_all: Option<OwnTags>,
    /// Timeouts of the operations. They exist so that configurations for hashicorp/aws keep working, and have no
    /// effect, because AWS creates, updates and deletes connections immediately.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

tagged!(Arguments);

/// Timeouts of the operations.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Timeout of the creation.
    pub create: Option<Duration>,
    /// Timeout of an update.
    pub update: Option<Duration>,
    /// Timeout of the deletion.
    pub delete: Option<Duration>,
}

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// ARN of the connection.
    #[attr(use_state_for_unknown)]
    pub arn: String,
    /// Status of the connection: `PENDING` until you complete the handshake, then `AVAILABLE`; `ERROR` while AWS cannot
    /// use it.
    #[attr(use_state_for_unknown)]
    pub connection_status: String,
    /// URL of the AWS console page where you complete the handshake.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the connection.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// AWS account that owns the connection, 12 digits.
    #[attr(use_state_for_unknown)]
    pub owner_account_id: Option<String>,
}

/// The private data of a connection.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Remembered {
    /// The connection that a plan replaces.
    #[serde(default)]
    pub replaced: Option<Replaced>,
}

impl Remembers for Remembered {
    fn replaced(&mut self) -> &mut Option<Replaced> {
        &mut self.replaced
    }
}

/// The values that the replacement of a connection inherits.
pub(super) const KEPT: Kept = Kept {
    argument: Arguments::PROVIDER_TYPE.name,
    default: "GitLab",
    status: Some(Computed::CONNECTION_STATUS.name),
};
