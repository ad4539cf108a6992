//! The schema of `codepipeline_handshake`.

use terraform_provider_sdk::typed::{Attributes, Duration};

/// `codepipeline_handshake`: the completed handshake of a connection or host.
#[derive(Debug)]
pub struct Handshake;

/// Waits until a user completes the handshake of a connection, or the setup of a host, in the AWS console, as
/// `aws_acm_certificate_validation` waits for a certificate. It creates nothing in AWS, and destroying it changes
/// nothing in AWS.
///
/// In pipelines, refer to the `connection_arn` of this resource, so that a pipeline is saved only after its connection
/// is `AVAILABLE`. AWS then registers the webhook in GitLab. A pipeline that is saved earlier does not start on pushes.
///
/// If the handshake is not completed in time, the apply fails, and the next apply waits again. For a self-managed
/// GitLab, the order is host, handshake of the host, connection, handshake of the connection, pipeline.
#[derive(Attributes, Clone, Debug)]
#[attr(exactly_one_of("connection_arn", "host_arn"))]
pub struct Arguments {
    /// ARN of the connection to wait for.
    #[attr(requires_replace)]
    pub connection_arn: Option<String>,
    /// ARN of the host to wait for.
    #[attr(requires_replace)]
    pub host_arn: Option<String>,
    /// Timeouts of the operations.
    #[attr(block)]
    pub timeouts: Option<Timeouts>,
}

/// Timeouts of the operations.
#[derive(Attributes, Clone, Debug)]
pub struct Timeouts {
    /// Timeout of the handshake; `30m` when omitted.
    pub create: Option<Duration>,
}

/// The computed attributes.
#[derive(Attributes, Clone, Debug)]
pub struct Computed {
    /// URL of the AWS console page where you complete the handshake.
    #[attr(use_state_for_unknown)]
    pub console_url: Option<String>,
    /// ARN of the connection or host.
    #[attr(use_state_for_unknown)]
    pub id: String,
    /// Status of the connection or host, which is always `AVAILABLE`. If AWS reports another status, the next apply
    /// recreates this resource.
    #[attr(use_state_for_unknown)]
    pub status: String,
}
