//! The framework's vocabulary in the wire's types, and back.

pub(super) mod diagnostic;
pub(super) mod function;
pub(super) mod identity;
pub(super) mod path;
pub(super) mod raw_state;
pub(super) mod schema;
pub(super) mod value;
