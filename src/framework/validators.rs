//! What a configured value must fulfil, beyond its type.

use std::ops::RangeInclusive;

use super::value::Value;

/// One condition on a configured value. Null and unknown values fulfil every condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Validator {
    /// A string of so many characters.
    Length(RangeInclusive<u64>),
    /// A collection of so many elements.
    Items(RangeInclusive<u64>),
    /// A whole number in this range.
    Range(RangeInclusive<i64>),
    /// A string of characters of this class only, written as a regular expression writes it: `[A-Za-z0-9._-]+`.
    Pattern(&'static str),
    /// One of these strings.
    OneOf(&'static [super::attributes::Choice]),
    /// Each element, or each value of a map, fulfils this.
    Each(Box<Validator>),
    /// What only code can say. Two functions are never taken for equal.
    Custom(Check),
}

/// A condition written as a function: what is wrong with the value and what to write instead, as one or two sentences.
#[derive(Clone, Copy)]
pub struct Check(pub fn(&Value) -> Result<(), Complaint>);

/// What is wrong with a configured value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The title.
    pub summary: String,
    /// The cause, then what to write instead.
    pub detail: String,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Check(…)")
    }
}

impl PartialEq for Check {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}
