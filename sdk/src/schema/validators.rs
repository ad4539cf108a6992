//! The validators of a configured value.

use std::{fmt::Display, ops::RangeInclusive};

use crate::{
    diagnostics::{enumerate, quote, suggestion},
    schema::{choice::Choice, class},
    value::{Path, Step, Value},
};

/// One condition on a configured value. Unknown values fulfill every condition, null all but [`Validator::NotNull`].
#[derive(Clone, Debug, PartialEq)]
pub enum Validator {
    /// A string with this number of characters.
    Length(RangeInclusive<u64>),
    /// A collection with this number of elements.
    Items(RangeInclusive<u64>),
    /// A whole number in this range.
    Range(RangeInclusive<i64>),
    /// A string of characters of this class only, written as a regular expression writes it: `[A-Za-z0-9._-]+`.
    Pattern(&'static str),
    /// One of these strings.
    OneOf(&'static [Choice]),
    /// Any value but null: for elements, since an attribute itself is required or optional.
    NotNull,
    /// Each element, or each value of a map, fulfils this.
    Each(Box<Self>),
    /// A condition in code. Two functions are never equal.
    Custom(Check),
}

/// A condition as a function, which returns the cause and the fix in one or two sentences.
#[derive(Clone, Copy)]
pub struct Check(pub fn(&Value) -> Result<(), Complaint>);

/// Error in a configured value.
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

impl Complaint {
    /// Returns an error with this title, and this cause with the fix.
    pub fn new(summary: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            detail: detail.into(),
        }
    }
}

impl Validator {
    /// Whether it only requires that elements at any depth are not null.
    pub fn is_not_null(&self) -> bool {
        match self {
            Self::NotNull => true,
            Self::Each(inner) => inner.is_not_null(),
            _ => false,
        }
    }

    /// Returns the errors in `value`, with their paths. Unknown and null values, and values of another kind, are valid.
    /// A `sensitive` value is not quoted.
    pub fn complaints(&self, value: &Value, sensitive: bool) -> Vec<(Path, Complaint)> {
        if let Self::Each(condition) = self {
            return each(condition, value, sensitive);
        }
        let complaint = match (self, value) {
            (Self::NotNull, Value::Null) => Some(Complaint::new(
                "Null element",
                "An element is null. Set a value, or remove the element.",
            )),
            (Self::Length(limits), Value::String(text)) => length(limits, text, sensitive),
            (Self::Items(limits), value) => items(limits, value),
            (Self::Range(limits), Value::Number(number)) => {
                let inside = number.as_i64().is_some_and(|number| limits.contains(&number));
                (!inside).then(|| out_of_range(limits, number, sensitive))
            }
            (Self::Pattern(class), Value::String(text)) => pattern(class, text, sensitive),
            (Self::OneOf(choices), Value::String(text)) => one_of(choices, text, sensitive),
            (_, Value::Null | Value::Unknown(_)) => None,
            (Self::Custom(Check(check)), value) => check(value).err().map(|complaint| {
                // The detail may quote the value.
                if sensitive {
                    Complaint::new(complaint.summary, "The value is not allowed here.")
                } else {
                    complaint
                }
            }),
            _ => None,
        };
        complaint
            .map(|complaint| (Path::root(), complaint))
            .into_iter()
            .collect()
    }
}

/// Returns the errors in the elements of a collection. Paths lead into lists and maps, but not into sets.
fn each(condition: &Validator, value: &Value, sensitive: bool) -> Vec<(Path, Complaint)> {
    let within = |step: Option<Step>, element: &Value| -> Vec<(Path, Complaint)> {
        let complaints = condition.complaints(element, sensitive).into_iter();
        complaints
            .map(|(path, complaint)| match &step {
                Some(step) => (path.within(step.clone()), complaint),
                None => (Path::root(), complaint),
            })
            .collect()
    };
    match value {
        Value::Map(elements) => elements
            .iter()
            .flat_map(|(key, element)| within(Some(Step::Key(key.clone())), element))
            .collect(),
        Value::Set(elements) => elements.iter().flat_map(|element| within(None, element)).collect(),
        list => list
            .elements()
            .iter()
            .enumerate()
            .flat_map(|(index, element)| within(Some(Step::Index(index)), element))
            .collect(),
    }
}

/// Returns the name of a value in a message.
fn naming(text: &str, sensitive: bool) -> String {
    if sensitive { "The value".to_owned() } else { quote(text) }
}

fn length(limits: &RangeInclusive<u64>, text: &str, sensitive: bool) -> Option<Complaint> {
    let length = text.chars().count() as u64;
    if limits.contains(&length) {
        return None;
    }
    let summary = if length < *limits.start() {
        "String too short"
    } else {
        "String too long"
    };
    let detail = format!(
        "{} has {}. Write {}.",
        naming(text, sensitive),
        counted(length, "character"),
        amount(limits, "character")
    );
    Some(Complaint::new(summary, detail))
}

fn items(limits: &RangeInclusive<u64>, value: &Value) -> Option<Complaint> {
    let count = match value {
        Value::List(elements) => elements.len(),
        Value::Map(elements) => elements.len(),
        // Unknown elements of a set may turn out to be equal.
        Value::Set(elements) if value.is_wholly_known() => elements.len(),
        _ => return None,
    } as u64;
    if limits.contains(&count) {
        return None;
    }
    let summary = if count < *limits.start() {
        "Too few elements"
    } else {
        "Too many elements"
    };
    let (count, limits) = (counted(count, "element"), amount(limits, "element"));
    Some(Complaint::new(summary, format!("There are {count}. Write {limits}.")))
}

fn out_of_range(limits: &RangeInclusive<i64>, number: &impl Display, sensitive: bool) -> Complaint {
    let (least, most) = (*limits.start(), *limits.end());
    let wanted = match (least, most) {
        (i64::MIN, i64::MAX) => "a whole number".to_owned(),
        (least, i64::MAX) => format!("a whole number of at least {least}"),
        (i64::MIN, most) => format!("a whole number of at most {most}"),
        (least, most) => format!("a whole number between {least} and {most}"),
    };
    let name = if sensitive { "The value".to_owned() } else { cut(number) };
    Complaint::new(
        "Number out of range",
        format!("{name} is not allowed here. Write {wanted}."),
    )
}

/// Returns the digits of a number, truncated if there are many.
fn cut(number: &impl Display) -> String {
    let digits = number.to_string();
    match digits.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &digits[..end]),
        None => digits,
    }
}

fn pattern(class: &str, text: &str, sensitive: bool) -> Option<Complaint> {
    let allowed = class::describe(class);
    if text.is_empty() && class::wants_some(class) {
        let detail = format!("This must not be empty. Write {allowed}.");
        return Some(Complaint::new("Empty text", detail));
    }
    let stranger = class::stranger(class, text)?;
    let name = naming(text, sensitive);
    let held = if sensitive {
        "a character that is not allowed here".to_owned()
    } else {
        format!("{}, which is not allowed here", quote(&stranger.to_string()))
    };
    let detail = format!("{name} contains {held}. Use only {allowed}.");
    Some(Complaint::new("Invalid character", detail))
}

fn one_of(choices: &[Choice], text: &str, sensitive: bool) -> Option<Complaint> {
    let texts = || choices.iter().map(|choice| choice.value);
    if texts().any(|choice| choice == text) {
        return None;
    }
    let name = naming(text, sensitive);
    let meant = suggestion(text, texts()).filter(|_| !sensitive);
    let hint = meant
        .map(|meant| format!(" Did you mean \"{meant}\"?"))
        .unwrap_or_default();
    let detail = format!("{name} is not a valid value.{hint} Write {}.", enumerate(texts(), "or"));
    Some(Complaint::new("Invalid value", detail))
}

/// `3 characters`.
fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Returns the allowed amount: `1 to 32 characters`.
pub(crate) fn amount(limits: &RangeInclusive<u64>, unit: &str) -> String {
    match (*limits.start(), *limits.end()) {
        (least, most) if least == most => format!("exactly {}", counted(most, unit)),
        (least, u64::MAX) => format!("at least {}", counted(least, unit)),
        (0, most) => format!("at most {}", counted(most, unit)),
        (least, most) => format!("{least} to {}", counted(most, unit)),
    }
}
