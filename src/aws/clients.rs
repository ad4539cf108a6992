//! The SDK's clients, one for each service and region.

use std::{collections::BTreeMap, sync::Mutex};

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_codepipeline::Client as CodePipeline;
use aws_sdk_codestarconnections::Client as Connections;
use tokio_util::sync::CancellationToken;

use super::{
    client_factory::ClientFactory, credentials::Resolved, environment, error::Error, lock::lock, secrets::Secrets,
    service::Service, settings::Settings, wire::Connectors,
};

/// Creates clients from one configuration, and keeps them.
pub(super) struct Clients {
    factory: ClientFactory,
    credentials: Resolved,
    connections: Mutex<BTreeMap<(Service, String), Connections>>,
    pipelines: Mutex<BTreeMap<String, CodePipeline>>,
}

impl Clients {
    /// Reads configuration files and the environment; calls nothing. `region` is that of STS if `sts_region` is not set.
    ///
    /// # Errors
    /// Returns [`Kind::Settings`](super::error::Kind::Settings) if a CA bundle or a proxy cannot be used.
    pub(super) async fn load(settings: &Settings, region: &str, cancel: &CancellationToken) -> Result<Self, Error> {
        let files = environment::shared_files(settings).build();
        let connectors = Connectors::new(settings, cancel).await?;
        let region = settings.sts_region.as_deref().unwrap_or(region);
        let factory = ClientFactory::new(settings, &files, region, connectors, cancel).await;
        let credentials = Resolved::new(settings, &files, factory.clone());
        Ok(Self {
            factory,
            credentials,
            connections: Mutex::default(),
            pipelines: Mutex::default(),
        })
    }

    /// Returns the credentials of all clients.
    pub(super) fn credentials(&self) -> &Resolved {
        &self.credentials
    }

    /// Returns the secrets that are masked in responses.
    pub(super) fn secrets(&self) -> &Secrets {
        self.factory.secrets()
    }

    /// Returns a client of STS.
    pub(super) fn sts(&self) -> aws_sdk_sts::Client {
        self.factory.sts(Some(self.provider()))
    }

    /// Returns the client of a connections API in a region.
    pub(super) fn connections(&self, service: Service, region: &str) -> Result<Connections, Error> {
        let mut clients = lock(&self.connections);
        let key = (service, region.to_owned());
        if let Some(client) = clients.get(&key) {
            return Ok(client.clone());
        }
        let client = self.factory.connections(service, region, self.provider())?;
        Ok(clients.entry(key).or_insert(client).clone())
    }

    /// Returns the client of CodePipeline in a region.
    pub(super) fn codepipeline(&self, region: &str) -> Result<CodePipeline, Error> {
        let mut clients = lock(&self.pipelines);
        if let Some(client) = clients.get(region) {
            return Ok(client.clone());
        }
        let client = self.factory.codepipeline(region, self.provider())?;
        Ok(clients.entry(region.to_owned()).or_insert(client).clone())
    }

    fn provider(&self) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(self.credentials.clone())
    }
}
