//! `PlanAction` and `InvokeAction`.

use tokio::sync::mpsc;

use crate::{
    author::{ActionKind, Progress},
    diagnostics::Diagnostics,
    engine::handle::Handle,
    value::Value,
};

/// An action of a running provider.
pub type ActionHandle<C> = Handle<ActionKind, C>;

impl<C: Send + Sync + 'static> ActionHandle<C> {
    /// Checks a planned invocation. Values that were unknown when the configuration was validated are validated now.
    pub async fn plan(&self, config: &Value) -> Diagnostics {
        if let Err(invalid) = self.revalidate(config) {
            return invalid;
        }
        let client = self.configuration.client().ok();
        let planned = self.offered.plan(client.as_deref(), config).await;
        self.configuration.unsuppressed(planned, config)
    }

    /// Runs the action, and sends each line of its progress to `progress`.
    ///
    /// # Errors
    /// Returns an error if the provider is not configured, or if the action fails.
    pub async fn invoke(&self, config: &Value, progress: mpsc::Sender<String>) -> Result<(), Diagnostics> {
        let client = self.client(config)?;
        self.revalidate(config)?;
        self.offered.invoke(&client, config, &Progress::new(progress)).await
    }

    /// Returns the errors of the configuration. Terraform has shown the warnings.
    fn revalidate(&self, config: &Value) -> Result<(), Diagnostics> {
        let (errors, _) = self.validate(config).split();
        errors.or_value(|| ())
    }
}
