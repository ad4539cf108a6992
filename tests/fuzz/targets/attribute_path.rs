//! Paths of attributes in errors.

use std::collections::BTreeMap;

use terraform_provider_sdk::value::{CodecError, Path, Step, Type, Value, json, msgpack};

use super::super::{
    choices::Choices,
    configurations,
    target::Target,
    value::{arbitrary, to_json},
};

pub(crate) const TARGET: Target = Target {
    name: "attribute_path",
    input: "Values of the types of all schemas, each with one part of a wrong type",
    run,
    seeds: || {
        (0..=u8::MAX)
            .map(|index| [vec![index], vec![7; 200]].concat())
            .collect()
    },
};

/// A part of a wrong type is an error at exactly this part, or at the set that contains it.
fn run(bytes: &[u8]) {
    let mut choices = Choices::new(bytes);
    let ty = choices.pick(configurations::types());
    let value = arbitrary(ty, &mut choices);
    let damaged = damage(ty, &value, &mut choices);
    let path = damaged.steps.into_iter().fold(Path::root(), Path::then);
    let written = msgpack::encode(&damaged.value, &damaged.ty).expect("a value of the type");
    assert_at(&path, msgpack::decode(&written, ty));
    if damaged.value.is_wholly_known() {
        let written = to_json(&damaged.value);
        assert_at(&path, json::decode(&written, ty));
    }
}

fn assert_at(path: &Path, decoded: Result<Value, CodecError>) {
    let error = decoded.expect_err("a part has a wrong type");
    assert_eq!(&error.path, path);
    assert!(path.is_root() || error.to_string().starts_with(&path.to_string()));
}

/// A value that differs from the type that it should have.
struct Damaged {
    ty: Type,
    value: Value,
    steps: Vec<Step>,
}

impl Damaged {
    fn at(mut self, step: Step) -> Self {
        self.steps.insert(0, step);
        self
    }
}

/// Gives a part of the value another type. Elements of one type become a tuple, and those of a map an object, because
/// one of them differs: both are written alike.
fn damage(ty: &Type, value: &Value, choices: &mut Choices) -> Damaged {
    if choices.below(4) == 0 {
        return other(ty);
    }
    match (ty, value) {
        (Type::List(ty), Value::List(elements)) if !elements.is_empty() => {
            element(vec![(**ty).clone(); elements.len()], elements, choices)
        }
        (Type::Tuple(types), Value::List(elements)) if !elements.is_empty() => {
            element(types.clone(), elements, choices)
        }
        (Type::Set(ty), Value::Set(elements)) if !elements.is_empty() => Damaged {
            steps: Vec::new(),
            ..element(vec![(**ty).clone(); elements.len()], elements, choices)
        },
        (Type::Map(ty), Value::Map(members)) if !members.is_empty() => {
            let types = members.keys().map(|key| (key.clone(), (**ty).clone())).collect();
            member(types, members, choices, Step::Key)
        }
        (Type::Object(types), Value::Map(members)) if !members.is_empty() => {
            member(types.clone(), members, choices, |name| Step::Attribute(name.into()))
        }
        _ => other(ty),
    }
}

fn element(mut types: Vec<Type>, elements: &[Value], choices: &mut Choices) -> Damaged {
    let (index, mut elements) = (choices.below(elements.len()), elements.to_vec());
    let inner = damage(&types[index], &elements[index], choices);
    (types[index], elements[index]) = (inner.ty.clone(), inner.value.clone());
    Damaged {
        ty: Type::Tuple(types),
        value: Value::List(elements),
        ..inner
    }
    .at(Step::Index(index))
}

fn member(
    mut types: BTreeMap<String, Type>,
    members: &BTreeMap<String, Value>,
    choices: &mut Choices,
    step: fn(String) -> Step,
) -> Damaged {
    let mut members = members.clone();
    let name = members
        .keys()
        .nth(choices.below(members.len()))
        .cloned()
        .expect("a member");
    let inner = damage(&types[&name], &members[&name], choices);
    types.insert(name.clone(), inner.ty.clone());
    members.insert(name.clone(), inner.value.clone());
    Damaged {
        ty: Type::Object(types),
        value: Value::Map(members),
        ..inner
    }
    .at(step(name))
}

/// A value that no decoder takes for one of the type.
fn other(ty: &Type) -> Damaged {
    let (ty, value) = match ty {
        Type::List(_) | Type::Set(_) | Type::Tuple(_) => (Type::map(Type::Bool), Value::Map(BTreeMap::new())),
        _ => (Type::list(Type::Bool), Value::List(Vec::new())),
    };
    let steps = Vec::new();
    Damaged { ty, value, steps }
}
