use terraform_provider_sdk::{
    author::{AnyDataSource, BoxFuture},
    diagnostics::{Diagnostic, Diagnostics},
    engine::read::{ReadRequest, ReadResponse, read, read_data_source},
    schema::{Attribute, Origin, Schema},
    typed::Document,
    value::Value,
};

use super::toy::{Answer, Told, Toy, block, identity, object, text};

fn state() -> Value {
    object([("name", "a".into()), ("secret", Value::Null)])
}

async fn answered(answer: Answer) -> ReadResponse {
    asked(answer).await.0
}

/// The answer, and what the toy was told.
async fn asked(answer: Answer) -> (ReadResponse, Vec<Told>) {
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
    let response = read(&toy, &toy.schema(), &(), request).await;
    (response, toy.told())
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

#[tokio::test]
async fn the_resource_is_told_all_that_terraform_has_of_the_object() {
    let (_, told) = asked(Answer::Nothing).await;
    let expected = Told {
        prior: Some(state()),
        planned: None,
        private: b"old".to_vec(),
        identity: Some(identity()),
    };
    assert_eq!(told, [expected]);
}

#[tokio::test]
async fn what_is_read_unknown_or_of_another_type_is_an_error_and_null() {
    for (name, said) in [
        (Value::unknown(), "name is still unknown"),
        (true.into(), "name is a bool, which does not match its type"),
    ] {
        let response = answered(Answer::State(object([("name", name), ("secret", Value::Null)]))).await;
        let detail = &response.diagnostics.iter().next().expect("an error").detail;
        assert!(detail.contains(said), "{detail}");
        assert_eq!(response.state.get("name"), &Value::Null);
    }
}

/// A data source that answers what it is told to.
struct Oracle(Value);

impl AnyDataSource<()> for Oracle {
    fn name(&self) -> &'static str {
        "oracle"
    }

    fn schema(&self) -> Schema {
        Schema::new(0, block(vec![text("name", Origin::Required)]))
    }

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }

    fn read<'a>(
        &'a self,
        _: &'a (),
        _: &'a Value,
        _: &'a (dyn Fn(Diagnostic) + Send + Sync),
    ) -> BoxFuture<'a, Result<Value, Diagnostics>> {
        Box::pin(async { Ok(object([("name", self.0.clone())])) })
    }
}

#[tokio::test]
async fn what_a_data_source_answers_unknown_or_of_another_type_is_an_error_and_null() {
    for (name, said) in [
        (Value::unknown(), "name is still unknown"),
        (true.into(), "name is a bool, which does not match its type"),
    ] {
        let oracle = Oracle(name);
        let config = object([("name", "a".into())]);
        let (state, diagnostics) = read_data_source(&oracle, &oracle.schema(), &(), &config).await;
        let detail = &diagnostics.iter().next().expect("an error").detail;
        assert!(detail.contains(said), "{detail}");
        assert_eq!(state.get("name"), &Value::Null);
    }
}
