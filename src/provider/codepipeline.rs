//! The provider: its actions, resources, data sources, list resources and functions, and its configuration.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard},
};

use terraform_provider_sdk::{
    author::{AnyAction, AnyDataSource, AnyFunction, AnyListResource, AnyResource, Configured, Provider, guard::lock},
    diagnostics::Diagnostics,
    typed::Document,
};
use tokio_util::sync::CancellationToken;

use crate::{
    aws::pipelines::Writers,
    provider::{
        actions, checks, client::Client, configuration::Config, data_sources, failure, functions, list_resources,
        resources,
    },
};

/// The `codepipeline` provider.
#[derive(Debug)]
pub struct Codepipeline {
    process: CancellationToken,
    commands: Mutex<CancellationToken>,
    writers: Arc<Writers>,
}

impl Codepipeline {
    /// Returns the provider. `process` is cancelled when the process ends.
    pub fn new(process: CancellationToken) -> Self {
        let commands = Mutex::new(process.child_token());
        Self {
            process,
            commands,
            writers: Arc::default(),
        }
    }

    /// Returns the token of one command, which the next [`Provider::stop`] cancels. A process in debug mode serves many
    /// commands, and cannot determine which one is interrupted: all commands that have begun stop, later ones do not.
    fn begin(&self) -> CancellationToken {
        self.commands().child_token()
    }

    fn commands(&self) -> MutexGuard<'_, CancellationToken> {
        lock(&self.commands)
    }
}

impl Provider for Codepipeline {
    type Config = Config;
    type Client = Client;

    const NAME: &'static str = "codepipeline";
    const CODES_PAGE: Option<&'static str> = Some(checks::page::URL);
    const CODES_OF_COMPUTED_VALUES: &'static [&'static str] = &[checks::arn::WRONG_ARN.code];
    const RESOURCES: &'static [&'static dyn AnyResource<Client>] = resources::ALL;
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<Client>] = data_sources::ALL;
    const ACTIONS: &'static [&'static dyn AnyAction<Client>] = actions::ALL;
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<Client>] = list_resources::ALL;
    const FUNCTIONS: &'static [&'static dyn AnyFunction] = functions::ALL;

    fn validate(&self, config: Document<'_>) -> Diagnostics {
        let mut problems = Config::validate(config);
        problems.extend(checks::region::validate(config));
        problems.extend(checks::skipped::validate(config));
        problems
    }

    fn suppressed_codes(&self, config: Document<'_>) -> Option<BTreeSet<String>> {
        Config::skipped_checks(config)
    }

    async fn configure(
        &self,
        config: Document<'_>,
        terraform_version: &str,
    ) -> Result<Configured<Client>, Diagnostics> {
        let unknown = Config::unknown(config);
        if !unknown.is_empty() {
            return Ok(Configured::Unknown(unknown));
        }
        let client = Client::new(config, terraform_version, self.begin(), Arc::clone(&self.writers))?;
        // Verified here, so that a failure is one error, and not one error for each resource.
        let verified = client.session.verify().await;
        verified.map_err(|error| failure::in_provider_block("use the AWS account", &error))?;
        Ok(Configured::Ready(client))
    }

    fn stop(&self) {
        std::mem::replace(&mut *self.commands(), self.process.child_token()).cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_reaches_every_command_that_has_begun_and_none_that_comes_later() {
        let provider = Codepipeline::new(CancellationToken::new());
        let begun = [provider.begin(), provider.begin()];
        provider.stop();
        assert!(begun.iter().all(CancellationToken::is_cancelled));
        assert!(!provider.begin().is_cancelled());
    }

    #[test]
    fn the_end_of_the_process_reaches_every_command() {
        let process = CancellationToken::new();
        let provider = Codepipeline::new(process.clone());
        let before = provider.begin();
        provider.stop();
        let begun = provider.begin();
        process.cancel();
        assert!(before.is_cancelled() && begun.is_cancelled());
    }
}
