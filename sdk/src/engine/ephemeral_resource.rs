//! `OpenEphemeralResource`, `RenewEphemeralResource` and `CloseEphemeralResource`.

use crate::{
    author::{EphemeralResourceKind, Lease},
    diagnostics::Diagnostics,
    engine::handle::Handle,
    value::Value,
};

/// An ephemeral resource of a running provider.
pub type EphemeralResourceHandle<C> = Handle<EphemeralResourceKind, C>;

impl<C: Send + Sync + 'static> EphemeralResourceHandle<C> {
    /// Opens it.
    ///
    /// # Errors
    /// Returns why it cannot be opened.
    pub async fn open(&self, config: &Value) -> Result<Lease, Diagnostics> {
        let client = self.client(config)?;
        self.offered.open(&client, config).await
    }

    /// Renews it. The result of the lease is null.
    ///
    /// # Errors
    /// Returns why it could not be renewed.
    pub async fn renew(&self, private: &[u8]) -> Result<Lease, Diagnostics> {
        let client = self.configuration.client()?;
        self.offered.renew(&client, private).await
    }

    /// Closes it.
    ///
    /// # Errors
    /// Returns why it could not be closed.
    pub async fn close(&self, private: &[u8]) -> Result<(), Diagnostics> {
        let client = self.configuration.client()?;
        self.offered.close(&client, private).await
    }
}
