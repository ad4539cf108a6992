//! A value of a pipeline and its path.

use terraform_provider_sdk::{
    diagnostics::quote,
    value::{Path, Value},
};

/// A value, which may be unknown, and its path in the resource.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// Path in the resource.
    pub path: Path,
    /// The value.
    pub value: &'a Value,
}

/// Elements of a list, set or repeated block.
#[derive(Clone, Debug)]
pub struct Elements<T> {
    /// Elements that certainly exist.
    pub known: Vec<T>,
    /// Whether there are certainly no others.
    pub is_complete: bool,
}

impl<'a> Node<'a> {
    /// Returns the attribute or block `name`.
    pub fn get(&self, name: &'static str) -> Self {
        Self {
            path: self.path.clone().name(name),
            value: self.member(name),
        }
    }

    /// Returns the element `key` of a map.
    pub fn key(&self, key: &str) -> Self {
        Self {
            path: self.path.clone().key(key),
            value: self.member(key),
        }
    }

    /// Returns the value of the attribute `name`. A member of an unknown value is unknown.
    pub fn member(&self, name: &str) -> &'a Value {
        static UNKNOWN: Value = Value::unknown();
        if self.value.is_unknown() {
            &UNKNOWN
        } else {
            self.value.get(name)
        }
    }

    /// Returns the string of the attribute `name` if it is known and not empty: an empty one is reported where its limits
    /// are, or counts as omitted.
    pub fn string(&self, name: &str) -> Option<&'a str> {
        self.member(name).as_str().filter(|text| !text.is_empty())
    }

    /// Returns the name in quotes, or the path of a part whose name is not known.
    pub fn label(&self) -> String {
        self.string("name").map_or_else(|| self.path.to_string(), quote)
    }

    /// Returns the string if it is known.
    pub fn as_str(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// Returns the whole number if it is known.
    pub fn as_i64(&self) -> Option<i64> {
        match self.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// Whether the value is unknown.
    pub fn is_unknown(&self) -> bool {
        self.value.is_unknown()
    }

    /// Whether the value is certainly null or empty.
    pub fn is_absent(&self) -> bool {
        match self.value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::List(elements) | Value::Set(elements) => elements.is_empty(),
            Value::Map(elements) => elements.is_empty(),
            _ => false,
        }
    }

    /// Whether the value is certainly neither null nor empty.
    pub fn is_present(&self) -> bool {
        !self.is_absent() && !self.is_unknown()
    }

    /// Returns the elements. An element of a set has the path of the set, since no path leads into one.
    pub fn elements(&self) -> Elements<Self> {
        let element = |(index, value): (usize, &'a Value)| {
            let path = match self.value {
                Value::Set(_) => self.path.clone(),
                _ => self.path.clone().index(index),
            };
            Self { path, value }
        };
        Elements {
            known: self.value.elements().iter().enumerate().map(element).collect(),
            is_complete: !self.is_unknown() && !self.value.elements().iter().any(Value::is_unknown),
        }
    }

    /// Returns the known strings of a list.
    pub fn strings(&self) -> Elements<(Path, &'a str)> {
        let Elements { known, is_complete } = self.elements();
        let strings = known
            .into_iter()
            .filter_map(|element| element.as_str().map(|text| (element.path, text)));
        Elements {
            known: strings.collect(),
            is_complete,
        }
    }

    /// Returns the known names of artifacts in the list `name`. An empty one is not sent.
    pub fn artifacts(&self, name: &'static str) -> Elements<(Path, &'a str)> {
        let Elements { mut known, is_complete } = self.get(name).strings();
        known.retain(|(_, artifact)| !artifact.is_empty());
        Elements { known, is_complete }
    }

    /// Returns the entries of a map whose values are known strings.
    pub fn string_entries(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let entries = self.value.as_map().into_iter().flatten();
        entries.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// Returns the blocks `name` that certainly exist.
    pub fn blocks(&self, name: &'static str) -> impl Iterator<Item = Self> + use<'a> {
        self.get(name).elements().known.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_value_is_neither_present_nor_absent() {
        let root = Value::object([
            ("a", Value::unknown()),
            ("b", Value::List(vec!["x".into(), Value::unknown()])),
            ("c", Value::List(vec![])),
        ]);
        let root = Node {
            path: Path::root(),
            value: &root,
        };
        assert!(!root.get("a").is_absent() && !root.get("a").is_present());
        assert!(root.get("b").is_present() && !root.get("b").strings().is_complete);
        assert_eq!(root.get("b").strings().known, [(Path::attribute("b").index(0), "x")]);
        assert!(root.get("c").is_absent() && root.get("d").is_absent());
        assert!(root.get("c").elements().is_complete && !root.get("a").elements().is_complete);
    }
}
