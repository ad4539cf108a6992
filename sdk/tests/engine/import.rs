use std::sync::Arc;

use serde_json::json;
use terraform_provider_sdk::{
    author::{MoveSource, Object},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        import::{ImportTarget, import},
        move_state::move_state,
        upgrade_state::upgrade_state,
    },
    schema::{Block, Configurability, Nesting, Schema},
    value::Value,
};

use super::toy::{Toy, block, nested_block, object, text};

fn toy() -> Toy {
    let attributes = block(vec![
        text("name", Configurability::Required),
        text("id", Configurability::Computed),
    ]);
    Toy::new(Block {
        blocks: vec![nested_block("stage", Nesting::List, vec![])],
        ..attributes
    })
}

async fn imported(target: ImportTarget) -> Result<Object, Diagnostics> {
    let toy = toy();
    import(&toy, &toy.schema(), || Ok(Arc::default()), target).await
}

#[tokio::test]
async fn an_import_names_the_object_and_leaves_the_reading_to_the_read() {
    for target in [
        ImportTarget::Id("i-7".into()),
        ImportTarget::Id("name:a".into()),
        ImportTarget::Identity(object([("id", "i-7".into())])),
    ] {
        let imported = imported(target).await.unwrap();
        assert_eq!(imported.private, b"imported i-7");
        assert_eq!(imported.identity, object([("id", "i-7".into())]));
        let empty = object([
            ("name", Value::Null),
            ("id", Value::Null),
            ("stage", Value::List(vec![])),
        ]);
        assert_eq!(imported.state, empty);
    }
}

#[tokio::test]
async fn a_wrong_import_id_is_an_error() {
    for id in ["", "name:b"] {
        let problems = imported(ImportTarget::Id(id.into())).await.unwrap_err();
        assert!(problems.has_errors());
    }
}

#[tokio::test]
async fn only_a_name_needs_the_configured_provider() {
    let toy = toy();
    let unconfigured = || Err(Diagnostic::error("Not configured", "It is not configured.").into());
    for (id, is_imported) in [("i-7", true), ("name:a", false)] {
        let imported = import(&toy, &toy.schema(), unconfigured, ImportTarget::Id(id.into())).await;
        assert_eq!(imported.is_ok(), is_imported, "{id}");
    }
}

#[test]
fn a_state_of_this_version_loses_what_the_schema_does_not_have_and_gains_nulls() {
    let toy = toy();
    let state = upgrade_state(
        &toy,
        &toy.schema(),
        0,
        json!({"name": "a", "gone": 1, "stage": [{"gone": 2}]}),
    )
    .unwrap();
    let expected = object([
        ("name", "a".into()),
        ("id", Value::Null),
        ("stage", Value::List(vec![object([])])),
    ]);
    assert_eq!(state, expected);
}

#[test]
fn a_stored_state_without_a_block_has_none_of_it() {
    let inner = Block {
        blocks: vec![nested_block("action", Nesting::Set, vec![])],
        ..Block::default()
    };
    let mut stage = nested_block("stage", Nesting::List, vec![]);
    stage.block = inner;
    let toy = Toy::new(Block {
        blocks: vec![stage, nested_block("timeouts", Nesting::Single, vec![])],
        ..Block::default()
    });
    let of = |state: serde_json::Value| upgrade_state(&toy, &toy.schema(), 0, state).unwrap();
    let none = object([("stage", Value::List(vec![])), ("timeouts", Value::Null)]);
    assert_eq!(of(json!({})), none);
    assert_eq!(of(json!({ "stage": null })), none);
    let empty = object([("action", Value::Set(vec![]))]);
    assert_eq!(of(json!({ "stage": [{}] })).get("stage"), &Value::List(vec![empty]));
}

#[test]
fn an_older_state_goes_through_each_version() {
    let toy = toy();
    let schema = Schema::new(2, toy.block.clone());
    let state = upgrade_state(&toy, &schema, 0, json!({"name": "a"})).unwrap();
    assert_eq!(state.get("name"), &"from version 1".into());
}

#[test]
fn a_later_or_empty_state_is_an_error() {
    let toy = toy();
    assert!(
        upgrade_state(&toy, &toy.schema(), 1, json!({"name": "a"}))
            .unwrap_err()
            .has_errors()
    );
    assert!(
        upgrade_state(&toy, &toy.schema(), 0, json!(null))
            .unwrap_err()
            .has_errors()
    );
}

#[test]
fn an_upgrade_that_leads_to_nothing_is_an_error_and_no_loss() {
    let toy = toy();
    let schema = Schema::new(1, toy.block.clone());
    let problems = upgrade_state(&toy, &schema, 0, json!({"name": "lost"})).unwrap_err();
    assert!(problems.iter().any(|problem| problem.detail.contains("null")));
}

#[test]
fn a_move_from_what_is_no_object_or_says_not_which_is_an_error() {
    let toy = toy();
    for (type_name, state) in [
        ("old_toy", json!(null)),
        ("old_toy", json!([])),
        ("old_toy", json!("x")),
        ("old_toy", json!({})),
        ("nameless_toy", json!({"name": "a", "id": "i-1"})),
    ] {
        let source = MoveSource {
            provider: "registry.example/x/y",
            type_name,
            version: 0,
            state: &state,
        };
        let problems = move_state(&toy, &toy.schema(), &source).expect_err(&state.to_string());
        assert!(problems.has_errors());
    }
}

#[test]
fn a_move_takes_over_a_known_source_and_names_an_unknown_one() {
    let toy = toy();
    let state = json!({"name": "a", "id": "i-1"});
    let source = |type_name| MoveSource {
        provider: "registry.example/x/y",
        type_name,
        version: 0,
        state: &state,
    };
    let moved = move_state(&toy, &toy.schema(), &source("old_toy")).unwrap();
    assert_eq!((moved.state.get("name"), moved.private.len()), (&"a".into(), 0));
    let problems = move_state(&toy, &toy.schema(), &source("other")).unwrap_err();
    let detail = &problems.iter().next().unwrap().detail;
    assert!(
        detail.contains("other") && detail.contains("registry.example/x/y"),
        "{detail}"
    );
}
