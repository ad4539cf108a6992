use terraform_provider_sdk::{
    author::{AnyDataSource, BoxFuture, Configurable, Configured, DataSourceKind, Provider},
    diagnostics::{Diagnostic, Diagnostics},
    engine::{
        read::{ReadRequest, ReadResponse, read},
        server::Server,
    },
    schema::{Attribute, Configurability, Schema},
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
        text("name", Configurability::Required),
        Attribute {
            write_only: true,
            ..text("secret", Configurability::Optional)
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
async fn an_error_leaves_everything_as_it_was() {
    let response = answered(Answer::Error("denied", None)).await;
    assert!(response.diagnostics.has_errors());
    assert_eq!((response.state, response.private), (state(), b"old".to_vec()));
    assert_eq!(response.identity, Some(identity()));
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
struct Oracle(&'static str, fn() -> Value);

impl Configurable<DataSourceKind> for Oracle {
    fn name(&self) -> &'static str {
        self.0
    }

    fn schema(&self) -> Schema {
        Schema::new(0, block(vec![text("name", Configurability::Required)]))
    }

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        Diagnostics::new()
    }
}

impl AnyDataSource<()> for Oracle {
    fn read<'a>(
        &'a self,
        _: &'a (),
        _: &'a Value,
        _: &'a (dyn Fn(Diagnostic) + Send + Sync),
    ) -> BoxFuture<'a, Result<Value, Diagnostics>> {
        Box::pin(async { Ok(object([("name", self.1())])) })
    }
}

struct Oracles;

impl Provider for Oracles {
    type Config = ();
    type Client = ();

    const NAME: &'static str = "oracle";
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<()>] = &[
        &Oracle("unknown", Value::unknown),
        &Oracle("bool", || Value::Bool(true)),
    ];

    async fn configure(&self, _: Document<'_>, _: &str) -> Result<Configured<()>, Diagnostics> {
        Ok(Configured::Ready(()))
    }
}

#[tokio::test]
async fn what_a_data_source_answers_unknown_or_of_another_type_is_an_error_and_null() {
    let server = Server::new(Oracles);
    server.configure(&object([]), "1.15.0").await;
    for (name, said) in [
        ("unknown", "name is still unknown"),
        ("bool", "name is a bool, which does not match its type"),
    ] {
        let config = object([("name", "a".into())]);
        let (state, diagnostics) = server.data_source(name).unwrap().read(&config).await;
        let detail = &diagnostics.iter().next().expect("an error").detail;
        assert!(detail.contains(said), "{detail}");
        assert_eq!(state.get("name"), &Value::Null);
    }
}
