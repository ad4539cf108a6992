//! Whether a value is one that Terraform will take: of the schema's type, known, without write-only values, and as
//! planned.

use crate::framework::{
    path::{Path, Step},
    types::Type,
    value::Value,
};

/// Something about a value that Terraform would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Where it stands.
    pub path: Path,
    /// What is wrong.
    pub problem: String,
}

/// Makes `value` conform to `ty`: what has another type, and whatever is unknown, becomes null; members that are missing
/// are filled in with null, and those that the type does not have go. Returns what had to be changed, except for missing
/// members.
pub fn conform(value: &mut Value, ty: &Type) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    conform_at(value, ty, &Path::root(), &mut misfits);
    misfits
}

fn conform_at(value: &mut Value, ty: &Type, at: &Path, misfits: &mut Vec<Misfit>) {
    match (&mut *value, ty) {
        (Value::Null, _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Number(_), Type::Number)
        | (Value::String(_), Type::String) => {}
        (Value::List(elements), Type::List(element)) => conform_elements(elements, element, at, misfits),
        (Value::Set(elements), Type::Set(element)) => conform_elements(elements, element, at, misfits),
        (Value::List(elements), Type::Tuple(types)) if elements.len() == types.len() => {
            for (index, (element, ty)) in elements.iter_mut().zip(types).enumerate() {
                conform_at(element, ty, &at.clone().then(Step::Index(index)), misfits);
            }
        }
        (Value::Map(elements), Type::Map(element)) => {
            for (key, value) in elements {
                conform_at(value, element, &at.clone().then(Step::Key(key.clone())), misfits);
            }
        }
        (Value::Map(members), Type::Object(attributes)) => {
            members.retain(|name, _| {
                let known = attributes.contains_key(name);
                if !known {
                    misfits.push(Misfit {
                        path: at.clone().name(name),
                        problem: "is not in the schema".into(),
                    });
                }
                known
            });
            for (name, ty) in attributes {
                let member = members.entry(name.clone()).or_insert(Value::Null);
                conform_at(member, ty, &at.clone().name(name), misfits);
            }
        }
        (Value::Dynamic(own, inner), Type::Dynamic) => conform_at(inner, own, at, misfits),
        (other, _) => {
            let problem = if other.is_unknown() {
                "is still unknown".to_owned()
            } else {
                format!("is {}, which is not its type", other.kind())
            };
            misfits.push(Misfit {
                path: at.clone(),
                problem,
            });
            *value = Value::Null;
        }
    }
}

fn conform_elements(elements: &mut [Value], ty: &Type, at: &Path, misfits: &mut Vec<Misfit>) {
    for (index, element) in elements.iter_mut().enumerate() {
        conform_at(element, ty, &at.clone().then(Step::Index(index)), misfits);
    }
}

/// The paths at which `actual` is not what was planned. A value that was unknown in the plan may become anything, except
/// null if it was known not to.
pub fn differences(planned: &Value, actual: &Value) -> Vec<Path> {
    let mut paths = Vec::new();
    compare(planned, actual, &Path::root(), &mut paths);
    paths
}

fn compare(planned: &Value, actual: &Value, at: &Path, paths: &mut Vec<Path>) {
    match (planned, actual) {
        (Value::Unknown(refinements), actual) => {
            if actual.is_null() && refinements.as_ref().is_some_and(|known| known.not_null) {
                paths.push(at.clone());
            }
        }
        (Value::List(planned), Value::List(actual)) if planned.len() == actual.len() => {
            for (index, (planned, actual)) in planned.iter().zip(actual).enumerate() {
                compare(planned, actual, &at.clone().then(Step::Index(index)), paths);
            }
        }
        (Value::Map(planned), Value::Map(actual)) if planned.len() == actual.len() => {
            for (name, planned) in planned {
                let step = if at.is_root() {
                    Step::Attribute(name.clone())
                } else {
                    Step::Key(name.clone())
                };
                compare(
                    planned,
                    actual.get(name).unwrap_or(&Value::Null),
                    &at.clone().then(step),
                    paths,
                );
            }
        }
        (Value::Set(planned), Value::Set(actual)) => {
            if !same_set(planned, actual) {
                paths.push(at.clone());
            }
        }
        (Value::Dynamic(_, planned), Value::Dynamic(_, actual)) => compare(planned, actual, at, paths),
        (planned, actual) => {
            if planned != actual {
                paths.push(at.clone());
            }
        }
    }
}

/// Whether each element of either set has a match in the other, and the set did not grow.
fn same_set(planned: &[Value], actual: &[Value]) -> bool {
    let fits = |planned: &Value, actual: &Value| differences(planned, actual).is_empty();
    actual.len() <= planned.len()
        && actual
            .iter()
            .all(|actual| planned.iter().any(|planned| fits(planned, actual)))
        && planned
            .iter()
            .all(|planned| actual.iter().any(|actual| fits(planned, actual)))
}
