//! Changes that require replacement.

use terraform_provider_sdk::{
    schema::{Attribute, Block, Configurability, NestedBlock, Nesting, Shape},
    value::{Path, Value},
};

use super::toy::{Toy, attribute, block, nested_block, object, planned, text};

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

#[tokio::test]
async fn only_a_real_change_requires_a_replacement() {
    let toy = Toy::new(block(vec![
        Attribute {
            requires_replace: true,
            ..text("name", Configurability::Required)
        },
        Attribute {
            requires_replace: true,
            ..text("host", Configurability::Optional)
        },
    ]));
    let value = |name: &str| object([("name", name.into()), ("host", NULL)]);
    let same = planned(&toy, value("a"), value("a"), value("a")).await;
    assert_eq!(same.requires_replace, []);
    let other = planned(&toy, value("a"), value("b"), value("b")).await;
    assert_eq!(other.requires_replace, [Path::attribute("name")]);
    let create = planned(&toy, NULL, value("b"), value("b")).await;
    assert_eq!(create.requires_replace, []);
}

#[tokio::test]
async fn an_argument_that_is_not_known_yet_requires_a_replacement() {
    let toy = Toy::new(block(vec![Attribute {
        requires_replace: true,
        ..text("host", Configurability::Optional)
    }]));
    let plan = planned(
        &toy,
        object([("host", "h".into())]),
        object([("host", UNKNOWN)]),
        object([("host", UNKNOWN)]),
    )
    .await;
    assert_eq!(plan.requires_replace, [Path::attribute("host")]);
}

#[tokio::test]
async fn a_path_that_requires_a_replacement_ends_at_a_set() {
    let inner = vec![Attribute {
        requires_replace: true,
        ..text("id", Configurability::Required)
    }];
    let outer = Block {
        blocks: vec![
            nested_block("store", Nesting::Set, inner.clone()),
            nested_block("stage", Nesting::List, inner),
        ],
        ..Block::default()
    };
    let value = |id: &str| {
        object([
            ("store", Value::set(vec![object([("id", id.into())])])),
            (
                "stage",
                Value::List(vec![object([("id", "x".into())]), object([("id", id.into())])]),
            ),
        ])
    };
    let plan = planned(&Toy::new(outer), value("a"), value("b"), value("b")).await;
    let expected = [Path::attribute("store"), Path::attribute("stage").index(1).name("id")];
    assert_eq!(plan.requires_replace, expected);
}

#[tokio::test]
async fn what_the_resource_plans_can_require_a_replacement() {
    let toy = Toy::new(block(vec![
        text("name", Configurability::Required),
        Attribute {
            requires_replace: true,
            use_state_for_unknown: true,
            ..text("region", Configurability::OptionalComputed)
        },
    ]))
    .with_hook(|resource_plan| {
        resource_plan
            .planned
            .as_map_mut()
            .unwrap()
            .insert("region".into(), "us-east-1".into());
    });
    let prior = object([("name", "a".into()), ("region", "eu-west-1".into())]);
    let written = object([("name", "a".into()), ("region", NULL)]);
    let plan = planned(&toy, prior.clone(), written, prior).await;
    assert_eq!(plan.requires_replace, [Path::attribute("region")]);
}

/// A member whose change needs a new object, beside one whose change does not.
fn members() -> Vec<Attribute> {
    vec![
        Attribute {
            requires_replace: true,
            ..text("id", Configurability::Optional)
        },
        text("note", Configurability::Optional),
    ]
}

fn member(id: &str, note: &str) -> Value {
    object([("id", id.into()), ("note", note.into())])
}

/// What needs a new object if the members of `block` change.
async fn replaced(block: &Block, prior: Value, after: Value) -> Vec<String> {
    let (prior, after) = (object([("part", prior)]), object([("part", after)]));
    let plan = planned(&Toy::new(block.clone()), prior, after.clone(), after).await;
    plan.requires_replace.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_path_of_a_replacement_leads_into_every_nesting_but_sets() {
    let list = |elements: &[&Value]| Value::List(elements.iter().copied().cloned().collect());
    let set = |elements: &[&Value]| Value::set(elements.iter().copied().cloned().collect());
    let (a, b, noted) = (member("a", "x"), member("b", "x"), member("a", "y"));
    let table: Vec<(Nesting, Value, Value, &[&str])> = vec![
        (Nesting::Single, a.clone(), b.clone(), &["part.id"]),
        (Nesting::Single, a.clone(), noted.clone(), &[]),
        (Nesting::Single, NULL, b.clone(), &["part.id"]),
        (Nesting::Single, a.clone(), NULL, &[]),
        (Nesting::List, list(&[&a]), list(&[&b]), &["part[0].id"]),
        (Nesting::List, list(&[&a]), list(&[&noted]), &[]),
        (Nesting::List, list(&[&a]), list(&[&a, &b]), &["part[1].id"]),
        (Nesting::List, list(&[&a, &b]), list(&[&a]), &[]),
        (
            Nesting::Map,
            object([("k", a.clone())]),
            object([("k", b.clone())]),
            &["part[\"k\"].id"],
        ),
        (Nesting::Map, object([("k", a.clone())]), object([("k", noted)]), &[]),
        (
            Nesting::Map,
            object([]),
            object([("k", b.clone())]),
            &["part[\"k\"].id"],
        ),
        (Nesting::Set, set(&[&a]), set(&[&b]), &["part"]),
        (Nesting::Set, set(&[&a]), set(&[&b, &a]), &["part"]),
    ];
    for (nesting, prior, after, expected) in table {
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
            let found = replaced(&block, prior.clone(), after.clone()).await;
            assert_eq!(found, expected, "{nesting:?} {prior:?} {after:?}");
        }
    }
}

#[tokio::test]
async fn a_member_deep_in_an_element_of_a_set_needs_a_new_object_too() {
    let deep = attribute(
        "deep",
        Shape::Nested(Nesting::Single, members()),
        Configurability::Optional,
    );
    let outer = Block {
        blocks: vec![nested_block("part", Nesting::Set, vec![deep])],
        ..Block::default()
    };
    let value = |id: &str| Value::set(vec![object([("deep", member(id, "x"))])]);
    assert_eq!(replaced(&outer, value("a"), value("b")).await, ["part"]);
}

#[tokio::test]
async fn a_block_whose_change_needs_a_new_object_is_named_whatever_changes_in_it() {
    let outer = Block {
        blocks: vec![NestedBlock {
            requires_replace: true,
            ..nested_block("part", Nesting::List, vec![text("note", Configurability::Optional)])
        }],
        ..Block::default()
    };
    let value = |notes: &[&str]| Value::List(notes.iter().map(|note| object([("note", (*note).into())])).collect());
    assert_eq!(replaced(&outer, value(&["a"]), value(&["b"])).await, ["part"]);
    assert_eq!(replaced(&outer, value(&["a"]), value(&["a", "b"])).await, ["part"]);
    assert_eq!(
        replaced(&outer, value(&["a"]), value(&["a"])).await,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn an_unknown_nested_value_requires_a_replacement_if_one_of_its_members_does() {
    let list = |elements: &[Value]| Value::List(elements.to_vec());
    let a = member("a", "x");
    let table: Vec<(Nesting, Value, Value, &str)> = vec![
        (Nesting::Single, a.clone(), UNKNOWN, "part"),
        (Nesting::List, list(std::slice::from_ref(&a)), UNKNOWN, "part"),
        (Nesting::List, list(&[]), UNKNOWN, "part"),
        (
            Nesting::List,
            list(std::slice::from_ref(&a)),
            list(&[UNKNOWN]),
            "part[0]",
        ),
        (Nesting::Map, object([("k", a.clone())]), UNKNOWN, "part"),
        (
            Nesting::Map,
            object([("k", a.clone())]),
            object([("k", UNKNOWN)]),
            "part[\"k\"]",
        ),
        (Nesting::Set, Value::set(vec![a.clone()]), UNKNOWN, "part"),
        (
            Nesting::Set,
            Value::set(vec![a.clone()]),
            Value::set(vec![UNKNOWN]),
            "part",
        ),
    ];
    for (nesting, prior, after, expected) in table {
        let holding = |members: Vec<Attribute>| {
            let part = attribute(
                "part",
                Shape::Nested(nesting, members.clone()),
                Configurability::Optional,
            );
            let as_block = Block {
                blocks: vec![nested_block("part", nesting, members)],
                ..Block::default()
            };
            [block(vec![part]), as_block]
        };
        for block in holding(members()) {
            let found = replaced(&block, prior.clone(), after.clone()).await;
            assert_eq!(found, [expected], "{nesting:?} {after:?}");
        }
        for block in holding(vec![
            text("id", Configurability::Optional),
            text("note", Configurability::Optional),
        ]) {
            let found = replaced(&block, prior.clone(), after.clone()).await;
            assert_eq!(found, Vec::<String>::new(), "{nesting:?} {after:?}");
        }
    }
}
