//! The sources of credentials, in the order of the AWS CLI and of hashicorp/aws.

use aws_config::{
    ecs::EcsCredentialsProvider, environment::EnvironmentVariableCredentialsProvider, imds, imds::client::EndpointMode,
    imds::credentials::ImdsCredentialsProvider, profile::ProfileFileCredentialsProvider,
    provider_config::ProviderConfig, web_identity_token::WebIdentityTokenCredentialsProvider,
};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, SharedCredentialsProvider},
};
use aws_runtime::env_config::file::EnvConfigFiles;

use crate::aws::{
    environment::{self, Profile},
    settings::{MetadataMode, Settings},
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
pub(super) fn sources(settings: &Settings, files: &EnvConfigFiles, config: &ProviderConfig) -> Vec<Source> {
    if let (Some(key), Some(secret)) = (&settings.access_key, &settings.secret_key) {
        let keys = Credentials::new(key, secret, settings.token.clone(), None, "provider block");
        return vec![source("the provider block", Roles::None, keys)];
    }
    let profile = ProfileFileCredentialsProvider::builder()
        .configure(config)
        .profile_files(files.clone())
        .profile_name(environment::profile(settings))
        .build();
    if let Some(name) = &settings.profile {
        return vec![source(&format!("the profile {name:?}"), Roles::OfProfile, profile)];
    }
    let token = WebIdentityTokenCredentialsProvider::builder().configure(config).build();
    let container = EcsCredentialsProvider::builder().configure(config).build();
    let mut sources = vec![
        source(
            "the environment",
            Roles::None,
            EnvironmentVariableCredentialsProvider::new(),
        ),
        source("a web identity token", Roles::OfEnvironment, token),
        source(&name_of_profile(), Roles::OfProfile, profile),
        source("the container", Roles::None, container),
    ];
    if settings.skip_metadata_api_check != Some(true) {
        let metadata = metadata(settings, config);
        sources.push(source("the EC2 instance metadata service", Roles::None, metadata));
    }
    sources
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

fn metadata(settings: &Settings, config: &ProviderConfig) -> ImdsCredentialsProvider {
    let mut client = imds::Client::builder().configure(config);
    match settings.ec2_metadata_service_endpoint_mode {
        Some(MetadataMode::Ipv4) => client = client.endpoint_mode(EndpointMode::IpV4),
        Some(MetadataMode::Ipv6) => client = client.endpoint_mode(EndpointMode::IpV6),
        None => {}
    }
    if let Some(endpoint) = &settings.ec2_metadata_service_endpoint {
        match client.clone().endpoint(endpoint) {
            Ok(with_endpoint) => client = with_endpoint,
            Err(error) => tracing::warn!(%error, "ec2_metadata_service_endpoint is ignored"),
        }
    }
    ImdsCredentialsProvider::builder()
        .configure(config)
        .imds_client(client.build())
        .build()
}
