use terraform_provider_sdk::{
    engine::apply::{ApplyRequest, ApplyResponse, apply},
    schema::{Attribute, Block, Configurability, Nesting, Shape},
    value::Value,
};

use super::toy::{Answer, Told, Toy, attribute, block, identity, nested_block, object, text};

const NULL: Value = Value::Null;

fn schema() -> Block {
    block(vec![
        text("name", Configurability::Required),
        text("id", Configurability::Computed),
        Attribute {
            write_only: true,
            ..text("secret", Configurability::Optional)
        },
    ])
}

fn state(name: impl Into<Value>, id: impl Into<Value>) -> Value {
    object([("name", name.into()), ("id", id.into()), ("secret", NULL)])
}

#[derive(Clone, Copy, Debug)]
enum Change {
    Create,
    Update,
    Delete,
}

fn config(name: impl Into<Value>) -> Value {
    object([("name", name.into()), ("id", NULL), ("secret", "hush".into())])
}

fn request(change: Change) -> ApplyRequest {
    let planned = state("a", Value::unknown());
    let prior = state("old", "i-1");
    let (config, prior, planned) = match change {
        Change::Create => (config("a"), NULL, planned),
        Change::Update => (config("a"), prior, planned),
        Change::Delete => (NULL, prior, NULL),
    };
    ApplyRequest {
        config,
        prior,
        planned,
        private: b"planned".to_vec(),
        identity: Some(identity()),
    }
}

async fn applied(change: Change, answer: Answer) -> ApplyResponse {
    let toy = Toy::new(schema()).answering(answer);
    apply(&toy, &toy.schema(), &(), request(change)).await
}

fn errors(response: &ApplyResponse) -> String {
    response
        .diagnostics
        .iter()
        .map(|found| format!("{}: {}\n", found.summary, found.detail))
        .collect()
}

#[tokio::test]
async fn a_success_answers_state_private_data_and_identity() {
    for change in [Change::Create, Change::Update] {
        let response = applied(change, Answer::State(state("a", "i-1"))).await;
        assert_eq!(errors(&response), "");
        assert_eq!((response.state, response.private), (state("a", "i-1"), b"new".to_vec()));
        assert_eq!(response.identity, Some(identity()));
    }
}

#[tokio::test]
async fn an_error_with_an_object_answers_both() {
    for change in [Change::Create, Change::Update] {
        let response = applied(change, Answer::Error("half done", Some(state("a", "i-1")))).await;
        assert!(errors(&response).contains("half done"));
        assert_eq!(
            (&response.state, response.private.as_slice()),
            (&state("a", "i-1"), b"new".as_slice())
        );
        assert_eq!(response.identity, Some(identity()));
    }
}

#[tokio::test]
async fn an_error_without_an_object_leaves_what_the_state_had() {
    for change in [Change::Create, Change::Update, Change::Delete] {
        let response = applied(change, Answer::Error("refused", None)).await;
        assert!(errors(&response).contains("refused"));
        assert_eq!(response.state, NULL);
    }
}

#[tokio::test]
async fn silence_about_an_object_is_an_error_and_never_a_removal() {
    for change in [Change::Create, Change::Update] {
        let response = applied(change, Answer::Nothing).await;
        assert!(errors(&response).contains("bug in the provider"));
    }
}

#[tokio::test]
async fn a_delete_without_error_answers_null() {
    let response = applied(Change::Delete, Answer::Nothing).await;
    assert_eq!((errors(&response).as_str(), response.state), ("", NULL));
}

#[tokio::test]
async fn a_value_that_is_still_unknown_becomes_null_with_an_error_and_the_object_is_kept() {
    let response = applied(Change::Create, Answer::State(state("a", Value::unknown()))).await;
    assert!(
        errors(&response).contains("id is still unknown"),
        "{}",
        errors(&response)
    );
    assert_eq!(response.state, state("a", NULL));
}

#[tokio::test]
async fn a_value_of_another_type_becomes_null_with_an_error_and_the_object_is_kept() {
    let response = applied(Change::Create, Answer::State(state("a", true))).await;
    assert!(errors(&response).contains("id is a bool"), "{}", errors(&response));
    assert_eq!(response.state, state("a", NULL));
}

#[tokio::test]
async fn a_missing_member_becomes_null_and_an_unknown_one_goes() {
    let odd = object([("name", "a".into()), ("id", "i-1".into()), ("extra", "x".into())]);
    let response = applied(Change::Create, Answer::State(odd)).await;
    assert!(errors(&response).contains("extra is not in the schema"));
    assert_eq!(response.state, state("a", "i-1"));
}

#[tokio::test]
async fn a_write_only_value_never_reaches_the_state() {
    let mut leaky = state("a", "i-1");
    leaky.as_map_mut().unwrap().insert("secret".into(), "hush".into());
    let response = applied(Change::Create, Answer::State(leaky)).await;
    assert_eq!((errors(&response).as_str(), response.state), ("", state("a", "i-1")));
}

#[tokio::test]
async fn another_value_than_was_planned_is_an_error_and_the_object_is_kept() {
    let response = applied(Change::Update, Answer::State(state("b", "i-1"))).await;
    assert!(errors(&response).contains("name has a value that differs from the planned value"));
    assert_eq!(response.state, state("b", "i-1"));
}

#[tokio::test]
async fn the_resource_is_told_what_is_planned_with_the_write_only_values_of_the_configuration() {
    let planned = object([
        ("name", "a".into()),
        ("id", Value::unknown()),
        ("secret", "hush".into()),
    ]);
    let prior = Told {
        prior: Some(state("old", "i-1")),
        planned: None,
        private: b"planned".to_vec(),
        identity: Some(identity()),
    };
    for (change, told) in [
        (
            Change::Create,
            Told {
                planned: Some(planned.clone()),
                prior: None,
                identity: None,
                ..prior.clone()
            },
        ),
        (
            Change::Update,
            Told {
                planned: Some(planned.clone()),
                ..prior.clone()
            },
        ),
        (Change::Delete, prior.clone()),
    ] {
        let toy = Toy::new(schema()).answering(Answer::State(state("a", "i-1")));
        apply(&toy, &toy.schema(), &(), request(change)).await;
        assert_eq!(toy.told(), [told], "{change:?}");
    }
}

#[tokio::test]
async fn write_only_values_below_the_root_reach_the_resource_and_no_state() {
    type Wrap = fn(Value) -> Value;
    let nestings: [(Nesting, Wrap); 3] = [
        (Nesting::Single, |element| element),
        (Nesting::List, |element| Value::List(vec![element])),
        (Nesting::Map, |element| object([("key", element)])),
    ];
    let inner = || {
        let secret = Attribute {
            write_only: true,
            ..text("secret", Configurability::Optional)
        };
        vec![text("name", Configurability::Required), secret]
    };
    for (nesting, wrap) in nestings {
        let part = |secret: Value| object([("part", wrap(object([("name", "a".into()), ("secret", secret)])))]);
        let shape = Shape::Nested(nesting, inner());
        let as_block = Block {
            blocks: vec![nested_block("part", nesting, inner())],
            ..Block::default()
        };
        for block in [
            block(vec![attribute("part", shape, Configurability::Optional)]),
            as_block,
        ] {
            let toy = Toy::new(block).answering(Answer::State(part("hush".into())));
            let request = ApplyRequest {
                config: part("hush".into()),
                planned: part(NULL),
                ..request(Change::Create)
            };
            let response = apply(&toy, &toy.schema(), &(), request).await;
            assert_eq!(toy.told()[0].planned, Some(part("hush".into())), "{nesting:?}");
            assert_eq!(
                (errors(&response).as_str(), response.state),
                ("", part(NULL)),
                "{nesting:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_argument_that_is_unknown_somewhere_below_the_root_is_named() {
    let inner = || {
        vec![
            text("name", Configurability::Required),
            text("id", Configurability::Computed),
        ]
    };
    let element = |name: Value| object([("name", name), ("id", Value::unknown())]);
    let open = || element(Value::unknown());
    for (nesting, planned, place) in [
        (Nesting::Single, open(), "part.name"),
        (
            Nesting::List,
            Value::List(vec![element("a".into()), open()]),
            "part[1].name",
        ),
        (Nesting::Map, object([("k", open())]), "part[\"k\"].name"),
        (Nesting::Set, Value::set(vec![element("a".into()), open()]), "part"),
        (Nesting::List, Value::unknown(), "part"),
        (Nesting::List, Value::List(vec![element("a".into())]), ""),
    ] {
        let toy = Toy::new(Block {
            blocks: vec![nested_block("part", nesting, inner())],
            ..Block::default()
        });
        let request = ApplyRequest {
            config: object([("part", NULL)]),
            planned: object([("part", planned)]),
            ..request(Change::Create)
        };
        let response = apply(&toy, &toy.schema(), &(), request).await;
        let named = response.diagnostics.iter().next().map(|found| found.path.to_string());
        assert_eq!(named.unwrap_or_default(), place, "{nesting:?}");
        assert_eq!(toy.told().is_empty(), !place.is_empty(), "{nesting:?}");
    }
}

#[tokio::test]
async fn nothing_is_done_while_an_argument_is_unknown() {
    for change in [Change::Create, Change::Update] {
        for request in [
            ApplyRequest {
                config: config(Value::unknown()),
                ..request(change)
            },
            ApplyRequest {
                planned: state(Value::unknown(), Value::unknown()),
                ..request(change)
            },
        ] {
            let toy = Toy::new(schema()).answering(Answer::State(state("a", "i-1")));
            let response = apply(&toy, &toy.schema(), &(), request).await;
            assert!(errors(&response).contains("unknown value"), "{}", errors(&response));
            assert_eq!((response.state, toy.told()), (NULL, vec![]));
        }
    }
}

#[tokio::test]
async fn a_misfit_of_an_update_is_an_error_and_what_is_in_force_is_kept() {
    let mut leaky = state("a", "i-1");
    leaky.as_map_mut().unwrap().insert("secret".into(), "hush".into());
    for (answer, said, kept) in [
        (state("a", Value::unknown()), "id is still unknown", state("a", NULL)),
        (state(true, "i-1"), "name is a bool", state(NULL, "i-1")),
        (leaky, "", state("a", "i-1")),
    ] {
        let response = applied(Change::Update, Answer::State(answer)).await;
        assert!(errors(&response).contains(said), "{}", errors(&response));
        assert_eq!(errors(&response).is_empty(), said.is_empty());
        assert_eq!(response.state, kept);
    }
}
