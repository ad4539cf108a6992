use terraform_provider_codepipeline::framework::{
    engine::read::{ReadRequest, ReadResponse, read},
    schema::{Attribute, Origin},
    value::Value,
};

use super::toy::{Answer, Toy, block, identity, object, text};

fn state() -> Value {
    object([("name", "a".into()), ("secret", Value::Null)])
}

async fn answered(answer: Answer) -> ReadResponse {
    let attributes = vec![
        text("name", Origin::Required),
        Attribute {
            write_only: true,
            ..text("secret", Origin::Optional)
        },
    ];
    let toy = Toy::new(block(attributes)).answering(answer);
    let request = ReadRequest {
        state: state(),
        private: b"old".to_vec(),
        identity: Some(identity()),
    };
    read(&toy, &toy.schema(), &(), request).await
}

#[tokio::test]
async fn what_is_found_replaces_state_private_data_and_identity() {
    let found = object([("name", "b".into()), ("secret", "hush".into())]);
    let response = answered(Answer::State(found)).await;
    assert_eq!(response.state, object([("name", "b".into()), ("secret", Value::Null)]));
    assert_eq!(
        (response.private, response.identity),
        (b"new".to_vec(), Some(identity()))
    );
}

#[tokio::test]
async fn an_object_that_is_gone_answers_null() {
    let response = answered(Answer::Nothing).await;
    assert_eq!((response.state, response.diagnostics.is_empty()), (Value::Null, true));
}

#[tokio::test]
async fn an_error_or_a_panic_leaves_everything_as_it_was() {
    for answer in [Answer::Error("denied", None), Answer::Panic] {
        let response = answered(answer).await;
        assert!(response.diagnostics.has_errors());
        assert_eq!((response.state, response.private), (state(), b"old".to_vec()));
        assert_eq!(response.identity, Some(identity()));
    }
}
