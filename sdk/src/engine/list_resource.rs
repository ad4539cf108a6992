//! `ListResource`: finding remote objects.

use tokio::sync::mpsc;

use crate::{
    author::{ListResourceKind, Listed, Results},
    diagnostics::Diagnostics,
    engine::handle::Handle,
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

/// A list resource of a running provider.
pub type ListResourceHandle<C> = Handle<ListResourceKind, C>;

impl<C: Send + Sync + 'static> ListResourceHandle<C> {
    /// Sends objects to `events` until there are no more, the limit is reached or the receiver is dropped.
    ///
    /// # Errors
    /// Returns an error if the provider is not configured, or if the list is incomplete.
    pub async fn list(&self, request: &ListRequest, events: &mpsc::Sender<Listed>) -> Result<(), Diagnostics> {
        let client = self.client(&request.config)?;
        let results = Results::new(events, request.include_object, request.limit);
        self.offered.list(&client, &request.config, &results).await
    }
}
