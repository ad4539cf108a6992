//! How to reach AWS, as plain data: what the provider block says, before the environment is consulted.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    time::Duration,
};

/// Everything of the provider block that concerns AWS.
///
/// Unset members fall back to the environment and the shared configuration files, as in every AWS SDK. Making one
/// does no I/O; [`Session`](super::Session) resolves it at the first call.
#[derive(Clone, Default)]
pub struct Settings {
    /// Region of calls that name none, such as `eu-west-1`.
    pub region: Option<String>,
    /// Profile of the shared files; when given here its credentials win over those of the environment.
    pub profile: Option<String>,
    /// Access key id; wins over every other source together with `secret_key`.
    pub access_key: Option<String>,
    /// Secret access key.
    pub secret_key: Option<String>,
    /// Session token of temporary keys.
    pub token: Option<String>,
    /// Shared configuration files instead of `~/.aws/config`.
    pub shared_config_files: Vec<String>,
    /// Shared credentials files instead of `~/.aws/credentials`.
    pub shared_credentials_files: Vec<String>,
    /// Roles to assume, each with the credentials of the one before.
    pub assume_role: Vec<AssumeRole>,
    /// Role to assume with an OpenID Connect token; comes before `assume_role`.
    pub assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity>,
    /// Addresses that replace AWS's own.
    pub endpoints: Endpoints,
    /// Use FIPS 140 endpoints.
    pub use_fips_endpoint: Option<bool>,
    /// Use endpoints that answer on IPv6 too.
    pub use_dualstack_endpoint: Option<bool>,
    /// Proxy of plain HTTP requests, instead of `HTTP_PROXY`.
    pub http_proxy: Option<String>,
    /// Proxy of HTTPS requests, instead of `HTTPS_PROXY`.
    pub https_proxy: Option<String>,
    /// Hosts that are reached directly, comma separated, instead of `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// PEM file of the only certificate authorities to trust, instead of `AWS_CA_BUNDLE`.
    pub custom_ca_bundle: Option<String>,
    /// Accept any server certificate.
    pub insecure: bool,
    /// Attempts of one call, the first included; 25 when neither this nor `AWS_MAX_ATTEMPTS` is set.
    pub max_retries: Option<u32>,
    /// How attempts are spaced.
    pub retry_mode: Option<RetryMode>,
    /// Do not ask AWS whether the credentials are valid before they are needed.
    pub skip_credentials_validation: bool,
    /// Never call `sts:GetCallerIdentity`.
    pub skip_requesting_account_id: bool,
    /// Accept regions that [`regions`](super::regions) does not know or advises against.
    pub skip_region_validation: bool,
    /// Never ask the EC2 instance metadata service for credentials.
    pub skip_metadata_api_check: Option<bool>,
    /// Address of the EC2 instance metadata service, instead of `AWS_EC2_METADATA_SERVICE_ENDPOINT`.
    pub ec2_metadata_service_endpoint: Option<String>,
    /// Accounts that may be worked on; empty means all. 12 digits each.
    pub allowed_account_ids: BTreeSet<String>,
    /// Accounts that must not be worked on. 12 digits each.
    pub forbidden_account_ids: BTreeSet<String>,
    /// Waiting times of the client itself; not exposed to practitioners.
    pub pace: Pace,
}

/// One role of an `assume_role` chain; see `AssumeRole` of the STS API for limits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssumeRole {
    /// ARN of the role.
    pub role_arn: String,
    /// External id that the role's trust policy asks for, 2 to 1224 characters.
    pub external_id: Option<String>,
    /// Name of the session, 2 to 64 characters.
    pub session_name: Option<String>,
    /// Life of the credentials, 15 minutes to 12 hours; one hour when unset.
    pub duration: Option<Duration>,
    /// Policy that narrows the session, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that narrow the session.
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
    /// Life of the credentials, 15 minutes to 12 hours; one hour when unset.
    pub duration: Option<Duration>,
    /// Policy that narrows the session, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that narrow the session.
    pub policy_arns: Vec<String>,
    /// The token itself; wins over the file.
    pub web_identity_token: Option<String>,
    /// File that holds the token, read again whenever credentials are renewed.
    pub web_identity_token_file: Option<String>,
}

/// Addresses that replace AWS's own, such as `http://127.0.0.1:4780`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Endpoints {
    /// Address of the CodeConnections API.
    pub codeconnections: Option<String>,
    /// Address of the CodeStar Connections API.
    pub codestarconnections: Option<String>,
    /// Address of CodePipeline.
    pub codepipeline: Option<String>,
    /// Address of the Security Token Service.
    pub sts: Option<String>,
}

/// How attempts of one call are spaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// Exponential, with jitter.
    Standard,
    /// Exponential, with jitter, and slowed down for all calls while AWS throttles.
    Adaptive,
}

/// Waiting times of the client itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Wait before the second attempt of a call; doubles with each further one.
    pub initial_backoff: Duration,
    /// Longest wait between two attempts.
    pub max_backoff: Duration,
    /// Longest time to open a connection.
    pub connect_timeout: Duration,
    /// Longest time to wait for an answer once a request is under way.
    pub read_timeout: Duration,
    /// How long a role that CodePipeline cannot assume yet is given to propagate.
    pub role_propagation: Duration,
    /// How long a connection may have the status `ERROR`, which AWS may get over by itself, before a wait for it ends.
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

/// Prints no value: keys, tokens and proxy passwords must not reach a log.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("region", &self.region)
            .field("profile", &self.profile)
            .finish_non_exhaustive()
    }
}

/// Prints no token.
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
