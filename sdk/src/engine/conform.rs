//! Checks that Terraform accepts a value: it has the schema's type, is known, has no write-only values, and is as
//! planned.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    schema::Schema,
    value::{Path, Step, Type, Value, inside},
};

/// A part of a value that Terraform would reject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Path of the part.
    pub path: Path,
    /// The problem.
    pub problem: String,
}

impl Misfit {
    fn here(problem: impl Into<String>) -> Self {
        Self {
            path: Path::root(),
            problem: problem.into(),
        }
    }
}

impl AsMut<Path> for Misfit {
    fn as_mut(&mut self) -> &mut Path {
        &mut self.path
    }
}

/// Makes `value` conform to `ty`: parts that have another type or are unknown become null, missing members become null,
/// and members that the type does not have are removed. Returns the changes, except for missing members.
pub fn conform(value: &mut Value, ty: &Type) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    conform_part(value, ty, &mut misfits);
    misfits
}

/// Makes a value that was read conform to `schema`, with an error for each value that Terraform would reject.
pub(super) fn report_misfits(read: &mut Value, schema: &Schema, diagnostics: &mut Diagnostics) {
    for misfit in conform(read, &schema.value_type) {
        let detail = format!(
            "The object that was read does not match the schema: {} {}.",
            misfit.path, misfit.problem
        );
        diagnostics.push(Diagnostic::bug(detail).at(misfit.path));
    }
}

fn conform_part(value: &mut Value, ty: &Type, misfits: &mut Vec<Misfit>) {
    match (&mut *value, ty) {
        (Value::Null, _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Number(_), Type::Number)
        | (Value::String(_), Type::String) => {}
        (Value::List(elements), Type::List(element)) => {
            conform_elements(elements, std::iter::repeat(&**element), misfits);
        }
        (Value::List(elements), Type::Tuple(types)) if elements.len() == types.len() => {
            conform_elements(elements, types.iter(), misfits);
        }
        // No path leads into a set.
        (Value::Set(elements), Type::Set(element)) => {
            elements
                .iter_mut()
                .for_each(|value| conform_part(value, element, misfits));
        }
        (Value::Map(elements), Type::Map(element)) => {
            for (key, value) in elements {
                inside(
                    misfits,
                    || Step::Key(key.clone()),
                    |misfits| conform_part(value, element, misfits),
                );
            }
        }
        (Value::Map(members), Type::Object(types)) => conform_members(members, types, misfits),
        (Value::Dynamic(own, inner), Type::Dynamic) => conform_part(inner, own, misfits),
        (Value::Unknown(_), _) => {
            misfits.push(Misfit::here("is still unknown"));
            *value = Value::Null;
        }
        (other, _) => {
            misfits.push(Misfit::here(format!(
                "is {}, which does not match its type",
                other.kind()
            )));
            *value = Value::Null;
        }
    }
}

fn conform_elements<'a>(elements: &mut [Value], types: impl Iterator<Item = &'a Type>, misfits: &mut Vec<Misfit>) {
    for (index, (value, ty)) in elements.iter_mut().zip(types).enumerate() {
        inside(
            misfits,
            || Step::Index(index),
            |misfits| conform_part(value, ty, misfits),
        );
    }
}

fn conform_members(members: &mut BTreeMap<String, Value>, types: &BTreeMap<String, Type>, misfits: &mut Vec<Misfit>) {
    members.retain(|name, _| {
        let known = types.contains_key(name);
        if !known {
            misfits.push(Misfit {
                path: Path::attribute(name.clone()),
                problem: "is not in the schema".into(),
            });
        }
        known
    });
    for (name, ty) in types {
        match members.get_mut(name) {
            Some(member) => inside(
                misfits,
                || Step::Attribute(name.clone().into()),
                |misfits| {
                    conform_part(member, ty, misfits);
                },
            ),
            None => drop(members.insert(name.clone(), Value::Null)),
        }
    }
}

/// Returns the paths at which `actual`, a value of type `ty`, differs from the plan. An unknown planned value allows
/// every value that matches its refinements.
pub fn differences(planned: &Value, actual: &Value, ty: &Type) -> Vec<Path> {
    let mut paths = Vec::new();
    compare(planned, actual, ty, &mut paths);
    paths
}

fn compare(planned: &Value, actual: &Value, ty: &Type, paths: &mut Vec<Path>) {
    match (planned, actual, ty) {
        (Value::Unknown(known), actual, _) => {
            if known.as_ref().is_some_and(|known| !known.admit(actual)) {
                paths.push(Path::root());
            }
        }
        (Value::List(planned), Value::List(actual), Type::List(element)) if planned.len() == actual.len() => {
            compare_elements(planned, actual, std::iter::repeat(&**element), paths);
        }
        (Value::List(planned), Value::List(actual), Type::Tuple(types)) if planned.len() == actual.len() => {
            compare_elements(planned, actual, types.iter(), paths);
        }
        (Value::Map(planned), Value::Map(actual), Type::Map(element)) if planned.keys().eq(actual.keys()) => {
            for ((key, planned), actual) in planned.iter().zip(actual.values()) {
                inside(
                    paths,
                    || Step::Key(key.clone()),
                    |paths| compare(planned, actual, element, paths),
                );
            }
        }
        (Value::Map(_), Value::Map(_), Type::Object(types)) => compare_members(planned, actual, types, paths),
        (Value::Set(planned), Value::Set(actual), Type::Set(element)) => {
            if !same_set(planned, actual, element) {
                paths.push(Path::root());
            }
        }
        (Value::Dynamic(ty, planned), Value::Dynamic(own, actual), _) if ty == own => {
            compare(planned, actual, ty, paths);
        }
        (planned, actual, _) => {
            if planned != actual {
                paths.push(Path::root());
            }
        }
    }
}

fn compare_elements<'a>(
    planned: &[Value],
    actual: &[Value],
    types: impl Iterator<Item = &'a Type>,
    paths: &mut Vec<Path>,
) {
    for (index, ((planned, actual), ty)) in planned.iter().zip(actual).zip(types).enumerate() {
        inside(
            paths,
            || Step::Index(index),
            |paths| compare(planned, actual, ty, paths),
        );
    }
}

fn compare_members(planned: &Value, actual: &Value, types: &BTreeMap<String, Type>, paths: &mut Vec<Path>) {
    for (name, ty) in types {
        let step = || Step::Attribute(name.clone().into());
        inside(paths, step, |paths| {
            compare(planned.get(name), actual.get(name), ty, paths);
        });
    }
}

/// Whether each element of either set has a match in the other, and the set has no additional elements.
fn same_set(planned: &[Value], actual: &[Value], ty: &Type) -> bool {
    let fits = |planned: &Value, actual: &Value| differences(planned, actual, ty).is_empty();
    actual.len() <= planned.len()
        && actual
            .iter()
            .all(|actual| planned.iter().any(|planned| fits(planned, actual)))
        && planned
            .iter()
            .all(|planned| actual.iter().any(|actual| fits(planned, actual)))
}
