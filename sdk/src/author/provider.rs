//! What a provider is, to the one who writes it.

use std::{collections::BTreeSet, future::Future};

use crate::{
    author::{AnyDataSource, AnyFunction, AnyResource},
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

    /// What is wrong with the provider block that cannot be told from one argument alone. Offline.
    fn validate(&self, config: Document<'_>) -> Diagnostics;

    /// The codes of the checks that the provider block silences; none while not all of them are known. See
    /// [`crate::diagnostics::Diagnostic::code`].
    fn skipped_checks(&self, config: Document<'_>) -> Option<BTreeSet<String>>;

    /// Makes the configured provider, without I/O that can wait until it is needed. During a plan the configuration may
    /// hold unknown values.
    ///
    /// # Errors
    /// Why the configuration cannot work.
    fn configure(
        &self,
        config: Document<'_>,
        terraform_version: &str,
    ) -> impl Future<Output = Result<Configured<Self::Client>, Diagnostics>> + Send;

    /// The practitioner interrupts the command: whatever waits stops waiting, and answers with what it knows. What comes
    /// after the next [`Provider::configure`] belongs to another command.
    fn stop(&self);

    /// The resources, in alphabetical order.
    fn resources(&self) -> &'static [&'static dyn AnyResource<Self::Client>];

    /// The data sources, in alphabetical order.
    fn data_sources(&self) -> &'static [&'static dyn AnyDataSource<Self::Client>];

    /// The functions, in alphabetical order.
    fn functions(&self) -> &'static [&'static dyn AnyFunction];
}

/// What came of configuring the provider.
#[derive(Debug)]
pub enum Configured<C> {
    /// It can be used.
    Ready(C),
    /// These arguments are not known before the apply: objects keep their prior values, and nothing can be read.
    Unknown(Vec<Path>),
}
