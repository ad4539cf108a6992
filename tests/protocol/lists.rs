//! What `terraform query` lists of an account: names, identities and, if requested, whole objects.

use codepipeline_emulator_testing::pipelines;
use serde_json::{Value as Json, json};
use terraform_plugin_protocol::tfplugin6::{
    ResourceIdentityData, diagnostic::Severity, import_resource_state, list_resource, provider_client::ProviderClient,
    validate_list_resource_config,
};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    author::Provider as _,
    rpc::Service,
    value::{Value, msgpack},
};

use super::{
    messages::{assert_error, dynamic, said},
    ours::{Ours, assert_no_error, configured_with, decoded, value_of},
};

/// More than any list here contains.
pub(super) const ALL: i64 = 1000;

/// The request of a list.
pub(super) fn request(noun: &str, config: Json, include_resource_object: bool, limit: i64) -> list_resource::Request {
    let type_name = format!("codepipeline_{noun}");
    let list = Codepipeline::LIST_RESOURCES.iter().find(|one| one.name() == type_name);
    let schema = list.expect("a list resource").schema();
    list_resource::Request {
        config: Some(dynamic(&value_of(&schema, config), &schema.value_type)),
        type_name,
        include_resource_object,
        limit,
    }
}

/// Everything that a list sends.
pub(super) async fn events(
    client: &mut ProviderClient<Service<Codepipeline>>,
    request: list_resource::Request,
) -> Vec<list_resource::Event> {
    let mut stream = client.list_resource(request).await.unwrap().into_inner();
    let mut events = Vec::new();
    while let Some(event) = stream.message().await.unwrap() {
        events.push(event);
    }
    events
}

/// What a list of all objects sends.
pub(super) async fn list(ours: &mut Ours, noun: &str, config: Json) -> Vec<list_resource::Event> {
    events(ours.client(), request(noun, config, false, ALL)).await
}

/// What a list of all objects with their values sends.
pub(super) async fn list_whole(ours: &mut Ours, noun: &str) -> Vec<list_resource::Event> {
    events(ours.client(), request(noun, json!({}), true, ALL)).await
}

/// The names of the objects, in order.
pub(super) fn names(events: &[list_resource::Event]) -> Vec<&str> {
    let objects = events.iter().filter(|event| event.identity.is_some());
    objects.map(|event| event.display_name.as_str()).collect()
}

/// What the warnings say. There are no errors.
pub(super) fn warnings(events: &[list_resource::Event]) -> String {
    let all: Vec<_> = events.iter().flat_map(|event| event.diagnostic.clone()).collect();
    assert!(
        all.iter().all(|one| one.severity() == Severity::Warning),
        "{}",
        said(&all)
    );
    said(&all)
}

/// An account with two connections, of which one is on a host, and the pipelines `release`, of another team, whose build is
/// stopped, and `web`, with a source.
pub(super) async fn account() -> Ours {
    let ours = Ours::start().await;
    let aws = ours.emulator().aws();
    let host = json!({
        "Name": "gitlab", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://gitlab.example.com",
    });
    let host = aws.call("codeconnections", "CreateHost", host).await.unwrap();
    let connection = json!({ "ConnectionName": "internal", "HostArn": host["HostArn"] });
    aws.call("codeconnections", "CreateConnection", connection)
        .await
        .unwrap();
    create(&ours, "web").await;
    let stop = json!({
        "pipelineName": "release", "stageName": "Build", "transitionType": "Inbound", "reason": "Freeze",
    });
    aws.call("codepipeline", "DisableStageTransition", stop).await.unwrap();
    ours
}

/// Creates a pipeline with a source action `GitLab`.
pub(super) async fn create(ours: &Ours, name: &str) {
    let input = json!({ "pipeline": pipelines::gitlab_declaration(name, ours.connection()) });
    let aws = ours.emulator().aws();
    aws.call("codepipeline", "CreatePipeline", input).await.unwrap();
}

/// The operations that were called since the calls were forgotten, sorted.
pub(super) async fn calls(ours: &Ours) -> Vec<String> {
    let calls = ours.emulator().get_json("/_emulator/calls").await;
    let operations = calls
        .as_array()
        .unwrap()
        .iter()
        .map(|call| call["operation"].as_str().unwrap().to_owned());
    let mut operations: Vec<String> = operations.collect();
    operations.sort();
    operations
}

pub(super) async fn forget_calls(ours: &Ours) {
    ours.emulator()
        .send(reqwest::Method::DELETE, "/_emulator/calls", Json::Null)
        .await;
}

fn identity(noun: &str, data: Option<&ResourceIdentityData>) -> Value {
    let name = format!("codepipeline_{noun}");
    let resource = Codepipeline::RESOURCES.iter().find(|one| one.name() == name);
    let ty = resource.expect("a resource").identity_schema().value_type;
    let data = data.and_then(|data| data.identity_data.as_ref());
    msgpack::decode(&data.expect("an identity").msgpack, &ty).expect("an identity")
}

#[tokio::test]
async fn a_list_contains_names_and_whole_identities_and_reads_no_object() {
    let mut ours = account().await;
    for (noun, expected, called) in [
        (
            "connection",
            vec!["internal (GitLabSelfManaged, PENDING)", "there (GitLab, AVAILABLE)"],
            vec!["ListConnections"],
        ),
        (
            "host",
            vec!["gitlab (https://gitlab.example.com, PENDING)"],
            vec!["ListHosts"],
        ),
        (
            "pipeline",
            vec!["release (V2)", "web (V2)"],
            vec!["GetCallerIdentity", "ListPipelines"],
        ),
        (
            "source_action",
            vec!["web/Source/GitLab (acme/platform/payments-api, main)"],
            vec!["GetPipeline", "GetPipeline", "ListPipelines"],
        ),
        (
            "stage_transition",
            vec!["release/Build (Freeze)"],
            vec!["GetPipelineState", "GetPipelineState", "ListPipelines"],
        ),
    ] {
        forget_calls(&ours).await;
        let events = list(&mut ours, noun, json!({})).await;
        assert_eq!(names(&events), expected, "{noun}");
        assert_eq!(calls(&ours).await, called, "{noun}");
        for event in &events {
            assert_eq!(
                (&event.resource_object, event.diagnostic.as_slice()),
                (&None, &[][..]),
                "{noun}"
            );
            let identity = identity(noun, event.identity.as_ref());
            let members = identity.as_map().expect("an object");
            assert!(!members.values().any(Value::is_null), "{noun}: {members:?}");
        }
    }
}

#[tokio::test]
async fn a_whole_object_of_a_list_is_the_one_that_an_import_reads() {
    let mut ours = account().await;
    for resource in Codepipeline::LIST_RESOURCES {
        let name = resource.name();
        let noun = name.trim_start_matches("codepipeline_");
        let schema = Codepipeline::RESOURCES
            .iter()
            .find(|one| one.name() == name)
            .unwrap()
            .schema();
        let events = list_whole(&mut ours, noun).await;
        assert!(!events.is_empty(), "{noun}");
        for event in events {
            assert_no_error(noun, &event.diagnostic);
            let request = import_resource_state::Request {
                type_name: name.into(),
                identity: event.identity.clone(),
                ..Default::default()
            };
            let imported = ours.import(name, request).await;
            assert_no_error(noun, &imported.diagnostics);
            let listed = decoded(event.resource_object.as_ref(), &schema);
            assert_eq!(listed, decoded(imported.new_state.as_ref(), &schema), "{noun}");
            assert_eq!(event.identity, imported.new_identity, "{noun}");
        }
    }
}

#[tokio::test]
async fn a_filter_selects_objects_and_one_that_selects_nothing_is_named() {
    let mut ours = account().await;
    let host = list(&mut ours, "host", json!({})).await;
    let host = identity("host", host[0].identity.as_ref());
    let (host, connection) = (
        host.get("arn").as_str().unwrap().to_owned(),
        ours.connection().to_owned(),
    );
    for (noun, filters, expected) in [
        (
            "connection",
            json!({ "connection_status": "PENDING" }),
            vec!["internal (GitLabSelfManaged, PENDING)"],
        ),
        (
            "connection",
            json!({ "provider_type": "GitLab" }),
            vec!["there (GitLab, AVAILABLE)"],
        ),
        (
            "connection",
            json!({ "host_arn": host }),
            vec!["internal (GitLabSelfManaged, PENDING)"],
        ),
        (
            "connection",
            json!({ "name_regex": "^th" }),
            vec!["there (GitLab, AVAILABLE)"],
        ),
        ("connection", json!({ "name_regex": "^h" }), vec![]),
        ("connection", json!({ "region": "eu-central-1" }), vec![]),
        (
            "connection",
            json!({ "host_arn": host.replace("gitlab-", "other-") }),
            vec![],
        ),
        ("host", json!({ "status": "AVAILABLE" }), vec![]),
        ("host", json!({ "region": "eu-central-1" }), vec![]),
        ("pipeline", json!({ "connection_arn": connection }), vec!["web (V2)"]),
        (
            "pipeline",
            json!({ "name_regex": "^r", "pipeline_type": "V2" }),
            vec!["release (V2)"],
        ),
        ("pipeline", json!({ "pipeline_type": "V1" }), vec![]),
        (
            "source_action",
            json!({ "connection_arn": connection, "pipeline_name": "web" }),
            vec!["web/Source/GitLab (acme/platform/payments-api, main)"],
        ),
        ("source_action", json!({ "pipeline_name": "release" }), vec![]),
        ("source_action", json!({ "pipeline_name": "relase" }), vec![]),
        (
            "stage_transition",
            json!({ "pipeline_name": "release" }),
            vec!["release/Build (Freeze)"],
        ),
        ("stage_transition", json!({ "pipeline_name": "web" }), vec![]),
    ] {
        let events = list(&mut ours, noun, filters.clone()).await;
        assert_eq!(names(&events), expected, "{noun} {filters}");
        let warnings = warnings(&events);
        let (filter, value) = filters.as_object().unwrap().iter().next().unwrap();
        assert_eq!(
            warnings.contains(&format!("{filter} = {value}")),
            expected.is_empty(),
            "{filters}: {warnings}"
        );
    }
}

#[tokio::test]
async fn a_malformed_filter_is_an_error_before_any_call() {
    let mut ours = Ours::start().await;
    let connection = ours.connection().to_owned();
    let host = "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605";
    for (noun, filters, text) in [
        (
            "connection",
            json!({ "name_regex": "(" }),
            "Malformed regular expression",
        ),
        (
            "connection",
            json!({ "connection_status": "READY" }),
            "Write `AVAILABLE`",
        ),
        ("connection", json!({ "host_arn": connection }), "Not the ARN of a host"),
        ("connection", json!({ "region": "eu-west-11" }), "eu-west-11"),
        ("host", json!({ "status": "READY" }), "Write `AVAILABLE`"),
        ("host", json!({ "name_regex": "[" }), "Malformed regular expression"),
        (
            "pipeline",
            json!({ "connection_arn": host }),
            "Not the ARN of a connection",
        ),
        ("source_action", json!({ "connection_arn": "gitlab" }), "is not an ARN"),
        (
            "source_action",
            json!({ "connection_arn": connection.replace("arn:aws:", "arn:aws-cn:") }),
            "Region of another partition",
        ),
        (
            "source_action",
            json!({ "pipeline_name": "a pipeline" }),
            "\"a pipeline\" contains \" \"",
        ),
        ("stage_transition", json!({ "region": "Ireland" }), "Ireland"),
    ] {
        let list_resource::Request { type_name, config, .. } = request(noun, filters, false, ALL);
        let request = validate_list_resource_config::Request {
            type_name,
            config,
            ..Default::default()
        };
        let checked = ours
            .client()
            .validate_list_resource_config(request)
            .await
            .unwrap()
            .into_inner();
        assert_error(&checked.diagnostics, text);
    }
}

#[tokio::test]
async fn whole_objects_keep_the_order_of_the_list() {
    let mut ours = account().await;
    for number in 10..30 {
        create(&ours, &format!("pipeline-{number}")).await;
    }
    let in_order: Vec<String> = names(&list(&mut ours, "pipeline", json!({})).await)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let slow = json!({ "operation": "GetPipeline", "kind": "slow", "delay_ms": 200, "times": 3 });
    ours.emulator().fault(slow).await;
    let events = list_whole(&mut ours, "pipeline").await;
    assert_eq!(names(&events), in_order);
    assert_eq!(in_order.len(), 22);
}

#[tokio::test]
async fn the_account_of_a_pipeline_is_known_without_sts() {
    let mut ours = account().await;
    let url = ours.emulator().url().to_owned();
    *ours.client() = configured_with(&url, json!({ "skip_requesting_account_id": true })).await;
    for noun in ["pipeline", "stage_transition"] {
        forget_calls(&ours).await;
        for event in list(&mut ours, noun, json!({})).await {
            let identity = identity(noun, event.identity.as_ref());
            assert_eq!(identity.get("account_id"), &"111122223333".into(), "{noun}");
        }
        let gets = calls(&ours).await.into_iter().filter(|called| called == "GetPipeline");
        assert_eq!(gets.count(), 1, "{noun}");
    }
}

#[tokio::test]
async fn a_list_of_another_region_contains_its_objects_with_that_region() {
    let mut ours = account().await;
    let aws = ours.emulator().aws().region("eu-central-1");
    let declaration = pipelines::foreign_declaration("elsewhere");
    aws.call("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }))
        .await
        .unwrap();
    for whole in [false, true] {
        let request = request("pipeline", json!({ "region": "eu-central-1" }), whole, ALL);
        let events = events(ours.client(), request).await;
        assert_eq!(names(&events), ["elsewhere (V2)"]);
        let identity = identity("pipeline", events[0].identity.as_ref());
        assert_eq!(identity.get("region"), &"eu-central-1".into());
    }
}
