//! The SDK's clients: one for each service and region, all with the same credentials, transport and retries.

use std::{collections::BTreeMap, sync::Mutex};

use aws_config::{BehaviorVersion, Region, SdkConfig, provider_config::ProviderConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::env_config::file::{self, EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_codepipeline::Client as CodePipeline;
use aws_sdk_codestarconnections::Client as Connections;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_runtime::client::{identity::IdentityCache, retries::RetryPartition};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::{sdk_ua_metadata::FrameworkMetadata, service_config::ServiceConfigKey};
use tokio_util::sync::CancellationToken;

use super::{
    connections::Service,
    credentials::{Resolved, Sts},
    dialect::{self, Dialect},
    environment,
    error::{Error, Kind},
    lock::lock,
    regions,
    retry::{self, Attempts, Pause, QuotaIsFinal},
    settings::{Endpoints, Settings},
    transport::Transport,
};

/// Makes clients from one configuration, and keeps them.
pub(crate) struct Clients {
    shared: Shared,
    credentials: Resolved,
    skip_region_validation: bool,
    connections: Mutex<BTreeMap<(Service, String), Connections>>,
    pipelines: Mutex<BTreeMap<String, CodePipeline>>,
}

/// What all clients have in common.
#[derive(Clone)]
struct Shared {
    config: SdkConfig,
    endpoints: Endpoints,
    partition: RetryPartition,
    cancel: CancellationToken,
}

/// Starts a client of one SDK crate: each has its own configuration type with the same members.
macro_rules! builder {
    ($sdk:ident, $shared:expr, $config:expr) => {{
        let (shared, config): (&Shared, SdkConfig) = (&$shared, $config);
        let mut builder = $sdk::config::Builder::from(&config)
            .retry_classifier(QuotaIsFinal)
            .retry_partition(shared.partition.clone())
            .interceptor(Attempts(shared.cancel.clone()));
        // From our own lookup: the SDK would prefer the environment to the settings.
        builder.set_endpoint_url(config.endpoint_url().map(str::to_owned));
        builder
    }};
}

impl Clients {
    /// Reads configuration files and the environment; calls nothing. `region` is that of STS.
    pub(crate) async fn load(settings: &Settings, region: &str, cancel: &CancellationToken) -> Result<Self, Error> {
        let transport = Transport::new(settings).await?;
        let files = settings.files().build();
        let config = load_config(settings, region, &transport, &files).await;
        let inherited = from_environment(&config, "STS", "AWS_MAX_ATTEMPTS", "max_attempts").is_some();
        let retries = retry::config(settings, config.retry_config(), inherited);
        let pause = SharedAsyncSleep::new(Pause(cancel.clone()));
        let config = config.into_builder().retry_config(retries).sleep_impl(pause).build();
        let providers = ProviderConfig::without_region()
            .with_region(config.region().cloned())
            .with_use_fips(config.use_fips())
            .with_use_dual_stack(config.use_dual_stack())
            .with_http_client(transport);
        let mut shared = Shared {
            config,
            endpoints: settings.endpoints.clone(),
            partition: retry::partition(),
            cancel: cancel.clone(),
        };
        let credentials = Resolved::new(settings, &files, &providers, shared.sts(region));
        let provider = SharedCredentialsProvider::new(credentials.clone());
        shared.config = shared.config.into_builder().credentials_provider(provider).build();
        Ok(Self {
            shared,
            credentials,
            skip_region_validation: settings.skip_region_validation,
            connections: Mutex::default(),
            pipelines: Mutex::default(),
        })
    }

    /// The credentials of all clients.
    pub(crate) fn credentials(&self) -> &Resolved {
        &self.credentials
    }

    /// A client of STS, with the credentials of all clients.
    pub(crate) async fn sts(&self, region: &str) -> Result<aws_sdk_sts::Client, Error> {
        Ok(self.shared.sts(region)(Some(self.credentials.get().await?)))
    }

    /// The client of a connections API in a region.
    pub(crate) fn connections(&self, service: Service, region: &str) -> Result<Connections, Error> {
        let mut clients = lock(&self.connections);
        let key = (service, region.to_owned());
        if let Some(client) = clients.get(&key) {
            return Ok(client.clone());
        }
        let config = self
            .shared
            .config(service.id(), service.endpoint(&self.shared.endpoints), region);
        if !self.skip_region_validation {
            check_fips(&config, region)?;
        }
        let config = dialect::address(service, region, config);
        let builder = builder!(aws_sdk_codestarconnections, self.shared, config);
        let client = Connections::from_conf(builder.interceptor(Dialect(service)).build());
        Ok(clients.entry(key).or_insert(client).clone())
    }

    /// The client of CodePipeline in a region.
    pub(crate) fn codepipeline(&self, region: &str) -> CodePipeline {
        let make = || {
            let endpoint = self.shared.endpoints.codepipeline.as_deref();
            let config = self.shared.config("CodePipeline", endpoint, region);
            CodePipeline::from_conf(builder!(aws_sdk_codepipeline, self.shared, config).build())
        };
        lock(&self.pipelines)
            .entry(region.to_owned())
            .or_insert_with(make)
            .clone()
    }
}

impl Shared {
    /// Makes STS clients; those that assume roles are needed before there are credentials.
    fn sts(&self, region: &str) -> Sts {
        let (shared, config) = (self.clone(), self.config("STS", self.endpoints.sts.as_deref(), region));
        Box::new(move |credentials| {
            let mut config = config.clone().into_builder();
            config.set_credentials_provider(credentials.map(SharedCredentialsProvider::new));
            aws_sdk_sts::Client::from_conf(builder!(aws_sdk_sts, shared, config.build()).build())
        })
    }

    /// The configuration of one service in one region. A given address excludes FIPS and dual-stack variants.
    fn config(&self, id: &'static str, endpoint: Option<&str>, region: &str) -> SdkConfig {
        let endpoint = endpoint
            .map(str::to_owned)
            .or_else(|| from_environment(&self.config, id, "AWS_ENDPOINT_URL", "endpoint_url"))
            .or_else(|| self.config.endpoint_url().map(str::to_owned));
        let mut builder = self
            .config
            .clone()
            .into_builder()
            .region(Region::new(region.to_owned()));
        if endpoint.is_some() {
            builder = builder.use_fips(false).use_dual_stack(false);
        }
        builder.set_endpoint_url(endpoint);
        builder.build()
    }
}

impl Service {
    /// Service id of the SDKs, from which `AWS_ENDPOINT_URL_<ID>` is made.
    fn id(self) -> &'static str {
        match self {
            Self::CodeConnections => "CodeConnections",
            Self::CodeStarConnections => "CodeStar connections",
        }
    }

    fn endpoint(self, endpoints: &Endpoints) -> Option<&str> {
        match self {
            Self::CodeConnections => endpoints.codeconnections.as_deref(),
            Self::CodeStarConnections => endpoints.codestarconnections.as_deref(),
        }
    }
}

/// What the settings, the environment and the profile say, without credentials.
async fn load_config(settings: &Settings, region: &str, transport: &Transport, files: &EnvConfigFiles) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        // Always given: the SDK would otherwise ask the metadata service.
        .region(Region::new(region.to_owned()))
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
    loader.load().await
}

/// A variable, else a member of the profile; service-specific ones first.
fn from_environment(config: &SdkConfig, id: &'static str, variable: &str, member: &str) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id(id).env(variable).profile(member);
    config.service_config()?.load_config(key.build().ok()?)
}

fn timeouts(settings: &Settings) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(settings.pace.connect_timeout)
        .read_timeout(settings.pace.read_timeout)
        .build()
}

impl Settings {
    /// The shared files, to which more can be added; a kind that the settings do not name keeps its default place.
    pub(crate) fn files(&self) -> file::Builder {
        let (config, credentials) = (&self.shared_config_files, &self.shared_credentials_files);
        let mut files = EnvConfigFiles::builder()
            .include_default_config_file(config.is_empty())
            .include_default_credentials_file(credentials.is_empty());
        for path in config {
            files = files.with_file(EnvConfigFileKind::Config, environment::expanded(path));
        }
        for path in credentials {
            files = files.with_file(EnvConfigFileKind::Credentials, environment::expanded(path));
        }
        files
    }
}

/// A FIPS host that does not exist would only be noticed as a name that does not resolve.
fn check_fips(config: &SdkConfig, region: &str) -> Result<(), Error> {
    if config.use_fips() != Some(true) || regions::has_connections_fips(region) {
        return Ok(());
    }
    let text = format!(
        "AWS documents no FIPS endpoint of the connections API in {region}; \
         turn use_fips_endpoint off, or set skip_region_validation if there is one now"
    );
    Err(Error::new(Kind::Settings, text))
}
