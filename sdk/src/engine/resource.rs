//! One managed resource of a running provider.

use std::sync::{Arc, OnceLock};

use crate::{
    author::{AnyResource, MoveSource, Object},
    diagnostics::Diagnostics,
    engine::{
        apply::{self, ApplyRequest, ApplyResponse},
        configuration::{Configuration, Unavailable},
        import::{self, ImportTarget},
        move_state,
        plan::{self, PlanRequest, PlanResponse},
        read::{self, ReadRequest, ReadResponse},
        upgrade_identity, upgrade_state,
        validate::validate,
    },
    schema::{IdentitySchema, Schema},
    typed::Document,
    value::Value,
};

/// A managed resource of a running provider, with its schemas, which are made when they are first needed.
pub struct ResourceHandle<C: 'static> {
    resource: &'static dyn AnyResource<C>,
    configuration: Arc<Configuration<C>>,
    schema: OnceLock<Schema>,
    identity_schema: OnceLock<IdentitySchema>,
}

impl<C: Send + Sync> ResourceHandle<C> {
    pub(super) const fn new(resource: &'static dyn AnyResource<C>, configuration: Arc<Configuration<C>>) -> Self {
        Self {
            resource,
            configuration,
            schema: OnceLock::new(),
            identity_schema: OnceLock::new(),
        }
    }

    /// Returns the name of the type.
    pub fn name(&self) -> &'static str {
        self.resource.name()
    }

    /// Returns the schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.resource.schema())
    }

    /// Returns the identity's schema.
    pub fn identity_schema(&self) -> &IdentitySchema {
        self.identity_schema.get_or_init(|| self.resource.identity_schema())
    }

    /// Checks a configuration. `write_only_allowed`: whether the client supports write-only attributes.
    pub fn validate(&self, config: &Value, write_only_allowed: bool) -> Diagnostics {
        let mut diagnostics = validate(&self.schema().block, config, write_only_allowed);
        diagnostics.extend(self.resource.validate(Document::new(config)));
        self.configuration.unsuppressed(diagnostics, config)
    }

    /// Plans one object.
    pub async fn plan(&self, request: PlanRequest) -> PlanResponse {
        let client = self.configuration.client().ok();
        let mut response = plan::plan(self.resource, self.schema(), client.as_deref(), request).await;
        response.diagnostics = self.configuration.unsuppressed(response.diagnostics, &response.planned);
        response
    }

    /// Applies a plan.
    pub async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        match self.configuration.client() {
            Ok(client) => {
                let mut response = apply::apply(self.resource, self.schema(), &*client, request).await;
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
                let mut response = read::read(self.resource, self.schema(), &*client, request).await;
                response.diagnostics = self.configuration.described(response.diagnostics, &response.state);
                response
            }
            // An object that was only imported has no values to keep: Terraform would plan to destroy it.
            Err(Unavailable::Unknown(paths)) if !self.resource.is_imported(&request.private) => {
                request.unchanged(self.configuration.skipped_refresh(&paths))
            }
            Err(unavailable) => request.unchanged(unavailable),
        }
    }

    /// Imports one object.
    ///
    /// # Errors
    /// If the ID or the identity is malformed.
    pub fn import(&self, target: ImportTarget) -> Result<Object, Diagnostics> {
        import::import(self.resource, self.schema(), target)
    }

    /// Moves an object of another type or provider to this resource.
    ///
    /// # Errors
    /// If the source is not supported, or its state cannot be read.
    pub fn move_state(&self, source: &MoveSource<'_>) -> Result<Object, Diagnostics> {
        move_state::move_state(self.resource, self.schema(), source)
    }

    /// Reads a stored state of `version`.
    ///
    /// # Errors
    /// If the state was written by a later version, or cannot be read.
    pub fn upgrade_state(&self, version: i64, state: serde_json::Value) -> Result<Value, Diagnostics> {
        upgrade_state::upgrade_state(self.resource, self.schema(), version, state)
    }

    /// Reads a stored identity of `version`; null if the object has none.
    ///
    /// # Errors
    /// If the identity was written by a later version, or cannot be read.
    pub fn upgrade_identity(&self, version: i64, identity: serde_json::Value) -> Result<Value, Diagnostics> {
        upgrade_identity::upgrade_identity(self.resource, self.identity_schema(), version, identity)
    }
}
