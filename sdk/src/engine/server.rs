//! The running provider: its resources, data sources and functions by name, and its configuration.

use std::sync::{Arc, OnceLock};

use crate::{
    author::{Kind, Provider},
    diagnostics::{Diagnostic, Diagnostics, quote},
    engine::{
        action::ActionHandle, configuration::Configuration, data_source::DataSourceHandle,
        ephemeral_resource::EphemeralResourceHandle, function::FunctionHandle, handle::Handle,
        list_resource::ListResourceHandle, resource::ResourceHandle, validate::validate,
    },
    schema::Schema,
    typed::{Attributes, Document},
    value::Value,
};

/// A provider that serves Terraform. Any call may be the first one, so schemas are created when they are first needed.
pub struct Server<P: Provider> {
    provider: P,
    schema: OnceLock<Schema>,
    resources: Vec<ResourceHandle<P::Client>>,
    data_sources: Vec<DataSourceHandle<P::Client>>,
    list_resources: Vec<ListResourceHandle<P::Client>>,
    actions: Vec<ActionHandle<P::Client>>,
    ephemeral_resources: Vec<EphemeralResourceHandle<P::Client>>,
    functions: Vec<FunctionHandle>,
    configuration: Arc<Configuration<P::Client>>,
}

impl<P: Provider> Server<P> {
    /// Returns a server of `provider`, not configured yet.
    pub fn new(provider: P) -> Self {
        let configuration = Arc::new(Configuration::new(P::CODES_PAGE, P::CODES_OF_COMPUTED_VALUES));
        let resources = handles(P::RESOURCES, &configuration);
        Self {
            schema: OnceLock::new(),
            resources: resources.into_iter().map(ResourceHandle::new).collect(),
            data_sources: handles(P::DATA_SOURCES, &configuration),
            list_resources: handles(P::LIST_RESOURCES, &configuration),
            actions: handles(P::ACTIONS, &configuration),
            ephemeral_resources: handles(P::EPHEMERAL_RESOURCES, &configuration),
            functions: P::FUNCTIONS.iter().map(|one| FunctionHandle::new(*one)).collect(),
            configuration,
            provider,
        }
    }

    /// Returns the schema of the provider block.
    pub fn schema(&self) -> &Schema {
        self.schema.get_or_init(|| Schema::new(0, P::Config::block()))
    }

    /// Returns the resources in order.
    pub fn resources(&self) -> &[ResourceHandle<P::Client>] {
        &self.resources
    }

    /// Returns the resource `name`.
    ///
    /// # Errors
    /// If the provider has no such resource.
    pub fn resource(&self, name: &str) -> Result<&ResourceHandle<P::Client>, Diagnostics> {
        let found = self.resources.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("resource", name))
    }

    /// Returns the data sources in order.
    pub fn data_sources(&self) -> &[DataSourceHandle<P::Client>] {
        &self.data_sources
    }

    /// Returns the data source `name`.
    ///
    /// # Errors
    /// If the provider has no such data source.
    pub fn data_source(&self, name: &str) -> Result<&DataSourceHandle<P::Client>, Diagnostics> {
        let found = self.data_sources.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("data source", name))
    }

    /// Returns the list resources in order.
    pub fn list_resources(&self) -> &[ListResourceHandle<P::Client>] {
        &self.list_resources
    }

    /// Returns the list resource `name`.
    ///
    /// # Errors
    /// If the provider has no such list resource.
    pub fn list_resource(&self, name: &str) -> Result<&ListResourceHandle<P::Client>, Diagnostics> {
        let found = self.list_resources.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("list resource", name))
    }

    /// Returns the actions in order.
    pub fn actions(&self) -> &[ActionHandle<P::Client>] {
        &self.actions
    }

    /// Returns the action `name`.
    ///
    /// # Errors
    /// If the provider has no such action.
    pub fn action(&self, name: &str) -> Result<&ActionHandle<P::Client>, Diagnostics> {
        let found = self.actions.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("action", name))
    }

    /// Returns the ephemeral resources in order.
    pub fn ephemeral_resources(&self) -> &[EphemeralResourceHandle<P::Client>] {
        &self.ephemeral_resources
    }

    /// Returns the ephemeral resource `name`.
    ///
    /// # Errors
    /// If the provider has no such ephemeral resource.
    pub fn ephemeral_resource(&self, name: &str) -> Result<&EphemeralResourceHandle<P::Client>, Diagnostics> {
        let found = self.ephemeral_resources.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("ephemeral resource", name))
    }

    /// Returns the functions in order.
    pub fn functions(&self) -> &[FunctionHandle] {
        &self.functions
    }

    /// Returns the function `name`.
    ///
    /// # Errors
    /// Returns an error if the provider has no such function.
    pub fn function(&self, name: &str) -> Result<&FunctionHandle, Diagnostics> {
        let found = self.functions.iter().find(|one| one.name() == name);
        found.ok_or_else(|| Self::unknown("function", name))
    }

    /// Returns the error that the provider has nothing of this kind and name.
    pub fn unknown(kind: &str, name: &str) -> Diagnostics {
        let detail = format!(
            "The provider {} has no {kind} {}. Check the name in the provider's documentation; a later version of the \
             provider may have it.",
            P::NAME,
            quote(name)
        );
        Diagnostic::error(format!("Unknown {kind}"), detail).into()
    }

    /// Checks a provider block.
    pub fn validate(&self, config: &Value) -> Diagnostics {
        let document = Document::new(config);
        self.configuration.suppress(self.provider.suppressed_codes(document));
        let mut diagnostics = validate(&self.schema().block, config, true);
        diagnostics.extend(self.provider.validate(document));
        self.configuration.described(diagnostics, config)
    }

    /// Configures the provider, and replaces an earlier configuration.
    pub async fn configure(&self, config: &Value, terraform_version: &str) -> Diagnostics {
        let document = Document::new(config);
        self.configuration.suppress(self.provider.suppressed_codes(document));
        self.configuration.set(None);
        let mut diagnostics = Diagnostics::new();
        let configured = diagnostics.collect(self.provider.configure(document, terraform_version).await);
        self.configuration.set(configured);
        self.configuration.described(diagnostics, config)
    }

    /// Ends all waits, because the user has interrupted the command.
    pub fn stop(&self) {
        self.provider.stop();
    }
}

fn handles<K: Kind<C>, C: 'static>(
    offered: &[&'static K::Any],
    configuration: &Arc<Configuration<C>>,
) -> Vec<Handle<K, C>> {
    offered.iter().map(|one| Handle::new(*one, configuration)).collect()
}
