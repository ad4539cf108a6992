//! Values that must not be shown.

use std::fmt;

use crate::{
    diagnostics::Diagnostics,
    schema::{Shape, validators::Validator},
    typed::AttributeValue,
    value::Value,
};

/// A secret, which is sensitive in the schema and never printed.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a secret.
    pub const fn new(secret: T) -> Self {
        Self(secret)
    }

    /// Returns the secret itself. The caller is responsible for keeping it out of messages and logs.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<T: AttributeValue> AttributeValue for Secret<T> {
    const SENSITIVE: bool = true;

    fn shape() -> Shape {
        T::shape()
    }

    fn validators() -> Vec<Validator> {
        T::validators()
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        T::from_value(value).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}
