//! What an apply may have made of what was planned.

use std::collections::BTreeMap;

use terraform_provider_sdk::{
    engine::conform::{conform, differences},
    value::{Number, Refinements, Type, Value},
};

use super::toy::object;

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

fn type_of(members: &[(&str, Type)]) -> Type {
    let members = members.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone()));
    Type::Object(BTreeMap::from_iter(members))
}

fn list(elements: &[Value]) -> Value {
    Value::List(elements.to_vec())
}

fn set(elements: &[Value]) -> Value {
    Value::set(elements.to_vec())
}

fn of_any_type(ty: Type, value: Value) -> Value {
    Value::Dynamic(Box::new(ty), Box::new(value))
}

/// Where the value at `a.b` differs from the planned one.
fn places(ty: &Type, planned: Value, actual: Value) -> Vec<String> {
    let whole = type_of(&[("a", type_of(&[("b", ty.clone())]))]);
    let within = |value: Value| object([("a", object([("b", value)]))]);
    let paths = differences(&within(planned), &within(actual), &whole);
    paths.iter().map(ToString::to_string).collect()
}

#[test]
fn what_differs_from_the_plan_is_said_by_its_path_in_the_schema() {
    let one = |text: &str| object([("c", text.into())]);
    let objects = type_of(&[("c", Type::String)]);
    let strings = [
        Type::list(Type::String),
        Type::set(Type::String),
        Type::map(Type::String),
    ];
    let [list_of, set_of, map_of] = &strings;
    let tuple = Type::Tuple(vec![Type::String, Type::Bool]);
    let table: Vec<(&Type, Value, Value, &[&str])> = vec![
        (&Type::String, "x".into(), "x".into(), &[]),
        (&Type::String, UNKNOWN, "x".into(), &[]),
        (&Type::String, "x".into(), NULL, &["a.b"]),
        (&objects, one("x"), one("y"), &["a.b.c"]),
        (&objects, one("x"), NULL, &["a.b"]),
        (list_of, list(&["x".into()]), list(&["x".into()]), &[]),
        (
            list_of,
            list(&["x".into(), UNKNOWN]),
            list(&["y".into(), "z".into()]),
            &["a.b[0]"],
        ),
        (list_of, list(&["x".into()]), list(&["x".into(), "y".into()]), &["a.b"]),
        (list_of, list(&["x".into(), "y".into()]), list(&["x".into()]), &["a.b"]),
        (
            map_of,
            object([("k", "x".into())]),
            object([("k", "y".into())]),
            &["a.b[\"k\"]"],
        ),
        (map_of, object([("k", UNKNOWN)]), object([("l", "x".into())]), &["a.b"]),
        (map_of, object([]), object([("k", "x".into())]), &["a.b"]),
        (map_of, object([("k", "x".into())]), object([]), &["a.b"]),
        (
            &tuple,
            list(&["x".into(), true.into()]),
            list(&["x".into(), false.into()]),
            &["a.b[1]"],
        ),
        (
            set_of,
            set(&["x".into(), "y".into()]),
            set(&["y".into(), "x".into()]),
            &[],
        ),
        (set_of, set(&["x".into(), UNKNOWN]), set(&["x".into(), "y".into()]), &[]),
        (set_of, set(&[UNKNOWN, UNKNOWN]), set(&["x".into()]), &[]),
        (set_of, set(&["x".into()]), set(&["x".into(), "y".into()]), &["a.b"]),
        (set_of, set(&["x".into(), "y".into()]), set(&["x".into()]), &["a.b"]),
        (set_of, set(&["x".into()]), set(&["y".into()]), &["a.b"]),
        (
            &Type::Dynamic,
            of_any_type(Type::String, UNKNOWN),
            of_any_type(Type::String, "x".into()),
            &[],
        ),
        (
            &Type::Dynamic,
            of_any_type(Type::String, "x".into()),
            of_any_type(Type::Bool, true.into()),
            &["a.b"],
        ),
        (
            &Type::Dynamic,
            of_any_type(objects.clone(), one("x")),
            of_any_type(objects.clone(), one("y")),
            &["a.b.c"],
        ),
        (&Type::Dynamic, UNKNOWN, of_any_type(Type::Bool, true.into()), &[]),
    ];
    for (ty, planned, actual, expected) in table {
        assert_eq!(
            places(ty, planned.clone(), actual.clone()),
            expected,
            "{planned:?} {actual:?}"
        );
    }
}

#[test]
fn what_was_known_of_an_unknown_value_is_held() {
    let known = |known: Refinements| Value::Unknown(Some(Box::new(known)));
    let none = Refinements::default();
    let not_null = known(Refinements {
        not_null: true,
        ..none.clone()
    });
    let prefix = known(Refinements {
        prefix: Some("arn:".into()),
        ..none.clone()
    });
    let least = known(Refinements {
        least: Some((Number::from(3_i64), true)),
        ..none.clone()
    });
    let above = known(Refinements {
        least: Some((Number::from(3_i64), false)),
        ..none.clone()
    });
    let most = known(Refinements {
        most: Some((Number::from(3_i64), true)),
        ..none.clone()
    });
    let below = known(Refinements {
        most: Some((Number::from(3_i64), false)),
        ..none.clone()
    });
    let shortest = known(Refinements {
        shortest: Some(2),
        ..none.clone()
    });
    let longest = known(Refinements {
        longest: Some(1),
        ..none
    });
    let strings = Type::list(Type::String);
    let (one, two) = (list(&["x".into()]), list(&["x".into(), "y".into()]));
    for (ty, planned, actual, admitted) in [
        (&Type::String, &not_null, "x".into(), true),
        (&Type::String, &not_null, NULL, false),
        (&Type::String, &prefix, "arn:x".into(), true),
        (&Type::String, &prefix, "urn:x".into(), false),
        (&Type::String, &prefix, NULL, true),
        (&Type::Number, &least, 3.into(), true),
        (&Type::Number, &least, 2.into(), false),
        (&Type::Number, &above, 3.into(), false),
        (&Type::Number, &most, 3.into(), true),
        (&Type::Number, &most, 4.into(), false),
        (&Type::Number, &below, 3.into(), false),
        (&strings, &shortest, two.clone(), true),
        (&strings, &shortest, one.clone(), false),
        (&strings, &longest, one, true),
        (&strings, &longest, two, false),
    ] {
        let found = places(ty, planned.clone(), actual.clone());
        assert_eq!(found.is_empty(), admitted, "{planned:?} {actual:?}");
    }
}

#[test]
fn what_does_not_conform_is_said_by_its_path_and_becomes_null() {
    let ty = type_of(&[
        ("list", Type::list(type_of(&[("name", Type::String)]))),
        ("map", Type::map(Type::Bool)),
        ("set", Type::set(Type::String)),
        ("any", Type::Dynamic),
        ("tuple", Type::Tuple(vec![Type::Bool, Type::String])),
    ]);
    let mut value = object([
        (
            "list",
            list(&[
                object([("name", "x".into())]),
                object([("name", true.into()), ("odd", NULL)]),
            ]),
        ),
        ("map", object([("k", "x".into())])),
        ("set", set(&[UNKNOWN])),
        ("any", of_any_type(Type::String, UNKNOWN)),
        ("tuple", list(&[true.into(), false.into()])),
    ]);
    let misfits = conform(&mut value, &ty);
    let mut said: Vec<_> = misfits.iter().map(|it| format!("{} {}", it.path, it.problem)).collect();
    said.sort();
    let expected = [
        "any is still unknown",
        "list[1].name is a bool, which does not match its type",
        "list[1].odd is not in the schema",
        "map[\"k\"] is a string, which does not match its type",
        "set is still unknown",
        "tuple[1] is a bool, which does not match its type",
    ];
    assert_eq!(said, expected);
    assert_eq!(value.get("list").elements()[1], object([("name", NULL)]));
    assert!(value.is_wholly_known());
}
