//! Terraform's values.

use std::{borrow::Cow, collections::BTreeMap};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::value::{Number, Type};

/// The known properties of an unknown value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refinements {
    /// The value will not be null.
    pub not_null: bool,
    /// The prefix of the string.
    pub prefix: Option<String>,
    /// The lower bound of the number, and whether the bound is included.
    pub least: Option<(Number, bool)>,
    /// The upper bound of the number, and whether the bound is included.
    pub most: Option<(Number, bool)>,
    /// The minimum number of elements of the collection.
    pub shortest: Option<u64>,
    /// The maximum number of elements of the collection.
    pub longest: Option<u64>,
}

impl Refinements {
    /// Whether the value can become `actual`. Unknown parts of `actual` match.
    pub fn admit(&self, actual: &Value) -> bool {
        match actual {
            Value::Null => !self.not_null,
            Value::Number(number) => {
                let above = |(least, inclusive): &(Number, bool)| number > least || (*inclusive && number == least);
                let below = |(most, inclusive): &(Number, bool)| number < most || (*inclusive && number == most);
                self.least.as_ref().is_none_or(above) && self.most.as_ref().is_none_or(below)
            }
            Value::String(text) => self.prefix.as_ref().is_none_or(|prefix| text.starts_with(prefix)),
            Value::List(elements) | Value::Set(elements) => self.admit_length(elements.len()),
            Value::Map(elements) => self.admit_length(elements.len()),
            Value::Unknown(_) | Value::Bool(_) | Value::Dynamic(..) => true,
        }
    }

    fn admit_length(&self, length: usize) -> bool {
        let length = length as u64;
        self.shortest.is_none_or(|shortest| length >= shortest) && self.longest.is_none_or(|longest| length <= longest)
    }
}

/// Returns `text` in Unicode's normal form C, as in all of Terraform's strings. A service may return another form,
/// which must not cause a diff.
pub fn normal(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}

/// A value of Terraform's language, without its type (see [`Type`]).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Absent.
    Null,
    /// Known after apply.
    Unknown(Option<Box<Refinements>>),
    /// A Boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// The elements of a list or tuple.
    List(Vec<Self>),
    /// The elements of a set, in the order that [`Value::set`] gives them.
    Set(Vec<Self>),
    /// The elements of a map or the attributes of an object.
    Map(BTreeMap<String, Self>),
    /// A value of an attribute of type [`Type::Dynamic`], with its type. Null without a known type is [`Value::Null`],
    /// and unknown without a known type is [`Value::Unknown`].
    Dynamic(Box<Type>, Box<Self>),
}

impl Value {
    /// A string.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// Returns an unknown value without refinements.
    pub const fn unknown() -> Self {
        Self::Unknown(None)
    }

    /// A set of these elements: equal known ones merge, and order does not matter.
    pub fn set(mut elements: Vec<Self>) -> Self {
        elements.sort_unstable();
        elements.dedup_by(|one, other| one == other && one.is_wholly_known());
        Self::Set(elements)
    }

    /// An object of these attributes.
    pub fn object<N: Into<String>>(attributes: impl IntoIterator<Item = (N, Self)>) -> Self {
        Self::Map(
            attributes
                .into_iter()
                .map(|(name, value)| (name.into(), value))
                .collect(),
        )
    }

    /// Whether it is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is unknown as a whole.
    pub const fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_))
    }

    /// Whether neither it nor any part of it is unknown.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => true,
            Self::List(elements) | Self::Set(elements) => elements.iter().all(Self::is_wholly_known),
            Self::Map(elements) => elements.values().all(Self::is_wholly_known),
            Self::Dynamic(_, value) => value.is_wholly_known(),
        }
    }

    /// Returns the string if it is a known string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The attributes of a known object or the elements of a known map.
    pub const fn as_map(&self) -> Option<&BTreeMap<String, Self>> {
        match self {
            Self::Map(attributes) => Some(attributes),
            _ => None,
        }
    }

    /// The attributes of a known object or the elements of a known map, to change.
    pub const fn as_map_mut(&mut self) -> Option<&mut BTreeMap<String, Self>> {
        match self {
            Self::Map(attributes) => Some(attributes),
            _ => None,
        }
    }

    /// The elements of a known list, tuple or set; none for anything else.
    pub fn elements(&self) -> &[Self] {
        match self {
            Self::List(elements) | Self::Set(elements) => elements,
            _ => &[],
        }
    }

    /// Returns the attribute or map element `name`, or null if it is missing.
    pub fn get(&self, name: &str) -> &Self {
        self.as_map()
            .and_then(|attributes| attributes.get(name))
            .unwrap_or(&Self::Null)
    }

    /// Returns the name of the kind of value for a message.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unknown(_) => "a value that is not known yet",
            Self::Bool(_) => "a bool",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Set(_) => "a set",
            Self::Map(_) => "a map or object",
            Self::Dynamic(..) => "a value of any type",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Number(Number::from(integer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_equal_whatever_the_order_and_merge_equal_elements() {
        assert_eq!(
            Value::set(vec!["b".into(), "a".into(), "b".into()]),
            Value::set(vec!["a".into(), "b".into()])
        );
    }

    #[test]
    fn unknown_elements_of_a_set_do_not_merge() {
        let set = Value::set(vec![Value::unknown(), Value::unknown()]);
        assert_eq!(set.elements().len(), 2);
        assert!(!set.is_wholly_known());
    }
}
