//! Roles that the environment or a profile names, as this room assumes them itself.
//!
//! The SDK's own sources call STS where the environment says, and cannot be told of another address. So where the
//! settings have one, the roles are assumed here; where credentials begin stays the SDK's matter.

use std::collections::BTreeSet;

use aws_config::profile::{self, Profile, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use super::{
    environment,
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
};

/// Name of the profile that [`alone`] makes.
const ALONE: &str = "terraform-provider-codepipeline-base";

/// What a profile may say of where its credentials begin.
const BEGINNINGS: [&str; 11] = [
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

/// Where credentials begin, and the roles to assume with them, one after the other.
pub(crate) struct Chain {
    pub(crate) base: Base,
    pub(crate) roles: Vec<AssumeRole>,
}

/// Where credentials begin.
pub(crate) enum Base {
    /// As the SDK finds them in this profile of these files, which names no role.
    Profile(EnvConfigFiles, &'static str),
    /// With a token of an identity provider.
    Token(AssumeRoleWithWebIdentity),
}

/// The role that `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE` name.
pub(crate) fn of_environment() -> Option<Chain> {
    let role = AssumeRoleWithWebIdentity {
        role_arn: environment::var("AWS_ROLE_ARN")?,
        web_identity_token_file: Some(environment::var("AWS_WEB_IDENTITY_TOKEN_FILE")?),
        session_name: environment::var("AWS_ROLE_SESSION_NAME"),
        ..AssumeRoleWithWebIdentity::default()
    };
    Some(Chain {
        base: Base::Token(role),
        roles: Vec::new(),
    })
}

/// The roles of the profile of the settings, or of the one that the environment chooses. None if it has none, or if
/// something is wrong with it: then the SDK is to say what.
pub(crate) async fn of_profile(settings: &Settings) -> Option<Chain> {
    let (files, name) = (settings.files().build(), settings.profile.clone().map(Into::into));
    let profiles = profile::load(&Fs::default(), &Env::default(), &files, name)
        .await
        .ok()?;
    let mut chain = walk(&profiles, settings)?;
    chain.roles.reverse();
    let has_roles = !chain.roles.is_empty() || matches!(chain.base, Base::Token(_));
    has_roles.then_some(chain)
}

/// Follows `source_profile`, the last role first. Keys of a profile that is another's source come before its role.
fn walk(profiles: &ProfileSet, settings: &Settings) -> Option<Chain> {
    let (mut roles, mut seen) = (Vec::new(), BTreeSet::new());
    let mut profile = profiles.get_profile(profiles.selected_profile())?;
    while seen.insert(profile.name()) {
        let text = |key: &str| profile.get(key).map(str::to_owned);
        let is_source_with_keys = !roles.is_empty() && profile.get("aws_access_key_id").is_some();
        let Some(role_arn) = text("role_arn").filter(|_| !is_source_with_keys) else {
            let base = alone(profile, settings);
            return Some(Chain { base, roles });
        };
        if let Some(file) = text("web_identity_token_file") {
            let base = Base::Token(AssumeRoleWithWebIdentity {
                role_arn,
                session_name: text("role_session_name"),
                web_identity_token_file: Some(file),
                ..AssumeRoleWithWebIdentity::default()
            });
            return Some(Chain { base, roles });
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
                let base = alone(profile, settings);
                return Some(Chain { base, roles });
            }
            (Some(_), Some(_)) | (None, None) => return None,
        }
    }
    None
}

/// The profile as if it named no role, beside the files whose `[sso-session]` it may name.
fn alone(profile: &Profile, settings: &Settings) -> Base {
    let beginnings = BEGINNINGS
        .iter()
        .filter_map(|key| Some(format!("{key} = {}\n", profile.get(key)?)));
    let text = format!("[profile {ALONE}]\n{}", beginnings.collect::<String>());
    let files = settings.files().with_contents(EnvConfigFileKind::Config, text);
    Base::Profile(files.build(), ALONE)
}
