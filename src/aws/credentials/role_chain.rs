//! The roles that the environment or a profile names, if an STS endpoint is configured.
//!
//! The SDK's own sources ignore that endpoint. So the roles are assumed here, with base credentials from the SDK.

use std::collections::BTreeSet;

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
    let (files, name) = (
        environment::shared_files(settings).build(),
        settings.profile.clone().map(Into::into),
    );
    let profiles = profile::load(&Fs::default(), &Env::default(), &files, name)
        .await
        .ok()?;
    let mut chain = walk(&profiles, settings)?;
    chain.roles.reverse();
    let has_roles = !chain.roles.is_empty() || matches!(chain.base, Base::Token(_));
    has_roles.then_some(chain)
}

/// Follows `source_profile`, the last role first. Keys of a source profile take precedence over its role.
fn walk(profiles: &ProfileSet, settings: &Settings) -> Option<RoleChain> {
    let (mut roles, mut seen) = (Vec::new(), BTreeSet::new());
    let mut profile = profiles.get_profile(profiles.selected_profile())?;
    while seen.insert(profile.name()) {
        let text = |key: &str| profile.get(key).map(str::to_owned);
        let is_source_with_keys = !roles.is_empty() && profile.get("aws_access_key_id").is_some();
        let Some(role_arn) = text("role_arn").filter(|_| !is_source_with_keys) else {
            let base = without_role(profile, settings);
            return Some(RoleChain { base, roles });
        };
        if let Some(file) = text("web_identity_token_file") {
            let base = Base::Token(AssumeRoleWithWebIdentity {
                role_arn,
                session_name: text("role_session_name"),
                web_identity_token_file: Some(file),
                ..AssumeRoleWithWebIdentity::default()
            });
            return Some(RoleChain { base, roles });
        }
        roles.push(AssumeRole {
            role_arn,
            external_id: text("external_id"),
            session_name: text("role_session_name"),
            ..AssumeRole::default()
        });
        match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), None) if source != profile.name() => profile = profiles.get_profile(source)?,
            (Some(_), None) | (None, Some(_)) => {
                let base = without_role(profile, settings);
                return Some(RoleChain { base, roles });
            }
            (Some(_), Some(_)) | (None, None) => return None,
        }
    }
    None
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
