//! `ValidateEphemeralResourceConfig`, and opening, renewing and closing ephemeral resources.

use std::sync::{Arc, OnceLock};

use crate::{
    author::{AnyEphemeralResource, Lease, guard::guarded},
    diagnostics::Diagnostics,
    engine::{configuration::Configuration, known, validate::validate},
    schema::Schema,
    typed::Document,
    value::Value,
};

/// An ephemeral resource of a running provider, with its schema, which is made when it is first needed.
pub struct EphemeralResourceHandle<C: 'static> {
    ephemeral_resource: &'static dyn AnyEphemeralResource<C>,
    configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
}

impl<C: Send + Sync> EphemeralResourceHandle<C> {
    pub(super) const fn new(
        ephemeral_resource: &'static dyn AnyEphemeralResource<C>,
        configuration: Arc<Configuration<C>>,
    ) -> Self {
        Self {
            ephemeral_resource,
            configuration,
            schema: OnceLock::new(),
        }
    }

    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        self.ephemeral_resource.name()
    }

    /// Returns the schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.ephemeral_resource.schema())
    }

    /// Checks a configuration.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.ephemeral_resource.validate(Document::new(config)));
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Opens it.
    ///
    /// # Errors
    /// Returns why it cannot be opened.
    pub async fn open(&self, config: &Value) -> Result<Lease, Diagnostics> {
        let client = self.configuration.client()?;
        let unknown = known::check_config(config);
        if unknown.has_errors() {
            return Err(unknown);
        }
        guarded(self.ephemeral_resource.open(&client, config)).await?
    }

    /// Renews it. The result of the lease is null.
    ///
    /// # Errors
    /// Returns why it could not be renewed.
    pub async fn renew(&self, private: &[u8]) -> Result<Lease, Diagnostics> {
        let client = self.configuration.client()?;
        guarded(self.ephemeral_resource.renew(&client, private)).await?
    }

    /// Closes it.
    ///
    /// # Errors
    /// Returns why it could not be closed.
    pub async fn close(&self, private: &[u8]) -> Result<(), Diagnostics> {
        let client = self.configuration.client()?;
        guarded(self.ephemeral_resource.close(&client, private)).await?
    }
}
