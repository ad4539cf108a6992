//! Changes of JSON that was valid.

use serde_json::{Value, json};

use super::choices::Choices;

/// Values that code forgets.
const STRANGE: [&str; 18] = [
    "null",
    "true",
    "0",
    "-1",
    "1.5",
    "1e400",
    "-1e-400",
    "18446744073709551616",
    "-0.0",
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"e\\u0301\"",
    "\"null\"",
    "[]",
    "{}",
    "[null]",
    "{\"\":null}",
];

/// Changes up to five parts of `json`.
pub(crate) fn mutate(json: &mut Value, choices: &mut Choices) {
    for _ in 0..choices.below(6) {
        let other = part(json, choices).clone();
        change(part(json, choices), other, choices);
    }
}

/// A part of the value, or the whole.
fn part<'v>(json: &'v mut Value, choices: &mut Choices) -> &'v mut Value {
    let count = match json {
        Value::Array(elements) => elements.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    let Some(index) = choices.below(count + 1).checked_sub(1) else {
        return json;
    };
    match json {
        Value::Array(elements) => part(&mut elements[index], choices),
        Value::Object(members) => part(members.values_mut().nth(index).expect("a member"), choices),
        other => other,
    }
}

fn change(part: &mut Value, other: Value, choices: &mut Choices) {
    let kind = choices.byte();
    match (kind % 8, &mut *part) {
        (0, Value::Array(elements)) if !elements.is_empty() => drop(elements.remove(choices.below(elements.len()))),
        (0, Value::Object(members)) if !members.is_empty() => {
            let name = members.keys().nth(choices.below(members.len())).cloned();
            members.remove(&name.expect("a member"));
        }
        (1, Value::Array(elements)) => elements.insert(choices.below(elements.len() + 1), other),
        (1, Value::Object(members)) => drop(members.insert(choices.text(), other)),
        (1 | 2, Value::String(text)) => text.push_str(&choices.text()),
        (3, _) => *part = other,
        (4, _) => *part = json!([part.take()]),
        (5, _) => *part = nested(part.take(), choices.below(256)),
        (6, _) => *part = choices.text().into(),
        _ => *part = serde_json::from_str(choices.pick::<&str>(&STRANGE)).expect("JSON"),
    }
}

fn nested(json: Value, depth: usize) -> Value {
    (0..depth).fold(json, |inner, _| json!([inner]))
}
