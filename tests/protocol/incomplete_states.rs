//! States that lack a value, as a release that did not know it yet has written them: each object can still be read,
//! changed and destroyed.

use std::slice;

use serde_json::{Value as Json, json};
use terraform_provider_codepipeline::emulator::SystemClock;
use terraform_provider_codepipeline::framework::{
    any::AnyResource,
    msgpack,
    provider::Provider,
    schema::{Block, Nesting, Origin, Schema},
    value::Value,
};
use terraform_provider_codepipeline::protocol::routes;
use terraform_provider_codepipeline::protocol::tfplugin6::provider_client::ProviderClient;
use terraform_provider_codepipeline::protocol::tfplugin6::{
    Diagnostic, DynamicValue, ResourceIdentityData, apply_resource_change, configure_provider, diagnostic,
    plan_resource_change, read_resource,
};
use terraform_provider_codepipeline::provider::Codepipeline;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use super::core::{Core, apply_request, assert_error, bytes, dynamic, note_identity, note_value, read_note, said};
use super::provider::note;
use crate::support::{emulator::Emulator, pipelines};

const NULL: Value = Value::Null;

#[tokio::test]
async fn an_object_whose_state_lacks_a_value_is_found_by_its_identity() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let request = |identity| read_resource::Request {
        type_name: "toy_note".into(),
        current_state: Some(note_value(&note("a", NULL))),
        current_identity: identity,
        ..Default::default()
    };
    let found = core.client.read_resource(request(Some(note_identity("note-a")))).await;
    let found = found.unwrap().into_inner();
    assert_eq!(said(&found.diagnostics), "");
    assert_eq!(read_note(found.new_state.as_ref()), note("a", "note-a"));

    let lost = core.client.read_resource(request(None)).await.unwrap().into_inner();
    assert_error(&lost.diagnostics, "lacks values, among them what identifies the object");
    assert_eq!(read_note(lost.new_state.as_ref()), note("a", NULL));
}

#[tokio::test]
async fn an_update_and_a_delete_read_first_what_the_state_lacks() {
    let mut core = Core::configured().await;
    core.apply(&NULL, &note("a", Value::unknown())).await;
    let mut changed = note("a", Value::unknown());
    changed.as_map_mut().unwrap().insert("text".into(), "new".into());
    for planned in [&changed, &NULL] {
        let request = apply_resource_change::Request {
            planned_identity: Some(note_identity("note-a")),
            ..apply_request(&note("a", NULL), planned)
        };
        let applied = core.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_eq!(said(&applied.diagnostics), "");
        let text = core.world.notes.lock().unwrap().get("a").cloned();
        assert_eq!(text, (!planned.is_null()).then(|| Some("new".to_owned())));
    }
    let request = apply_resource_change::Request {
        planned_identity: Some(note_identity("note-a")),
        ..apply_request(&note("a", NULL), &changed)
    };
    let gone = core.client.apply_resource_change(request).await.unwrap().into_inner();
    assert_error(&gone.diagnostics, "The object is gone");
}

/// Our provider, configured for an emulator.
struct Ours {
    client: ProviderClient<Routes>,
    emulator: Emulator,
    connection: String,
}

/// What Terraform has of an object.
#[derive(Clone)]
struct Kept {
    state: Value,
    private: Vec<u8>,
    identity: Option<ResourceIdentityData>,
}

impl Ours {
    /// An account with an available connection, and a pipeline of somebody else.
    async fn start() -> Self {
        let emulator = Emulator::with(|options| options.clock = Box::new(SystemClock)).await;
        let provider = Codepipeline::new(CancellationToken::new());
        let mut client = ProviderClient::new(routes(provider, watch::Sender::default()));
        let url = emulator.url();
        let config = json!({
            "region": "eu-west-1", "access_key": "test", "secret_key": "test",
            "endpoints": [{ "codeconnections": url, "codestarconnections": url, "codepipeline": url, "sts": url }],
        });
        let request = configure_provider::Request {
            config: Some(in_json(&config)),
            ..Default::default()
        };
        let configured = client.configure_provider(request).await.unwrap().into_inner();
        assert_eq!(said(&configured.diagnostics), "");
        let aws = emulator.aws();
        let input = json!({ "ConnectionName": "there", "ProviderType": "GitLab" });
        let made = aws.call("codeconnections", "CreateConnection", input).await.unwrap();
        let connection = made["ConnectionArn"].as_str().unwrap().to_owned();
        emulator.set_connection_status(&connection, "AVAILABLE").await;
        let input = json!({ "pipeline": pipelines::foreign_declaration("release") });
        aws.call("codepipeline", "CreatePipeline", input).await.unwrap();
        Self {
            client,
            emulator,
            connection,
        }
    }

    /// A configuration of each resource.
    fn config(&self, name: &str) -> Json {
        let connection = &self.connection;
        match name {
            "codepipeline_connection" => json!({ "name": "main" }),
            "codepipeline_handshake" => json!({ "connection_arn": connection }),
            "codepipeline_host" => json!({
                "name": "main", "provider_type": "GitLabSelfManaged", "provider_endpoint": "https://gitlab.example.com",
            }),
            "codepipeline_pipeline" => pipeline(connection),
            "codepipeline_source_action" => json!({
                "pipeline_name": "release", "name": "charts", "connection_arn": connection, "branch_name": "main",
                "full_repository_id": "acme/platform/charts", "output_artifact": "charts",
            }),
            other => panic!("write a configuration of {other} here"),
        }
    }

    async fn create(&mut self, resource: &str, schema: &Schema) -> Kept {
        let mut config = self.config(resource);
        fill(&schema.block, &mut config);
        let config = Some(in_json(&config));
        let nothing = Some(bytes([0xc0]));
        let request = plan_resource_change::Request {
            type_name: resource.into(),
            prior_state: nothing.clone(),
            proposed_new_state: config.clone(),
            config: config.clone(),
            ..Default::default()
        };
        let planned = self.client.plan_resource_change(request).await.unwrap().into_inner();
        assert_no_error(resource, &planned.diagnostics);
        let request = apply_resource_change::Request {
            type_name: resource.into(),
            prior_state: nothing,
            planned_state: planned.planned_state,
            planned_private: planned.planned_private,
            config,
            ..Default::default()
        };
        let made = self.client.apply_resource_change(request).await.unwrap().into_inner();
        assert_no_error(resource, &made.diagnostics);
        Kept {
            state: decoded(made.new_state.as_ref(), schema),
            private: made.private,
            identity: made.new_identity,
        }
    }

    async fn read(&mut self, resource: &str, schema: &Schema, kept: Kept) -> read_resource::Response {
        let request = read_resource::Request {
            type_name: resource.into(),
            current_state: Some(dynamic(&kept.state, &schema.value_type)),
            private: kept.private,
            current_identity: kept.identity,
            ..Default::default()
        };
        self.client.read_resource(request).await.unwrap().into_inner()
    }

    async fn delete(&mut self, resource: &str, schema: &Schema, kept: Kept) -> apply_resource_change::Response {
        let request = apply_resource_change::Request {
            type_name: resource.into(),
            prior_state: Some(dynamic(&kept.state, &schema.value_type)),
            planned_state: Some(bytes([0xc0])),
            config: Some(bytes([0xc0])),
            planned_private: kept.private,
            planned_identity: kept.identity,
            ..Default::default()
        };
        self.client.apply_resource_change(request).await.unwrap().into_inner()
    }

    /// How many objects there are in the account: connections, hosts, pipelines and actions in the pipeline `release`.
    async fn objects(&self) -> [usize; 4] {
        let aws = self.emulator.aws();
        let connections = aws.call("codeconnections", "ListConnections", json!({})).await.unwrap();
        let hosts = aws.call("codeconnections", "ListHosts", json!({})).await.unwrap();
        let pipelines = aws.call("codepipeline", "ListPipelines", json!({})).await.unwrap();
        let release = aws
            .call("codepipeline", "GetPipeline", json!({ "name": "release" }))
            .await
            .unwrap();
        [
            &connections["Connections"],
            &hosts["Hosts"],
            &pipelines["pipelines"],
            &release["pipeline"]["stages"][0]["actions"],
        ]
        .map(|list| list.as_array().expect("a list").len())
    }
}

fn pipeline(connection: &str) -> Json {
    let id = |category: &str, owner: &str, provider: &str| json!({ "category": category, "owner": owner, "provider": provider, "version": "1" });
    let action = |name: &str, mut action: Json, more: Json| {
        let members = action.as_object_mut().expect("an object");
        members.insert("name".into(), name.into());
        members.extend(more.as_object().expect("an object").clone());
        action
    };
    let source = json!({
        "output_artifacts": ["source"],
        "configuration": {
            "ConnectionArn": connection, "FullRepositoryId": pipelines::REPOSITORY, "BranchName": "main",
        },
    });
    let build = json!({ "input_artifacts": ["source"], "configuration": { "ProjectName": "payments-build" } });
    json!({
        "name": "web",
        "role_arn": pipelines::ROLE,
        "artifact_store": [{ "location": "acme-artifacts", "type": "S3" }],
        "stage": [
            { "name": "Source", "action": [action("GitLab", id("Source", "AWS", "CodeStarSourceConnection"), source)] },
            { "name": "Build", "action": [action("Build", id("Build", "AWS", "CodeBuild"), build)] },
        ],
    })
}

/// Writes down that blocks are absent, as Terraform does.
fn fill(block: &Block, value: &mut Json) {
    for nested in block.blocks.iter().filter(|nested| nested.nesting != Nesting::Single) {
        let blocks = &mut value[nested.name];
        if blocks.is_null() {
            *blocks = json!([]);
        }
        for element in blocks.as_array_mut().expect("a list") {
            fill(&nested.block, element);
        }
    }
}

fn in_json(value: &Json) -> DynamicValue {
    DynamicValue {
        msgpack: Vec::new(),
        json: value.to_string().into_bytes(),
    }
}

fn decoded(message: Option<&DynamicValue>, schema: &Schema) -> Value {
    msgpack::decode(&message.expect("a value").msgpack, &schema.value_type).expect("a value of the type")
}

#[track_caller]
fn assert_no_error(case: &str, diagnostics: &[Diagnostic]) {
    let is_error = |it: &&Diagnostic| it.severity() == diagnostic::Severity::Error;
    let errors: Vec<_> = diagnostics.iter().filter(is_error).cloned().collect();
    assert_eq!(said(&errors), "", "{case}");
}

/// The law for one resource: whichever computed value is missing, reads and deletes work as if it were there, as long as
/// anything says which object it is.
async fn keep_the_law<C>(resource: &dyn AnyResource<C>) {
    let (name, schema) = (resource.name(), resource.schema());
    let mut ours = Ours::start().await;
    let before = ours.objects().await;
    let computed = schema.block.attributes.iter();
    let computed: Vec<_> = computed.filter(|it| it.origin == Origin::Computed).collect();
    for missing in computed.iter().map(slice::from_ref).chain([computed.as_slice()]) {
        for with_identity in [true, false] {
            let made = ours.create(name, &schema).await;
            let whole = ours.read(name, &schema, made.clone()).await;
            let mut kept = made;
            let members = kept.state.as_map_mut().expect("an object");
            missing
                .iter()
                .for_each(|it| drop(members.insert(it.name.to_owned(), NULL)));
            kept.identity = kept.identity.filter(|_| with_identity);
            let names: Vec<_> = missing.iter().map(|it| it.name).collect();
            let case = format!("{name} without {names:?}, identity {with_identity}");

            let found = ours.read(name, &schema, kept.clone()).await;
            if !with_identity && resource.identity(&kept.state).is_none() {
                assert_error(&found.diagnostics, "what identifies the object");
                kept.state = decoded(whole.new_state.as_ref(), &schema);
            } else {
                assert_no_error(&case, &found.diagnostics);
                assert_eq!(found.new_state, whole.new_state, "{case}");
                assert_eq!(found.new_identity, whole.new_identity, "{case}");
            }
            let deleted = ours.delete(name, &schema, kept).await;
            assert_no_error(&case, &deleted.diagnostics);
            assert_eq!(decoded(deleted.new_state.as_ref(), &schema), NULL, "{case}");
            assert_eq!(ours.objects().await, before, "{case}");
        }
    }
}

#[tokio::test]
async fn every_object_can_be_read_and_destroyed_whatever_value_its_state_lacks() {
    let provider = Codepipeline::new(CancellationToken::new());
    for resource in provider.resources() {
        keep_the_law(*resource).await;
    }
}
