//! The common trait of all kinds of blocks.

use crate::{diagnostics::Diagnostics, schema::Schema, typed::Document};

/// A resource, data source, list resource, action or ephemeral resource: a block of a named type with a schema.
///
/// `K` is the kind, because one struct may be of several kinds.
pub trait Configurable<K>: Send + Sync {
    /// Returns the name of the type.
    fn name(&self) -> &'static str;
    /// Returns the schema.
    fn schema(&self) -> Schema;
    /// Checks conditions on more than one argument. Runs offline and skips unknown values.
    fn validate(&self, config: Document<'_>) -> Diagnostics;
}

/// A kind: resource, data source, list resource, action or ephemeral resource. `C` is the configured provider.
pub trait Kind<C>: Sized {
    /// The object-safe trait of the kind.
    type Any: Configurable<Self> + ?Sized + 'static;
}
