//! What is known only at the apply is judged there, before the first write. Terraform plans again during its apply, so only
//! a client that does not can tell.

use codepipeline_emulator_testing::pipelines::gitlab_declaration;
use terraform_plugin_protocol::tfplugin6::{apply_resource_change, configure_provider};
use terraform_provider_codepipeline::provider::{
    configuration::Config,
    resources::pipeline::{Arguments, Pipeline},
};
use terraform_provider_sdk::{
    author::Configurable as _,
    typed::{Attributes as _, derived::object_to_value},
    value::{Type, Value},
};
use tokio::runtime::Runtime;

use super::{
    messages::{assert_error, dynamic},
    ours::client,
};
use crate::support::account::Account;

/// Returns a value of the type: the known members, and `open` for the others. An omitted block is an empty list or set.
fn filled(ty: &Type, known: &Value, open: &Value) -> Value {
    let Type::Object(members) = ty else {
        unreachable!("a block is an object")
    };
    let member = |(name, ty): (&String, &Type)| {
        let value = match (known.get(name), ty) {
            (Value::Null, Type::List(of)) if matches!(**of, Type::Object(_)) => Value::List(Vec::new()),
            (Value::Null, Type::Set(of)) if matches!(**of, Type::Object(_)) => Value::Set(Vec::new()),
            (Value::Null, _) => open.clone(),
            (known, _) => known.clone(),
        };
        (name.clone(), value)
    };
    Value::Map(members.iter().map(member).collect())
}

/// A provider block for the account.
fn provider_block(account: &Account) -> configure_provider::Request {
    let ty = Config::block().value_type();
    let Type::Object(members) = &ty else {
        unreachable!("a block is an object")
    };
    let Type::List(endpoints) = &members["endpoints"] else {
        unreachable!("`endpoints` is a list of blocks")
    };
    let url = || Value::from(account.url());
    let services = ["codeconnections", "codestarconnections", "codepipeline", "sts"];
    let urls = Value::object(services.map(|service| (service, url())));
    let known = Value::object([
        ("region", "eu-west-1".into()),
        ("access_key", "test".into()),
        ("secret_key", "test".into()),
        ("skip_metadata_api_check", Value::Bool(true)),
        ("endpoints", Value::List(vec![filled(endpoints, &urls, &Value::Null)])),
    ]);
    configure_provider::Request {
        config: Some(dynamic(&filled(&ty, &known, &Value::Null), &ty)),
        ..Default::default()
    }
}

/// Attributes that only AWS can return.
const COMPUTED: [&str; 7] = [
    "arn",
    "console_url",
    "id",
    "tags_all",
    "trigger_all",
    "unregistered_connections",
    "version",
];

/// The order to make a pipeline as it is planned, without another plan.
fn create(declaration: &serde_json::Value) -> apply_resource_change::Request {
    let ty = Pipeline.schema().block.value_type();
    let known = object_to_value(&Arguments::declared(declaration));
    let mut config = filled(&ty, &known, &Value::Null);
    let mut planned = config.clone();
    let mut set = |name: &str, configured: Value, value: Value| {
        for (object, value) in [(&mut config, configured), (&mut planned, value)] {
            let members = object.as_map_mut().expect("a resource is an object");
            assert!(members.insert(name.to_owned(), value).is_some(), "{name}");
        }
    };
    set("region", Value::Null, "eu-west-1".into());
    for name in COMPUTED {
        set(name, Value::Null, Value::unknown());
    }
    apply_resource_change::Request {
        type_name: "codepipeline_pipeline".into(),
        prior_state: Some(dynamic(&Value::Null, &ty)),
        planned_state: Some(dynamic(&planned, &ty)),
        config: Some(dynamic(&config, &ty)),
        ..Default::default()
    }
}

#[test]
fn a_pipeline_that_became_wrong_after_its_plan_is_refused_before_the_first_write() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let right = gitlab_declaration("web", &arn);
    let mut wrong = right.clone();
    wrong["stages"][0]["actions"][0]["configuration"]["BranchName"] = "refs/heads/main".into();
    Runtime::new().unwrap().block_on(async {
        let mut client = client();
        let configured = client.configure_provider(provider_block(&account)).await.unwrap();
        assert_eq!(configured.into_inner().diagnostics, []);
        let refused = client.apply_resource_change(create(&wrong)).await.unwrap().into_inner();
        assert_error(&refused.diagnostics, "Invalid branch name");
        assert_error(&refused.diagnostics, "CPGL002");
        let applied = client.apply_resource_change(create(&right)).await.unwrap().into_inner();
        assert_eq!(applied.diagnostics, []);
    });
    assert_eq!(account.count("CreatePipeline"), 1);
}
