//! The private data of an object, which a resource stores in addition to the state.
//!
//! The plan of a new object adds the planned object. If the new object replaces another one, Terraform passes the private
//! data of that plan to the delete of the old object, which has no other way to know what replaces it.

use serde::{Deserialize, Serialize};

use crate::{
    author::Resource,
    diagnostics::{Diagnostic, Diagnostics},
    value::{Type, Value, msgpack},
};

/// Separates the private data, which is JSON and so contains no zero byte, from the planned object.
const SEPARATOR: &[u8] = b"\0planned\0";

/// The private data of an object.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Private<P, I> {
    /// The identity that an import left for the first read.
    Imported(I),
    /// The private data of the resource.
    Remembered(P),
}

/// Reads the private data of an object; no bytes mean no private data. Unreadable data is ignored with a warning, so
/// that the object can still be destroyed.
pub(super) fn read<R: Resource>(bytes: &[u8]) -> (Private<R::Private, R::Identity>, Option<Diagnostic>) {
    let nothing = || Private::Remembered(R::Private::default());
    let own = parts(bytes).0;
    if own.is_empty() {
        return (nothing(), None);
    }
    match serde_json::from_slice(own) {
        Ok(private) => (private, None),
        Err(error) => (nothing(), Some(unreadable(R::NAME, &error))),
    }
}

/// Returns the private data of the resource. An object that was only imported has none.
pub(super) fn remembered<R: Resource>(bytes: &[u8]) -> (R::Private, Option<Diagnostic>) {
    match read::<R>(bytes) {
        (Private::Remembered(private), warning) => (private, warning),
        (Private::Imported(_), warning) => (R::Private::default(), warning),
    }
}

/// Returns the private data as bytes, which may be empty.
pub(super) fn remember<R: Resource>(private: &R::Private) -> Vec<u8> {
    let bytes = |private: &R::Private| write::<R>(&Private::Remembered(private)).unwrap_or_default();
    let remembered = bytes(private);
    if remembered == bytes(&R::Private::default()) {
        Vec::new()
    } else {
        remembered
    }
}

/// Adds the planned new object of type `ty` to private data.
pub(super) fn with_planned(mut private: Vec<u8>, planned: &Value, ty: &Type) -> Vec<u8> {
    if let Ok(planned) = msgpack::encode(planned, ty) {
        private.extend(SEPARATOR);
        private.extend(planned);
    }
    private
}

/// Returns the planned new object of type `ty` in private data, if there is one.
pub(super) fn planned(private: &[u8], ty: &Type) -> Option<Value> {
    msgpack::decode(parts(private).1?, ty).ok()
}

/// Returns the private data of the resource, and the planned new object.
fn parts(bytes: &[u8]) -> (&[u8], Option<&[u8]>) {
    match bytes.windows(SEPARATOR.len()).position(|part| part == SEPARATOR) {
        Some(end) => (&bytes[..end], Some(&bytes[end + SEPARATOR.len()..])),
        None => (bytes, None),
    }
}

/// Returns the bytes for an object of which only the identity is known.
///
/// # Errors
/// If the identity cannot be written, which is a bug.
pub(super) fn imported<R: Resource>(identity: &R::Identity) -> Result<Vec<u8>, Diagnostics> {
    write::<R>(&Private::Imported(identity))
}

fn write<R: Resource>(private: &Private<&R::Private, &R::Identity>) -> Result<Vec<u8>, Diagnostics> {
    serde_json::to_vec(private)
        .map_err(|error| Diagnostic::bug(format!("The private data cannot be written: {error}.")).into())
}

fn unreadable(name: &str, error: &serde_json::Error) -> Diagnostic {
    let detail = format!(
        "The provider cannot read the private data that it stored with the state of this {name}: {error}. The \
         provider ignores the data, so the next plan may show changes that you did not make."
    );
    Diagnostic::warning("Unreadable private data", detail)
}
