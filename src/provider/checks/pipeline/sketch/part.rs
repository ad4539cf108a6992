//! A part of a pipeline.

use terraform_provider_sdk::{
    diagnostics::quote,
    value::{Path, Value},
};

/// A part of a pipeline, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Part<'a> {
    /// Where it stands in the resource.
    pub(crate) path: Path,
    /// What stands there, with whatever is unknown in it.
    pub(crate) value: &'a Value,
}

/// Elements of a list, set or repeated block.
#[derive(Clone, Debug)]
pub(crate) struct Items<T> {
    /// Those that are known to be there.
    pub(crate) known: Vec<T>,
    /// Whether there are no others.
    pub(crate) complete: bool,
}

impl<'a> Part<'a> {
    /// The attribute or block `name`.
    pub(crate) fn get(&self, name: &str) -> Self {
        Self {
            path: self.path.clone().name(name),
            value: self.member(name),
        }
    }

    /// The element `key` of a map.
    pub(crate) fn key(&self, key: &str) -> Self {
        Self {
            path: self.path.clone().key(key),
            value: self.member(key),
        }
    }

    /// The text of the attribute `name`, if it is known.
    pub(crate) fn text_of(&self, name: &str) -> Option<&'a str> {
        self.member(name).as_str()
    }

    /// What people call it: its name, or else where it stands.
    pub(crate) fn label(&self) -> String {
        self.text_of("name").map_or_else(|| self.path.to_string(), quote)
    }

    /// The value of the attribute `name`. What is in something unknown is unknown.
    pub(crate) fn member(&self, name: &str) -> &'a Value {
        static UNKNOWN: Value = Value::unknown();
        if self.value.is_unknown() {
            &UNKNOWN
        } else {
            self.value.get(name)
        }
    }

    /// The text, if it is known.
    pub(crate) fn text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// The whole number, if it is known.
    pub(crate) fn number(&self) -> Option<i64> {
        match self.value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        }
    }

    /// Whether there is nothing here, for certain.
    pub(crate) fn is_absent(&self) -> bool {
        match self.value {
            Value::Null => true,
            Value::List(elements) | Value::Set(elements) => elements.is_empty(),
            Value::Map(elements) => elements.is_empty(),
            _ => false,
        }
    }

    /// Whether there is something here, for certain.
    pub(crate) fn is_present(&self) -> bool {
        !self.is_absent() && !self.value.is_unknown()
    }

    /// The elements. A path cannot lead into a set: its elements stand where the set stands.
    pub(crate) fn items(&self) -> Items<Self> {
        let element = |(index, value): (usize, &'a Value)| {
            let path = match self.value {
                Value::Set(_) => self.path.clone(),
                _ => self.path.clone().index(index),
            };
            Self { path, value }
        };
        Items {
            known: self.value.elements().iter().enumerate().map(element).collect(),
            complete: !self.value.is_unknown() && !self.value.elements().iter().any(Value::is_unknown),
        }
    }

    /// The texts in a list.
    pub(crate) fn texts(&self) -> Items<(Path, &'a str)> {
        let items = self.items();
        let known = items
            .known
            .into_iter()
            .filter_map(|item| Some((item.path.clone(), item.text()?)));
        Items {
            known: known.collect(),
            complete: items.complete,
        }
    }

    /// The elements of a map whose values are known texts.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let elements = self.value.as_map().into_iter().flatten();
        elements.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// The blocks of these names that are there, each with its name.
    pub(crate) fn blocks<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> impl Iterator<Item = (&'static str, Self)> + use<'a, N> {
        let part = self.clone();
        names
            .into_iter()
            .flat_map(move |name| part.get(name).items().known.into_iter().map(move |block| (name, block)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_is_neither_there_nor_absent() {
        let root = Value::object([
            ("a", Value::unknown()),
            ("b", Value::List(vec!["x".into(), Value::unknown()])),
            ("c", Value::List(vec![])),
        ]);
        let root = Part {
            path: Path::root(),
            value: &root,
        };
        assert!(!root.get("a").is_absent() && !root.get("a").is_present());
        assert!(root.get("b").is_present() && !root.get("b").texts().complete);
        assert_eq!(root.get("b").texts().known, [(Path::attribute("b").index(0), "x")]);
        assert!(root.get("c").is_absent() && root.get("d").is_absent());
        assert!(root.get("c").items().complete && !root.get("a").items().complete);
    }
}
