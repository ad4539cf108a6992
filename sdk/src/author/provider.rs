//! The trait for providers.

use std::{collections::BTreeSet, future::Future};

use crate::{
    author::{AnyAction, AnyDataSource, AnyEphemeralResource, AnyFunction, AnyListResource, AnyResource},
    diagnostics::Diagnostics,
    typed::{Attributes, Document},
    value::Path,
};

/// A provider: its configuration block, and everything that it offers.
pub trait Provider: Send + Sync + 'static {
    /// The provider block.
    type Config: Attributes;
    /// The configured provider.
    type Client: Send + Sync + 'static;

    /// The provider's type name: `example`.
    const NAME: &'static str;
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

    /// Checks what cannot be told from one argument of the provider block alone. Offline.
    fn validate(&self, _config: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    /// Returns the codes of the diagnostics that the provider block suppresses; `None` while not all of them are known.
    /// Default: none is suppressed. See [`crate::diagnostics::Diagnostic::code`].
    fn suppressed_codes(&self, _config: Document<'_>) -> Option<BTreeSet<String>> {
        Some(BTreeSet::new())
    }

    /// Makes the configured provider, without I/O that can wait until it is needed. During a plan the configuration may
    /// hold unknown values.
    ///
    /// # Errors
    /// If the configuration is invalid.
    fn configure(
        &self,
        config: Document<'_>,
        terraform_version: &str,
    ) -> impl Future<Output = Result<Configured<Self::Client>, Diagnostics>> + Send;

    /// Makes everything that waits return with what is known by then: the practitioner has interrupted the command. What
    /// comes after the next [`Provider::configure`] belongs to another command. Default: nothing waits.
    fn stop(&self) {}
}

/// The result of configuring the provider.
#[derive(Debug)]
pub enum Configured<C> {
    /// It can be used.
    Ready(C),
    /// These arguments are not known before the apply: objects keep their prior values, and nothing can be read.
    Unknown(Vec<Path>),
}
