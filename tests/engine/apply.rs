use terraform_provider_codepipeline::framework::{
    engine::apply::{ApplyRequest, ApplyResponse, apply},
    schema::{Attribute, Block, Origin},
    value::Value,
};

use super::toy::{Answer, Toy, block, identity, object, text};

const NULL: Value = Value::Null;

fn schema() -> Block {
    block(vec![
        text("name", Origin::Required),
        text("id", Origin::Computed),
        Attribute {
            write_only: true,
            ..text("secret", Origin::Optional)
        },
    ])
}

fn state(name: &str, id: impl Into<Value>) -> Value {
    object([("name", name.into()), ("id", id.into()), ("secret", NULL)])
}

#[derive(Clone, Copy)]
enum Change {
    Create,
    Update,
    Delete,
}

async fn applied(change: Change, answer: Answer) -> ApplyResponse {
    let toy = Toy::new(schema()).answering(answer);
    let config = object([("name", "a".into()), ("id", NULL), ("secret", "hush".into())]);
    let planned = state("a", Value::unknown());
    let prior = state("old", "i-1");
    let (config, prior, planned) = match change {
        Change::Create => (config, NULL, planned),
        Change::Update => (config, prior, planned),
        Change::Delete => (NULL, prior, NULL),
    };
    let request = ApplyRequest {
        config,
        prior,
        planned,
        private: b"planned".to_vec(),
    };
    apply(&toy, &toy.schema(), &(), request).await
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
async fn a_panic_is_an_error_in_every_operation() {
    for change in [Change::Create, Change::Update, Change::Delete] {
        let response = applied(change, Answer::Panic).await;
        assert!(errors(&response).contains("the toy broke"));
        assert_eq!(response.state, NULL);
    }
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
    assert!(errors(&response).contains("name has another value than was planned"));
    assert_eq!(response.state, state("b", "i-1"));
}
