//! The configured provider, which all resources, data sources and actions share.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    author::{Configured, guard::lock},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{location::located, mocked},
    value::{Path, Value},
};

/// The configured provider, and the diagnostic codes that its configuration suppresses.
pub(crate) struct Configuration<C> {
    client: Mutex<Result<Arc<C>, Unavailable>>,
    /// `None` while the codes are not known.
    suppressed: Mutex<Option<BTreeSet<String>>>,
    /// URL of the page that explains the codes.
    codes_page: Option<&'static str>,
    /// See [`Provider::CODES_OF_COMPUTED_VALUES`](crate::author::Provider::CODES_OF_COMPUTED_VALUES).
    codes_of_computed_values: &'static [&'static str],
    skipped_refresh_reported: AtomicBool,
}

/// The reason that the configured provider is unavailable.
#[derive(Clone)]
pub(crate) enum Unavailable {
    /// Terraform has not configured it, or the configuration failed.
    Unconfigured,
    /// These arguments of the provider block are known only after an apply.
    Unknown(Vec<Path>),
}

impl<C> Configuration<C> {
    /// Returns the state before Terraform configures the provider. `codes_page` explains the codes of diagnostics.
    pub(crate) fn new(codes_page: Option<&'static str>, codes_of_computed_values: &'static [&'static str]) -> Self {
        Self {
            client: Mutex::new(Err(Unavailable::Unconfigured)),
            suppressed: Mutex::new(Some(BTreeSet::new())),
            codes_page,
            codes_of_computed_values,
            skipped_refresh_reported: AtomicBool::new(false),
        }
    }

    /// Replaces the earlier configuration.
    pub(crate) fn set(&self, configured: Option<Configured<C>>) {
        self.skipped_refresh_reported.store(false, Ordering::Relaxed);
        *lock(&self.client) = match configured {
            Some(Configured::Ready(client)) => Ok(Arc::new(client)),
            Some(Configured::Unknown(paths)) => Err(Unavailable::Unknown(paths)),
            None => Err(Unavailable::Unconfigured),
        };
    }

    /// Returns the configured provider.
    ///
    /// # Errors
    /// If Terraform has not configured the provider, or only with unknown values.
    pub(crate) fn client(&self) -> Result<Arc<C>, Unavailable> {
        lock(&self.client).clone()
    }

    /// Suppresses the diagnostics with these codes; `None` while the codes are not known.
    pub(crate) fn suppress(&self, codes: Option<BTreeSet<String>>) {
        *lock(&self.suppressed) = codes;
    }

    /// Returns the diagnostics about the object `root` that the configuration does not suppress, each with its place and
    /// the page of its code. While the codes are not known, no diagnostic with a code is returned: Terraform asks again
    /// once they are.
    pub(crate) fn unsuppressed(&self, diagnostics: Diagnostics, root: &Value) -> Diagnostics {
        let diagnostics = match &*lock(&self.suppressed) {
            Some(suppressed) => diagnostics.without(suppressed),
            None => diagnostics.without_checks(),
        };
        self.described(diagnostics, root)
    }

    /// Returns the diagnostics about the configuration `config` without those about generated values of mocked resources:
    /// Terraform never configures a mocked provider. It validates each configuration again after it has configured the
    /// provider, and then all diagnostics are returned.
    pub(crate) fn without_mocked(&self, diagnostics: Diagnostics, config: &Value) -> Diagnostics {
        if !matches!(self.client(), Err(Unavailable::Unconfigured)) {
            return diagnostics;
        }
        let is_mocked = |found: &Diagnostic| {
            found
                .code
                .is_some_and(|code| self.codes_of_computed_values.contains(&code))
                && mocked::is_generated(mocked::value_at(config, &found.path))
        };
        diagnostics.into_iter().filter(|found| !is_mocked(found)).collect()
    }

    /// Returns the diagnostics about the object `root`, each with its place and the page of its code.
    pub(crate) fn described(&self, diagnostics: Diagnostics, root: &Value) -> Diagnostics {
        let describe = |diagnostic| Diagnostic {
            codes_page: self.codes_page,
            ..located(diagnostic, root)
        };
        diagnostics.into_iter().map(describe).collect()
    }

    /// Returns the warning that nothing is refreshed: once per configuration, however many objects there are.
    pub(crate) fn skipped_refresh(&self, paths: &[Path]) -> Diagnostics {
        if self.skipped_refresh_reported.swap(true, Ordering::Relaxed) {
            return Diagnostics::new();
        }
        let detail = format!(
            "The provider block depends on values that are known after apply: {}. Objects that are already in the \
             state keep their values, because the provider could not read them from the service.",
            enumerate(paths)
        );
        Diagnostic::warning(
            "Nothing was refreshed: the provider's configuration is not known yet",
            detail,
        )
        .into()
    }
}

impl From<Unavailable> for Diagnostic {
    fn from(unavailable: Unavailable) -> Self {
        match unavailable {
            Unavailable::Unconfigured => Self::error(
                "The provider is not configured",
                "Terraform requested a remote object before it configured the provider. If the provider block has an \
                 error, fix that error first.",
            ),
            Unavailable::Unknown(paths) => {
                let detail = format!(
                    "The provider block depends on values that are known after apply: {}. The provider cannot read \
                     from the service without them. Set known values, or first apply the resources that provide them: \
                     terraform apply -target=ADDRESS.",
                    enumerate(&paths)
                );
                Self::error("The provider's configuration is not known yet", detail)
            }
        }
    }
}

impl From<Unavailable> for Diagnostics {
    fn from(unavailable: Unavailable) -> Self {
        Diagnostic::from(unavailable).into()
    }
}

fn enumerate(paths: &[Path]) -> String {
    let paths: Vec<_> = paths.iter().map(|path| format!("`{path}`")).collect();
    paths.join(", ")
}
