//! The roles that the environment or a profile names.
//!
//! The SDK's own sources ignore the endpoint and the region of STS, and the duration of a session. So the roles are
//! assumed here, with base credentials from the SDK.

use std::{collections::BTreeSet, time::Duration};

use aws_config::profile::{self, Profile, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use crate::aws::{
    environment,
    error::reason,
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
};

/// Name of the profile that [`without_role`] writes.
const BASE_PROFILE: &str = "terraform-provider-codepipeline-base";

/// Members of a profile that are its keys.
const KEYS: [&str; 3] = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];

/// Members of a profile that name other base credentials.
const SOURCES: [&str; 7] = [
    "credential_process",
    "credential_source",
    "sso_account_id",
    "sso_region",
    "sso_role_name",
    "sso_session",
    "sso_start_url",
];

/// Base credentials, and the roles to assume with them, one after the other.
pub(super) struct RoleChain {
    pub(super) base: Base,
    pub(super) roles: Vec<AssumeRole>,
}

/// Base credentials.
pub(super) enum Base {
    /// Those of this profile of these files, which names no role.
    Profile(EnvConfigFiles, &'static str),
    /// Those of a role that is assumed with a token of an identity provider.
    Token(AssumeRoleWithWebIdentity),
}

/// Returns the role that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` name.
pub(super) fn of_environment() -> Option<RoleChain> {
    let role = AssumeRoleWithWebIdentity {
        role_arn: environment::var("AWS_ROLE_ARN")?,
        web_identity_token_file: Some(environment::var("AWS_WEB_IDENTITY_TOKEN_FILE")?),
        session_name: environment::var("AWS_ROLE_SESSION_NAME"),
        ..AssumeRoleWithWebIdentity::default()
    };
    Some(RoleChain {
        base: Base::Token(role),
        roles: Vec::new(),
    })
}

/// Returns the profile that the settings or the environment name, if it does not exist.
pub(super) async fn missing_profile(settings: &Settings) -> Option<String> {
    let is_named = settings.profile.is_some() || environment::Profile::of_environment().variable.is_some();
    let profiles = profiles(settings).await.ok().filter(|_| is_named)?;
    let name = profiles.selected_profile();
    profiles.get_profile(name).is_none().then(|| name.to_owned())
}

/// Why a profile cannot be used.
pub(super) struct Unusable {
    pub(super) cause: String,
    /// What to do, in sentences, if more is known than the cause.
    pub(super) fix: Option<String>,
}

/// Returns the roles of the configured profile, else of the one that the environment names. `None` if it has none, or if
/// the SDK reports why it cannot be followed.
///
/// # Errors
/// Returns why the files cannot be read, or what the profile requires that no provider has.
pub(super) async fn of_profile(settings: &Settings) -> Result<Option<RoleChain>, Unusable> {
    let profiles = profiles(settings).await?;
    let Some((with_role, profile)) = walk(&profiles) else {
        return Ok(None);
    };
    if let Some(unusable) = with_role.iter().find_map(|profile| mfa(profile)) {
        return Err(unusable);
    }
    let has_keys = is_source_with_keys(profile, &with_role);
    let roles = with_role.iter().rev().filter_map(|profile| role(profile)).collect();
    if let Some(file) = text(profile, "web_identity_token_file").filter(|_| !has_keys) {
        let with_token = |role_arn| AssumeRoleWithWebIdentity {
            role_arn,
            session_name: text(profile, "role_session_name"),
            duration: duration(profile),
            web_identity_token_file: Some(file),
            ..AssumeRoleWithWebIdentity::default()
        };
        let base = text(profile, "role_arn").map(with_token).map(Base::Token);
        return Ok(base.map(|base| RoleChain { base, roles }));
    }
    if let Some(unusable) = console_session(profile).filter(|_| !has_keys) {
        return Err(unusable);
    }
    let base = without_role(profile, has_keys, settings);
    Ok((!with_role.is_empty()).then_some(RoleChain { base, roles }))
}

/// A role with `mfa_serial` is assumed with a code only, as in every AWS SDK.
fn mfa(profile: &Profile) -> Option<Unusable> {
    let (name, serial) = (profile.name(), profile.get("mfa_serial")?);
    let source = profile
        .get("source_profile")
        .map(|source| format!(" --profile {source}"));
    Some(Unusable {
        cause: format!(
            "the profile {name:?} of the shared configuration files has mfa_serial, and a provider cannot ask for the code \
             of an MFA device"
        ),
        fix: Some(format!(
            "Start a session before you run Terraform: aws sts get-session-token{} --serial-number {serial} --token-code \
             CODE. Use its credentials as the source of the profile {name:?}, and remove mfa_serial there. A source \
             profile that uses IAM Identity Center (aws sso login) or a credential_process requires no code either.",
            source.unwrap_or_default()
        )),
    })
}

/// The SDK supports sessions of `aws login` only with a dozen more packages.
fn console_session(profile: &Profile) -> Option<Unusable> {
    let name = profile.name();
    let is_preceded = uses_sso(profile) || profile.get("credential_source").is_some();
    profile.get("login_session").filter(|_| !is_preceded)?;
    Some(Unusable {
        cause: format!(
            "the profile {name:?} of the shared configuration files has login_session, which this provider does not support"
        ),
        fix: Some(format!(
            "Sign in with: aws login --profile {name}. Then use another profile, with credential_process = aws configure \
             export-credentials --profile {name} --format process."
        )),
    })
}

/// Where the base credentials of a profile come from, for error messages.
pub(super) enum Origin {
    /// IAM Identity Center (SSO), for the profile of this name.
    Sso(String),
    /// The value of `credential_source`.
    Named(String),
}

/// Returns where the base credentials of the profile come from, unless it contains them.
pub(super) async fn origin(settings: &Settings) -> Option<Origin> {
    let profiles = profiles(settings).await.ok()?;
    let (_, profile) = walk(&profiles)?;
    if let Some(source) = text(profile, "credential_source") {
        return Some(Origin::Named(source));
    }
    uses_sso(profile).then(|| Origin::Sso(profile.name().to_owned()))
}

fn uses_sso(profile: &Profile) -> bool {
    SOURCES
        .iter()
        .any(|key| key.starts_with("sso_") && profile.get(key).is_some())
}

async fn profiles(settings: &Settings) -> Result<ProfileSet, Unusable> {
    let files = environment::shared_files(settings).build();
    let name = environment::profile(settings).into();
    let loaded = profile::load(&Fs::default(), &Env::default(), &files, Some(name)).await;
    loaded.map_err(|error| Unusable {
        cause: reason(&error),
        fix: None,
    })
}

/// Follows `source_profile` to the profile with the base credentials, and returns the profiles whose roles are assumed with
/// them; that of the last role comes first. Keys of a source profile take precedence over its role.
fn walk(profiles: &ProfileSet) -> Option<(Vec<&Profile>, &Profile)> {
    let (mut with_role, mut seen) = (Vec::new(), BTreeSet::new());
    let mut profile = profiles.get_profile(profiles.selected_profile())?;
    while seen.insert(profile.name()) {
        let has_token = profile.get("web_identity_token_file").is_some();
        if has_token || is_source_with_keys(profile, &with_role) || profile.get("role_arn").is_none() {
            return Some((with_role, profile));
        }
        with_role.push(profile);
        match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), None) if source != profile.name() => profile = profiles.get_profile(source)?,
            (Some(_), None) | (None, Some(_)) => return Some((with_role, profile)),
            (Some(_), Some(_)) | (None, None) => return None,
        }
    }
    None
}

/// Whether the profile is the source of another one, and has keys, which then precede everything else in it.
fn is_source_with_keys(profile: &Profile, with_role: &[&Profile]) -> bool {
    let is_source = with_role.last().is_some_and(|last| last.name() != profile.name());
    is_source && profile.get(KEYS[0]).is_some()
}

/// Returns the role of a profile.
fn role(profile: &Profile) -> Option<AssumeRole> {
    Some(AssumeRole {
        role_arn: text(profile, "role_arn")?,
        external_id: text(profile, "external_id"),
        session_name: text(profile, "role_session_name"),
        duration: duration(profile),
        ..AssumeRole::default()
    })
}

fn text(profile: &Profile, key: &str) -> Option<String> {
    profile.get(key).map(str::to_owned)
}

fn duration(profile: &Profile) -> Option<Duration> {
    profile.get("duration_seconds")?.parse().ok().map(Duration::from_secs)
}

/// Returns the profile without its role, beside the files whose `[sso-session]` it may name.
fn without_role(profile: &Profile, has_keys: bool, settings: &Settings) -> Base {
    let sources = SOURCES.iter().filter(|_| !has_keys);
    let members = KEYS.iter().chain(sources);
    let members = members.filter_map(|key| Some(format!("{key} = {}\n", profile.get(key)?)));
    let text = format!("[profile {BASE_PROFILE}]\n{}", members.collect::<String>());
    let files = environment::shared_files(settings).with_contents(EnvConfigFileKind::Config, text);
    Base::Profile(files.build(), BASE_PROFILE)
}
