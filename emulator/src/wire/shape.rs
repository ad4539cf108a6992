//! The constraints that a service's model puts on an input, checked as AWS does: all violations in one message.

use regex_lite::Regex;
use serde_json::Value;

use crate::wire::Failure;

/// What a value must look like.
#[derive(Debug)]
pub(crate) enum Shape {
    /// A string with bounds on its length in characters, and a pattern that the whole of it must match.
    Text(usize, usize, &'static str),
    /// One of a few strings.
    Choice(&'static [&'static str]),
    /// A whole number within bounds.
    Integer(i64, i64),
    /// A list with bounds on its length.
    List(usize, usize, &'static Self),
    /// An object with these members; others are ignored.
    Structure(&'static [Member]),
}

/// A member of a structure.
#[derive(Debug)]
pub(crate) struct Member {
    name: &'static str,
    required: bool,
    shape: &'static Shape,
}

/// A member that must be there.
pub(crate) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        required: true,
        shape,
    }
}

/// A member that may be left out.
pub(crate) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member {
        name,
        required: false,
        shape,
    }
}

/// A pattern for text that may hold anything.
pub(crate) const ANYTHING: &str = r"[\s\S]*";
/// A pattern for text on one line.
pub(crate) const ONE_LINE: &str = ".*";

impl Shape {
    /// Checks a whole input.
    ///
    /// # Errors
    /// `SerializationException` if a value has the wrong JSON type, else `ValidationException` with every violation.
    pub(crate) fn check(&self, input: &Value) -> Result<(), Failure> {
        let mut violations = Vec::new();
        self.visit("", input, &mut violations)?;
        match violations.len() {
            0 => Ok(()),
            count => {
                let errors = if count == 1 { "error" } else { "errors" };
                let message = format!("{count} validation {errors} detected: {}", violations.join("; "));
                Err(Failure::new("ValidationException", message))
            }
        }
    }

    fn visit(&self, path: &str, value: &Value, violations: &mut Vec<String>) -> Result<(), Failure> {
        let mut violated = |constraint: String| {
            violations.push(format!(
                "Value {} at '{path}' failed to satisfy constraint: {constraint}",
                quoted(value)
            ));
        };
        match (self, value) {
            (Self::Text(shortest, longest, pattern), Value::String(text)) => {
                bounds("length ", text.chars().count(), *shortest, *longest)
                    .into_iter()
                    .for_each(&mut violated);
                if !matches_whole(pattern, text) {
                    violated(format!("Member must satisfy regular expression pattern: {pattern}"));
                }
            }
            (Self::Choice(choices), Value::String(text)) => {
                if !choices.contains(&text.as_str()) {
                    violated(format!("Member must satisfy enum value set: [{}]", choices.join(", ")));
                }
            }
            (Self::Integer(least, most), Value::Number(number)) => {
                let number = number.as_i64().ok_or_else(|| wrong_type(path, "an integer"))?;
                bounds("value ", number, *least, *most)
                    .into_iter()
                    .for_each(&mut violated);
            }
            (Self::List(fewest, most, of), Value::Array(items)) => {
                bounds("length ", items.len(), *fewest, *most)
                    .into_iter()
                    .for_each(&mut violated);
                for (index, item) in items.iter().enumerate() {
                    of.visit(&format!("{path}.{}.member", index + 1), item, violations)?;
                }
            }
            (Self::Structure(members), Value::Object(_)) => {
                for member in *members {
                    member.visit(path, &value[member.name], violations)?;
                }
            }
            _ => return Err(wrong_type(path, self.wanted())),
        }
        Ok(())
    }

    fn wanted(&self) -> &'static str {
        match self {
            Self::Text(..) | Self::Choice(_) => "a string",
            Self::Integer(..) => "an integer",
            Self::List(..) => "a list",
            Self::Structure(_) => "a structure",
        }
    }
}

impl Member {
    fn visit(&self, parent: &str, value: &Value, violations: &mut Vec<String>) -> Result<(), Failure> {
        let path = if parent.is_empty() {
            camel(self.name)
        } else {
            format!("{parent}.{}", camel(self.name))
        };
        match (value, self.required) {
            (Value::Null, false) => Ok(()),
            (Value::Null, true) => {
                violations.push(format!(
                    "Value null at '{path}' failed to satisfy constraint: Member must not be null"
                ));
                Ok(())
            }
            _ => self.shape.visit(&path, value, violations),
        }
    }
}

fn bounds<T: PartialOrd + std::fmt::Display>(what: &str, value: T, least: T, most: T) -> Option<String> {
    if value < least {
        Some(format!("Member must have {what}greater than or equal to {least}"))
    } else if value > most {
        Some(format!("Member must have {what}less than or equal to {most}"))
    } else {
        None
    }
}

fn matches_whole(pattern: &str, text: &str) -> bool {
    pattern == ANYTHING
        || Regex::new(&format!("^(?:{pattern})$"))
            .expect("a pattern of a model is valid")
            .is_match(text)
}

/// AWS names members in paths with a small first letter, whatever the wire uses.
fn camel(name: &str) -> String {
    name[..1].to_ascii_lowercase() + &name[1..]
}

fn quoted(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{text}'"),
        Value::Array(items) => format!("'[{}]'", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => format!("'{other}'"),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn wrong_type(path: &str, wanted: &str) -> Failure {
    let place = if path.is_empty() { "The input" } else { path };
    Failure::new("SerializationException", format!("{place} must be {wanted}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static NAME: Shape = Shape::Text(1, 4, "[a-z]*");
    static NAMES: Shape = Shape::List(0, 2, &NAME);
    static INPUT: Shape = Shape::Structure(&[
        required("Name", &NAME),
        optional("Kind", &Shape::Choice(&["A", "B"])),
        optional("Count", &Shape::Integer(0, 9)),
        optional("OtherNames", &NAMES),
    ]);

    fn message(input: Value) -> String {
        INPUT.check(&input).expect_err("the input is bad").message
    }

    #[test]
    fn a_good_input_passes_and_unknown_members_are_ignored() {
        assert_eq!(
            INPUT.check(&json!({"Name": "abc", "Count": 9, "Extra": {}, "Kind": null})),
            Ok(())
        );
    }

    #[test]
    fn all_violations_come_in_one_message_in_the_order_of_the_model() {
        assert_eq!(
            message(json!({"Name": "ABCDE", "Kind": "C", "Count": 10})),
            "4 validation errors detected: \
             Value 'ABCDE' at 'name' failed to satisfy constraint: Member must have length less than or equal to 4; \
             Value 'ABCDE' at 'name' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [a-z]*; \
             Value 'C' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [A, B]; \
             Value '10' at 'count' failed to satisfy constraint: Member must have value less than or equal to 9"
        );
    }

    #[test]
    fn list_members_count_from_one() {
        assert_eq!(
            message(json!({"Name": "a", "OtherNames": ["b", ""]})),
            "1 validation error detected: Value '' at 'otherNames.2.member' failed to satisfy constraint: \
             Member must have length greater than or equal to 1"
        );
    }

    #[test]
    fn a_missing_member_is_null() {
        assert_eq!(
            message(json!({})),
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
        );
    }

    #[test]
    fn a_wrong_json_type_is_no_constraint_violation() {
        let failure = INPUT.check(&json!({"Name": 7})).expect_err("a number is no name");
        assert_eq!(
            (failure.class.as_ref(), failure.message.as_str()),
            ("SerializationException", "name must be a string")
        );
    }
}
