//! The settings for AWS in the provider block, as plain data, before the environment is read.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

/// The arguments of the provider block that concern AWS.
///
/// Unset members fall back to the environment and the shared configuration files, as in every AWS SDK.
/// [`Session`](super::Session) resolves them at the first call.
#[derive(Clone, Default)]
pub struct Settings {
    /// Default region, such as `eu-west-1`.
    pub region: Option<String>,
    /// Profile of the shared files. Its credentials take precedence over those of the environment.
    pub profile: Option<String>,
    /// Access key ID. Together with `secret_key`, it takes precedence over every other source.
    pub access_key: Option<String>,
    /// Secret access key.
    pub secret_key: Option<String>,
    /// Session token of temporary keys.
    pub token: Option<String>,
    /// Shared configuration files instead of `~/.aws/config`.
    pub shared_config_files: Vec<String>,
    /// Shared credentials files instead of `~/.aws/credentials`.
    pub shared_credentials_files: Vec<String>,
    /// Roles to assume, each with the credentials of the previous one.
    pub assume_role: Vec<AssumeRole>,
    /// Role to assume with an OpenID Connect token, before the roles in `assume_role`.
    pub assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity>,
    /// Endpoints instead of AWS's own.
    pub endpoints: Endpoints,
    /// Use FIPS 140 endpoints.
    pub use_fips_endpoint: Option<bool>,
    /// Use dual-stack endpoints.
    pub use_dualstack_endpoint: Option<bool>,
    /// Proxy of plain HTTP requests, instead of `HTTP_PROXY`.
    pub http_proxy: Option<String>,
    /// Proxy of HTTPS requests, instead of `HTTPS_PROXY`.
    pub https_proxy: Option<String>,
    /// Hosts to reach without a proxy, separated by commas, instead of `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// PEM file of the only certificate authorities to trust, instead of `AWS_CA_BUNDLE`.
    pub custom_ca_bundle: Option<String>,
    /// Accept any server certificate.
    pub insecure: bool,
    /// Maximum attempts per call, including the first; 25 if neither this nor `AWS_MAX_ATTEMPTS` is set.
    pub max_retries: Option<u32>,
    /// Backoff between attempts.
    pub retry_mode: Option<RetryMode>,
    /// Do not validate the credentials before they are needed.
    pub skip_credentials_validation: bool,
    /// Never call `sts:GetCallerIdentity`.
    pub skip_requesting_account_id: bool,
    /// Accept regions that are unknown or unsupported according to [`regions`](super::regions).
    pub skip_region_validation: bool,
    /// Never request credentials from the EC2 instance metadata service.
    pub skip_metadata_api_check: Option<bool>,
    /// Endpoint of the EC2 instance metadata service, instead of `AWS_EC2_METADATA_SERVICE_ENDPOINT`.
    pub ec2_metadata_service_endpoint: Option<String>,
    /// IP version of the EC2 instance metadata service, instead of `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`.
    pub ec2_metadata_service_endpoint_mode: Option<MetadataMode>,
    /// Region of STS, instead of the default region.
    pub sts_region: Option<String>,
    /// Products that precede those of the AWS SDK in the header `User-Agent`, such as `Terraform/1.11.4`.
    pub user_agent: String,
    /// Allowed accounts, 12 digits each; all accounts if empty.
    pub allowed_account_ids: BTreeSet<String>,
    /// Forbidden accounts, 12 digits each.
    pub forbidden_account_ids: BTreeSet<String>,
    /// Timeouts and waits of the client, which are not configurable.
    pub pace: Pace,
}

/// One role of an `assume_role` chain; see `AssumeRole` of the STS API for limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRole {
    /// ARN of the role.
    pub role_arn: String,
    /// External ID that the role's trust policy requires, 2 to 1224 characters.
    pub external_id: Option<String>,
    /// Name of the session, 2 to 64 characters.
    pub session_name: Option<String>,
    /// Lifetime of the credentials, 15 minutes to 12 hours; one hour if unset.
    pub duration: Option<Duration>,
    /// Session policy, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that restrict the session.
    pub policy_arns: Vec<String>,
    /// Session tags, at most 50.
    pub tags: BTreeMap<String, String>,
    /// Keys of session tags that later roles of the chain inherit.
    pub transitive_tag_keys: Vec<String>,
    /// Source identity, 2 to 64 characters.
    pub source_identity: Option<String>,
}

/// A role to assume with an OpenID Connect token.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AssumeRoleWithWebIdentity {
    /// ARN of the role.
    pub role_arn: String,
    /// Name of the session, 2 to 64 characters.
    pub session_name: Option<String>,
    /// Lifetime of the credentials, 15 minutes to 12 hours; one hour if unset.
    pub duration: Option<Duration>,
    /// Session policy, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that restrict the session.
    pub policy_arns: Vec<String>,
    /// The token itself, which takes precedence over the file.
    pub web_identity_token: Option<String>,
    /// File that contains the token, read again whenever the credentials are renewed.
    pub web_identity_token_file: Option<String>,
}

/// Endpoints instead of AWS's own, such as `http://127.0.0.1:4780`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Endpoint of the CodeConnections API.
    pub codeconnections: Option<String>,
    /// Endpoint of the CodeStar Connections API.
    pub codestarconnections: Option<String>,
    /// Endpoint of CodePipeline.
    pub codepipeline: Option<String>,
    /// Endpoint of the Security Token Service.
    pub sts: Option<String>,
}

/// IP version of the EC2 instance metadata service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataMode {
    /// IPv4, the default.
    Ipv4,
    /// IPv6.
    Ipv6,
}

/// Backoff between the attempts of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// Exponential, with jitter.
    Standard,
    /// Exponential, with jitter, and slowed down for all calls while AWS throttles.
    Adaptive,
}

/// Timeouts and waits of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Wait before the second attempt of a call; doubles with each further attempt.
    pub initial_backoff: Duration,
    /// Maximum wait between two attempts.
    pub max_backoff: Duration,
    /// Maximum time to establish a connection.
    pub connect_timeout: Duration,
    /// Maximum time to wait for a response after a request is sent.
    pub read_timeout: Duration,
    /// Maximum time to wait until CodePipeline can assume a new role.
    pub role_propagation: Duration,
    /// Maximum time that a connection may have the status `ERROR` before a wait for it fails. AWS may recover on its
    /// own.
    pub error_patience: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            initial_backoff: Duration::from_secs(1),
            max_backoff: Duration::from_secs(20),
            connect_timeout: Duration::from_millis(3100),
            read_timeout: Duration::from_secs(60),
            role_propagation: Duration::from_secs(120),
            error_patience: Duration::from_secs(60),
        }
    }
}

/// Prints no values, because keys, tokens and proxy passwords must not be logged.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("region", &self.region)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

/// Never prints the token.
impl fmt::Debug for AssumeRoleWithWebIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleWithWebIdentity")
            .field("role_arn", &self.role_arn)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_print_no_secret() {
        let settings = Settings {
            secret_key: Some("s3cr3t".into()),
            token: Some("s3cr3t".into()),
            https_proxy: Some("http://u:s3cr3t@proxy".into()),
            assume_role_with_web_identity: Some(AssumeRoleWithWebIdentity {
                web_identity_token: Some("s3cr3t".into()),
                ..Default::default()
            }),
            ..Default::default()
        };
        let printed = format!("{settings:?} {:?}", settings.assume_role_with_web_identity);
        assert!(!printed.contains("s3cr3t"), "{printed}");
    }
}
