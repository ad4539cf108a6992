//! Credentials, resolved once for all clients: credentials are cached until shortly before they expire, a failure for
//! the life of the process.
//!
//! The SDK does not cache failures, and resolves credentials for one caller after the other: fifty resources would wait
//! for fifty timeouts of a metadata service that does not exist.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, SharedCredentialsProvider, error::CredentialsError, future},
};
use aws_runtime::env_config::file::EnvConfigFiles;
use tokio::sync::Mutex;

use super::{
    role_chain::{self, Base, Origin, RoleChain, Unusable},
    sources::{Roles, Source, half_key, profile, sources},
    sts,
};
use crate::aws::{
    client_factory::ClientFactory,
    error::{Error, Kind, innermost, reason},
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
};

/// Time before expiry at which credentials are renewed.
const MARGIN: Duration = Duration::from_secs(300);

/// Minimum remaining lifetime of credentials.
const SHORT: Duration = Duration::from_secs(10);

/// The credentials of a session.
#[derive(Clone)]
pub(in crate::aws) struct Resolved(Arc<Inner>);

struct Inner {
    sources: Vec<Source>,
    settings: Settings,
    clients: ClientFactory,
    state: Mutex<Option<Result<Found, Error>>>,
}

impl Resolved {
    /// Resolves nothing before the first [`Resolved::get`].
    pub(in crate::aws) fn new(settings: &Settings, files: &EnvConfigFiles, clients: ClientFactory) -> Self {
        Self(Arc::new(Inner {
            sources: sources(settings, files, &clients),
            settings: settings.clone(),
            clients,
            state: Mutex::default(),
        }))
    }

    /// Returns the credentials; concurrent callers share one resolution and its result.
    ///
    /// # Errors
    /// Returns [`Kind::Credentials`], or why STS could not be called; the same for every caller.
    pub(in crate::aws) async fn get(&self) -> Result<Credentials, Error> {
        let mut state = self.0.state.lock().await;
        let old = match &*state {
            Some(Ok(found)) if found.is_fresh() => return Ok(found.credentials.clone()),
            Some(Err(error)) => return Err(error.clone()),
            Some(Ok(found)) => Some(found.credentials.clone()),
            None => None,
        };
        match (self.0.resolve().await, old) {
            (Ok(credentials), _) => {
                *state = Some(Ok(Found {
                    credentials: credentials.clone(),
                    at: Instant::now(),
                }));
                Ok(credentials)
            }
            // A failed renewal is retried at the next call. A failure of the first resolution is permanent.
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
    /// Short-lived credentials are resolved once a minute, not at each call.
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
        let mut credentials = self.base().await?;
        for (number, role) in self.settings.assume_role.iter().enumerate() {
            let assumed = self.assumed(credentials, role).await;
            credentials = assumed.map_err(|error| error.at_role("assume_role", number))?;
        }
        self.clients.secrets().add_credentials(&credentials);
        Ok(credentials)
    }

    /// Returns the credentials of a role, which is assumed with these.
    async fn assumed(&self, credentials: Credentials, role: &AssumeRole) -> Result<Credentials, Error> {
        self.clients.secrets().add_credentials(&credentials);
        let client = self.clients.sts(Some(SharedCredentialsProvider::new(credentials)));
        let assumed = sts::assume_role(&client, role).await;
        assumed.map_err(|error| refused(&role.role_arn, &error))
    }

    async fn assumed_with_token(&self, role: &AssumeRoleWithWebIdentity) -> Result<Credentials, Error> {
        let assumed = sts::assume_role_with_web_identity(&self.clients.sts(None), role).await;
        assumed.map_err(|error| refused(&role.role_arn, &error))
    }

    async fn base(&self) -> Result<Credentials, Error> {
        if let Some(role) = &self.settings.assume_role_with_web_identity {
            let assumed = self.assumed_with_token(role).await;
            return assumed.map_err(|error| error.at_role("assume_role_with_web_identity", 0));
        }
        let mut tried = Vec::new();
        for source in &self.sources {
            if let Some(chain) = self.chain_of(source).await? {
                let assumed = self.follow(chain, source).await;
                return assumed.map_err(|error| self.at_profile(error));
            }
            match source.provider.provide_credentials().await {
                Ok(credentials) => {
                    self.clients.credentials_source().record(&self.name_of(source));
                    tracing::debug!(source = source.name, "credentials found");
                    return Ok(credentials);
                }
                Err(error @ CredentialsError::CredentialsNotLoaded(_)) => {
                    // As in hashicorp/aws, no other credentials replace those of a profile that is named.
                    if let Some(missing) = self.missing_profile(source).await {
                        tried.push(format!("{} (profile `{missing}` was not defined)", source.name));
                        break;
                    }
                    tried.push(attempt(&source.name, &error));
                }
                Err(error) => return Err(self.failure_of(source, &error).await),
            }
        }
        Err(self.failed(format!(
            "no AWS credentials were found; tried {}{}",
            tried.join(", "),
            self.half_key("; ")
        )))
    }
}

impl Inner {
    /// Returns the name of a source that has credentials.
    fn name_of(&self, source: &Source) -> String {
        match source.roles {
            Roles::OfProfile | Roles::OfEnvironment => format!("{}{}", source.name, self.half_key(", since ")),
            Roles::None => source.name.clone(),
        }
    }

    /// Returns, after `link`, why the environment was skipped if it is one of several sources.
    fn half_key(&self, link: &str) -> String {
        let half = (self.sources.len() > 1).then(half_key).flatten();
        half.map_or_else(String::new, |half| format!("{link}{half}"))
    }

    /// Returns the profile that the source is, if it is named but does not exist.
    async fn missing_profile(&self, source: &Source) -> Option<String> {
        match source.roles {
            Roles::OfProfile => role_chain::missing_profile(&self.settings).await,
            Roles::OfEnvironment | Roles::None => None,
        }
    }

    /// Returns the roles of a source.
    async fn chain_of(&self, source: &Source) -> Result<Option<RoleChain>, Error> {
        let chain = match source.roles {
            Roles::None => Ok(None),
            Roles::OfEnvironment => Ok(role_chain::of_environment()),
            Roles::OfProfile => role_chain::of_profile(&self.settings).await,
        };
        chain.map_err(|unusable| self.unusable(source, unusable))
    }

    async fn follow(&self, chain: RoleChain, source: &Source) -> Result<Credentials, Error> {
        self.clients.credentials_source().record(&self.name_of(source));
        let mut credentials = match chain.base {
            Base::Token(role) => self.assumed_with_token(&role).await?,
            Base::Profile(files, name) => {
                let profile = profile(&self.settings, files, name.to_owned(), &self.clients);
                match profile.provide_credentials().await {
                    Ok(credentials) => credentials,
                    Err(error) => return Err(self.failure_of(source, &error).await),
                }
            }
        };
        for role in &chain.roles {
            credentials = self.assumed(credentials, role).await?;
        }
        Ok(credentials)
    }

    async fn failure_of(&self, source: &Source, error: &CredentialsError) -> Error {
        let (mut cause, mut fix) = (reason(error), None);
        let origin = match source.roles {
            Roles::OfProfile => role_chain::origin(&self.settings).await,
            Roles::OfEnvironment | Roles::None => None,
        };
        match origin {
            Some(Origin::Named(named)) => cause = format!("{cause} (credential_source = {named})"),
            Some(Origin::Sso(profile)) if !matches!(error, CredentialsError::InvalidConfiguration(_)) => {
                fix = Some(format!("To sign in again, run: aws sso login --profile {profile}."));
            }
            _ => {}
        }
        self.unusable(source, Unusable { cause, fix })
    }

    fn unusable(&self, source: &Source, Unusable { cause, fix }: Unusable) -> Error {
        let half = self.half_key("; ");
        let text = format!("cannot use the credentials from {}: {cause}{half}", source.name);
        self.failed(text).with_fix(fix)
    }

    fn failed(&self, text: String) -> Error {
        self.at_profile(Error::new(Kind::Credentials, self.clients.secrets().masked(text)))
    }

    /// Returns the error as one that the configured profile causes, if there is one.
    fn at_profile(&self, error: Error) -> Error {
        match self.settings.profile {
            Some(_) => error.at("profile"),
            None => error,
        }
    }
}

/// Names a source that has no credentials, with its reason if it gives one.
fn attempt(name: &str, error: &CredentialsError) -> String {
    match std::error::Error::source(error) {
        Some(reason) => format!("{name} ({})", innermost(reason)),
        None => name.to_owned(),
    }
}

/// Keeps the kind if AWS was not reached; any other failure is one of credentials.
fn refused(role: &str, error: &Error) -> Error {
    let kind = match error.kind() {
        kind @ (Kind::EndpointUnreachable | Kind::NotAws | Kind::Cancelled | Kind::Settings) => kind,
        _ => Kind::Credentials,
    };
    Error::new(kind, format!("cannot assume the role {role}: {error}")).with_credentials_of(error.credentials_source())
}

/// A failure arrives at the callers of the clients as the same [`Error`].
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
