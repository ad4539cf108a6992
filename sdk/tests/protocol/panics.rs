//! A panic in the code of a provider is a diagnostic, in every RPC of every kind.

use terraform_plugin_protocol::tfplugin6::{invoke_action::event::Type, provider_client::ProviderClient, *};
use terraform_provider_sdk::{
    author::{
        Action, AnyAction, AnyDataSource, AnyEphemeralResource, AnyFunction, AnyListResource, AnyResource, Checkpoint,
        Configured, Context, DataSource, EphemeralResource, Failure, Function, FunctionError, ListResource,
        MovableType, MoveSource, Opened, Plan, Planned, Progress, Provider, Renewed, Resource, Results, State,
    },
    diagnostics::{Diagnostic, Diagnostics},
    rpc::{Service, service},
    typed::{Attributes, Document, Secret},
};
use tokio_util::task::TaskTracker;

use super::core::{assert_error, bytes, said, stored};

/// An implementation of every kind in which every method panics.
struct Broken;

/// The provider block.
#[derive(Attributes, Debug)]
struct Config {
    /// Whether the provider itself panics.
    broken: Option<bool>,
    /// A secret.
    token: Option<Secret<String>>,
}

impl Provider for Broken {
    type Config = Config;
    type Client = ();

    const NAME: &'static str = "broken";
    const RESOURCES: &'static [&'static dyn AnyResource<()>] = &[&Self];
    const DATA_SOURCES: &'static [&'static dyn AnyDataSource<()>] = &[&Self];
    const LIST_RESOURCES: &'static [&'static dyn AnyListResource<()>] = &[&Self];
    const ACTIONS: &'static [&'static dyn AnyAction<()>] = &[&BrokenHalfway, &Self];
    const EPHEMERAL_RESOURCES: &'static [&'static dyn AnyEphemeralResource<()>] = &[&Self];
    const FUNCTIONS: &'static [&'static dyn AnyFunction] = &[&Self];

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn configure(&self, config: Document<'_>, _: &str) -> Result<Configured<()>, Diagnostics> {
        let config = Config::from_object(config.root().as_map().expect("a block"))?;
        assert!(config.broken.is_none(), "it broke: {config:?}");
        Ok(Configured::Ready(()))
    }
}

impl Resource for Broken {
    type Client = ();
    type Arguments = ();
    type Computed = ();
    type Identity = ();
    type Private = ();

    const NAME: &'static str = "broken_thing";
    const MOVES_FROM: &'static [MovableType] = &[MovableType {
        provider: "elsewhere/other",
        type_name: "other_thing",
    }];
    const VERSION: i64 = 1;
    const IDENTITY_VERSION: i64 = 1;

    fn identity((): &(), (): &()) {}

    fn import_id(&self, _: &str) -> Result<(), Diagnostics> {
        panic!("it broke")
    }

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn plan(&self, _: &mut Plan<'_, '_, Self>) -> Result<(), Diagnostics> {
        panic!("it broke")
    }

    async fn create(
        &self,
        _: &Context<'_, Self>,
        _: Planned<Self>,
        _: &Checkpoint<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        panic!("it broke")
    }

    async fn read(
        &self,
        _: &Context<'_, Self>,
        (): &(),
        _: Option<&State<Self>>,
    ) -> Result<Option<State<Self>>, Diagnostics> {
        panic!("it broke")
    }

    async fn update(
        &self,
        _: &Context<'_, Self>,
        _: State<Self>,
        _: Planned<Self>,
    ) -> Result<State<Self>, Failure<Self>> {
        panic!("it broke")
    }

    async fn delete(&self, _: &Context<'_, Self>, _: State<Self>) -> Result<(), Diagnostics> {
        panic!("it broke")
    }

    fn upgrade(_: i64, _: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        panic!("it broke")
    }

    fn upgrade_identity(_: i64, _: serde_json::Value) -> Result<serde_json::Value, Diagnostics> {
        panic!("it broke")
    }

    fn moved(_: &MoveSource<'_>) -> Result<serde_json::Value, Diagnostics> {
        panic!("it broke")
    }
}

impl DataSource for Broken {
    type Client = ();
    type Arguments = ();
    type Computed = ();

    const NAME: &'static str = "broken_thing";

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn read(&self, (): &(), (): (), _: &(dyn Fn(Diagnostic) + Send + Sync)) -> Result<((), ()), Diagnostics> {
        panic!("it broke")
    }
}

impl ListResource for Broken {
    type Resource = Self;
    type Arguments = ();

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn list(&self, (): &(), (): (), _: &Results<'_>) -> Result<(), Diagnostics> {
        panic!("it broke")
    }
}

impl Action for Broken {
    type Client = ();
    type Arguments = ();

    const NAME: &'static str = "broken_thing";

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn plan(&self, _: Option<&()>, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn invoke(&self, (): &(), (): (), _: &Progress) -> Result<(), Diagnostics> {
        unreachable!("its configuration is never valid")
    }
}

/// An action that breaks after its first progress.
struct BrokenHalfway;

impl Action for BrokenHalfway {
    type Client = ();
    type Arguments = ();

    const NAME: &'static str = "broken_halfway";

    async fn invoke(&self, (): &(), (): (), progress: &Progress) -> Result<(), Diagnostics> {
        progress.report("begun").await.expect("the client listens");
        panic!("it broke")
    }
}

impl EphemeralResource for Broken {
    type Client = ();
    type Arguments = ();
    type Computed = ();
    type Private = ();

    const NAME: &'static str = "broken_thing";

    fn validate(&self, _: Document<'_>) -> Diagnostics {
        panic!("it broke")
    }

    async fn open(&self, (): &(), (): ()) -> Result<Opened<Self>, Diagnostics> {
        panic!("it broke")
    }

    async fn renew(&self, (): &(), (): ()) -> Result<Renewed<Self>, Diagnostics> {
        panic!("it broke")
    }

    async fn close(&self, (): &(), (): ()) -> Result<(), Diagnostics> {
        panic!("it broke")
    }
}

impl Function for Broken {
    type Parameters = ();
    type Output = String;

    const NAME: &'static str = "broken";

    fn call(&self, (): ()) -> Result<String, FunctionError> {
        panic!("it broke")
    }
}

const NULL: &[u8] = b"\xc0";
const EMPTY: &[u8] = b"\x80";
/// The provider block, with `broken` null and true.
const WHOLE: &[u8] = b"\x82\xa6broken\xc0\xa5token\xc0";
const BROKEN: &[u8] = b"\x82\xa6broken\xc3\xa5token\xa6s3cr3t";

async fn configured() -> ProviderClient<Service<Broken>> {
    let mut client = ProviderClient::new(service(Broken, TaskTracker::new()));
    let request = configure_provider::Request {
        config: Some(bytes(WHOLE)),
        ..Default::default()
    };
    let configured = client.configure_provider(request).await.unwrap().into_inner();
    assert_eq!(said(&configured.diagnostics), "");
    client
}

/// Sends each request, and asserts that the response is the diagnostic of a bug.
macro_rules! assert_bugs {
    ($client:ident: $($method:ident($module:ident { $($field:ident: $value:expr),* $(,)? })),+ $(,)?) => {
        $({
            #[allow(clippy::needless_update, reason = "some requests hold nothing else")]
            let request = $module::Request { $($field: $value,)* ..Default::default() };
            let response = $client.$method(request).await.expect(stringify!($method)).into_inner();
            assert_error(&response.diagnostics, "This is a bug in the provider");
            assert_error(&response.diagnostics, "it broke");
        })+
    };
}

fn name() -> String {
    "broken_thing".into()
}

#[tokio::test]
async fn a_panic_in_any_rpc_of_a_resource_is_a_bug_in_the_provider() {
    let mut client = configured().await;
    let [null, empty] = [NULL, EMPTY].map(|document| Some(bytes(document)));
    assert_bugs! {
        client:
        validate_resource_config(validate_resource_config { type_name: name(), config: empty.clone() }),
        upgrade_resource_state(upgrade_resource_state { type_name: name(), raw_state: Some(stored("{}")) }),
        upgrade_resource_identity(upgrade_resource_identity { type_name: name(), raw_identity: Some(stored("{}")) }),
        read_resource(read_resource { type_name: name(), current_state: empty.clone() }),
        plan_resource_change(plan_resource_change {
            type_name: name(), config: empty.clone(), prior_state: null.clone(), proposed_new_state: empty.clone(),
        }),
        apply_resource_change(apply_resource_change {
            type_name: name(), config: empty.clone(), prior_state: null.clone(), planned_state: empty.clone(),
        }),
        apply_resource_change(apply_resource_change {
            type_name: name(), config: empty.clone(), prior_state: empty.clone(), planned_state: empty.clone(),
        }),
        apply_resource_change(apply_resource_change {
            type_name: name(), config: null.clone(), prior_state: empty.clone(), planned_state: null.clone(),
        }),
        import_resource_state(import_resource_state { type_name: name(), id: "x".into() }),
        move_resource_state(move_resource_state {
            target_type_name: name(), source_state: Some(stored("{}")), source_type_name: "other_thing".into(),
            source_provider_address: "registry.example/elsewhere/other".into()
        }),
    }
}

#[tokio::test]
async fn a_panic_in_any_rpc_of_another_kind_is_a_bug_in_the_provider() {
    let mut client = configured().await;
    let empty = Some(bytes(EMPTY));
    let private = Some(b"null".to_vec());
    assert_bugs! {
        client:
        validate_data_resource_config(validate_data_resource_config { type_name: name(), config: empty.clone() }),
        read_data_source(read_data_source { type_name: name(), config: empty.clone() }),
        validate_list_resource_config(validate_list_resource_config { type_name: name(), config: empty.clone() }),
        validate_action_config(validate_action_config { type_name: name(), config: empty.clone() }),
        plan_action(plan_action { action_type: name(), config: empty.clone() }),
        validate_ephemeral_resource_config(validate_ephemeral_resource_config {
            type_name: name(), config: empty.clone(),
        }),
        open_ephemeral_resource(open_ephemeral_resource { type_name: name(), config: empty.clone() }),
        renew_ephemeral_resource(renew_ephemeral_resource { type_name: name(), private: private.clone() }),
        close_ephemeral_resource(close_ephemeral_resource { type_name: name(), private: private.clone() }),
        validate_provider_config(validate_provider_config { config: Some(bytes(WHOLE)) }),
        configure_provider(configure_provider { config: Some(bytes(BROKEN)) }),
    }
}

#[tokio::test]
async fn a_panic_that_prints_its_arguments_prints_no_secret() {
    let request = configure_provider::Request {
        config: Some(bytes(BROKEN)),
        ..Default::default()
    };
    let mut client = ProviderClient::new(service(Broken, TaskTracker::new()));
    let response = client.configure_provider(request).await.unwrap().into_inner();
    assert_error(
        &response.diagnostics,
        "it broke: Config { broken: Some(true), token: Some(***) }",
    );
}

#[tokio::test]
async fn a_panic_in_a_function_is_a_bug_in_the_provider() {
    let mut client = configured().await;
    let request = call_function::Request {
        name: "broken".into(),
        arguments: Vec::new(),
    };
    let response = client.call_function(request).await.unwrap().into_inner();
    assert!(response.error.expect("an error").text.contains("it broke"));
}

#[tokio::test]
async fn a_panic_in_a_stream_is_its_last_event_and_loses_no_earlier_one() {
    let mut client = configured().await;
    let request = list_resource::Request {
        type_name: name(),
        config: Some(bytes(EMPTY)),
        limit: 1,
        ..Default::default()
    };
    let mut found = client.list_resource(request).await.unwrap().into_inner();
    let event = found.message().await.unwrap().expect("an event");
    assert_error(&event.diagnostic, "it broke");
    assert_eq!(found.message().await.unwrap(), None);

    let request = invoke_action::Request {
        action_type: "broken_halfway".into(),
        config: Some(bytes(EMPTY)),
        ..Default::default()
    };
    let mut events = client.invoke_action(request).await.unwrap().into_inner();
    let first = events.message().await.unwrap().and_then(|event| event.r#type);
    assert!(matches!(first, Some(Type::Progress(progress)) if progress.message == "begun"));
    let last = events.message().await.unwrap().and_then(|event| event.r#type);
    let Some(Type::Completed(completed)) = last else {
        panic!("{last:?}")
    };
    assert_error(&completed.diagnostics, "it broke");
    assert_eq!(events.message().await.unwrap(), None);
}
