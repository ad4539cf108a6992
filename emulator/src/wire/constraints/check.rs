//! The check of an input against its shape.

use serde_json::{Map, Value};

use crate::wire::{
    Failure,
    constraints::{
        pattern,
        shape::{Bounds, Member, Shape},
    },
};

/// How a service words the violations of its model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Wording {
    /// The connections APIs and STS: quotes the value, the length before the pattern, each item of a list by itself.
    WithValues,
    /// CodePipeline: the path only, the pattern before the length, all scalars of a list or map at once.
    PathsOnly,
}

/// Checks an input against a shape.
///
/// # Errors
/// Returns `SerializationException` for a value of the wrong JSON type, otherwise one `ValidationException` with every
/// violation.
pub(crate) fn check(input: &Value, shape: &Shape, wording: Wording) -> Result<(), Failure> {
    let mut check = Check {
        wording,
        violations: Vec::new(),
    };
    check.visit(shape, input, "")?;
    let errors = match check.violations.len() {
        0 => return Ok(()),
        1 => "1 validation error".to_owned(),
        count => format!("{count} validation errors"),
    };
    let message = format!("{errors} detected: {}", check.violations.join("; "));
    Err(Failure::new("ValidationException", message))
}

struct Check {
    wording: Wording,
    violations: Vec<String>,
}

impl Check {
    fn visit(&mut self, shape: &Shape, value: &Value, path: &str) -> Result<(), Failure> {
        match shape {
            Shape::Structure(members) => self.structure(members, object(value, path)?, path),
            Shape::List { of, items } => self.list(of, *items, value, path),
            Shape::Map { keys, values, entries } => {
                let map = object(value, path)?;
                self.report(value, path, lengths(map.len(), *entries));
                self.map(keys, values, map, path)
            }
            _ => {
                let breaches = self.breaches(shape, value, path)?;
                self.report(value, path, breaches);
                Ok(())
            }
        }
    }

    fn structure(&mut self, members: &[Member], object: &Map<String, Value>, path: &str) -> Result<(), Failure> {
        for member in members {
            let path = join(path, &lower_first(member.name));
            match object.get(member.name).filter(|value| !value.is_null()) {
                Some(value) => self.visit(member.shape, value, &path)?,
                None if member.required => self.report_null(&path),
                None => {}
            }
        }
        Ok(())
    }

    fn list(&mut self, of: &Shape, items: Bounds, value: &Value, path: &str) -> Result<(), Failure> {
        let list = value
            .as_array()
            .ok_or_else(|| unexpected(value, "Expected list or null", path))?;
        self.report(value, path, lengths(list.len(), items));
        if of.is_scalar() && self.wording == Wording::PathsOnly {
            return self.scalars(of, list.iter(), "Member must satisfy constraint", path);
        }
        for (index, item) in list.iter().enumerate() {
            let path = join(path, &format!("{}.member", index + 1));
            match item {
                Value::Null => self.report_null(&path),
                item => self.visit(of, item, &path)?,
            }
        }
        Ok(())
    }

    fn map(&mut self, keys: &Shape, values: &Shape, map: &Map<String, Value>, path: &str) -> Result<(), Failure> {
        let names: Vec<Value> = map.keys().cloned().map(Value::String).collect();
        self.scalars(keys, names.iter(), "Map keys must satisfy constraint", path)?;
        if values.is_scalar() {
            return self.scalars(values, map.values(), "Map value must satisfy constraint", path);
        }
        for (key, value) in map {
            self.visit(values, value, &join(path, &format!("{key}.member")))?;
        }
        Ok(())
    }

    /// Reports scalars inside a list or a map once, at the collection, with all constraints on them.
    fn scalars<'v>(
        &mut self,
        shape: &Shape,
        values: impl Iterator<Item = &'v Value>,
        title: &str,
        path: &str,
    ) -> Result<(), Failure> {
        let mut broken = None;
        for value in values {
            if value.is_null() || !self.breaches(shape, value, path)?.is_empty() {
                broken = Some(value);
            }
        }
        if let Some(value) = broken {
            let constraints = constraints(shape).join(", ");
            self.report(value, path, vec![format!("{title}: [{constraints}]")]);
        }
        Ok(())
    }

    /// Returns the constraints that a scalar breaks.
    fn breaches(&self, shape: &Shape, value: &Value, path: &str) -> Result<Vec<String>, Failure> {
        let found = match shape {
            Shape::Text { length, pattern } => {
                let text = string(value, path)?;
                let lengths = lengths(text.chars().count(), *length);
                let pattern = pattern.filter(|pattern| !pattern::matches(pattern, text)).map(regular);
                match self.wording {
                    Wording::WithValues => lengths.into_iter().chain(pattern).collect(),
                    Wording::PathsOnly => pattern.into_iter().chain(lengths).collect(),
                }
            }
            Shape::Choice(choices) if !choices.contains(&string(value, path)?) => vec![one_of(choices)],
            Shape::Integer { least, most } => {
                let number = value.as_i64().ok_or_else(|| not_converted(value, "an Integer", path))?;
                bounds("value", number, *least, *most)
            }
            Shape::Boolean if !value.is_boolean() => return Err(not_converted(value, "a Boolean", path)),
            Shape::Timestamp if !(value.is_number() || value.is_string()) => {
                return Err(not_converted(value, "a Timestamp", path));
            }
            _ => Vec::new(),
        };
        Ok(found)
    }

    fn report(&mut self, value: &Value, path: &str, breaches: Vec<String>) {
        let value = match self.wording {
            Wording::WithValues => format!("Value {}", quoted(value)),
            Wording::PathsOnly => "Value".to_owned(),
        };
        let violation = |breach| format!("{value} at '{path}' failed to satisfy constraint: {breach}");
        self.violations.extend(breaches.into_iter().map(violation));
    }

    fn report_null(&mut self, path: &str) {
        self.report(&Value::Null, path, vec![NOT_NULL.to_owned()]);
    }
}

const NOT_NULL: &str = "Member must not be null";

/// Returns all constraints on a scalar, in AWS's order.
fn constraints(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text { length, pattern } => {
            let mut all = vec![at_most("length", length.most), at_least("length", length.least)];
            all.extend(pattern.map(regular));
            all
        }
        Shape::Choice(choices) => vec![one_of(choices)],
        Shape::Integer { least, most } => vec![at_most("value", most), at_least("value", least)],
        _ => vec![NOT_NULL.to_owned()],
    }
}

fn lengths(length: usize, Bounds { least, most }: Bounds) -> Vec<String> {
    bounds("length", length, least, most)
}

fn bounds<T: PartialOrd + std::fmt::Display>(what: &str, value: T, least: T, most: T) -> Vec<String> {
    if value > most {
        vec![at_most(what, most)]
    } else if value < least {
        vec![at_least(what, least)]
    } else {
        Vec::new()
    }
}

fn at_most(what: &str, most: impl std::fmt::Display) -> String {
    format!("Member must have {what} less than or equal to {most}")
}

fn at_least(what: &str, least: impl std::fmt::Display) -> String {
    format!("Member must have {what} greater than or equal to {least}")
}

fn regular(pattern: &str) -> String {
    format!("Member must satisfy regular expression pattern: {pattern}")
}

fn one_of(choices: &[&str]) -> String {
    format!("Member must satisfy enum value set: [{}]", choices.join(", "))
}

fn join(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}

/// Returns a member's name as AWS writes it in paths, whatever its case on the wire.
fn lower_first(name: &str) -> String {
    name[..1].to_ascii_lowercase() + &name[1..]
}

fn quoted(value: &Value) -> String {
    let plain = |item: &Value| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
    match value {
        Value::Null => "null".to_owned(),
        Value::Array(items) => format!("'[{}]'", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        other => format!("'{}'", plain(other)),
    }
}

fn object<'v>(value: &'v Value, path: &str) -> Result<&'v Map<String, Value>, Failure> {
    value
        .as_object()
        .ok_or_else(|| unexpected(value, "Expected map or null", path))
}

fn string<'v>(value: &'v Value, path: &str) -> Result<&'v str, Failure> {
    value.as_str().ok_or_else(|| not_converted(value, "a String", path))
}

fn not_converted(value: &Value, wanted: &str, path: &str) -> Failure {
    let token = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) | Value::Object(_) => return unexpected(value, "", path),
    };
    wrong_type(format!("{token} can not be converted to {wanted}"), path)
}

fn unexpected(value: &Value, expected: &str, path: &str) -> Failure {
    let text = match value {
        Value::Array(_) => "Start of list found where not expected",
        Value::Object(_) => "Start of structure or map found where not expected",
        _ => expected,
    };
    wrong_type(text.to_owned(), path)
}

fn wrong_type(mut message: String, path: &str) -> Failure {
    if !path.is_empty() {
        message += &format!(" (at '{path}')");
    }
    Failure::new("SerializationException", message)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::wire::constraints::shape::{integer, list, matching, optional, required};

    static NAME: Shape = matching(1, 4, "[a-z]*");
    static NAMES: Shape = list(&NAME, 0, 2);
    static INPUT: Shape = Shape::Structure(&[
        required("Name", &NAME),
        optional("Kind", &Shape::Choice(&["A", "B"])),
        optional("Count", &integer(0, 9)),
        optional("OtherNames", &NAMES),
    ]);

    fn message(input: Value) -> String {
        check(&input, &INPUT, Wording::WithValues)
            .expect_err("the input is bad")
            .message
    }

    #[test]
    fn a_good_input_passes_and_unknown_members_are_ignored() {
        assert_eq!(
            check(
                &json!({"Name": "abc", "Count": 9, "Extra": {}, "Kind": null}),
                &INPUT,
                Wording::WithValues
            ),
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
        let failure = check(&json!({"Name": 7}), &INPUT, Wording::WithValues).expect_err("a number is no name");
        assert_eq!(
            (failure.class.as_ref(), failure.message.as_str()),
            (
                "SerializationException",
                "NUMBER_VALUE can not be converted to a String (at 'name')"
            )
        );
    }
}
