//! The running provider: everything that it offers, looked up by name, and its configuration.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    author::{AnyDataSource, AnyFunction, AnyResource, Configured, Provider, Signature},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        apply::{self, ApplyRequest, ApplyResponse},
        guard::{guarded, lock},
        plan::{self, PlanRequest, PlanResponse},
        read::{self, ReadRequest, ReadResponse},
        validate::validate,
    },
    schema::{IdentitySchema, Schema},
    typed::{Attributes, Document},
    value::{Path, Value},
};

/// A provider as Terraform talks to it. Every question may be the first one: schemas are made when they are needed.
pub struct Server<P: Provider> {
    provider: P,
    schema: OnceLock<Schema>,
    resources: BTreeMap<&'static str, ResourceEntry<P::Client>>,
    data_sources: BTreeMap<&'static str, DataSourceEntry<P::Client>>,
    functions: BTreeMap<&'static str, FunctionEntry>,
    configured: Mutex<Option<Arc<Configured<P::Client>>>>,
    /// The checks that say nothing; none while they are not known.
    skipped: Mutex<Option<BTreeSet<String>>>,
    unknown_said: AtomicBool,
}

/// A resource with its schemas.
pub struct ResourceEntry<C: 'static> {
    /// The resource.
    pub resource: &'static dyn AnyResource<C>,
    schema: OnceLock<Schema>,
    identity_schema: OnceLock<IdentitySchema>,
}

impl<C> ResourceEntry<C> {
    const fn new(resource: &'static dyn AnyResource<C>) -> Self {
        Self {
            resource,
            schema: OnceLock::new(),
            identity_schema: OnceLock::new(),
        }
    }

    /// The schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.resource.schema())
    }

    /// The identity's schema.
    pub fn identity_schema(&self) -> &IdentitySchema {
        self.identity_schema.get_or_init(|| self.resource.identity_schema())
    }
}

/// A data source with its schema.
pub struct DataSourceEntry<C: 'static> {
    /// The data source.
    pub data_source: &'static dyn AnyDataSource<C>,
    schema: OnceLock<Schema>,
}

impl<C> DataSourceEntry<C> {
    const fn new(data_source: &'static dyn AnyDataSource<C>) -> Self {
        Self {
            data_source,
            schema: OnceLock::new(),
        }
    }

    /// The schema.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| self.data_source.schema())
    }
}

/// A function with its signature.
pub struct FunctionEntry {
    /// The function.
    pub function: &'static dyn AnyFunction,
    signature: OnceLock<Signature>,
}

impl FunctionEntry {
    const fn new(function: &'static dyn AnyFunction) -> Self {
        Self {
            function,
            signature: OnceLock::new(),
        }
    }

    /// The signature.
    pub fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| self.function.signature())
    }
}

impl<P: Provider> Server<P> {
    /// A server of `provider`, not configured yet.
    pub fn new(provider: P) -> Self {
        let resources = provider.resources().iter();
        let data_sources = provider.data_sources().iter();
        let functions = provider.functions().iter();
        Self {
            schema: OnceLock::new(),
            resources: resources.map(|one| (one.name(), ResourceEntry::new(*one))).collect(),
            data_sources: data_sources
                .map(|one| (one.name(), DataSourceEntry::new(*one)))
                .collect(),
            functions: functions.map(|one| (one.name(), FunctionEntry::new(*one))).collect(),
            configured: Mutex::new(None),
            skipped: Mutex::new(Some(BTreeSet::new())),
            unknown_said: AtomicBool::new(false),
            provider,
        }
    }

    /// The schema of the provider block.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| Schema::new(0, P::Config::block()))
    }

    /// The resources by name.
    pub const fn resources(&self) -> &BTreeMap<&'static str, ResourceEntry<P::Client>> {
        &self.resources
    }

    /// The data sources by name.
    pub const fn data_sources(&self) -> &BTreeMap<&'static str, DataSourceEntry<P::Client>> {
        &self.data_sources
    }

    /// The functions by name.
    pub const fn functions(&self) -> &BTreeMap<&'static str, FunctionEntry> {
        &self.functions
    }

    /// The practitioner interrupts: whatever waits stops waiting.
    pub fn stop(&self) {
        self.provider.stop();
    }

    /// What is wrong with a provider block.
    pub fn validate_provider_config(&self, config: &Value) -> Diagnostics {
        let document = Document::new(config);
        self.skip(document);
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.provider.validate(document));
        diagnostics
    }

    /// Configures the provider; an earlier configuration is forgotten.
    pub async fn configure_provider(&self, config: &Value, terraform_version: &str) -> Diagnostics {
        let document = Document::new(config);
        self.skip(document);
        let outcome = guarded(self.provider.configure(document, terraform_version)).await;
        let mut diagnostics = Diagnostics::new();
        let configured = diagnostics.collect(outcome.unwrap_or_else(|bug| Err(bug.into())));
        self.unknown_said.store(false, Ordering::Relaxed);
        *lock(&self.configured) = configured.map(Arc::new);
        diagnostics
    }

    /// What is wrong with the configuration of a resource. `write_only_allowed`: whether the client can carry write-only
    /// values.
    pub fn validate_resource_config(
        &self,
        entry: &ResourceEntry<P::Client>,
        config: &Value,
        write_only_allowed: bool,
    ) -> Diagnostics {
        let mut diagnostics = validate(&entry.schema().block, config, write_only_allowed);
        diagnostics.extend(entry.resource.validate(Document::new(config)));
        self.unskipped(diagnostics)
    }

    /// What is wrong with the configuration of a data source.
    pub fn validate_data_source_config(&self, entry: &DataSourceEntry<P::Client>, config: &Value) -> Diagnostics {
        let mut diagnostics = validate(&entry.schema().block, config, true);
        diagnostics.extend(entry.data_source.validate(Document::new(config)));
        self.unskipped(diagnostics)
    }

    /// Plans one object.
    pub async fn plan(&self, entry: &ResourceEntry<P::Client>, request: PlanRequest) -> PlanResponse {
        let configured = self.configured();
        let client = match configured.as_deref() {
            Some(Configured::Ready(client)) => Some(client),
            Some(Configured::Unknown(_)) | None => None,
        };
        let mut response = plan::plan(entry.resource, entry.schema(), client, request).await;
        response.diagnostics = self.unskipped(response.diagnostics);
        response
    }

    /// Carries out a plan.
    pub async fn apply(&self, entry: &ResourceEntry<P::Client>, request: ApplyRequest) -> ApplyResponse {
        match self.configured().as_deref() {
            Some(Configured::Ready(client)) => apply::apply(entry.resource, entry.schema(), client, request).await,
            Some(Configured::Unknown(paths)) => apply::refused(unknown_configuration(paths)),
            None => apply::refused(not_configured()),
        }
    }

    /// Reads one object. While the provider's configuration is not known, objects keep their values, with one warning.
    pub async fn read(&self, entry: &ResourceEntry<P::Client>, request: ReadRequest) -> ReadResponse {
        match self.configured().as_deref() {
            Some(Configured::Ready(client)) => read::read(entry.resource, entry.schema(), client, request).await,
            // What was only imported has no values that could be kept: Terraform would plan to destroy it.
            Some(Configured::Unknown(paths)) if entry.resource.is_imported(&request.private) => {
                request.unchanged(unknown_configuration(paths))
            }
            Some(Configured::Unknown(paths)) => {
                let said = self.unknown_said.swap(true, Ordering::Relaxed);
                request.unchanged(if said { Diagnostics::new() } else { kept(paths).into() })
            }
            None => request.unchanged(not_configured()),
        }
    }

    /// Reads a data source.
    pub async fn read_data_source(&self, entry: &DataSourceEntry<P::Client>, config: &Value) -> (Value, Diagnostics) {
        match self.configured().as_deref() {
            Some(Configured::Ready(client)) => {
                read::read_data_source(entry.data_source, entry.schema(), client, config).await
            }
            Some(Configured::Unknown(paths)) => (Value::Null, unknown_configuration(paths).into()),
            None => (Value::Null, not_configured().into()),
        }
    }

    fn configured(&self) -> Option<Arc<Configured<P::Client>>> {
        lock(&self.configured).clone()
    }

    fn skip(&self, config: Document<'_>) {
        *lock(&self.skipped) = self.provider.skipped_checks(config);
    }

    fn unskipped(&self, diagnostics: Diagnostics) -> Diagnostics {
        match &*lock(&self.skipped) {
            Some(skipped) => diagnostics.without(skipped),
            // Any of them may turn out not to be wanted. Terraform asks again once that is known.
            None => diagnostics.without_checks(),
        }
    }
}

fn not_configured() -> Diagnostic {
    Diagnostic::error(
        "The provider is not configured",
        "Terraform asked for a remote object before it configured the provider. If the provider block shows an error, \
         mend that first.",
    )
}

fn named(paths: &[Path]) -> String {
    paths
        .iter()
        .map(|path| format!("`{path}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn unknown_configuration(paths: &[Path]) -> Diagnostic {
    let detail = format!(
        "The provider block's {} will only be known after an apply, so nothing can be read from AWS now. Give it a known \
         value, or first apply what it comes from: terraform apply -target=ADDRESS.",
        named(paths)
    );
    Diagnostic::error("The provider's configuration is not known yet", detail)
}

fn kept(paths: &[Path]) -> Diagnostic {
    let detail = format!(
        "The provider block's {} will only be known after an apply. Objects that are already in the state keep the \
         values that it has of them; nothing was read from AWS.",
        named(paths)
    );
    Diagnostic::warning(
        "Nothing was refreshed: the provider's configuration is not known yet",
        detail,
    )
}
