//! Durations in configurations.

use std::{fmt, str::FromStr, time::Duration as StdDuration};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, quote},
    schema::{
        Shape,
        validators::{Check, Complaint, Validator},
    },
    typed::{AttributeValue, wrong_type},
    value::{Type, Value},
};

/// A duration in the form of Terraform's `timeouts` blocks: whole or decimal numbers with the units `h`, `m`, `s` and
/// `ms`, such as `1h30m`. It keeps its original string.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration {
    text: String,
    span: StdDuration,
}

/// The string is not a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADuration;

impl Duration {
    /// The span itself.
    pub const fn span(&self) -> StdDuration {
        self.span
    }
}

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        let mut rest = text;
        let mut span = StdDuration::ZERO;
        while !rest.is_empty() {
            let (part, left) = split_part(rest).ok_or(NotADuration)?;
            span = span.checked_add(part).ok_or(NotADuration)?;
            rest = left;
        }
        if text.is_empty() {
            Err(NotADuration)
        } else {
            Ok(Self {
                text: text.to_owned(),
                span,
            })
        }
    }
}

/// The first number with its unit, and what follows.
fn split_part(text: &str) -> Option<(StdDuration, &str)> {
    let number_end = text.find(|character: char| !character.is_ascii_digit() && character != '.')?;
    let (number, rest) = text.split_at(number_end);
    let unit_end = rest
        .find(|character: char| !character.is_ascii_alphabetic())
        .unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(unit_end);
    let seconds = match unit {
        "h" => 3600.0,
        "m" => 60.0,
        "s" => 1.0,
        "ms" => 0.001,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    Some((StdDuration::try_from_secs_f64(number * seconds).ok()?, rest))
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Checks that a string is a duration.
fn check(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some(text) => text
            .parse()
            .map(|_: Duration| ())
            .map_err(|NotADuration| complaint(text)),
        None => Ok(()),
    }
}

fn complaint(text: &str) -> Complaint {
    let text = quote(text);
    Complaint::new(
        "Invalid duration",
        format!("{text} is not a duration. Write a number with a unit, h, m, s or ms, such as \"30m\" or \"1h30m\"."),
    )
}

impl AttributeValue for Duration {
    fn shape() -> Shape {
        Shape::Plain(Type::String)
    }

    fn validators() -> Vec<Validator> {
        vec![Validator::Custom(Check(check))]
    }

    fn from_value(value: &Value) -> Result<Self, Diagnostics> {
        let text = value.as_str().ok_or_else(|| wrong_type("a duration", value))?;
        text.parse().map_err(|NotADuration| {
            let Complaint { summary, detail } = complaint(text);
            Diagnostic::error(summary, detail).into()
        })
    }

    fn to_value(&self) -> Value {
        Value::string(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_practitioners_write_them() {
        for (text, millis) in [
            ("30m", 1_800_000),
            ("1h30m", 5_400_000),
            ("1.5s", 1500),
            ("250ms", 250),
            ("0s", 0),
        ] {
            assert_eq!(
                text.parse::<Duration>().map(|read| read.span().as_millis()),
                Ok(millis),
                "{text}"
            );
        }
        for text in ["", "30", "m", "30 m", "-5m", "1d", "1..5s", "99999999999999999999999h"] {
            assert_eq!(text.parse::<Duration>(), Err(NotADuration), "{text}");
        }
    }
}
