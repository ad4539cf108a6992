//! The plans of nested attributes and blocks.

use terraform_provider_sdk::{
    schema::{Attribute, Block, Configurability, Nesting, Shape},
    value::{Type, Value},
};

use super::toy::{Toy, attribute, block, nested_block, object, planned, text};

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

type Wrap = fn(Value) -> Value;

/// Each nesting with the value that holds one object.
const NESTINGS: [(Nesting, Wrap); 4] = [
    (Nesting::Single, |element| element),
    (Nesting::List, |element| Value::List(vec![element])),
    (Nesting::Set, |element| Value::set(vec![element])),
    (Nesting::Map, |element| object([("key", element)])),
];

fn members() -> Vec<Attribute> {
    vec![
        text("name", Configurability::Required),
        text("id", Configurability::Computed),
        Attribute {
            default: Some(1.into()),
            ..attribute("order", Shape::Plain(Type::Number), Configurability::OptionalComputed)
        },
    ]
}

fn member(name: &str, id: Value, order: Value) -> Value {
    object([("name", name.into()), ("id", id), ("order", order)])
}

#[tokio::test]
async fn members_of_nested_attributes_and_blocks_are_planned_like_those_of_the_root() {
    for (nesting, wrap) in NESTINGS {
        let as_attribute = block(vec![attribute(
            "part",
            Shape::Nested(nesting, members()),
            Configurability::Optional,
        )]);
        let as_block = Block {
            blocks: vec![nested_block("part", nesting, members())],
            ..Block::default()
        };
        for block in [as_attribute, as_block] {
            let written = object([("part", wrap(member("a", NULL, NULL)))]);
            let plan = planned(&Toy::new(block), NULL, written.clone(), written).await;
            assert_eq!(
                plan.planned,
                object([("part", wrap(member("a", UNKNOWN, 1.into())))]),
                "{nesting:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_element_of_a_set_gets_its_default_back_when_the_argument_is_removed() {
    let block = Block {
        blocks: vec![nested_block("part", Nesting::Set, members())],
        ..Block::default()
    };
    let prior = object([("part", Value::set(vec![member("a", "i".into(), 7.into())]))]);
    let written = object([("part", Value::set(vec![member("a", NULL, NULL)]))]);
    let plan = planned(&Toy::new(block), prior.clone(), written, prior).await;
    assert_eq!(
        plan.planned,
        object([("part", Value::set(vec![member("a", UNKNOWN, 1.into())]))])
    );
}

#[tokio::test]
async fn an_unknown_nested_value_stays_unknown_as_a_whole() {
    let block = block(vec![attribute(
        "part",
        Shape::Nested(Nesting::List, members()),
        Configurability::Optional,
    )]);
    let written = object([("part", UNKNOWN)]);
    let plan = planned(&Toy::new(block), NULL, written.clone(), written.clone()).await;
    assert_eq!(plan.planned, written);
}

#[tokio::test]
async fn unknown_blocks_stay_unknown_as_a_whole() {
    for (nesting, _) in NESTINGS {
        let block = Block {
            blocks: vec![nested_block("part", nesting, members())],
            ..Block::default()
        };
        let written = object([("part", UNKNOWN)]);
        let plan = planned(&Toy::new(block), NULL, written.clone(), written.clone()).await;
        assert_eq!(plan.planned, written, "{nesting:?}");
    }
}

#[tokio::test]
async fn write_only_values_below_the_root_do_not_enter_the_plan() {
    let secret = Attribute {
        write_only: true,
        ..text("secret", Configurability::Optional)
    };
    let inner = vec![text("name", Configurability::Required), secret];
    let element = |secret: Value| object([("name", "a".into()), ("secret", secret)]);
    // No set can hold one: see the laws of schemas.
    let nestings = NESTINGS.iter().filter(|(nesting, _)| *nesting != Nesting::Set);
    for &(nesting, wrap) in nestings {
        let as_attribute = block(vec![attribute(
            "part",
            Shape::Nested(nesting, inner.clone()),
            Configurability::Optional,
        )]);
        let as_block = Block {
            blocks: vec![nested_block("part", nesting, inner.clone())],
            ..Block::default()
        };
        for block in [as_attribute, as_block] {
            let written = object([("part", wrap(element("hush".into())))]);
            let plan = planned(&Toy::new(block), NULL, written.clone(), written).await;
            assert_eq!(plan.planned, object([("part", wrap(element(NULL)))]), "{nesting:?}");
        }
    }
}

/// A resource with a name, and a part that the provider gives where the practitioner, who may or may not, does not.
fn with_part(configurability: Configurability, nesting: Nesting, use_state_for_unknown: bool) -> Toy {
    let part = Attribute {
        use_state_for_unknown,
        ..attribute("part", Shape::Nested(nesting, members()), configurability)
    };
    Toy::new(block(vec![text("name", Configurability::Required), part]))
}

#[tokio::test]
async fn a_nested_value_that_the_provider_gives_is_planned_as_a_whole() {
    let object_of = |name: &str, part: Value| object([("name", name.into()), ("part", part)]);
    let written = |name: &str| object_of(name, NULL);
    for configurability in [Configurability::Computed, Configurability::OptionalComputed] {
        for (nesting, wrap) in NESTINGS {
            for keeps in [false, true] {
                let toy = with_part(configurability, nesting, keeps);
                // Not the default of the inner attribute, which the provider's own value need not have.
                let given = wrap(member("x", "i-1".into(), 7.into()));
                let prior = object_of("a", given.clone());
                let case = format!("{configurability:?} {nesting:?} {keeps}");

                let create = planned(&toy, NULL, written("a"), written("a")).await;
                assert_eq!(create.planned, object_of("a", UNKNOWN), "create {case}");

                let same = planned(&toy, prior.clone(), written("a"), prior.clone()).await;
                assert_eq!(same.planned, prior, "no-op {case}");

                let proposed = object_of("b", given.clone());
                let update = planned(&toy, prior.clone(), written("b"), proposed).await;
                let expected = if keeps { given } else { UNKNOWN };
                assert_eq!(update.planned, object_of("b", expected), "update {case}");
            }
        }
    }
}

#[tokio::test]
async fn a_nested_value_that_the_practitioner_gives_is_planned_member_by_member() {
    let object_of = |part: Value| object([("name", "a".into()), ("part", part)]);
    for (nesting, wrap) in NESTINGS {
        let toy = with_part(Configurability::OptionalComputed, nesting, true);
        let written = object_of(wrap(member("x", NULL, NULL)));
        let prior = object_of(wrap(member("w", "i-1".into(), 7.into())));
        let plan = planned(&toy, prior, written.clone(), written).await;
        assert_eq!(
            plan.planned,
            object_of(wrap(member("x", UNKNOWN, 1.into()))),
            "{nesting:?}"
        );
    }
}
