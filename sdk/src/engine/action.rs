//! `ValidateActionConfig`, `PlanAction` and `InvokeAction`.

use std::sync::{Arc, OnceLock};

use tokio::sync::mpsc;

use crate::{
    author::{AnyAction, Progress, guard::guarded},
    diagnostics::Diagnostics,
    engine::{configuration::Configuration, known, validate::validate},
    schema::Schema,
    typed::Document,
    value::Value,
};

/// An action of a running provider, with its schema, which is made when it is first needed.
pub struct ActionHandle<C: 'static> {
    action: &'static dyn AnyAction<C>,
    configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
}

impl<C: Send + Sync> ActionHandle<C> {
    pub(super) const fn new(action: &'static dyn AnyAction<C>, configuration: Arc<Configuration<C>>) -> Self {
        Self {
            action,
            configuration,
            schema: OnceLock::new(),
        }
    }

    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        self.action.name()
    }

    /// Returns the schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.action.schema())
    }

    /// Checks a configuration.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.action.validate(Document::new(config)));
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Checks a planned invocation.
    pub async fn plan(&self, config: &Value) -> Diagnostics {
        let client = self.configuration.client().ok();
        let planned = guarded(self.action.plan(client.as_deref(), config)).await;
        self.configuration
            .unsuppressed(planned.unwrap_or_else(Diagnostics::from), config)
    }

    /// Runs the action, and sends each line of its progress to `progress`.
    pub async fn invoke(&self, config: &Value, progress: mpsc::Sender<String>) -> Diagnostics {
        self.carry_out(config, progress).await.err().unwrap_or_default()
    }

    async fn carry_out(&self, config: &Value, progress: mpsc::Sender<String>) -> Result<(), Diagnostics> {
        let client = self.configuration.client()?;
        let unknown = known::check_config(config);
        if unknown.has_errors() {
            return Err(unknown);
        }
        guarded(self.action.invoke(&client, config, &Progress::new(progress))).await?
    }
}
