//! Credentials, resolved once for all clients: success is kept until shortly before it expires, failure for good.
//!
//! The SDK caches no failure and resolves one caller after the other: without this, fifty resources would wait for
//! fifty time-outs of a metadata service that is not there.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use aws_config::{
    ecs::EcsCredentialsProvider, environment::EnvironmentVariableCredentialsProvider, imds,
    imds::credentials::ImdsCredentialsProvider, profile::ProfileFileCredentialsProvider,
    provider_config::ProviderConfig, web_identity_token::WebIdentityTokenCredentialsProvider,
};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, SharedCredentialsProvider, error::CredentialsError, future},
};
use aws_runtime::env_config::file::EnvConfigFiles;
use tokio::sync::Mutex;

use super::{
    chain::{self, Base, Chain},
    error::{Error, Kind, innermost},
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
    sts,
};

/// Credentials are renewed this long before they expire.
const MARGIN: Duration = Duration::from_secs(300);

/// Life that credentials must have left in any case.
const SHORT: Duration = Duration::from_secs(10);

/// Makes an STS client that uses the given credentials, or none.
pub(crate) type Sts = Box<dyn Fn(Option<Credentials>) -> aws_sdk_sts::Client + Send + Sync>;

/// The credentials of the session.
#[derive(Clone)]
pub(crate) struct Resolved(Arc<Inner>);

struct Inner {
    sources: Vec<Source>,
    config: ProviderConfig,
    settings: Settings,
    sts: Sts,
    state: Mutex<Option<Result<Found, Error>>>,
}

impl Resolved {
    /// Nothing is resolved before the first [`Resolved::get`].
    pub(crate) fn new(settings: &Settings, files: &EnvConfigFiles, config: &ProviderConfig, sts: Sts) -> Self {
        let sources = sources(settings, files, config);
        Self(Arc::new(Inner {
            sources,
            config: config.clone(),
            settings: settings.clone(),
            sts,
            state: Mutex::default(),
        }))
    }

    /// The credentials; concurrent callers share one resolution and its result.
    pub(crate) async fn get(&self) -> Result<Credentials, Error> {
        let mut state = self.0.state.lock().await;
        let old = match &*state {
            Some(Ok(found)) if found.is_fresh() => return Ok(found.credentials.clone()),
            Some(Err(error)) => return Err(error.clone()),
            Some(Ok(found)) => Some(found.credentials.clone()),
            None => None,
        };
        match (self.0.resolve().await, old) {
            (Ok(credentials), _) => {
                let at = Instant::now();
                *state = Some(Ok(Found {
                    credentials: credentials.clone(),
                    at,
                }));
                Ok(credentials)
            }
            // A failure to renew may pass, and the next call tries again; a failure to begin with stays.
            (Err(_), Some(old)) if lasts(&old, Duration::ZERO) => Ok(old),
            (Err(error), Some(_)) => Err(error),
            (Err(error), None) => {
                *state = Some(Err(error.clone()));
                Err(error)
            }
        }
    }
}

/// Credentials and when they were resolved.
struct Found {
    credentials: Credentials,
    at: Instant,
}

impl Found {
    /// Short-lived credentials are not resolved anew at each call, but once a minute.
    fn is_fresh(&self) -> bool {
        lasts(&self.credentials, MARGIN) || (lasts(&self.credentials, SHORT) && self.at.elapsed() < 6 * SHORT)
    }
}

fn lasts(credentials: &Credentials, time: Duration) -> bool {
    credentials
        .expiry()
        .is_none_or(|expiry| expiry > SystemTime::now() + time)
}

impl Inner {
    async fn resolve(&self) -> Result<Credentials, Error> {
        self.assumed(self.base().await?, &self.settings.assume_role).await
    }

    /// The credentials of the last role, each assumed with those of the one before.
    async fn assumed(&self, mut credentials: Credentials, roles: &[AssumeRole]) -> Result<Credentials, Error> {
        for role in roles {
            let client = (self.sts)(Some(credentials));
            credentials = sts::assume_role(&client, role)
                .await
                .map_err(|error| refused(&role.role_arn, &error))?;
        }
        Ok(credentials)
    }

    async fn assumed_with_token(&self, role: &AssumeRoleWithWebIdentity) -> Result<Credentials, Error> {
        let assumed = sts::assume_role_with_web_identity(&(self.sts)(None), role).await;
        assumed.map_err(|error| refused(&role.role_arn, &error))
    }

    async fn base(&self) -> Result<Credentials, Error> {
        if let Some(role) = &self.settings.assume_role_with_web_identity {
            return self.assumed_with_token(role).await;
        }
        let mut tried = Vec::new();
        for source in &self.sources {
            if let Some(chain) = self.chain_of(source).await {
                return self.follow(chain, &source.name).await;
            }
            match source.provider.provide_credentials().await {
                Ok(credentials) => {
                    tracing::debug!(source = source.name, "credentials found");
                    return Ok(credentials);
                }
                Err(error @ CredentialsError::CredentialsNotLoaded(_)) => tried.push(attempt(&source.name, &error)),
                Err(error) => return Err(unusable(&source.name, &error)),
            }
        }
        Err(Error::new(
            Kind::Credentials,
            format!("no AWS credentials were found; tried {}", tried.join(", ")),
        ))
    }
}

impl Inner {
    /// The roles of a source, where the settings have an address of STS, which the SDK cannot be told.
    async fn chain_of(&self, source: &Source) -> Option<Chain> {
        self.settings.endpoints.sts.as_ref()?;
        match source.roles {
            Roles::None => None,
            Roles::OfEnvironment => chain::of_environment(),
            Roles::OfProfile => chain::of_profile(&self.settings).await,
        }
    }

    async fn follow(&self, chain: Chain, source: &str) -> Result<Credentials, Error> {
        let base = match chain.base {
            Base::Token(role) => self.assumed_with_token(&role).await?,
            Base::Profile(files, name) => {
                let profile = ProfileFileCredentialsProvider::builder()
                    .configure(&self.config)
                    .profile_files(files)
                    .profile_name(name);
                let provided = profile.build().provide_credentials().await;
                provided.map_err(|error| unusable(source, &error))?
            }
        };
        self.assumed(base, &chain.roles).await
    }
}

fn unusable(source: &str, error: &CredentialsError) -> Error {
    let text = format!("the credentials of {source} cannot be used: {}", innermost(error));
    Error::new(Kind::Credentials, text)
}

/// A source that has no credentials, with the reason where it gives one.
fn attempt(name: &str, error: &CredentialsError) -> String {
    match std::error::Error::source(error) {
        Some(reason) => format!("{name} ({})", innermost(reason)),
        None => name.to_owned(),
    }
}

/// The same kind where nothing reached AWS, else a matter of credentials.
fn refused(role: &str, error: &Error) -> Error {
    let kind = match error.kind() {
        kind @ (Kind::EndpointUnreachable | Kind::NotOurEndpoint | Kind::Cancelled | Kind::Settings) => kind,
        _ => Kind::Credentials,
    };
    Error::new(kind, format!("the role {role} cannot be assumed: {error}"))
}

/// Where credentials may be.
struct Source {
    /// What it is called in messages.
    name: String,
    provider: SharedCredentialsProvider,
    roles: Roles,
}

/// Whether a source may name roles to assume.
enum Roles {
    None,
    OfEnvironment,
    OfProfile,
}

/// The sources to try, in order: explicit keys alone, an explicit profile alone, else the SDK's default chain.
fn sources(settings: &Settings, files: &EnvConfigFiles, config: &ProviderConfig) -> Vec<Source> {
    if let (Some(key), Some(secret)) = (&settings.access_key, &settings.secret_key) {
        let keys = Credentials::new(key, secret, settings.token.clone(), None, "provider block");
        return vec![source("the provider block", Roles::None, keys)];
    }
    let profile = ProfileFileCredentialsProvider::builder()
        .configure(config)
        .profile_files(files.clone());
    if let Some(name) = &settings.profile {
        let profile = profile.profile_name(name).build();
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
        source("the default profile", Roles::OfProfile, profile.build()),
        source("a web identity token", Roles::OfEnvironment, token),
        source("the container", Roles::None, container),
    ];
    if settings.skip_metadata_api_check != Some(true) {
        let metadata = metadata(settings, config);
        sources.push(source("the EC2 instance metadata service", Roles::None, metadata));
    }
    sources
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

/// What the clients ask; a failure arrives at their callers as the same [`Error`].
impl ProvideCredentials for Resolved {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async { self.get().await.map_err(CredentialsError::provider_error) })
    }
}

/// Prints no credentials.
impl fmt::Debug for Resolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.sources.iter().map(|source| &source.name).collect();
        f.debug_struct("Resolved")
            .field("sources", &names)
            .finish_non_exhaustive()
    }
}
