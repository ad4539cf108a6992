//! Errors of encoded values.

use std::fmt;

use crate::value::{Path, Step, Type, Value};

/// Maximum nesting of a value, which is more than any schema needs and prevents a stack overflow.
pub(crate) const MAX_DEPTH: usize = 200;

/// The reason why a value could not be decoded or encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// Path in the value.
    pub path: Path,
    /// The problem, without a full stop.
    pub problem: String,
}

impl CodecError {
    pub(super) fn new(problem: impl Into<String>) -> Self {
        Self {
            path: Path::root(),
            problem: problem.into(),
        }
    }

    pub(super) fn expected(ty: &Type, found: impl fmt::Display) -> Self {
        Self::new(format!("expected {}, found {found}", kind(ty)))
    }

    /// The value cannot have this type.
    pub(super) fn mismatch(ty: &Type, found: &Value) -> Self {
        Self::expected(ty, found.kind())
    }

    pub(super) fn too_deep() -> Self {
        Self::new(format!("values are nested more than {MAX_DEPTH} levels deep"))
    }

    /// Returns the error with `step` before its path.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.path = self.path.within(step);
        self
    }

    /// Returns the error of an element as that of its set, because no path leads into a set.
    pub(super) fn in_set(self) -> Self {
        Self::new(self.to_string())
    }

    /// Returns the error with the attribute `name` before its path.
    pub(super) fn within_attribute(self, name: &str) -> Self {
        self.within(Step::Attribute(name.to_owned().into()))
    }
}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_root() {
            f.write_str(&self.problem)
        } else {
            write!(f, "{}: {}", self.path, self.problem)
        }
    }
}

impl std::error::Error for CodecError {}

const fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "a bool",
        Type::Number => "a number",
        Type::String => "a string",
        Type::Dynamic => "a value with its type",
        Type::List(_) => "a list",
        Type::Set(_) => "a set",
        Type::Map(_) => "a map",
        Type::Tuple(_) => "a tuple",
        Type::Object(_) => "an object",
    }
}
