//! What a request is about, by name.

use crate::{
    author::Provider,
    diagnostics::{Diagnostic, Diagnostics, quote},
    engine::server::{DataSourceEntry, FunctionEntry, ResourceEntry, Server},
};

/// The resource `name`.
///
/// # Errors
/// That there is none.
pub(super) fn resource<'s, P: Provider>(
    server: &'s Server<P>,
    name: &str,
) -> Result<&'s ResourceEntry<P::Client>, Diagnostics> {
    server
        .resources()
        .get(name)
        .ok_or_else(|| unknown::<P>("resource", name))
}

/// The data source `name`.
///
/// # Errors
/// That there is none.
pub(super) fn data_source<'s, P: Provider>(
    server: &'s Server<P>,
    name: &str,
) -> Result<&'s DataSourceEntry<P::Client>, Diagnostics> {
    server
        .data_sources()
        .get(name)
        .ok_or_else(|| unknown::<P>("data source", name))
}

/// The function `name`.
///
/// # Errors
/// That there is none.
pub(super) fn function<'s, P: Provider>(server: &'s Server<P>, name: &str) -> Result<&'s FunctionEntry, Diagnostics> {
    server
        .functions()
        .get(name)
        .ok_or_else(|| unknown::<P>("function", name))
}

/// The provider has nothing of this kind and name.
pub(super) fn unknown<P: Provider>(kind: &str, name: &str) -> Diagnostics {
    let detail = format!(
        "The provider {} has no {kind} {}. Look the name up in the provider's documentation; a later version of \
         the provider may have it.",
        P::NAME,
        quote(name)
    );
    Diagnostic::error(format!("Unknown {kind}"), detail).into()
}
