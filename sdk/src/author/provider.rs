//! The trait for providers.

use std::{collections::BTreeSet, future::Future};

use crate::{
    author::{AnyAction, AnyDataSource, AnyEphemeralResource, AnyFunction, AnyListResource, AnyResource},
    diagnostics::Diagnostics,
    typed::{Attributes, Document},
    value::Path,
};

/// A provider: its configuration block and its resources, data sources and functions.
pub trait Provider: Send + Sync + 'static {
    /// The provider block.
    type Config: Attributes;
    /// The configured provider.
    type Client: Send + Sync + 'static;

    /// The provider's type name: `example`.
    const NAME: &'static str;
    /// URL of the page that explains the codes of diagnostics. Each code in lowercase is an anchor of it. Default: none.
    const CODES_PAGE: Option<&'static str> = None;
    /// Codes of the checks of values that other resources compute, such as ARNs. Until the provider is configured, these
    /// checks accept the values that `terraform test` and `tofu test` generate for mocked resources. Default: none.
    const CODES_OF_COMPUTED_VALUES: &'static [&'static str] = &[];
    /// The resources, in alphabetical order.
    const RESOURCES: &'static [&'static dyn AnyResource<Self::Client>] = &[];
    /// The data sources, in alphabetical order.
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<Self::Client>] = &[];
    /// The list resources, in alphabetical order.
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<Self::Client>] = &[];
    /// The actions, in alphabetical order.
    const ACTIONS: &'static [&'static dyn AnyAction<Self::Client>] = &[];
    /// The ephemeral resources, in alphabetical order.
    const EPHEMERAL_RESOURCES: &'static [&'static dyn AnyEphemeralResource<Self::Client>] = &[];
    /// The functions, in alphabetical order.
    const FUNCTIONS: &'static [&'static dyn AnyFunction] = &[];

    /// Checks conditions on more than one argument of the provider block. Runs offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Returns the codes of the diagnostics that the provider block suppresses; `None` while not all of them are known.
    /// Default: none is suppressed. See [`crate::diagnostics::Diagnostic::code`].
    fn suppressed_codes(&self, _config: Document<'_>) -> Option<BTreeSet<String>> {
        Some(BTreeSet::new())
    }

    /// Creates the configured provider, without I/O that can be deferred. During a plan, the configuration may contain
    /// unknown values.
    ///
    /// # Errors
    /// If the configuration is invalid.
    fn configure(
        &self,
        config: Document<'_>,
        terraform_version: &str,
    ) -> impl Future<Output = Result<Configured<Self::Client>, Diagnostics>> + Send;

    /// Ends all waits, because the user has interrupted the command. Calls after the next [`Provider::configure`]
    /// belong to another command. Default: does nothing.
    fn stop(&self) {}
}

/// The result of configuring the provider.
#[derive(Debug)]
pub enum Configured<C> {
    /// The provider is ready.
    Ready(C),
    /// These arguments are known after apply: objects keep their prior values, and nothing can be read.
    Unknown(Vec<Path>),
}
