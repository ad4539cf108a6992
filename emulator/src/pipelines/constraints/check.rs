//! The check of a request against its shape.

use serde_json::{Map, Value};

use crate::{
    pipelines::constraints::shape::{Bounds, Member, Shape},
    wire::Failure,
};

/// Checks a request whose `null` members have been dropped.
///
/// # Errors
/// `SerializationException` for a value of the wrong JSON type, else one `ValidationException` with every violation.
/// CodePipeline names the path of a violation, never the value.
pub(in crate::pipelines) fn check(input: &Value, shape: &Shape) -> Result<(), Failure> {
    let mut violations = Vec::new();
    visit(shape, input, "", &mut violations)?;
    match violations.len() {
        0 => Ok(()),
        1 => Err(refused(format!("1 validation error detected: {}", violations[0]))),
        count => Err(refused(format!(
            "{count} validation errors detected: {}",
            violations.join("; ")
        ))),
    }
}

fn refused(message: String) -> Failure {
    Failure::new("ValidationException", message)
}

fn visit(shape: &Shape, value: &Value, path: &str, violations: &mut Vec<String>) -> Result<(), Failure> {
    match shape {
        Shape::Structure(members) => visit_structure(members, object(value, path)?, path, violations),
        Shape::List { of, items } => visit_list(of, *items, value, path, violations),
        Shape::Map { keys, values, entries } => {
            let map = object(value, path)?;
            report(lengths(map.len(), *entries), path, violations);
            visit_map(keys, values, map, path, violations)
        }
        _ => {
            report(breaches(shape, value, path)?, path, violations);
            Ok(())
        }
    }
}

fn visit_structure(
    members: &[Member],
    object: &Map<String, Value>,
    path: &str,
    violations: &mut Vec<String>,
) -> Result<(), Failure> {
    for member in members {
        let path = join(path, member.name);
        match object.get(member.name) {
            Some(value) => visit(member.shape, value, &path, violations)?,
            None if member.required => report(vec!["Member must not be null".to_owned()], &path, violations),
            None => {}
        }
    }
    Ok(())
}

fn visit_list(
    of: &Shape,
    items: Bounds,
    value: &Value,
    path: &str,
    violations: &mut Vec<String>,
) -> Result<(), Failure> {
    let list = value
        .as_array()
        .ok_or_else(|| unexpected(value, "Expected list or null", path))?;
    report(lengths(list.len(), items), path, violations);
    if is_scalar(of) {
        return visit_scalars(of, list.iter(), "Member must satisfy constraint", path, violations);
    }
    for (index, item) in list.iter().enumerate() {
        let path = join(path, &format!("{}.member", index + 1));
        match item {
            Value::Null => report(vec!["Member must not be null".to_owned()], &path, violations),
            item => visit(of, item, &path, violations)?,
        }
    }
    Ok(())
}

fn visit_map(
    keys: &Shape,
    values: &Shape,
    map: &Map<String, Value>,
    path: &str,
    violations: &mut Vec<String>,
) -> Result<(), Failure> {
    let names: Vec<Value> = map.keys().cloned().map(Value::String).collect();
    visit_scalars(keys, names.iter(), "Map keys must satisfy constraint", path, violations)?;
    if is_scalar(values) {
        return visit_scalars(
            values,
            map.values(),
            "Map value must satisfy constraint",
            path,
            violations,
        );
    }
    for (key, value) in map {
        visit(values, value, &join(path, &format!("{key}.member")), violations)?;
    }
    Ok(())
}

/// Scalars inside a list or a map are reported once, at the collection, with all that is asked of them.
fn visit_scalars<'v>(
    shape: &Shape,
    values: impl Iterator<Item = &'v Value>,
    title: &str,
    path: &str,
    violations: &mut Vec<String>,
) -> Result<(), Failure> {
    let mut broken = false;
    for value in values {
        broken |= value.is_null() || !breaches(shape, value, path)?.is_empty();
    }
    if broken {
        report(
            vec![format!("{title}: [{}]", demands(shape).join(", "))],
            path,
            violations,
        );
    }
    Ok(())
}

fn is_scalar(shape: &Shape) -> bool {
    !matches!(shape, Shape::Structure(_) | Shape::List { .. } | Shape::Map { .. })
}

/// What a scalar breaks.
fn breaches(shape: &Shape, value: &Value, path: &str) -> Result<Vec<String>, Failure> {
    let found = match shape {
        Shape::Text { length, pattern } => {
            let text = string(value, path)?;
            let mut found: Vec<String> = Vec::new();
            found.extend(
                pattern
                    .filter(|pattern| !(pattern.matches)(text))
                    .map(|pattern| regular(pattern.text)),
            );
            found.extend(lengths(text.chars().count(), *length));
            found
        }
        Shape::Choice(choices) if !choices.contains(&string(value, path)?) => vec![one_of(choices)],
        Shape::Integer { least, most } => {
            let number = value.as_i64().ok_or_else(|| converted(value, "an Integer", path))?;
            let (low, high) = (
                (number < *least).then(|| at_least(*least)),
                (number > *most).then(|| at_most(*most)),
            );
            low.into_iter().chain(high).collect()
        }
        Shape::Boolean if !value.is_boolean() => return Err(converted(value, "a Boolean", path)),
        Shape::Timestamp if !(value.is_number() || value.is_string()) => {
            return Err(converted(value, "a Timestamp", path));
        }
        _ => Vec::new(),
    };
    Ok(found)
}

/// All that is asked of a scalar, in AWS's order.
fn demands(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Text { length, pattern } => {
            let mut demands = vec![no_longer(length.most), no_shorter(length.least)];
            demands.extend(pattern.map(|pattern| regular(pattern.text)));
            demands
        }
        Shape::Choice(choices) => vec![one_of(choices)],
        Shape::Integer { least, most } => vec![at_most(*most), at_least(*least)],
        _ => vec!["Member must not be null".to_owned()],
    }
}

fn lengths(length: usize, bounds: Bounds) -> Vec<String> {
    let (long, short) = (length > bounds.most, length < bounds.least);
    long.then(|| no_longer(bounds.most))
        .into_iter()
        .chain(short.then(|| no_shorter(bounds.least)))
        .collect()
}

fn no_longer(most: usize) -> String {
    format!("Member must have length less than or equal to {most}")
}

fn no_shorter(least: usize) -> String {
    format!("Member must have length greater than or equal to {least}")
}

fn at_most(most: i64) -> String {
    format!("Member must have value less than or equal to {most}")
}

fn at_least(least: i64) -> String {
    format!("Member must have value greater than or equal to {least}")
}

fn regular(pattern: &str) -> String {
    format!("Member must satisfy regular expression pattern: {pattern}")
}

fn one_of(choices: &[&str]) -> String {
    format!("Member must satisfy enum value set: [{}]", choices.join(", "))
}

fn report(breaches: Vec<String>, path: &str, violations: &mut Vec<String>) {
    violations.extend(
        breaches
            .iter()
            .map(|breach| format!("Value at '{path}' failed to satisfy constraint: {breach}")),
    );
}

fn join(path: &str, member: &str) -> String {
    if path.is_empty() {
        member.to_owned()
    } else {
        format!("{path}.{member}")
    }
}

fn object<'v>(value: &'v Value, path: &str) -> Result<&'v Map<String, Value>, Failure> {
    value
        .as_object()
        .ok_or_else(|| unexpected(value, "Expected map or null", path))
}

fn string<'v>(value: &'v Value, path: &str) -> Result<&'v str, Failure> {
    value.as_str().ok_or_else(|| converted(value, "a String", path))
}

fn converted(value: &Value, wanted: &str, path: &str) -> Failure {
    let token = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) | Value::Object(_) => return unexpected(value, "", path),
    };
    serialization(format!("{token} can not be converted to {wanted}"), path)
}

fn unexpected(value: &Value, expected: &str, path: &str) -> Failure {
    let text = match value {
        Value::Array(_) => "Start of list found where not expected",
        Value::Object(_) => "Start of structure or map found where not expected",
        _ => expected,
    };
    serialization(text.to_owned(), path)
}

fn serialization(text: String, path: &str) -> Failure {
    let place = if path.is_empty() {
        String::new()
    } else {
        format!(" (at '{path}')")
    };
    Failure::new("SerializationException", text + &place)
}
