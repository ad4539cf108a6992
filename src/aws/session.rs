//! One configuration of AWS: region, credentials, account and clients, each resolved at the first use and once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use aws_config::meta::region::ProvideRegion;
use aws_config::profile::ProfileFileRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_runtime::client::identity::IdentityCache;
use aws_smithy_runtime::client::retries::RetryPartition;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::sdk_ua_metadata::FrameworkMetadata;
use aws_types::service_config::ServiceConfigKey;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::connections::Service;
use super::credentials::{Resolved, Sts};
use super::dialect::{self, Dialect};
use super::environment;
use super::error::{Error, Kind};
use super::regions;
use super::retry::{self, Attempts, Pause, QuotaIsFinal};
use super::settings::Settings;
use super::sts;
use super::transport::Transport;

/// One configuration of AWS, shared by everything that calls AWS.
///
/// Making one does no I/O. Configuration files, credentials and the account are read at the first call that needs
/// them, once for all callers, and a failure is as lasting as a success.
pub struct Session {
    settings: Settings,
    cancel: CancellationToken,
    region: OnceCell<Option<String>>,
    base: OnceCell<Result<Base, Error>>,
    account: OnceCell<Result<String, Error>>,
    connections: Mutex<BTreeMap<(Service, String), aws_sdk_codestarconnections::Client>>,
    pipelines: Mutex<BTreeMap<String, aws_sdk_codepipeline::Client>>,
}

/// What all clients have in common.
struct Base {
    config: SdkConfig,
    partition: RetryPartition,
    credentials: Resolved,
}

/// A service, its name in configuration, and the address that the settings give it.
#[derive(Clone, Copy)]
struct Target<'a> {
    /// Service id of the SDKs, from which `AWS_ENDPOINT_URL_<ID>` is made.
    id: &'static str,
    endpoint: Option<&'a String>,
}

/// Starts a client of one SDK crate: each has its own configuration type with the same members.
macro_rules! builder {
    ($sdk:ident, $config:expr, $partition:expr, $cancel:expr) => {{
        let config: SdkConfig = $config;
        let mut builder = $sdk::config::Builder::from(&config)
            .retry_classifier(QuotaIsFinal)
            .retry_partition($partition)
            .interceptor(Attempts($cancel));
        // From our own lookup: the SDK would prefer the environment to the settings.
        builder.set_endpoint_url(config.endpoint_url().map(str::to_owned));
        builder
    }};
}

impl Session {
    /// A session that follows `settings`; `cancel` ends the pauses between attempts.
    pub fn new(settings: Settings, cancel: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            settings,
            cancel,
            region: OnceCell::new(),
            base: OnceCell::new(),
            account: OnceCell::new(),
            connections: Mutex::default(),
            pipelines: Mutex::default(),
        })
    }

    /// The settings that it was made from.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The token that ends waiting.
    pub fn cancellation(&self) -> &CancellationToken {
        &self.cancel
    }

    /// The region of calls that name none: settings, then environment, then profile; never the metadata service.
    ///
    /// # Errors
    ///
    /// [`Kind::NoRegion`], saying where it was looked for.
    pub async fn region(&self) -> Result<String, Error> {
        let found = self.region.get_or_init(|| self.find_region()).await;
        found.clone().ok_or_else(|| {
            let profile = self
                .settings
                .profile
                .clone()
                .or_else(|| environment::var("AWS_PROFILE"));
            Error::new(
                Kind::NoRegion,
                format!(
                    "no AWS region is configured; looked at the provider's region, at AWS_REGION and \
                     AWS_DEFAULT_REGION, and at the profile {:?} of the shared configuration file",
                    profile.as_deref().unwrap_or("default")
                ),
            )
        })
    }

    async fn find_region(&self) -> Option<String> {
        let set = self.settings.region.clone().filter(|region| !region.is_empty());
        if let Some(region) = set.or_else(|| environment::first(&["AWS_REGION", "AWS_DEFAULT_REGION"])) {
            return Some(region);
        }
        let mut profile = ProfileFileRegionProvider::builder().profile_files(files(&self.settings));
        if let Some(name) = &self.settings.profile {
            profile = profile.profile_name(name);
        }
        profile.build().region().await.map(|region| region.to_string())
    }

    /// The account of the credentials, 12 digits; `None` when it must not be asked for.
    ///
    /// # Errors
    ///
    /// [`Kind::WrongAccount`] when the settings do not allow that account; else what resolving credentials or
    /// `GetCallerIdentity` fails with. The result is the same for all callers.
    pub async fn account_id(&self) -> Result<Option<String>, Error> {
        let settings = &self.settings;
        if settings.skip_requesting_account_id {
            let unrestricted = settings.allowed_account_ids.is_empty() && settings.forbidden_account_ids.is_empty();
            return if unrestricted {
                Ok(None)
            } else {
                Err(cannot_check_account())
            };
        }
        let account = self.account.get_or_init(|| async { self.find_account().await }).await;
        account.clone().map(Some)
    }

    async fn find_account(&self) -> Result<String, Error> {
        let region = self.region().await.unwrap_or_else(|_| FALLBACK_REGION.to_owned());
        let base = self.base(&region).await?;
        let credentials = base.credentials.get().await?;
        let account = sts::account_id(&self.sts(&base.config, &region, base.partition.clone())(Some(
            credentials,
        )))
        .await?;
        check_account(&self.settings, &account)?;
        Ok(account)
    }

    /// Whether AWS accepts the credentials, unless the settings forbid to ask.
    ///
    /// # Errors
    ///
    /// Those of [`Session::account_id`].
    pub async fn verify(&self) -> Result<(), Error> {
        if self.settings.skip_credentials_validation || self.settings.skip_requesting_account_id {
            return Ok(());
        }
        self.account_id().await.map(drop)
    }

    /// The client of a connections API in a region.
    pub(crate) async fn connections(
        &self,
        service: Service,
        region: &str,
    ) -> Result<aws_sdk_codestarconnections::Client, Error> {
        let key = (service, region.to_owned());
        if let Some(client) = lock(&self.connections).get(&key) {
            return Ok(client.clone());
        }
        let base = self.ready(region).await?;
        let endpoints = &self.settings.endpoints;
        let target = match service {
            Service::CodeConnections => Target {
                id: "CodeConnections",
                endpoint: endpoints.codeconnections.as_ref(),
            },
            Service::CodeStarConnections => Target {
                id: "CodeStar connections",
                endpoint: endpoints.codestarconnections.as_ref(),
            },
        };
        let config = self.config(&base.config, region, target);
        check_fips(&self.settings, &config, region)?;
        let config = dialect::address(service, region, config);
        let builder = builder!(
            aws_sdk_codestarconnections,
            config,
            base.partition.clone(),
            self.cancel.clone()
        );
        let client = aws_sdk_codestarconnections::Client::from_conf(builder.interceptor(Dialect(service)).build());
        Ok(lock(&self.connections).entry(key).or_insert(client).clone())
    }

    /// The client of CodePipeline in a region.
    pub(crate) async fn codepipeline(&self, region: &str) -> Result<aws_sdk_codepipeline::Client, Error> {
        if let Some(client) = lock(&self.pipelines).get(region) {
            return Ok(client.clone());
        }
        let base = self.ready(region).await?;
        let target = Target {
            id: "CodePipeline",
            endpoint: self.settings.endpoints.codepipeline.as_ref(),
        };
        let config = self.config(&base.config, region, target);
        let builder = builder!(
            aws_sdk_codepipeline,
            config,
            base.partition.clone(),
            self.cancel.clone()
        );
        let client = aws_sdk_codepipeline::Client::from_conf(builder.build());
        Ok(lock(&self.pipelines).entry(region.to_owned()).or_insert(client).clone())
    }

    /// The base, once it is certain that there are credentials and that their account may be worked on.
    async fn ready(&self, region: &str) -> Result<&Base, Error> {
        let base = self.base(region).await?;
        base.credentials.get().await?;
        if !(self.settings.allowed_account_ids.is_empty() && self.settings.forbidden_account_ids.is_empty()) {
            self.account_id().await?;
        }
        Ok(base)
    }

    /// `region` is only used when no other is configured.
    async fn base(&self, region: &str) -> Result<&Base, Error> {
        let base = self.base.get_or_init(|| self.load(region)).await;
        base.as_ref().map_err(Clone::clone)
    }

    async fn load(&self, region: &str) -> Result<Base, Error> {
        let settings = &self.settings;
        let region = self.region().await.unwrap_or_else(|_| region.to_owned());
        let transport = Transport::new(settings).await?;
        let files = files(settings);
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            // Always given: the SDK would otherwise ask the metadata service.
            .region(Region::new(region.clone()))
            .http_client(transport.clone())
            .no_credentials()
            .profile_files(files.clone())
            .timeout_config(timeouts(settings))
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .identity_cache(IdentityCache::no_cache());
        if let Ok(product) = FrameworkMetadata::new(env!("CARGO_PKG_NAME"), Some(env!("CARGO_PKG_VERSION"))) {
            loader = loader.framework_metadata(product);
        }
        if let Some(profile) = &settings.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(fips) = settings.use_fips_endpoint {
            loader = loader.use_fips(fips);
        }
        if let Some(dual_stack) = settings.use_dualstack_endpoint {
            loader = loader.use_dual_stack(dual_stack);
        }
        let config = loader.load().await;
        let config = self.with_retries(config);
        let partition = retry::partition();
        let inner = ProviderConfig::without_region()
            .with_region(Some(Region::new(region.clone())))
            .with_use_fips(config.use_fips())
            .with_use_dual_stack(config.use_dual_stack())
            .with_http_client(transport);
        let credentials = Resolved::new(settings, &files, &inner, self.sts(&config, &region, partition.clone()));
        let shared = SharedCredentialsProvider::new(credentials.clone());
        let config = config.into_builder().credentials_provider(shared).build();
        Ok(Base {
            config,
            partition,
            credentials,
        })
    }

    fn with_retries(&self, config: SdkConfig) -> SdkConfig {
        let has_attempts = from_environment(&config, "STS", "AWS_MAX_ATTEMPTS", "max_attempts").is_some();
        let retries: RetryConfig = retry::config(&self.settings, config.retry_config(), has_attempts);
        let pause = SharedAsyncSleep::new(Pause(self.cancel.clone()));
        config.into_builder().retry_config(retries).sleep_impl(pause).build()
    }

    /// Makes STS clients; they are used before the session's credentials exist.
    fn sts(&self, config: &SdkConfig, region: &str, partition: RetryPartition) -> Sts {
        let target = Target {
            id: "STS",
            endpoint: self.settings.endpoints.sts.as_ref(),
        };
        let (config, cancel) = (self.config(config, region, target), self.cancel.clone());
        Box::new(move |credentials: Option<Credentials>| {
            let mut builder = config.clone().into_builder();
            builder.set_credentials_provider(credentials.map(SharedCredentialsProvider::new));
            let builder = builder!(aws_sdk_sts, builder.build(), partition.clone(), cancel.clone());
            aws_sdk_sts::Client::from_conf(builder.build())
        })
    }

    /// The configuration of one service in one region. A given address excludes FIPS and dual-stack variants.
    fn config(&self, config: &SdkConfig, region: &str, target: Target<'_>) -> SdkConfig {
        let endpoint = target
            .endpoint
            .cloned()
            .or_else(|| from_environment(config, target.id, "AWS_ENDPOINT_URL", "endpoint_url"))
            .or_else(|| config.endpoint_url().map(str::to_owned));
        let mut builder = config.clone().into_builder().region(Region::new(region.to_owned()));
        if endpoint.is_some() {
            builder = builder.use_fips(false).use_dual_stack(false);
        }
        builder.set_endpoint_url(endpoint);
        builder.build()
    }
}

/// Region of STS calls when none is configured: they name no resource.
const FALLBACK_REGION: &str = "us-east-1";

/// A variable, else a member of the profile; service-specific ones first.
fn from_environment(config: &SdkConfig, id: &'static str, variable: &str, member: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(id)
        .env(variable)
        .profile(member)
        .build()
        .ok()?;
    config.service_config()?.load_config(key)
}

fn timeouts(settings: &Settings) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(settings.pace.connect_timeout)
        .read_timeout(settings.pace.read_timeout)
        .build()
}

/// The shared files; a kind that the settings do not name keeps its default place.
fn files(settings: &Settings) -> EnvConfigFiles {
    let (config, credentials) = (&settings.shared_config_files, &settings.shared_credentials_files);
    let mut files = EnvConfigFiles::builder()
        .include_default_config_file(config.is_empty())
        .include_default_credentials_file(credentials.is_empty());
    for path in config {
        files = files.with_file(EnvConfigFileKind::Config, path);
    }
    for path in credentials {
        files = files.with_file(EnvConfigFileKind::Credentials, path);
    }
    files.build()
}

fn cannot_check_account() -> Error {
    let text = "allowed_account_ids and forbidden_account_ids cannot be checked with skip_requesting_account_id";
    Error::new(Kind::Settings, text)
}

fn check_account(settings: &Settings, account: &str) -> Result<(), Error> {
    let allowed = &settings.allowed_account_ids;
    if settings.forbidden_account_ids.contains(account) {
        return Err(Error::new(
            Kind::WrongAccount,
            format!("the AWS account {account} is in forbidden_account_ids"),
        ));
    }
    if !allowed.is_empty() && !allowed.contains(account) {
        let text = format!("the credentials are of the AWS account {account}, which is not in allowed_account_ids");
        return Err(Error::new(Kind::WrongAccount, text));
    }
    Ok(())
}

/// A FIPS host that does not exist would only be noticed as a name that does not resolve.
fn check_fips(settings: &Settings, config: &SdkConfig, region: &str) -> Result<(), Error> {
    let missing = config.use_fips() == Some(true) && !regions::has_connections_fips(region);
    if missing && !settings.skip_region_validation {
        let text = format!(
            "AWS documents no FIPS endpoint of the connections API in {region}; \
             turn use_fips_endpoint off, or set skip_region_validation if there is one now"
        );
        return Err(Error::new(Kind::Settings, text));
    }
    Ok(())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
