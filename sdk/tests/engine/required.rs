//! Required means not null, read-only means not configured, and a plan agrees with its configuration.

use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    engine::validate::validate,
    schema::{Attribute, Block, Configurability, Nesting, Shape, validators::Validator},
    value::{Type, Value},
};

use super::toy::{Toy, attribute, block, nested_block, object, planned, text};

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

type Wrap = fn(Value) -> Value;

/// Each nesting with the value that holds one object, and the path to it.
const NESTINGS: [(Nesting, Wrap, &str); 4] = [
    (Nesting::Single, |element| element, "part."),
    (Nesting::List, |element| Value::List(vec![element]), "part[0]."),
    (Nesting::Set, |element| Value::set(vec![element]), "part"),
    (Nesting::Map, |element| object([("k", element)]), "part[\"k\"]."),
];

fn holding(nesting: Nesting, members: &[Attribute]) -> [Block; 2] {
    let as_attribute = attribute(
        "part",
        Shape::Nested(nesting, members.to_vec()),
        Configurability::Optional,
    );
    let as_block = Block {
        blocks: vec![nested_block("part", nesting, members.to_vec())],
        ..Block::default()
    };
    [block(vec![as_attribute]), as_block]
}

fn errors(diagnostics: &Diagnostics) -> Vec<String> {
    let errors = diagnostics.iter().filter(|problem| problem.is_error());
    errors
        .map(|problem| format!("{}: {}", problem.path, problem.summary))
        .collect()
}

/// The path to `name` in the object that `place` leads to; no path leads into a set.
fn at(nesting: Nesting, place: &str, name: &str) -> String {
    if nesting == Nesting::Set {
        place.to_owned()
    } else {
        format!("{place}{name}")
    }
}

#[tokio::test]
async fn a_required_argument_that_is_null_is_refused_at_validate_and_at_plan_in_every_nesting() {
    for (nesting, wrap, place) in NESTINGS {
        for block in holding(nesting, &[text("name", Configurability::Required)]) {
            let written = object([("part", wrap(object([("name", NULL)])))]);
            let expected = [format!("{}: Missing required argument", at(nesting, place, "name"))];
            assert_eq!(errors(&validate(&block, &written, true)), expected, "{nesting:?}");
            let prior = object([("part", wrap(object([("name", "a".into())])))]);
            let toy = Toy::new(block.clone());
            let plan = planned(&toy, prior.clone(), written.clone(), written).await;
            assert_eq!(errors(&plan.diagnostics), expected, "{nesting:?}");
            let unknown = object([("part", wrap(object([("name", UNKNOWN)])))]);
            assert!(validate(&block, &unknown, true).is_empty(), "{nesting:?}");
            // A destroy is never refused.
            assert!(planned(&toy, prior, NULL, NULL).await.diagnostics.is_empty());
        }
    }
}

#[test]
fn a_null_element_is_refused_unless_it_is_declared() {
    let tags = |validators: Vec<Validator>| {
        block(vec![Attribute {
            validators,
            ..attribute("tags", Shape::Plain(Type::map(Type::String)), Configurability::Optional)
        }])
    };
    let written = object([("tags", object([("a", NULL), ("b", UNKNOWN)]))]);
    let strict = tags(vec![Validator::Each(Box::new(Validator::NotNull))]);
    assert_eq!(
        errors(&validate(&strict, &written, true)),
        ["tags[\"a\"]: Null element"]
    );
    assert!(validate(&tags(Vec::new()), &written, true).is_empty());
}

#[test]
fn a_configured_read_only_attribute_is_refused_in_every_nesting() {
    for (nesting, wrap, place) in NESTINGS {
        for block in holding(nesting, &[text("id", Configurability::Computed)]) {
            for value in ["i-1".into(), UNKNOWN] {
                let written = object([("part", wrap(object([("id", value)])))]);
                let expected = [format!("{}: Read-only attribute", at(nesting, place, "id"))];
                assert_eq!(errors(&validate(&block, &written, true)), expected, "{nesting:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_plan_that_terraform_would_refuse_is_a_bug_that_names_attribute_and_resource() {
    let toy = Toy::new(block(vec![
        text("name", Configurability::Required),
        text("note", Configurability::Optional),
    ]))
    .with_hook(|resource_plan| {
        let planned = resource_plan.planned.as_map_mut().unwrap();
        planned.insert("name".into(), "other".into());
        planned.insert("note".into(), "invented".into());
    });
    let written = object([("name", "a".into()), ("note", NULL)]);
    let plan = planned(&toy, NULL, written.clone(), written).await;
    assert_eq!(
        errors(&plan.diagnostics),
        [
            "name: This is a bug in the provider",
            "note: This is a bug in the provider"
        ]
    );
    let details: Vec<_> = plan.diagnostics.iter().map(|bug| bug.detail.as_str()).collect();
    assert!(
        details[0].contains("toy") && details[0].contains("`name`"),
        "{details:?}"
    );
}

#[tokio::test]
async fn nested_plans_are_checked_in_every_nesting() {
    for (nesting, wrap, _) in NESTINGS {
        for block in holding(nesting, &[text("name", Configurability::Optional)]) {
            let written = object([("part", wrap(object([("name", UNKNOWN)])))]);
            let good = planned(&Toy::new(block.clone()), NULL, written.clone(), written.clone()).await;
            assert!(good.diagnostics.is_empty(), "{nesting:?}: {:?}", good.diagnostics);
            let toy = Toy::new(block).with_hook(|resource_plan| {
                resource_plan.planned.as_map_mut().unwrap().insert("part".into(), NULL);
            });
            let bad = planned(&toy, NULL, written.clone(), written).await;
            assert_eq!(
                errors(&bad.diagnostics),
                ["part: This is a bug in the provider"],
                "{nesting:?}"
            );
        }
    }
}
