//! One resource, data source, list resource, action or ephemeral resource of a running provider.

use std::sync::{Arc, OnceLock};

use crate::{
    author::{Configurable as _, Kind},
    diagnostics::Diagnostics,
    engine::{configuration::Configuration, known, validate::validate},
    schema::Schema,
    typed::Document,
    value::Value,
};

/// One type of a running provider, with its schema, which is created when it is first needed.
pub struct Handle<K: Kind<C>, C: 'static> {
    pub(super) offered: &'static K::Any,
    pub(super) configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
}

impl<K: Kind<C>, C: 'static> Handle<K, C> {
    pub(super) fn new(offered: &'static K::Any, configuration: &Arc<Configuration<C>>) -> Self {
        Self {
            offered,
            configuration: Arc::clone(configuration),
            schema: OnceLock::new(),
        }
    }

    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        self.offered.name()
    }

    /// Returns the schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.offered.schema())
    }

    /// Checks a configuration.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        self.validate_for(config, true)
    }

    /// Checks a configuration. `write_only_allowed`: whether the client supports write-only attributes.
    pub(super) fn validate_for(&self, config: &Value, write_only_allowed: bool) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, write_only_allowed);
        diagnostics.extend(self.offered.validate(Document::new(config)));
        let diagnostics = self.configuration.without_mocked(diagnostics, config);
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Returns the configured provider, for a request with `config`.
    ///
    /// # Errors
    /// Returns an error if the provider is not configured, or if `config` is not known.
    pub(super) fn client(&self, config: &Value) -> Result<Arc<C>, Diagnostics> {
        let client = self.configuration.client()?;
        known::check_config(config)?;
        Ok(client)
    }
}
