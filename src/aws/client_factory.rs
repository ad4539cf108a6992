//! SDK clients of one service in one region, from one configuration.

use aws_config::{
    BehaviorVersion, Region, SdkConfig,
    imds::{self, client::EndpointMode, client::error::InvalidEndpointMode},
    provider_config::ProviderConfig,
};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_sdk_codepipeline::Client as CodePipeline;
use aws_sdk_codestarconnections::Client as Connections;
use aws_sdk_sts::Client as Sts;
use aws_smithy_async::rt::sleep::SharedAsyncSleep;
use aws_smithy_runtime::client::{identity::IdentityCache, retries::RetryPartition};
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::{sdk_ua_metadata::FrameworkMetadata, service_config::ServiceConfigKey};
use tokio_util::sync::CancellationToken;

use super::{
    environment,
    error::{Error, Kind},
    regions,
    secrets::Secrets,
    service::Service,
    settings::{Endpoints, MetadataMode, Settings},
    wire::{
        Attempts, Connectors, CredentialsSource, InterruptibleSleep, JsonAnswers, NameService, QuotaIsFinal,
        connections_endpoint, retry_config, retry_partition,
    },
};

/// Creates clients that share connectors, retries and timeouts. Each client has its own credentials.
#[derive(Clone)]
pub(super) struct ClientFactory {
    credentials_source: CredentialsSource,
    config: SdkConfig,
    endpoints: Endpoints,
    skip_region_validation: bool,
    partition: RetryPartition,
    cancel: CancellationToken,
    secrets: Secrets,
    sts_is_global: bool,
}

/// Region of the global endpoint of STS.
const GLOBAL: &str = "aws-global";

/// Starts a client of one SDK crate: each has its own configuration type with the same members.
macro_rules! builder {
    ($sdk:ident, $factory:expr, $config:expr, $credentials:expr) => {{
        let (factory, config): (&ClientFactory, SdkConfig) = ($factory, $config);
        let mut builder = $sdk::config::Builder::from(&config)
            .retry_classifier(QuotaIsFinal)
            .retry_partition(factory.partition.clone())
            .interceptor(Attempts(factory.cancel.clone()))
            .interceptor(factory.credentials_source.clone());
        builder.set_credentials_provider($credentials);
        // From our own lookup, because the SDK prefers the environment to the settings.
        builder.set_endpoint_url(config.endpoint_url().map(str::to_owned));
        builder
    }};
}

impl ClientFactory {
    /// Reads configuration files and the environment; calls nothing. `region` is that of STS.
    pub(super) async fn new(
        settings: &Settings,
        files: &EnvConfigFiles,
        region: &str,
        connectors: Connectors,
        cancel: &CancellationToken,
    ) -> Self {
        let secrets = connectors.secrets().clone();
        let config = load(settings, region, connectors, files).await;
        let has_attempts = inherited(&config, "STS", "AWS_MAX_ATTEMPTS", "max_attempts").is_some();
        let retries = retry_config(settings, config.retry_config(), has_attempts);
        let sts_endpoints = inherited(&config, "STS", "AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints");
        let sleep = SharedAsyncSleep::new(InterruptibleSleep(cancel.clone()));
        Self {
            credentials_source: CredentialsSource::default(),
            config: config.into_builder().retry_config(retries).sleep_impl(sleep).build(),
            endpoints: settings.endpoints.clone(),
            skip_region_validation: settings.skip_region_validation,
            partition: retry_partition(),
            cancel: cancel.clone(),
            secrets,
            sts_is_global: settings.sts_region.is_none() && sts_endpoints.as_deref() == Some("legacy"),
        }
    }

    /// Returns the secrets that are masked in responses.
    pub(super) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Returns the configuration of the SDK's own sources of credentials.
    pub(super) fn credentials_config(&self) -> ProviderConfig {
        let config = ProviderConfig::without_region()
            .with_region(self.config.region().cloned())
            .with_use_fips(self.config.use_fips())
            .with_use_dual_stack(self.config.use_dual_stack());
        match self.config.http_client() {
            Some(client) => config.with_http_client(client),
            None => config,
        }
    }

    /// Returns the client of the EC2 instance metadata service. As in hashicorp/aws, an endpoint takes precedence over an
    /// IP version, wherever each is configured: in the settings, the environment or the profile.
    ///
    /// # Errors
    /// Returns which of the two is malformed.
    pub(super) fn metadata(&self, settings: &Settings) -> Result<imds::Client, String> {
        let inherited = |variable, member| inherited(&self.config, "IMDS", variable, member);
        let client = imds::Client::builder().configure(&self.credentials_config());
        let endpoint = settings.ec2_metadata_service_endpoint.clone();
        if let Some(endpoint) =
            endpoint.or_else(|| inherited("AWS_EC2_METADATA_SERVICE_ENDPOINT", "ec2_metadata_service_endpoint"))
        {
            let client = client.endpoint(&endpoint);
            let client = client.map_err(|error| format!("ec2_metadata_service_endpoint is {endpoint:?}: {error}"));
            return Ok(client?.build());
        }
        let mode = match settings.ec2_metadata_service_endpoint_mode {
            Some(MetadataMode::Ipv4) => EndpointMode::IpV4,
            Some(MetadataMode::Ipv6) => EndpointMode::IpV6,
            None => inherited(
                "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                "ec2_metadata_service_endpoint_mode",
            )
            .map_or(Ok(EndpointMode::IpV4), |mode| mode.parse())
            .map_err(|error: InvalidEndpointMode| error.to_string())?,
        };
        Ok(client.endpoint_mode(mode).build())
    }

    /// Returns the record of where the credentials come from, which all clients share.
    pub(super) const fn credentials_source(&self) -> &CredentialsSource {
        &self.credentials_source
    }

    /// Returns a client of STS in the region of the configuration.
    pub(super) fn sts(&self, credentials: Option<SharedCredentialsProvider>) -> Sts {
        let region = self.config.region().map_or("", Region::as_ref);
        let mut config = self.config("STS", self.endpoints.sts.as_deref(), region);
        if self.sts_is_global && has_global_sts(&config, region) {
            config = config.into_builder().region(Region::from_static(GLOBAL)).build();
        }
        Sts::from_conf(builder!(aws_sdk_sts, self, config, credentials).build())
    }

    /// Returns a client of CodePipeline in a region.
    ///
    /// # Errors
    /// Returns [`Kind::Settings`] if FIPS is configured and the region has no FIPS endpoint.
    pub(super) fn codepipeline(
        &self,
        region: &str,
        credentials: SharedCredentialsProvider,
    ) -> Result<CodePipeline, Error> {
        let config = self.config("CodePipeline", self.endpoints.codepipeline.as_deref(), region);
        self.check_fips(&config, "CodePipeline", regions::has_codepipeline_fips(region))?;
        let builder = builder!(aws_sdk_codepipeline, self, config, Some(credentials));
        Ok(CodePipeline::from_conf(builder.interceptor(JsonAnswers).build()))
    }

    /// Returns a client of a connections API in a region.
    ///
    /// # Errors
    /// Returns [`Kind::Settings`] if FIPS is configured and the region has no FIPS endpoint.
    pub(super) fn connections(
        &self,
        service: Service,
        region: &str,
        credentials: SharedCredentialsProvider,
    ) -> Result<Connections, Error> {
        let config = self.config(service.sdk_id(), service.endpoint(&self.endpoints), region);
        self.check_fips(&config, "the connections API", regions::has_connections_fips(region))?;
        let config = connections_endpoint(service, region, config);
        let builder = builder!(aws_sdk_codestarconnections, self, config, Some(credentials));
        Ok(Connections::from_conf(
            builder
                .interceptor(NameService(service))
                .interceptor(JsonAnswers)
                .build(),
        ))
    }

    /// Checks that the FIPS endpoint of `api` exists. Otherwise, calls fail with a DNS error.
    fn check_fips(&self, config: &SdkConfig, api: &str, exists: bool) -> Result<(), Error> {
        if config.use_fips() != Some(true) || exists || self.skip_region_validation {
            return Ok(());
        }
        let region = config.region().map_or("", Region::as_ref);
        let text = format!(
            "AWS does not document a FIPS endpoint for {api} in {region}; set use_fips_endpoint to false, or set \
             skip_region_validation if AWS has added one"
        );
        Err(Error::new(Kind::Settings, text))
    }

    /// Returns the configuration of one service in one region. A configured endpoint excludes FIPS and dual stack.
    fn config(&self, sdk_id: &'static str, endpoint: Option<&str>, region: &str) -> SdkConfig {
        let endpoint = endpoint
            .map(str::to_owned)
            .or_else(|| inherited(&self.config, sdk_id, "AWS_ENDPOINT_URL", "endpoint_url"))
            .or_else(|| self.config.endpoint_url().map(str::to_owned));
        let builder = self.config.clone().into_builder();
        let mut builder = builder.region(Region::new(region.to_owned()));
        if endpoint.is_some() {
            builder = builder.use_fips(false).use_dual_stack(false);
        }
        builder.set_endpoint_url(endpoint);
        builder.build()
    }
}

/// Loads the settings, the environment and the profile, without credentials.
async fn load(settings: &Settings, region: &str, connectors: Connectors, files: &EnvConfigFiles) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        // Always set, because the SDK otherwise calls the metadata service.
        .region(Region::new(region.to_owned()))
        .http_client(connectors)
        .no_credentials()
        .profile_files(files.clone())
        .timeout_config(timeouts(settings))
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .identity_cache(IdentityCache::no_cache());
    if let Ok(product) = FrameworkMetadata::new(env!("CARGO_PKG_NAME"), Some(env!("CARGO_PKG_VERSION"))) {
        loader = loader.framework_metadata(product);
    }
    loader = loader.profile_name(environment::profile(settings));
    if let Some(fips) = settings.use_fips_endpoint {
        loader = loader.use_fips(fips);
    }
    if let Some(dual_stack) = settings.use_dualstack_endpoint {
        loader = loader.use_dual_stack(dual_stack);
    }
    loader.load().await
}

fn timeouts(settings: &Settings) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(settings.pace.connect_timeout)
        .read_timeout(settings.pace.read_timeout)
        .build()
}

/// Returns a variable, otherwise a member of the profile; those of one service take precedence.
fn inherited(config: &SdkConfig, sdk_id: &'static str, variable: &str, member: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(sdk_id)
        .env(variable)
        .profile(member);
    config.service_config()?.load_config(key.build().ok()?)
}

/// Whether the region uses the global endpoint of STS with `legacy`.
fn has_global_sts(config: &SdkConfig, region: &str) -> bool {
    let is_plain =
        config.endpoint_url().is_none() && config.use_fips() != Some(true) && config.use_dual_stack() != Some(true);
    is_plain && regions::has_global_sts(region)
}
