//! The SDK's values in the types of the wire, and back.

pub(super) mod change;
pub(super) mod diagnostic;
pub(super) mod function;
pub(super) mod identity;
pub(super) mod path;
pub(super) mod raw_state;
pub(super) mod schema;
pub(super) mod value;
