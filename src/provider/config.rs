//! The provider block.

mod aws;

use std::collections::{BTreeMap, BTreeSet};

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::{Attributes, Choice, Document, Duration, Maybe, Secret},
    value::{Path, Value},
};

use crate::provider::{checks, tags::OwnTags};

/// The `codepipeline` provider connects GitLab to AWS CodePipeline: it manages connections (AWS CodeConnections, formerly
/// CodeStar Connections), their hosts and handshakes, whole pipelines, and a single source action inside a pipeline that
/// somebody else owns. What would fail silently when a pipeline runs is caught before anything is created.
///
/// Credentials and region come from this block, else from where every AWS SDK looks for them: environment variables, the
/// shared configuration files (with SSO and credential processes), web identity, container and instance metadata.
#[derive(Attributes, Debug)]
pub struct Config {
    /// Region of resources and data sources that name none, such as `eu-west-1`. Also `AWS_REGION`, `AWS_DEFAULT_REGION`
    /// or the profile's region; the instance metadata service is never asked for it.
    pub region: Option<String>,
    /// Profile of the shared configuration and credentials files. Also `AWS_PROFILE`.
    pub profile: Option<String>,
    /// Access key id. Also `AWS_ACCESS_KEY_ID`.
    pub access_key: Option<String>,
    /// Secret access key. Also `AWS_SECRET_ACCESS_KEY`.
    pub secret_key: Option<Secret<String>>,
    /// Session token of temporary credentials. Also `AWS_SESSION_TOKEN`.
    pub token: Option<Secret<String>>,
    /// Shared configuration files, instead of `~/.aws/config`. Also `AWS_CONFIG_FILE`.
    pub shared_config_files: Option<Vec<String>>,
    /// Shared credentials files, instead of `~/.aws/credentials`. Also `AWS_SHARED_CREDENTIALS_FILE`.
    pub shared_credentials_files: Option<Vec<String>>,
    /// Use FIPS 140 endpoints. Also `AWS_USE_FIPS_ENDPOINT`.
    pub use_fips_endpoint: Option<bool>,
    /// Use endpoints that answer on IPv6 too. Also `AWS_USE_DUALSTACK_ENDPOINT`.
    pub use_dualstack_endpoint: Option<bool>,
    /// Address of the proxy for plain HTTP. Also `HTTP_PROXY`.
    pub http_proxy: Option<String>,
    /// Address of the proxy for HTTPS. Also `HTTPS_PROXY`.
    pub https_proxy: Option<String>,
    /// Hosts that are reached without a proxy, separated by commas. Also `NO_PROXY`.
    pub no_proxy: Option<String>,
    /// File with the certificates of the authorities to trust, in PEM form. Also `AWS_CA_BUNDLE`.
    pub custom_ca_bundle: Option<String>,
    /// Accept any TLS certificate. For tests only: whoever sits between can read and change everything.
    pub insecure: Option<bool>,
    /// How often a call is tried at most, the first time included: 25 times where nothing says otherwise. Also
    /// `AWS_MAX_ATTEMPTS`.
    #[attr(range(1..=100))]
    pub max_retries: Option<i64>,
    /// How tries of one call are spaced: `standard` where nothing says otherwise. Also `AWS_RETRY_MODE`.
    pub retry_mode: Option<RetryMode>,
    /// Do not fail before the first call to AWS where there are no credentials. Whether those that there are can be used is
    /// found out by that call in any case.
    pub skip_credentials_validation: Option<bool>,
    /// Do not ask AWS for the account id. Identities and console links of pipelines are then made from ARNs only.
    pub skip_requesting_account_id: Option<bool>,
    /// Accept regions in which connections are not known to work.
    pub skip_region_validation: Option<bool>,
    /// Do not look for credentials at the instance metadata service. Also `AWS_EC2_METADATA_DISABLED`.
    pub skip_metadata_api_check: Option<bool>,
    /// The only accounts that may be worked on, 12 digits each.
    #[attr(conflicts_with("forbidden_account_ids"), each(pattern("[0-9]+"), length(12..=12)))]
    pub allowed_account_ids: Option<BTreeSet<String>>,
    /// Accounts that must not be worked on, 12 digits each.
    #[attr(each(pattern("[0-9]+"), length(12..=12)))]
    pub forbidden_account_ids: Option<BTreeSet<String>>,
    /// The API that makes new connections and hosts, and so the prefix of their ARNs. Existing ones are always reached
    /// through the API of their own ARN. `codeconnections` where it is left out.
    pub connections_service: Option<ConnectionsService>,
    /// How connections are read: `get` where it is left out. `list` reads many with one call, for accounts where
    /// GetConnection is throttled.
    pub read_connections: Option<ReadConnections>,
    /// Codes of checks whose errors and warnings are not wanted, such as `CPGL001`.
    pub skip_checks: Option<BTreeSet<String>>,
    /// A role to assume. Several are a chain, each assumed with the credentials of the one before.
    #[attr(block)]
    pub assume_role: Vec<AssumeRole>,
    /// A role to assume with a token of an identity provider, such as GitLab's `id_tokens`.
    #[attr(block = "list")]
    pub assume_role_with_web_identity: Option<AssumeRoleWithWebIdentity>,
    /// Addresses to use instead of AWS's own. Also `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>`.
    #[attr(block = "list")]
    pub endpoints: Option<Endpoints>,
    /// Tags of every resource that takes tags.
    #[attr(block = "list")]
    pub default_tags: Option<DefaultTags>,
    /// Tags that are neither shown nor changed, because something else manages them.
    #[attr(block = "list")]
    pub ignore_tags: Option<IgnoreTags>,
    /// Access to GitLab's API, for checks that need it.
    #[attr(block)]
    pub gitlab: Option<Gitlab>,
}

/// A role to assume.
#[derive(Attributes, Debug)]
pub struct AssumeRole {
    /// ARN of the role.
    #[attr(length(20..=2048))]
    pub role_arn: String,
    /// How long the credentials are valid, from `15m` to `12h`.
    pub duration: Option<Duration>,
    /// Id that the role's trust policy asks of outsiders.
    #[attr(length(2..=1224))]
    pub external_id: Option<String>,
    /// Policy that limits the session further, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that limit the session further.
    pub policy_arns: Option<BTreeSet<String>>,
    /// Name of the session.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub session_name: Option<String>,
    /// Identity that stays with the session through the chain.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub source_identity: Option<String>,
    /// Tags of the session.
    pub tags: Option<BTreeMap<String, String>>,
    /// Keys of the tags that stay with the session through the chain.
    pub transitive_tag_keys: Option<BTreeSet<String>>,
}

/// A role to assume with a token of an identity provider.
#[derive(Attributes, Debug)]
#[attr(exactly_one_of("web_identity_token", "web_identity_token_file"))]
pub struct AssumeRoleWithWebIdentity {
    /// ARN of the role.
    #[attr(length(20..=2048))]
    pub role_arn: String,
    /// How long the credentials are valid, from `15m` to `12h`.
    pub duration: Option<Duration>,
    /// Policy that limits the session further, as JSON.
    pub policy: Option<String>,
    /// ARNs of managed policies that limit the session further.
    pub policy_arns: Option<BTreeSet<String>>,
    /// Name of the session.
    #[attr(length(2..=64), pattern("[A-Za-z0-9_+=,.@-]+"))]
    pub session_name: Option<String>,
    /// The token itself.
    pub web_identity_token: Option<Secret<String>>,
    /// File that holds the token. It is read again whenever credentials are needed.
    pub web_identity_token_file: Option<String>,
}

/// Addresses to use instead of AWS's own, such as `https://vpce-0a1b.codepipeline.eu-west-1.vpce.amazonaws.com`.
#[derive(Attributes, Debug)]
pub struct Endpoints {
    /// Address of CodeConnections.
    #[attr(check = checks::address::service)]
    pub codeconnections: Option<String>,
    /// Address of CodeStar Connections.
    #[attr(check = checks::address::service)]
    pub codestarconnections: Option<String>,
    /// Address of CodePipeline.
    #[attr(check = checks::address::service)]
    pub codepipeline: Option<String>,
    /// Address of the Security Token Service.
    #[attr(check = checks::address::service)]
    pub sts: Option<String>,
}

/// Tags of every resource that takes tags.
#[derive(Attributes, Debug)]
pub struct DefaultTags {
    /// The tags. A resource's own tag of the same key wins, and one whose value is null counts as left out.
    pub tags: Option<OwnTags>,
}

/// Tags that are neither shown nor changed.
#[derive(Attributes, Debug)]
pub struct IgnoreTags {
    /// Keys of such tags.
    pub keys: Option<BTreeSet<String>>,
    /// What the keys of such tags begin with.
    pub key_prefixes: Option<BTreeSet<String>>,
}

/// Access to GitLab's API.
#[derive(Attributes, Debug)]
pub struct Gitlab {
    /// Address of GitLab, with or without `/api/v4`. Also `GITLAB_BASE_URL`.
    pub base_url: Option<String>,
    /// Token with the scope `read_api`. Also `GITLAB_TOKEN`. It is sent to that address only.
    pub token: Option<Secret<String>>,
    /// Whether GitLab is asked if projects and branches are as the pipeline will need them: `off` where it is left out.
    pub preflight: Option<Preflight>,
}

/// How tries of one call are spaced.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum RetryMode {
    /// Exponentially.
    Standard,
    /// Exponentially, and slower while AWS asks for fewer calls.
    Adaptive,
}

/// The API that makes new connections and hosts.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionsService {
    /// The API since 2024; its ARNs can be shared with other accounts.
    #[choice("codeconnections")]
    #[default]
    Codeconnections,
    /// The API under its former name.
    #[choice("codestar-connections")]
    CodestarConnections,
}

/// How connections are read.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum ReadConnections {
    /// Each with a call of its own.
    #[default]
    Get,
    /// All from one listing.
    List,
}

/// Whether GitLab is asked.
#[derive(Choice, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[choice(rename = "snake_case")]
pub enum Preflight {
    /// Never.
    #[default]
    Off,
    /// At plan, and what is wrong is a warning.
    Warn,
    /// At plan, and what is wrong is an error.
    Enforce,
}

impl Config {
    /// Reads a provider block. What is not known of it and not needed to reach AWS is left out.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(config: Document<'_>) -> Result<Self, Diagnostics> {
        let block = config.root().as_map().cloned();
        let mut block = block.ok_or_else(|| Diagnostic::bug("The provider block is not an object."))?;
        for (name, value) in &mut block {
            if is_deferrable(name) && !value.is_wholly_known() {
                *value = Value::Null;
            }
        }
        Self::from_object(&block)
    }

    /// The arguments that are needed to reach AWS and not known yet.
    pub fn unknown(config: Document<'_>) -> Vec<Path> {
        let arguments = config.root().as_map().into_iter().flatten();
        arguments
            .filter(|(name, value)| !is_deferrable(name) && !value.is_wholly_known())
            .map(|(name, _)| Path::attribute(name))
            .collect()
    }

    /// The codes of `skip_checks`; none while one of them is unknown.
    pub fn skipped_checks(config: Document<'_>) -> Option<BTreeSet<String>> {
        let codes = config.value(Self::SKIP_CHECKS.name);
        let texts = codes.elements().iter().filter_map(Value::as_str);
        codes.is_wholly_known().then(|| texts.map(str::to_owned).collect())
    }

    /// What is wrong with the provider block, as far as it is known.
    pub fn validate(config: Document<'_>) -> Diagnostics {
        half_a_key(config).into_iter().chain(no_region(config)).collect()
    }
}

/// Half a key would leave the other half to the environment, and so perhaps another account.
fn half_a_key(config: Document<'_>) -> Option<Diagnostic> {
    let is_given = |name: &str| match config.value(name) {
        Value::Unknown(_) => None,
        value => Some(value.as_str().is_some_and(|text| !text.is_empty())),
    };
    let (key, secret) = (Config::ACCESS_KEY.name, Config::SECRET_KEY.name);
    let (given, missing) = match (is_given(key), is_given(secret)) {
        (Some(true), Some(false)) => (key, secret),
        (Some(false), Some(true)) => (secret, key),
        _ => return None,
    };
    let detail = format!(
        "`{given}` is given and `{missing}` is not. Give both, or leave both out so that credentials come from the \
         environment or a profile."
    );
    Some(Diagnostic::error("Half of an access key", detail).at(Path::attribute(missing)))
}

/// A name of a region that has not even the form of one would only be refused at each resource.
fn no_region(config: Document<'_>) -> Option<Diagnostic> {
    let region = config.get(Config::REGION).known().filter(|region| !region.is_empty())?;
    let is_lifted = !matches!(
        config.get(Config::SKIP_REGION_VALIDATION),
        Maybe::Null | Maybe::Known(false)
    ) || Config::skipped_checks(config).is_none_or(|codes| codes.contains(checks::region::REGION.code));
    if is_lifted {
        return None;
    }
    Some(checks::region::has_no_form(&region)?.at(Config::REGION.path()))
}

/// Whether AWS can be reached, and resources be planned, before the argument is known.
fn is_deferrable(name: &str) -> bool {
    [Config::DEFAULT_TAGS.name, Config::GITLAB.name, Config::SKIP_CHECKS.name].contains(&name)
}
