//! The provider itself: what it offers, and how it is configured.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use tokio_util::sync::CancellationToken;

use crate::{
    framework::{
        any::AnyResource,
        attributes::Document,
        data_source::AnyDataSource,
        diagnostics::Diagnostics,
        function::AnyFunction,
        provider::{Configured, Provider},
    },
    provider::{client::Client, config::Config, data_sources, failure, functions, gitlab, resources},
};

/// The `codepipeline` provider.
#[derive(Debug)]
pub struct Codepipeline {
    process: CancellationToken,
    command: Mutex<CancellationToken>,
}

impl Codepipeline {
    /// The provider. `process` is pulled when the process is about to end.
    pub fn new(process: CancellationToken) -> Self {
        let command = Mutex::new(process.child_token());
        Self { process, command }
    }

    /// The token that the next [`Provider::stop`] pulls: one for each command, because a process that is being debugged
    /// serves many.
    fn begin(&self) -> CancellationToken {
        let token = self.process.child_token();
        self.command
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&token);
        token
    }
}

impl Provider for Codepipeline {
    type Config = Config;
    type Client = Client;

    const NAME: &'static str = "codepipeline";

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        gitlab::validate(config)
            .into_iter()
            .chain(Config::validate(config))
            .collect()
    }

    fn skipped_checks(&self, config: Document<'_>) -> BTreeSet<String> {
        Config::known_texts(config, Config::SKIP_CHECKS.name)
    }

    async fn configure(
        &self,
        config: Document<'_>,
        _terraform_version: &str,
    ) -> Result<Configured<Client>, Diagnostics> {
        let unknown = Config::unknown(config);
        if !unknown.is_empty() {
            return Ok(Configured::Unknown(unknown));
        }
        let client = Client::new(config, self.begin())?;
        // Here, because a failure here is one error; later it would be one for each resource.
        let verified = client.session.verify().await;
        verified.map_err(|error| failure::error("use the AWS account", &error))?;
        Ok(Configured::Ready(client))
    }

    fn stop(&self) {
        self.command.lock().unwrap_or_else(PoisonError::into_inner).cancel();
    }

    fn resources(&self) -> &'static [&'static dyn AnyResource<Client>] {
        resources::ALL
    }

    fn data_sources(&self) -> &'static [&'static dyn AnyDataSource<Client>] {
        data_sources::ALL
    }

    fn functions(&self) -> &'static [&'static dyn AnyFunction] {
        functions::ALL
    }
}
