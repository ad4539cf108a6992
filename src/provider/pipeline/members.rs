//! The members of one JSON object while arguments are written over what is there.

use serde_json::{Map, Value};

/// A JSON object that begins as what AWS has, so that members without an argument stay.
pub(super) struct Members(Map<String, Value>);

impl Members {
    /// Over `base`, which is null where AWS has nothing yet.
    pub(super) fn over(base: &Value) -> Self {
        Self(base.as_object().cloned().unwrap_or_default())
    }

    /// The member as AWS has it; null where there is none.
    pub(super) fn base(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// Sets a member.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Sets a member, or removes it. Where AWS has filled in `default`, an absent argument leaves that.
    pub(super) fn option<T: Into<Value>>(&mut self, name: &str, value: Option<T>, default: Option<&str>) {
        match value {
            Some(value) => self.set(name, value),
            None if default.is_some() && self.base(name).as_str() == default => {}
            None => {
                self.0.remove(name);
            }
        }
    }

    /// Sets a list or map. AWS means the same by none and an empty one, and refuses some empty ones: an empty one is left
    /// out, unless AWS has put it there.
    pub(super) fn collection(&mut self, name: &str, value: Value) {
        if !is_empty(&value) {
            self.set(name, value);
        } else if !is_empty(self.base(name)) {
            self.0.remove(name);
        }
    }

    /// Writes each of `items` over the one in the list `name` that AWS has under the same name.
    pub(super) fn named<T>(
        &self,
        name: &str,
        items: &[T],
        key: fn(&T) -> &str,
        write: impl Fn(&T, &Value) -> Value,
    ) -> Value {
        let base = self.base(name).as_array().map_or(&[][..], Vec::as_slice);
        let found = |item: &T| base.iter().find(|found| name_of(found) == Some(key(item)));
        items
            .iter()
            .map(|item| write(item, found(item).unwrap_or(&Value::Null)))
            .collect()
    }

    /// Writes each of `items`, which have no names, over the one in its place in the list `name`.
    pub(super) fn placed<T>(&self, name: &str, items: &[T], write: impl Fn(&T, &Value) -> Value) -> Value {
        let base = self.base(name);
        items
            .iter()
            .enumerate()
            .map(|(index, item)| write(item, &base[index]))
            .collect()
    }

    /// The object.
    pub(super) fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The name of a stage, action, rule, variable or artifact, or of the source action of a trigger.
pub(super) fn name_of(item: &Value) -> Option<&str> {
    item.get("name")
        .or_else(|| item.pointer("/gitConfiguration/sourceActionName"))?
        .as_str()
}
