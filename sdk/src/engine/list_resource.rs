//! `ListResource` and `ValidateListResourceConfig`: finding remote objects.

use std::sync::{Arc, OnceLock};

use tokio::sync::mpsc;

use crate::{
    author::{AnyListResource, Listed, Results, guard::guarded},
    diagnostics::Diagnostics,
    engine::{configuration::Configuration, known, validate::validate},
    schema::Schema,
    typed::Document,
    value::Value,
};

/// The request of a list operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRequest {
    /// The configuration in the `config` block.
    pub config: Value,
    /// Whether the results must hold whole objects.
    pub include_object: bool,
    /// Maximum number of objects.
    pub limit: usize,
}

/// A list resource of a running provider, with its schema, which is made when it is first needed.
pub struct ListResourceHandle<C: 'static> {
    list_resource: &'static dyn AnyListResource<C>,
    configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
}

impl<C: Send + Sync> ListResourceHandle<C> {
    pub(super) const fn new(
        list_resource: &'static dyn AnyListResource<C>,
        configuration: Arc<Configuration<C>>,
    ) -> Self {
        Self {
            list_resource,
            configuration,
            schema: OnceLock::new(),
        }
    }

    /// Returns the name of the resource whose objects are listed.
    pub fn name(&self) -> &'static str {
        self.list_resource.name()
    }

    /// Returns the schema of the `config` block.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.list_resource.schema())
    }

    /// Checks a configuration.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.list_resource.validate(Document::new(config)));
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Sends objects to `events` until there are no more, the limit is reached or the receiver is dropped. An error is
    /// the last event.
    pub async fn list(&self, request: ListRequest, events: mpsc::Sender<Listed>) {
        if let Err(diagnostics) = self.send_all(request, &events).await {
            // Sending fails only if the receiver is dropped: the error is not needed then.
            let _closed = events
                .send(Listed {
                    diagnostics,
                    ..Listed::default()
                })
                .await;
        }
    }

    async fn send_all(&self, request: ListRequest, events: &mpsc::Sender<Listed>) -> Result<(), Diagnostics> {
        let client = self.configuration.client()?;
        let unknown = known::check_config(&request.config);
        if unknown.has_errors() {
            return Err(unknown);
        }
        let (sender, receiver) = mpsc::channel(1);
        let listing = async {
            let results = Results::new(&sender, request.include_object);
            let listed = guarded(self.list_resource.list(&client, &request.config, &results)).await;
            drop(sender);
            listed.unwrap_or_else(|bug| Err(bug.into()))
        };
        let (listed, ()) = tokio::join!(listing, forward(receiver, events, request.limit));
        listed
    }
}

/// Forwards events until `limit` objects are sent, then drops `receiver`, which stops the list resource.
async fn forward(mut receiver: mpsc::Receiver<Listed>, events: &mpsc::Sender<Listed>, limit: usize) {
    let mut remaining = limit;
    while remaining > 0 {
        let Some(listed) = receiver.recv().await else { return };
        remaining -= usize::from(listed.identity.is_some());
        if events.send(listed).await.is_err() {
            return;
        }
    }
}
