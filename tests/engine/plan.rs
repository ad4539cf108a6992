use terraform_provider_codepipeline::framework::{
    engine::plan::{PlanRequest, PlanResponse, plan},
    path::Path,
    schema::{Attribute, Block, Nesting, Origin, Shape},
    value::Value,
};

use super::toy::{Toy, attribute, block, identity, nested_block, object, text};

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

async fn planned(toy: &Toy, prior: Value, config: Value, proposed: Value) -> PlanResponse {
    let request = PlanRequest {
        config,
        prior,
        proposed,
        prior_private: b"old".to_vec(),
        prior_identity: None,
    };
    plan(toy, &toy.schema(), Some(&()), request).await
}

fn toy() -> Toy {
    Toy::new(block(vec![
        text("name", Origin::Required),
        Attribute {
            use_state_for_unknown: true,
            ..text("arn", Origin::Computed)
        },
        text("status", Origin::Computed),
        text("region", Origin::OptionalComputed),
        Attribute {
            default: Some("blue".into()),
            ..text("colour", Origin::OptionalComputed)
        },
        Attribute {
            write_only: true,
            ..text("secret", Origin::Optional)
        },
    ]))
}

fn config(name: &str) -> Value {
    object([
        ("name", name.into()),
        ("arn", NULL),
        ("status", NULL),
        ("region", NULL),
        ("colour", NULL),
        ("secret", "hush".into()),
    ])
}

fn state(name: &str) -> Value {
    object([
        ("name", name.into()),
        ("arn", "arn:1".into()),
        ("status", "PENDING".into()),
        ("region", "eu-west-1".into()),
        ("colour", "blue".into()),
        ("secret", NULL),
    ])
}

/// What Terraform proposes: the configuration over the prior values of computed attributes, write-only values included.
fn proposed(name: &str, prior: &Value) -> Value {
    let mut proposed = prior.clone();
    let members = proposed.as_map_mut().unwrap();
    members.insert("name".into(), name.into());
    members.insert("secret".into(), "hush".into());
    proposed
}

#[tokio::test]
async fn a_create_opens_computed_values_fills_defaults_and_hides_write_only_ones() {
    let plan = planned(&toy(), NULL, config("a"), config("a")).await;
    let expected = object([
        ("name", "a".into()),
        ("arn", UNKNOWN),
        ("status", UNKNOWN),
        ("region", UNKNOWN),
        ("colour", "blue".into()),
        ("secret", NULL),
    ]);
    assert_eq!(plan.planned, expected);
    assert_eq!((plan.requires_replace, plan.identity), (vec![], None));
}

#[tokio::test]
async fn an_object_that_does_not_change_keeps_every_value() {
    let plan = planned(&toy(), state("a"), config("a"), proposed("a", &state("a"))).await;
    assert_eq!(plan.planned, state("a"));
    assert_eq!(plan.private, b"old");
    assert_eq!(plan.identity, Some(identity()));
}

#[tokio::test]
async fn an_update_opens_computed_values_except_those_whose_prior_value_is_used() {
    let plan = planned(&toy(), state("a"), config("b"), proposed("b", &state("a"))).await;
    assert_eq!(plan.planned.get("arn"), &"arn:1".into());
    assert_eq!(
        (plan.planned.get("status"), plan.planned.get("region")),
        (&UNKNOWN, &UNKNOWN)
    );
}

#[tokio::test]
async fn a_default_returns_when_the_argument_is_removed() {
    let mut prior = state("a");
    prior.as_map_mut().unwrap().insert("colour".into(), "red".into());
    let plan = planned(&toy(), prior.clone(), config("a"), proposed("a", &prior)).await;
    assert_eq!(plan.planned.get("colour"), &"blue".into());
}

#[tokio::test]
async fn a_configured_unknown_stays_unknown_whatever_the_default() {
    let mut written = config("a");
    written.as_map_mut().unwrap().insert("colour".into(), UNKNOWN);
    let plan = planned(&toy(), NULL, written.clone(), written).await;
    assert_eq!(plan.planned.get("colour"), &UNKNOWN);
}

#[tokio::test]
async fn a_destroy_plans_null_and_keeps_the_private_data() {
    let plan = planned(&toy(), state("a"), NULL, NULL).await;
    assert_eq!((plan.planned, plan.private), (NULL, b"old".to_vec()));
}

#[tokio::test]
async fn only_a_real_change_requires_a_replacement() {
    let toy = Toy::new(block(vec![
        Attribute {
            requires_replace: true,
            ..text("name", Origin::Required)
        },
        Attribute {
            requires_replace: true,
            ..text("host", Origin::Optional)
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
        ..text("host", Origin::Optional)
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
        ..text("id", Origin::Required)
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

fn members() -> Vec<Attribute> {
    vec![
        text("name", Origin::Required),
        text("id", Origin::Computed),
        Attribute {
            default: Some(1.into()),
            ..attribute(
                "order",
                Shape::Plain(terraform_provider_codepipeline::framework::types::Type::Number),
                Origin::OptionalComputed,
            )
        },
    ]
}

fn member(name: &str, id: Value, order: Value) -> Value {
    object([("name", name.into()), ("id", id), ("order", order)])
}

#[tokio::test]
async fn members_of_nested_attributes_and_blocks_are_planned_like_those_of_the_root() {
    type Wrap = fn(Value) -> Value;
    let table: [(Nesting, Wrap); 4] = [
        (Nesting::Single, |element| element),
        (Nesting::List, |element| Value::List(vec![element])),
        (Nesting::Set, |element| Value::set(vec![element])),
        (Nesting::Map, |element| object([("key", element)])),
    ];
    for (nesting, wrap) in table {
        let as_attribute = block(vec![attribute(
            "part",
            Shape::Nested(nesting, members()),
            Origin::Optional,
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
        Origin::Optional,
    )]);
    let written = object([("part", UNKNOWN)]);
    let plan = planned(&Toy::new(block), NULL, written.clone(), written.clone()).await;
    assert_eq!(plan.planned, written);
}

#[tokio::test]
async fn what_the_resource_plans_can_require_a_replacement() {
    let toy = Toy::new(block(vec![
        text("name", Origin::Required),
        Attribute {
            requires_replace: true,
            use_state_for_unknown: true,
            ..text("region", Origin::OptionalComputed)
        },
    ]))
    .with_hook(|draft| {
        draft
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

#[tokio::test]
async fn a_panic_in_the_resources_own_planning_is_an_error() {
    let toy = toy().with_hook(|_| panic!("thought too hard"));
    let plan = planned(&toy, NULL, config("a"), config("a")).await;
    let said = plan
        .diagnostics
        .iter()
        .map(|found| found.detail.as_str())
        .collect::<String>();
    assert!(said.contains("thought too hard"), "{said}");
}
