//! Values of an attribute that mean the same.

use crate::value::Value;

/// Whether two values of an attribute mean the same. Both are wholly known; the third value is the prior state of the
/// whole object. Two functions are never taken for equal.
#[derive(Clone, Copy)]
pub struct Same(pub fn(&Value, &Value, &Value) -> bool);

impl Same {
    /// Whether the configured value means the same as the one in the state `state`.
    pub fn holds(self, configured: &Value, stored: &Value, state: &Value) -> bool {
        configured.is_wholly_known() && (self.0)(configured, stored, state)
    }

    /// Whether a value means the same as none.
    pub fn is_unset(self, value: &Value) -> bool {
        self.holds(value, &Value::Null, &Value::Null)
    }
}

impl std::fmt::Debug for Same {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Same(…)")
    }
}

impl PartialEq for Same {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}
