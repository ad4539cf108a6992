//! `ListResource`: finding remote objects.

use tokio::sync::mpsc;

use crate::{
    author::{ListResourceKind, Listed, Results},
    diagnostics::Diagnostics,
    engine::{conform::report_misfits, handle::Handle, plan::clear_write_only, resource::ResourceHandle},
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
        let listed = self.offered.list(&client, &request.config, &results).await;
        listed.map_err(|problems| self.configuration.described(problems, &request.config))
    }
}

impl<C: Send + Sync + 'static> ResourceHandle<C> {
    /// Returns a found object as a read returns it: without write-only values, and with an error for each value that
    /// Terraform would reject.
    pub fn as_read(&self, mut listed: Listed) -> Listed {
        if let Some(object) = &mut listed.object {
            clear_write_only(&self.schema().block, object);
            report_misfits(object, self.schema(), &mut listed.diagnostics);
        }
        listed
    }
}
