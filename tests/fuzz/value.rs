//! Values of Terraform's types, and changes that keep the type.

use serde_json::{Value as Json, json};
use terraform_provider_sdk::value::{Number, Refinements, Type, Value};

use super::choices::Choices;

/// Strings of configurations, right and wrong.
const WORDS: [&str; 24] = [
    "",
    " ",
    "\u{0}",
    "e\u{301}",
    "#{SourceVariables.CommitId}",
    "#{",
    "*",
    "[",
    "{a,b}",
    "AVAILABLE",
    "GitLab",
    "GitLabSelfManaged",
    "S3",
    "V1",
    "acme/platform/payments-api",
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211",
    "arn:aws:codestar-connections:us-gov-west-1:111122223333:host/gitlab-28aef605",
    "arn:aws:iam::111122223333:role/pipeline",
    "codestar-connections",
    "eu-west-1",
    "https://gitlab.example.com",
    "main",
    "refs/heads/main",
    "{\"a\":[1,{\"b\":null}]}",
];

const NUMBERS: [&str; 8] = ["0", "1", "-1", "1.5", "1e300", "-1e-300", "9223372036854775808", "50"];

/// Returns a value of the type.
pub(crate) fn arbitrary(ty: &Type, choices: &mut Choices) -> Value {
    match choices.byte() % 8 {
        0 => Value::Null,
        1 => Value::Unknown(refinements(ty, choices).map(Box::new)),
        _ => known(ty, choices),
    }
}

fn refinements(ty: &Type, choices: &mut Choices) -> Option<Refinements> {
    let not_null = choices.below(2) == 1;
    let refined = Refinements {
        not_null,
        prefix: (not_null && *ty == Type::String).then(|| text(choices)),
        ..Refinements::default()
    };
    (not_null && *ty != Type::Dynamic).then_some(refined)
}

fn known(ty: &Type, choices: &mut Choices) -> Value {
    match ty {
        Type::Bool => Value::Bool(choices.below(2) == 1),
        Type::Number => Value::Number(number(choices)),
        Type::String => Value::String(text(choices)),
        Type::List(element) => Value::List(few(element, choices)),
        Type::Set(element) => Value::set(few(element, choices)),
        Type::Map(element) => Value::object(few(element, choices).into_iter().enumerate().map(|(index, value)| {
            let key = if index == 0 {
                "BranchName".to_owned()
            } else {
                index.to_string()
            };
            (key, value)
        })),
        Type::Tuple(types) => Value::List(types.iter().map(|ty| arbitrary(ty, choices)).collect()),
        Type::Object(types) => Value::object(types.iter().map(|(name, ty)| (name.clone(), arbitrary(ty, choices)))),
        Type::Dynamic => {
            let ty = choices.pick(&[Type::String, Type::Number, Type::Bool]).clone();
            let value = arbitrary(&ty, choices);
            Value::Dynamic(Box::new(ty), Box::new(value))
        }
    }
}

fn few(ty: &Type, choices: &mut Choices) -> Vec<Value> {
    (0..choices.below(4)).map(|_| arbitrary(ty, choices)).collect()
}

fn number(choices: &mut Choices) -> Number {
    choices.pick(&NUMBERS).parse().expect("a number")
}

/// A string in normal form C, as all of Terraform's are.
fn text(choices: &mut Choices) -> String {
    let text = if choices.below(3) == 2 {
        choices.text()
    } else {
        (*choices.pick(&WORDS)).to_owned()
    };
    terraform_provider_sdk::value::normal(&text).into_owned()
}

/// Changes up to five parts of a value of type `ty`.
pub(crate) fn mutate(value: &mut Value, ty: &Type, choices: &mut Choices) {
    for _ in 0..choices.below(6) {
        change(value, ty, choices);
    }
}

/// Changes the value, or a part of it.
fn change(value: &mut Value, ty: &Type, choices: &mut Choices) {
    match (&mut *value, ty) {
        (Value::List(elements) | Value::Set(elements), Type::List(ty) | Type::Set(ty)) if !elements.is_empty() => {
            let index = choices.below(elements.len());
            match choices.byte() % 8 {
                0 => drop(elements.remove(index)),
                1 => elements.push(elements[index].clone()),
                _ => replace_or_change(&mut elements[index], ty, choices),
            }
        }
        (Value::List(elements), Type::Tuple(types)) if !elements.is_empty() => {
            let index = choices.below(elements.len());
            replace_or_change(&mut elements[index], &types[index], choices);
        }
        (Value::Map(elements), Type::Map(ty)) if !elements.is_empty() => {
            let key = elements
                .keys()
                .nth(choices.below(elements.len()))
                .cloned()
                .expect("a key");
            match choices.byte() % 8 {
                0 => drop(elements.remove(&key)),
                1 => drop(elements.insert(text(choices), Value::Null)),
                _ => replace_or_change(elements.get_mut(&key).expect("an element"), ty, choices),
            }
        }
        (Value::Map(members), Type::Object(types)) if !types.is_empty() => {
            let (name, ty) = types.iter().nth(choices.below(types.len())).expect("a member");
            replace_or_change(members.get_mut(name).expect("a member"), ty, choices);
        }
        _ => *value = arbitrary(ty, choices),
    }
    if let (Value::Set(elements), Type::Set(_)) = (&mut *value, ty) {
        *value = Value::set(std::mem::take(elements));
    }
}

/// Replaces a part, or changes a part of it.
fn replace_or_change(part: &mut Value, ty: &Type, choices: &mut Choices) {
    if choices.below(8) == 7 {
        *part = arbitrary(ty, choices);
    } else {
        change(part, ty, choices);
    }
}

/// Returns a value that is wholly known as JSON, as in a state file.
pub(crate) fn to_json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Unknown(_) => Json::Null,
        Value::Bool(truth) => json!(truth),
        Value::Number(number) => serde_json::from_str(&number.to_string()).expect("a number"),
        Value::String(text) => json!(text),
        Value::List(elements) | Value::Set(elements) => elements.iter().map(to_json).collect(),
        Value::Map(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), to_json(value)))
            .collect(),
        Value::Dynamic(ty, value) => json!({ "type": ty.to_json(), "value": to_json(value) }),
    }
}
