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
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
};

/// Name of the profile that [`without_role`] writes.
const BASE_PROFILE: &str = "terraform-provider-codepipeline-base";

/// Members of a profile that name its base credentials.
const BASE_MEMBERS: [&str; 11] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "credential_process",
    "credential_source",
    "login_session",
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

/// Returns the roles of the configured profile, else of the one that the environment names. `None` if it has none, or if it
/// is malformed: the SDK then reports why.
pub(super) async fn of_profile(settings: &Settings) -> Option<RoleChain> {
    let profiles = profiles(settings).await?;
    let (mut roles, profile) = walk(&profiles)?;
    roles.reverse();
    if let Some(file) = text(profile, "web_identity_token_file") {
        let base = Base::Token(AssumeRoleWithWebIdentity {
            role_arn: text(profile, "role_arn")?,
            session_name: text(profile, "role_session_name"),
            duration: duration(profile),
            web_identity_token_file: Some(file),
            ..AssumeRoleWithWebIdentity::default()
        });
        return Some(RoleChain { base, roles });
    }
    let base = without_role(profile, settings);
    (!roles.is_empty()).then_some(RoleChain { base, roles })
}

/// Returns the name of the profile with the base credentials if they come from IAM Identity Center (SSO).
pub(super) async fn sso_profile(settings: &Settings) -> Option<String> {
    let profiles = profiles(settings).await?;
    let (_, profile) = walk(&profiles)?;
    let has_sso = BASE_MEMBERS
        .iter()
        .any(|key| key.starts_with("sso_") && profile.get(key).is_some());
    has_sso.then(|| profile.name().to_owned())
}

async fn profiles(settings: &Settings) -> Option<ProfileSet> {
    let files = environment::shared_files(settings).build();
    let name = environment::profile(settings).into();
    profile::load(&Fs::default(), &Env::default(), &files, Some(name))
        .await
        .ok()
}

/// Follows `source_profile` to the profile with the base credentials; the last role comes first. Keys of a source profile
/// take precedence over its role.
fn walk(profiles: &ProfileSet) -> Option<(Vec<AssumeRole>, &Profile)> {
    let (mut roles, mut seen) = (Vec::new(), BTreeSet::new());
    let mut profile = profiles.get_profile(profiles.selected_profile())?;
    while seen.insert(profile.name()) {
        let is_source_with_keys = !roles.is_empty() && profile.get("aws_access_key_id").is_some();
        let has_token = profile.get("web_identity_token_file").is_some();
        let Some(role_arn) = text(profile, "role_arn").filter(|_| !is_source_with_keys && !has_token) else {
            return Some((roles, profile));
        };
        roles.push(AssumeRole {
            role_arn,
            external_id: text(profile, "external_id"),
            session_name: text(profile, "role_session_name"),
            duration: duration(profile),
            ..AssumeRole::default()
        });
        match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), None) if source != profile.name() => profile = profiles.get_profile(source)?,
            (Some(_), None) | (None, Some(_)) => return Some((roles, profile)),
            (Some(_), Some(_)) | (None, None) => return None,
        }
    }
    None
}

fn text(profile: &Profile, key: &str) -> Option<String> {
    profile.get(key).map(str::to_owned)
}

fn duration(profile: &Profile) -> Option<Duration> {
    profile.get("duration_seconds")?.parse().ok().map(Duration::from_secs)
}

/// Returns the profile without its role, beside the files whose `[sso-session]` it may name.
fn without_role(profile: &Profile, settings: &Settings) -> Base {
    let members = BASE_MEMBERS
        .iter()
        .filter_map(|key| Some(format!("{key} = {}\n", profile.get(key)?)));
    let text = format!("[profile {BASE_PROFILE}]\n{}", members.collect::<String>());
    let files = environment::shared_files(settings).with_contents(EnvConfigFileKind::Config, text);
    Base::Profile(files.build(), BASE_PROFILE)
}
