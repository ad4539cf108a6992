//! One managed resource of a running provider.

use std::{ops::Deref, sync::OnceLock};

use crate::{
    author::{MoveSource, Object, ResourceKind},
    diagnostics::Diagnostics,
    engine::{
        apply::{self, ApplyRequest, ApplyResponse},
        configuration::Unavailable,
        handle::Handle,
        import::{self, ImportTarget},
        move_state,
        plan::{self, PlanRequest, PlanResponse},
        read::{self, ReadRequest, ReadResponse},
        upgrade_identity, upgrade_state,
    },
    schema::IdentitySchema,
    value::Value,
};

/// A managed resource of a running provider, with its identity's schema, which is created when it is first needed.
pub struct ResourceHandle<C: 'static> {
    handle: Handle<ResourceKind, C>,
    identity_schema: OnceLock<IdentitySchema>,
}

impl<C: 'static> Deref for ResourceHandle<C> {
    type Target = Handle<ResourceKind, C>;

    fn deref(&self) -> &Self::Target {
        &self.handle
    }
}

impl<C: Send + Sync + 'static> ResourceHandle<C> {
    pub(super) const fn new(handle: Handle<ResourceKind, C>) -> Self {
        Self {
            handle,
            identity_schema: OnceLock::new(),
        }
    }

    /// Returns the identity's schema.
    pub fn identity_schema(&self) -> &IdentitySchema {
        self.identity_schema.get_or_init(|| self.offered.identity_schema())
    }

    /// Checks a configuration. `write_only_allowed`: whether the client supports write-only attributes.
    pub fn validate(&self, config: &Value, write_only_allowed: bool) -> Diagnostics {
        self.validate_for(config, write_only_allowed)
    }

    /// Plans one object.
    pub async fn plan(&self, request: PlanRequest) -> PlanResponse {
        let client = self.configuration.client().ok();
        let mut response = plan::plan(self.offered, self.schema(), client.as_deref(), request).await;
        response.diagnostics = self.configuration.unsuppressed(response.diagnostics, &response.planned);
        response
    }

    /// Applies a plan.
    pub async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        match self.configuration.client() {
            Ok(client) => {
                let mut response = apply::apply(self.offered, self.schema(), &*client, request).await;
                response.diagnostics = self.configuration.described(response.diagnostics, &response.state);
                response
            }
            Err(unavailable) => apply::refused(unavailable.into()),
        }
    }

    /// Reads one object. While the provider's configuration is unknown, objects keep their values, with one warning.
    pub async fn read(&self, request: ReadRequest) -> ReadResponse {
        match self.configuration.client() {
            Ok(client) => {
                let mut response = read::read(self.offered, self.schema(), &*client, request).await;
                response.diagnostics = self.configuration.described(response.diagnostics, &response.state);
                response
            }
            // An object that was only imported has no values to keep: Terraform would plan to destroy it.
            Err(Unavailable::Unknown(paths)) if !self.offered.is_imported(&request.private) => {
                request.unchanged(self.configuration.skipped_refresh(&paths))
            }
            Err(unavailable) => request.unchanged(unavailable),
        }
    }

    /// Imports one object.
    ///
    /// # Errors
    /// If the ID or the identity is malformed, or a name does not identify one object.
    pub async fn import(&self, target: ImportTarget) -> Result<Object, Diagnostics> {
        let client = || Ok(self.configuration.client()?);
        import::import(self.offered, self.schema(), client, target).await
    }

    /// Moves an object of another type or provider to this resource.
    ///
    /// # Errors
    /// If the source is not supported, or its state cannot be read.
    pub fn move_state(&self, source: &MoveSource<'_>) -> Result<Object, Diagnostics> {
        move_state::move_state(self.offered, self.schema(), source)
    }

    /// Returns warnings about what a move from `source` does not take over.
    pub fn warnings_of_move(&self, source: &MoveSource<'_>) -> Diagnostics {
        self.offered.warnings_of_move(source)
    }

    /// Reads a stored state of `version`.
    ///
    /// # Errors
    /// If the state was written by a later version, or cannot be read.
    pub fn upgrade_state(&self, version: i64, state: serde_json::Value) -> Result<Value, Diagnostics> {
        upgrade_state::upgrade_state(self.offered, self.schema(), version, state)
    }

    /// Reads a stored identity of `version`; null if the object has none.
    ///
    /// # Errors
    /// If the identity was written by a later version, or cannot be read.
    pub fn upgrade_identity(&self, version: i64, identity: serde_json::Value) -> Result<Value, Diagnostics> {
        upgrade_identity::upgrade_identity(self.offered, self.identity_schema(), version, identity)
    }
}
