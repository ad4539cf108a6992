//! Terraform Core's part: a client of the service in the same process, and the messages that it sends.

use std::sync::Arc;

use terraform_plugin_protocol::tfplugin6::{
    Diagnostic, DynamicValue, RawState, ResourceIdentityData, apply_resource_change, configure_provider, diagnostic,
    import_resource_state, plan_resource_change, provider_client::ProviderClient, read_resource,
};
use terraform_provider_sdk::{
    rpc::{Service, service},
    value::{Type, Value, msgpack},
};
use tokio_util::task::TaskTracker;

use super::provider::{Toys, World};

/// As in Terraform: the client takes what the server can send.
const MESSAGE_LIMIT: usize = 256 << 20;

/// A running provider, as Terraform Core sees it.
pub(crate) struct Core {
    pub(crate) client: ProviderClient<Service<Toys>>,
    pub(crate) service: Service<Toys>,
    pub(crate) world: Arc<World>,
}

impl Core {
    /// Returns a provider that is not configured.
    pub(crate) fn unconfigured() -> Self {
        let world = Arc::new(World::default());
        let service = service(Toys(Arc::clone(&world)), TaskTracker::new());
        let client = ProviderClient::new(service.clone())
            .max_decoding_message_size(MESSAGE_LIMIT)
            .max_encoding_message_size(MESSAGE_LIMIT);
        Self { client, service, world }
    }

    /// A configured provider.
    pub(crate) async fn configured() -> Self {
        let mut core = Self::unconfigured();
        let greeting = Value::object([("greeting", "hello".into())]);
        let request = configure_provider::Request {
            config: Some(dynamic(&greeting, &config_type())),
            ..Default::default()
        };
        let response = core.client.configure_provider(request).await.unwrap().into_inner();
        assert_eq!(response.diagnostics, []);
        core
    }

    /// Plans a note.
    pub(crate) async fn plan(&mut self, prior: &Value, proposed: &Value) -> plan_resource_change::Response {
        let request = plan_request(prior, proposed);
        self.client.plan_resource_change(request).await.unwrap().into_inner()
    }

    /// Carries out a plan of a note.
    pub(crate) async fn apply(&mut self, prior: &Value, planned: &Value) -> apply_resource_change::Response {
        let request = apply_request(prior, planned);
        self.client.apply_resource_change(request).await.unwrap().into_inner()
    }

    /// Imports and reads a note.
    pub(crate) async fn import(&mut self, id: &str) -> Value {
        let request = import_resource_state::Request {
            type_name: "toy_note".into(),
            id: id.into(),
            ..Default::default()
        };
        let imported = self.client.import_resource_state(request).await.unwrap().into_inner();
        let imported = imported.imported_resources.into_iter().next().expect("an object");
        let request = read_resource::Request {
            type_name: imported.type_name,
            current_state: imported.state,
            private: imported.private,
            current_identity: imported.identity,
            ..Default::default()
        };
        let read = self.client.read_resource(request).await.unwrap().into_inner();
        read_note(read.new_state.as_ref())
    }
}

/// The question for a plan of a note; what is proposed is also what is configured.
pub(crate) fn plan_request(prior: &Value, proposed: &Value) -> plan_resource_change::Request {
    plan_resource_change::Request {
        type_name: "toy_note".into(),
        prior_state: Some(note_value(prior)),
        proposed_new_state: Some(note_value(proposed)),
        config: Some(note_value(proposed)),
        ..Default::default()
    }
}

/// The order to carry out a plan of a note; what is planned is also what is configured, except for the id.
pub(crate) fn apply_request(prior: &Value, planned: &Value) -> apply_resource_change::Request {
    let mut config = planned.clone();
    if let Some(config) = config.as_map_mut() {
        config.insert("id".into(), Value::Null);
    }
    apply_resource_change::Request {
        type_name: "toy_note".into(),
        prior_state: Some(note_value(prior)),
        planned_state: Some(note_value(planned)),
        config: Some(note_value(&config)),
        ..Default::default()
    }
}

/// A value in a message.
pub(crate) fn dynamic(value: &Value, ty: &Type) -> DynamicValue {
    DynamicValue {
        msgpack: msgpack::encode(value, ty).expect("a value of the type"),
        json: Vec::new(),
    }
}

/// Bytes in the place of a value.
pub(crate) fn bytes(msgpack: impl Into<Vec<u8>>) -> DynamicValue {
    DynamicValue {
        msgpack: msgpack.into(),
        json: Vec::new(),
    }
}

/// A stored state.
pub(crate) fn stored(json: &str) -> RawState {
    RawState {
        json: json.into(),
        ..Default::default()
    }
}

/// A note, or null, in a message.
pub(crate) fn note_value(value: &Value) -> DynamicValue {
    dynamic(value, &note_type())
}

/// The note in a message.
pub(crate) fn read_note(message: Option<&DynamicValue>) -> Value {
    msgpack::decode(&message.expect("a value").msgpack, &note_type()).expect("a note")
}

/// The id in the identity of a note in a message.
pub(crate) fn read_id(message: Option<&ResourceIdentityData>) -> Value {
    let data = message
        .and_then(|message| message.identity_data.as_ref())
        .expect("an identity");
    let identity = msgpack::decode(&data.msgpack, &identity_type()).expect("a note's identity");
    identity.get("id").clone()
}

/// The identity of a note in a message.
pub(crate) fn note_identity(id: &str) -> ResourceIdentityData {
    ResourceIdentityData {
        identity_data: Some(dynamic(&Value::object([("id", id.into())]), &identity_type())),
    }
}

/// The type of the provider block.
pub(crate) fn config_type() -> Type {
    object(&[("greeting", Type::String)])
}

/// The type of a note.
pub(crate) fn note_type() -> Type {
    object(&[
        ("name", Type::String),
        ("size", Type::Number),
        ("text", Type::String),
        ("fate", Type::String),
        ("id", Type::String),
    ])
}

/// The type of a note's identity.
pub(crate) fn identity_type() -> Type {
    object(&[("id", Type::String)])
}

/// The type of an object.
pub(crate) fn object(attributes: &[(&str, Type)]) -> Type {
    Type::Object(
        attributes
            .iter()
            .map(|(name, ty)| ((*name).to_owned(), ty.clone()))
            .collect(),
    )
}

/// Asserts that there are diagnostics, all of them errors, and that they say `text`.
#[track_caller]
pub(crate) fn assert_error(diagnostics: &[Diagnostic], text: &str) {
    let said = said(diagnostics);
    assert!(said.contains(text), "expected {text:?} in {said:?}");
    for diagnostic in diagnostics {
        assert_eq!(diagnostic.severity(), diagnostic::Severity::Error, "{said}");
    }
}

/// Asserts that there is one diagnostic, a warning, and that it says `text`.
#[track_caller]
pub(crate) fn assert_warning(diagnostics: &[Diagnostic], text: &str) {
    let said = said(diagnostics);
    let [warning] = diagnostics else {
        panic!("expected one warning in {said:?}")
    };
    assert_eq!(warning.severity(), diagnostic::Severity::Warning, "{said}");
    assert!(said.contains(text), "expected {text:?} in {said:?}");
}

/// All that the diagnostics say.
pub(crate) fn said(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|it| format!("{}: {}\n", it.summary, it.detail));
    texts.collect()
}
