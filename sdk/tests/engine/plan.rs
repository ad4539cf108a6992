use terraform_provider_sdk::{
    engine::plan::{PlanRequest, plan},
    schema::{Attribute, Configurability, Same},
    value::Value,
};

use super::toy::{Toy, block, identity, object, planned, text};

const NULL: Value = Value::Null;
const UNKNOWN: Value = Value::unknown();

fn toy() -> Toy {
    Toy::new(block(vec![
        text("name", Configurability::Required),
        Attribute {
            use_state_for_unknown: true,
            ..text("arn", Configurability::Computed)
        },
        text("status", Configurability::Computed),
        text("region", Configurability::OptionalComputed),
        Attribute {
            default: Some("blue".into()),
            ..text("color", Configurability::OptionalComputed)
        },
        Attribute {
            write_only: true,
            ..text("secret", Configurability::Optional)
        },
    ]))
}

fn config(name: &str) -> Value {
    object([
        ("name", name.into()),
        ("arn", NULL),
        ("status", NULL),
        ("region", NULL),
        ("color", NULL),
        ("secret", "hush".into()),
    ])
}

fn state(name: &str) -> Value {
    object([
        ("name", name.into()),
        ("arn", "arn:1".into()),
        ("status", "PENDING".into()),
        ("region", "eu-west-1".into()),
        ("color", "blue".into()),
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
        ("color", "blue".into()),
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
    prior.as_map_mut().unwrap().insert("color".into(), "red".into());
    let plan = planned(&toy(), prior.clone(), config("a"), proposed("a", &prior)).await;
    assert_eq!(plan.planned.get("color"), &"blue".into());
}

#[tokio::test]
async fn a_configured_unknown_stays_unknown_whatever_the_default() {
    let mut written = config("a");
    written.as_map_mut().unwrap().insert("color".into(), UNKNOWN);
    let plan = planned(&toy(), NULL, written.clone(), written).await;
    assert_eq!(plan.planned.get("color"), &UNKNOWN);
}

#[tokio::test]
async fn a_destroy_plans_null_and_keeps_private_data_and_identity() {
    let plan = planned(&toy(), state("a"), NULL, NULL).await;
    assert_eq!((plan.planned, plan.private), (NULL, b"old".to_vec()));
    assert_eq!((plan.requires_replace, plan.identity), (vec![], Some(identity())));
}

#[tokio::test]
async fn the_second_plan_of_a_replacement_is_that_of_a_create_with_what_the_first_remembered() {
    let known = object([("id", "i-7".into())]);
    let request = PlanRequest {
        config: config("b"),
        prior: NULL,
        proposed: config("b"),
        prior_private: b"first plan".to_vec(),
        planned_private: Vec::new(),
        prior_identity: Some(known),
    };
    let toy = toy();
    let second = plan(&toy, &toy.schema(), Some(&()), request).await;
    let create = planned(&toy, NULL, config("b"), config("b")).await;
    assert_eq!((second.planned, second.identity), (create.planned, None));
    assert_eq!(
        (second.requires_replace, second.private),
        (vec![], b"first plan".to_vec())
    );
}

#[tokio::test]
async fn a_planned_identity_that_changes_in_place_is_a_bug_unless_it_is_declared_mutable() {
    for mutable_identity in [false, true] {
        let toy = Toy {
            mutable_identity,
            ..toy()
        };
        let request = PlanRequest {
            config: config("a"),
            prior: state("a"),
            proposed: proposed("a", &state("a")),
            prior_private: Vec::new(),
            planned_private: Vec::new(),
            prior_identity: Some(object([("id", "i-7".into())])),
        };
        let response = plan(&toy, &toy.schema(), Some(&()), request).await;
        assert_eq!(response.identity, Some(identity()));
        assert_eq!(response.diagnostics.has_errors(), !mutable_identity);
    }
}

#[tokio::test]
async fn an_identity_that_is_not_known_in_an_update_stays_that_of_the_state() {
    let known = object([("id", "i-7".into())]);
    let request = PlanRequest {
        config: config("b"),
        prior: state("a"),
        proposed: proposed("b", &state("a")),
        prior_private: Vec::new(),
        planned_private: Vec::new(),
        prior_identity: Some(known.clone()),
    };
    let toy = toy();
    let response = plan(&toy, &toy.schema(), Some(&()), request).await;
    assert_eq!(response.identity, Some(known));
    assert!(!response.diagnostics.has_errors());
}

/// An object whose `note` means the same in upper and lower case, and as an empty string and null.
fn noted() -> Toy {
    let same = |one: &Value, other: &Value, _: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_lowercase();
        text(one) == text(other)
    };
    Toy::new(block(vec![
        text("name", Configurability::Required),
        text("status", Configurability::Computed),
        Attribute {
            same: Some(Same(same)),
            ..text("note", Configurability::OptionalComputed)
        },
    ]))
}

#[tokio::test]
async fn the_prior_value_stays_while_the_configuration_means_the_same() {
    let object_of = |status: Value, note: Value| object([("name", "a".into()), ("status", status), ("note", note)]);
    for (stored, configured, planned_note) in [
        ("".into(), NULL, "".into()),
        ("Done".into(), "DONE".into(), "Done".into()),
        (NULL, "".into(), "".into()),
        ("".into(), "new".into(), "new".into()),
        ("old".into(), NULL, NULL),
        (NULL, NULL, NULL),
    ] {
        let prior = object_of("PENDING".into(), stored.clone());
        let plan = planned(&noted(), prior.clone(), object_of(NULL, configured), prior.clone()).await;
        let status = if planned_note == stored {
            "PENDING".into()
        } else {
            UNKNOWN
        };
        assert_eq!(plan.planned, object_of(status, planned_note));
    }
    let plan = planned(&noted(), NULL, object_of(NULL, NULL), object_of(NULL, NULL)).await;
    assert_eq!(plan.planned, object_of(UNKNOWN, NULL), "a create plans it as null");
}
