//! The arguments of the provider block.

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::typed::{Attributes, Choice, Duration, Secret};

use super::endpoint;

/// The `codepipeline` provider connects GitLab to AWS CodePipeline: it manages connections (AWS CodeConnections,
/// formerly CodeStar Connections), their hosts and handshakes, whole pipelines, and a single source action inside a
/// pipeline that another team owns. Before it creates anything, it reports mistakes that would otherwise surface only
/// when a pipeline runs.
///
/// The provider takes its credentials from the first of these sources that has any, in the same order as
/// hashicorp/aws:
///
/// 1. The provider block: `assume_role_with_web_identity`, otherwise `access_key` and `secret_key`, otherwise `profile`. If
///    one of them is set, the provider does not use the other sources.
/// 2. The environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, otherwise
///    `AWS_WEB_IDENTITY_TOKEN_FILE` and `AWS_ROLE_ARN`.
/// 3. The shared configuration and credentials files: the profile in `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`, otherwise the
///    default profile.
/// 4. The container credentials endpoint of Amazon ECS (`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`) or of EKS Pod Identity
///    (`AWS_CONTAINER_CREDENTIALS_FULL_URI`).
/// 5. The EC2 instance metadata service.
///
/// The provider assumes the roles in `assume_role` with these credentials. Temporary credentials are renewed before they expire.
///
/// A profile contains keys, an SSO session, a `credential_process`, or a role with `source_profile`,
/// `credential_source` or `web_identity_token_file`. If a profile that you name does not exist, or if a profile fails, for
/// example because its SSO session has expired, the provider returns an error and does not try the next source. The
/// provider cannot ask for the code of an MFA device: for a role with `mfa_serial`, it returns an error with the command
/// that starts a session. It does not support the `login_session` of `aws login`: use a profile with `credential_process =
/// aws configure export-credentials --profile NAME --format process` instead.
///
/// The `User-Agent` header of each request to AWS and GitLab contains the versions of Terraform and of the provider,
/// and the value of `TF_APPEND_USER_AGENT`.
#[derive(Attributes, Debug)]
pub struct Config {
    /// Region of resources and data sources that have no `region` of their own, such as `eu-west-1`; the region of the
    /// profile when omitted. It determines the partition, such as AWS GovCloud (US) or China, of ARNs, endpoints and
    /// console links. Environment variables: `AWS_REGION`, `AWS_DEFAULT_REGION`. The instance metadata service is not
    /// used.
    pub region: Option<String>,
    /// Profile of the shared configuration and credentials files. Its credentials take precedence over those of the
    /// environment. Environment variables, which do not have this precedence: `AWS_PROFILE`, `AWS_DEFAULT_PROFILE`.
    pub profile: Option<String>,
    /// Access key ID, which requires `secret_key`. Environment variable: `AWS_ACCESS_KEY_ID`.
    pub access_key: Option<String>,
    /// Secret access key. Environment variable: `AWS_SECRET_ACCESS_KEY`.
    pub secret_key: Option<Secret<String>>,
    /// Session token of temporary credentials. Environment variable: `AWS_SESSION_TOKEN`.
    pub token: Option<Secret<String>>,
    /// Shared configuration files, instead of `~/.aws/config`. Environment variable: `AWS_CONFIG_FILE`.
    pub shared_config_files: Option<Vec<String>>,
    /// Shared credentials files, instead of `~/.aws/credentials`. Environment variable: `AWS_SHARED_CREDENTIALS_FILE`.
    pub shared_credentials_files: Option<Vec<String>>,
    /// Whether to use FIPS 140 endpoints, such as `codepipeline-fips.us-east-1.amazonaws.com`. In a region without them,
    /// the provider returns an error. An endpoint in `endpoints` takes precedence. Environment variable:
    /// `AWS_USE_FIPS_ENDPOINT`.
    pub use_fips_endpoint: Option<bool>,
    /// Whether to use dual-stack endpoints, which support IPv6, such as `codepipeline.eu-west-1.api.aws`. An endpoint in
    /// `endpoints` takes precedence. Environment variable: `AWS_USE_DUALSTACK_ENDPOINT`.
    pub use_dualstack_endpoint: Option<bool>,
    /// URL of the proxy for HTTP requests, and for HTTPS requests if no HTTPS proxy is set. Environment variables:
    /// `HTTP_PROXY`, `ALL_PROXY`.
    pub http_proxy: Option<String>,
    /// URL of the proxy for HTTPS requests to AWS and GitLab. Environment variables: `HTTPS_PROXY`, `ALL_PROXY`.
    pub https_proxy: Option<String>,
    /// Hosts to reach without a proxy, separated by commas. This machine and its metadata services are always reached
    /// without one. Environment variable: `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// File with the certificates of the certificate authorities to trust, in PEM format. For AWS, they replace those
    /// of this machine. For GitLab, they are trusted in addition to those. Environment variable: `AWS_CA_BUNDLE`.
    pub custom_ca_bundle: Option<String>,
    /// Whether to accept any TLS certificate from AWS. For tests only: an attacker on the network can read and change
    /// all traffic to AWS. GitLab's certificate is always verified.
    pub insecure: Option<bool>,
    /// Maximum attempts per call, including the first one; the profile's `max_attempts`, or else 25, when omitted.
    /// Environment variable: `AWS_MAX_ATTEMPTS`.
    #[attr(range(1..=100))]
    pub max_retries: Option<i64>,
    /// Backoff between the attempts of a call; the profile's `retry_mode`, or else `standard`, when omitted.
    /// Environment variable: `AWS_RETRY_MODE`.
    pub retry_mode: Option<RetryMode>,
    /// Whether to skip the check that credentials exist before the first call to AWS. AWS still validates the
    /// credentials of every call.
    pub skip_credentials_validation: Option<bool>,
    /// Whether to skip the request for the account ID, which `allowed_account_ids` and `forbidden_account_ids` require.
    /// The ARNs in lists of pipelines are then null.
    pub skip_requesting_account_id: Option<bool>,
    /// Whether to accept regions that are unknown to this release, or that are not documented to support connections.
    pub skip_region_validation: Option<bool>,
    /// Whether to ignore the credentials of the instance metadata service, also in a profile with
    /// `credential_source = Ec2InstanceMetadata`. Environment variable: `AWS_EC2_METADATA_DISABLED`; if that is `true`, a
    /// value of `false` here has no effect.
    pub skip_metadata_api_check: Option<bool>,
    /// Endpoint of the instance metadata service; the profile's `ec2_metadata_service_endpoint`, or else that of
    /// `ec2_metadata_service_endpoint_mode`, when omitted. Environment variable: `AWS_EC2_METADATA_SERVICE_ENDPOINT`.
    #[attr(check = endpoint::of_service)]
    pub ec2_metadata_service_endpoint: Option<String>,
    /// IP version of the instance metadata service; the profile's `ec2_metadata_service_endpoint_mode`, or else `IPv4`,
    /// when omitted. An endpoint takes precedence. Environment variable: `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE`.
    pub ec2_metadata_service_endpoint_mode: Option<MetadataMode>,
    /// Region of the Security Token Service (STS); the provider's `region` when omitted. With
    /// `AWS_STS_REGIONAL_ENDPOINTS=legacy`, or `sts_regional_endpoints = legacy` in the profile, the provider uses the
    /// global endpoint `sts.amazonaws.com` in the regions that AWS documents for it.
    pub sts_region: Option<String>,
    /// AWS accounts in which the provider may work; all accounts when omitted. The provider requests the account of its
    /// credentials with `sts:GetCallerIdentity`, before any other call.
    #[attr(conflicts_with("forbidden_account_ids"), each(pattern("[0-9]+"), length(12..=12)))]
    pub allowed_account_ids: Option<BTreeSet<String>>,
    /// AWS accounts in which the provider must not work.
    #[attr(each(pattern("[0-9]+"), length(12..=12)))]
    pub forbidden_account_ids: Option<BTreeSet<String>>,
    /// API that creates connections and hosts, which determines the prefix of their ARNs; `codeconnections` when omitted.
    /// Existing connections and hosts are always managed through the API of their ARN.
    pub connections_service: Option<ConnectionsService>,
    /// API operation that reads connections; `get` when omitted. Use `list` in accounts in which AWS throttles
    /// `GetConnection`.
    pub read_connections: Option<ReadConnections>,
    /// Codes of checks to skip, such as `CPGL001`. The
    /// [guide on checks](https://registry.terraform.io/providers/gitlab-aws/codepipeline/latest/docs/guides/checks)
    /// lists them.
    pub skip_checks: Option<BTreeSet<String>>,
    /// Role to assume. Several blocks form a chain: each role is assumed with the credentials of the previous one, and the
    /// first one with the credentials of the other arguments or of the environment.
    #[attr(block)]
    pub assume_role: Vec<AssumeRole>,
    /// Role to assume with a token of an identity provider, such as GitLab's `id_tokens`, before the roles in
    /// `assume_role`.
    /// Environment variables: `AWS_ROLE_ARN`, `AWS_WEB_IDENTITY_TOKEN_FILE`, `AWS_ROLE_SESSION_NAME`.
    #[attr(block = "list")]
    pub assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity>,
    /// Endpoints that replace the default ones. Environment variables: `AWS_ENDPOINT_URL`,
    /// `AWS_ENDPOINT_URL_<SERVICE>`.
    #[attr(block = "list")]
    pub endpoints: Option<Endpoints>,
    /// Tags that are added to every resource that has `tags`.
    #[attr(block = "list")]
    pub default_tags: Option<DefaultTags>,
    /// Tags to ignore, because they are managed outside this configuration.
    #[attr(block = "list")]
    pub ignore_tags: Option<IgnoreTags>,
    /// Access to the GitLab API, for the checks that need it and for the data source `codepipeline_gitlab_project`.
    #[attr(block)]
    pub gitlab: Option<Gitlab>,
}

/// Role to assume.
#[derive(Attributes, Debug)]
pub struct AssumeRole {
    /// ARN of the role.
    #[attr(length(20..=2048))]
    pub role_arn: String,
    /// Duration of the session, from `15m` to `12h`; `1h` when omitted. AWS allows at most `1h` for a role that is assumed
    /// with the credentials of another role.
    pub duration: Option<Duration>,
    /// External ID that the role's trust policy requires.
    #[attr(length(2..=1224))]
    pub external_id: Option<String>,
    /// Session policy, as JSON, which further restricts the permissions of the session.
    pub policy: Option<String>,
    /// ARNs of managed policies that further restrict the permissions of the session.
    pub policy_arns: Option<BTreeSet<String>>,
    /// Name of the session; `terraform-provider-codepipeline` when omitted.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub session_name: Option<String>,
    /// Source identity of the session, which later roles of the chain keep.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub source_identity: Option<String>,
    /// Tags of the session.
    pub tags: Option<BTreeMap<String, String>>,
    /// Keys of session tags that later roles of the chain inherit.
    pub transitive_tag_keys: Option<BTreeSet<String>>,
}

/// Role to assume with a token of an identity provider.
#[derive(Attributes, Debug)]
#[attr(exactly_one_of("web_identity_token", "web_identity_token_file"))]
pub struct AssumeRoleWithWebIdentity {
    /// ARN of the role.
    #[attr(length(20..=2048))]
    pub role_arn: String,
    /// Duration of the session, from `15m` to `12h`; `1h` when omitted.
    pub duration: Option<Duration>,
    /// Session policy, as JSON, which further restricts the permissions of the session.
    pub policy: Option<String>,
    /// ARNs of managed policies that further restrict the permissions of the session.
    pub policy_arns: Option<BTreeSet<String>>,
    /// Name of the session; `terraform-provider-codepipeline` when omitted.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub session_name: Option<String>,
    /// Token of the identity provider.
    pub web_identity_token: Option<Secret<String>>,
    /// File that contains the token. It is read again whenever the credentials are renewed.
    pub web_identity_token_file: Option<String>,
}

/// Endpoints to use instead of the default ones, such as `https://vpce-0a1b.codepipeline.eu-west-1.vpce.amazonaws.com`.
#[derive(Attributes, Debug)]
pub struct Endpoints {
    /// URL of CodeConnections.
    #[attr(check = endpoint::of_service)]
    pub codeconnections: Option<String>,
    /// URL of CodeStar Connections.
    #[attr(check = endpoint::of_service)]
    pub codestarconnections: Option<String>,
    /// URL of CodePipeline.
    #[attr(check = endpoint::of_service)]
    pub codepipeline: Option<String>,
    /// URL of the Security Token Service.
    #[attr(check = endpoint::of_service)]
    pub sts: Option<String>,
}

/// Tags that are added to every resource that has `tags`.
#[derive(Attributes, Debug)]
pub struct DefaultTags {
    /// Default tags. A resource's own tag with the same key takes precedence, and a tag with a null value is omitted.
    pub tags: Option<BTreeMap<String, Option<String>>>,
}

/// Tags to ignore.
#[derive(Attributes, Debug)]
pub struct IgnoreTags {
    /// Keys of the tags to ignore.
    pub keys: Option<BTreeSet<String>>,
    /// Prefixes of the keys of the tags to ignore.
    pub key_prefixes: Option<BTreeSet<String>>,
}

/// Access to the GitLab API.
#[derive(Attributes, Debug)]
pub struct Gitlab {
    /// URL of GitLab, with or without `/api/v4`; `https://gitlab.com` when omitted. Environment variable:
    /// `GITLAB_BASE_URL`.
    pub base_url: Option<String>,
    /// Token with the `read_api` scope. Environment variable: `GITLAB_TOKEN`. It is sent to `base_url` only.
    pub token: Option<Secret<String>>,
    /// Whether to check the projects and branches of sources in GitLab; `off` when omitted.
    pub preflight: Option<PreflightMode>,
}

/// Backoff between the attempts of a call.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum RetryMode {
    /// Exponential backoff.
    Standard,
    /// Exponential backoff, and a lower rate of calls while AWS throttles.
    Adaptive,
}

/// IP version of the instance metadata service.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataMode {
    /// The address `169.254.169.254`.
    #[choice("IPv4")]
    Ipv4,
    /// The address `fd00:ec2::254`.
    #[choice("IPv6")]
    Ipv6,
}

/// API that creates connections and hosts.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionsService {
    /// The current API, since 2024. Its connections can be shared with other accounts.
    #[choice("codeconnections")]
    #[default]
    Codeconnections,
    /// The API under its former name.
    #[choice("codestar-connections")]
    CodestarConnections,
}

/// API operation that reads connections.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum ReadConnections {
    /// One call per connection.
    #[default]
    Get,
    /// One list of all connections.
    List,
}

/// Check of the projects and branches of sources against GitLab.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum PreflightMode {
    /// The checks do not contact GitLab.
    #[default]
    Off,
    /// Problems are warnings at plan.
    Warn,
    /// Problems are errors at plan.
    Enforce,
}
