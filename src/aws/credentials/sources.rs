//! The sources of credentials, in the order of hashicorp/aws.

use aws_config::{
    ecs::EcsCredentialsProvider, environment::EnvironmentVariableCredentialsProvider,
    imds::credentials::ImdsCredentialsProvider, profile::ProfileFileCredentialsProvider,
    web_identity_token::WebIdentityTokenCredentialsProvider,
};
use aws_credential_types::{
    Credentials,
    credential_fn::provide_credentials_fn,
    provider::{ProvideCredentials, SharedCredentialsProvider, error::CredentialsError},
};
use aws_runtime::env_config::file::EnvConfigFiles;

use crate::aws::{
    client_factory::ClientFactory,
    environment::{self, Profile},
    settings::Settings,
};

/// A place that may hold credentials.
pub(super) struct Source {
    /// Its name in messages.
    pub(super) name: String,
    pub(super) provider: SharedCredentialsProvider,
    pub(super) roles: Roles,
}

/// Whether a source may name roles to assume.
pub(super) enum Roles {
    None,
    OfEnvironment,
    OfProfile,
}

/// Returns the sources to try, in order: configured keys alone, a configured profile alone, else the default chain.
pub(super) fn sources(settings: &Settings, files: &EnvConfigFiles, clients: &ClientFactory) -> Vec<Source> {
    if let (Some(key), Some(secret)) = (&settings.access_key, &settings.secret_key) {
        let keys = Credentials::new(key, secret, settings.token.clone(), None, "provider block");
        return vec![source("the provider block", Roles::None, keys)];
    }
    let profile = profile(settings, files.clone(), environment::profile(settings), clients);
    if let Some(name) = &settings.profile {
        return vec![source(&format!("the profile {name:?}"), Roles::OfProfile, profile)];
    }
    let config = clients.credentials_config();
    let token = WebIdentityTokenCredentialsProvider::builder()
        .configure(&config)
        .build();
    let container = EcsCredentialsProvider::builder().configure(&config).build();
    vec![
        source(
            "the environment",
            Roles::None,
            EnvironmentVariableCredentialsProvider::new(),
        ),
        source("a web identity token", Roles::OfEnvironment, token),
        source(&name_of_profile(), Roles::OfProfile, profile),
        source("the container", Roles::None, container),
        source(
            "the EC2 instance metadata service",
            Roles::None,
            metadata(settings, clients),
        ),
    ]
}

/// Returns the credentials of a profile of these files.
pub(super) fn profile(
    settings: &Settings,
    files: EnvConfigFiles,
    name: String,
    clients: &ClientFactory,
) -> ProfileFileCredentialsProvider {
    ProfileFileCredentialsProvider::builder()
        .configure(&clients.credentials_config())
        .profile_files(files)
        .profile_name(name)
        // The SDK's own ignores the settings.
        .with_custom_provider("Ec2InstanceMetadata", metadata(settings, clients))
        .build()
}

/// Returns the missing part if the environment has half an access key, which the SDK ignores.
pub(super) fn half_key() -> Option<String> {
    let [key, secret] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    let (set, unset) = match (environment::var(key), environment::var(secret)) {
        (Some(_), None) => (key, secret),
        (None, Some(_)) => (secret, key),
        _ => return None,
    };
    Some(format!("the environment contains {set} but not {unset}"))
}

fn name_of_profile() -> String {
    let Profile { name, variable } = Profile::of_environment();
    variable.map_or_else(
        || "the default profile".to_owned(),
        |variable| format!("the profile {name:?} of {variable}"),
    )
}

fn source(name: &str, roles: Roles, provider: impl ProvideCredentials + 'static) -> Source {
    Source {
        name: name.to_owned(),
        provider: SharedCredentialsProvider::new(provider),
        roles,
    }
}

fn metadata(settings: &Settings, clients: &ClientFactory) -> SharedCredentialsProvider {
    if settings.skip_metadata_api_check == Some(true) {
        return refusing(|| CredentialsError::not_loaded("skip_metadata_api_check is true"));
    }
    match clients.metadata(settings) {
        Ok(client) => SharedCredentialsProvider::new(
            ImdsCredentialsProvider::builder()
                .configure(&clients.credentials_config())
                .imds_client(client)
                .build(),
        ),
        Err(malformed) => refusing(move || CredentialsError::invalid_configuration(malformed.clone())),
    }
}

fn refusing(error: impl Fn() -> CredentialsError + Send + Sync + 'static) -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(provide_credentials_fn(move || std::future::ready(Err(error()))))
}
