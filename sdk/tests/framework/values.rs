//! Arbitrary types, and arbitrary values of them.

use std::collections::BTreeMap;

use proptest::{collection, option, prelude::*};
use terraform_provider_sdk::value::{Number, Refinements, Type, Value, normal};

/// A type with a value of it.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) ty: Type,
    pub(crate) value: Value,
}

/// A type of any kind, `any` included, with a value that may be null anywhere, and unknown if so wanted.
pub(crate) fn typed(unknown: bool) -> impl Strategy<Value = Typed> {
    types().prop_flat_map(move |ty| {
        let value = value(&ty, unknown);
        value.prop_map(move |value| Typed { ty: ty.clone(), value })
    })
}

fn types() -> BoxedStrategy<Type> {
    let plain = prop_oneof![
        Just(Type::Bool),
        Just(Type::Number),
        Just(Type::String),
        Just(Type::Dynamic)
    ];
    plain
        .prop_recursive(3, 16, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(Type::list),
                inner.clone().prop_map(Type::set),
                inner.clone().prop_map(Type::map),
                collection::vec(inner.clone(), 0..3).prop_map(Type::Tuple),
                collection::btree_map(name(), inner, 0..3).prop_map(Type::Object),
            ]
        })
        .boxed()
}

fn value(ty: &Type, unknown: bool) -> BoxedStrategy<Value> {
    let known = known(ty, unknown);
    if unknown {
        let unknown = refinements(ty).prop_map(|known| Value::Unknown(known.map(Box::new)));
        prop_oneof![6 => known, 1 => Just(Value::Null), 1 => unknown].boxed()
    } else {
        prop_oneof![6 => known, 1 => Just(Value::Null)].boxed()
    }
}

fn known(ty: &Type, unknown: bool) -> BoxedStrategy<Value> {
    match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => number().prop_map(Value::Number).boxed(),
        Type::String => text().prop_map(Value::String).boxed(),
        Type::Dynamic => dynamic(unknown),
        Type::List(element) => collection::vec(value(element, unknown), 0..4)
            .prop_map(Value::List)
            .boxed(),
        Type::Set(element) => collection::vec(value(element, unknown), 0..4)
            .prop_map(Value::set)
            .boxed(),
        Type::Map(element) => collection::btree_map(text(), value(element, unknown), 0..4)
            .prop_map(Value::Map)
            .boxed(),
        Type::Tuple(types) => {
            let elements: Vec<_> = types.iter().map(|ty| value(ty, unknown)).collect();
            elements.prop_map(Value::List).boxed()
        }
        Type::Object(attributes) => {
            let names: Vec<String> = attributes.keys().cloned().collect();
            let values: Vec<_> = attributes.values().map(|ty| value(ty, unknown)).collect();
            values
                .prop_map(move |values| Value::Map(names.iter().cloned().zip(values).collect::<BTreeMap<_, _>>()))
                .boxed()
        }
    }
}

/// A value that brings its type along. The type is plain, so that the strategies end.
fn dynamic(unknown: bool) -> BoxedStrategy<Value> {
    prop_oneof![Just(Type::Bool), Just(Type::String), Just(Type::list(Type::Number))]
        .prop_flat_map(move |ty| {
            let value = value(&ty, unknown);
            value.prop_map(move |value| Value::Dynamic(Box::new(ty.clone()), Box::new(value)))
        })
        .boxed()
}

/// Refinements that an unknown value of this type can have.
fn refinements(ty: &Type) -> BoxedStrategy<Option<Refinements>> {
    let none = Refinements::default();
    let refined = match ty {
        Type::Dynamic => Just(none).boxed(),
        Type::String => ("[a-z:]{1,20}", any::<bool>())
            .prop_map(move |(prefix, not_null)| Refinements {
                prefix: Some(prefix),
                not_null,
                ..Refinements::default()
            })
            .boxed(),
        Type::Number => (number(), any::<bool>())
            .prop_map(|(number, inclusive)| Refinements {
                least: Some((number, inclusive)),
                ..Refinements::default()
            })
            .boxed(),
        Type::List(_) | Type::Set(_) | Type::Map(_) => (any::<u64>(), any::<u64>())
            .prop_map(|(shortest, longest)| Refinements {
                shortest: Some(shortest),
                longest: Some(longest),
                ..Refinements::default()
            })
            .boxed(),
        Type::Bool | Type::Tuple(_) | Type::Object(_) => Just(Refinements {
            not_null: true,
            ..Refinements::default()
        })
        .boxed(),
    };
    option::of(refined)
        .prop_map(|known| known.filter(|known| *known != Refinements::default()))
        .boxed()
}

fn number() -> BoxedStrategy<Number> {
    prop_oneof![
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("infinite", Number::from_f64),
        "-?[0-9]{1,60}\\.[0-9]{1,60}".prop_map(|digits| digits.parse().expect("these are digits")),
    ]
    .boxed()
}

fn text() -> BoxedStrategy<String> {
    ".{0,12}".prop_map(|text| normal(&text).into_owned()).boxed()
}

fn name() -> BoxedStrategy<String> {
    "[a-z][a-z0-9_]{0,8}".boxed()
}
