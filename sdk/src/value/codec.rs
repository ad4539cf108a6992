//! What can be wrong with an encoded value.

use std::fmt;

use crate::value::{Path, Step, Type, Value};

/// Values nested deeper than this are refused: no schema needs it, and the stack must not overflow.
pub(crate) const MAX_DEPTH: usize = 200;

/// Why a value could not be decoded or encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodecError {
    /// Where in the value it is.
    pub path: Path,
    /// What is wrong, without a full stop.
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

    /// The same error as seen from outside the part `step`.
    pub(super) fn within(mut self, step: Step) -> Self {
        self.path = self.path.within(step);
        self
    }

    /// The same error as seen from outside the attribute `name`.
    pub(super) fn within_attribute(self, name: &str) -> Self {
        self.within(Step::Attribute(name.to_owned()))
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
