//! Our own provider in Terraform Core's hands, at work in an account of the test's own.

use codepipeline_emulator::SystemClock;
use codepipeline_emulator_testing::{emulator::Emulator, pipelines};
use serde_json::{Value as Json, json};
use terraform_plugin_protocol::tfplugin6::{
    Diagnostic, DynamicValue, ResourceIdentityData, apply_resource_change, configure_provider, diagnostic,
    import_resource_state, plan_resource_change, provider_client::ProviderClient, read_resource,
};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{
    rpc::{Service, service},
    schema::{Block, Nesting, Schema},
    value::{Value, json, msgpack},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::messages::{bytes, dynamic, said};

/// Our provider, configured for an emulator.
pub(crate) struct Ours {
    client: ProviderClient<Service<Codepipeline>>,
    emulator: Emulator,
    connection: String,
}

/// What Terraform has of an object.
#[derive(Clone)]
pub(crate) struct Kept {
    pub(crate) state: Value,
    pub(crate) private: Vec<u8>,
    pub(crate) identity: Option<ResourceIdentityData>,
}

impl Ours {
    /// Starts an account with an available connection and a pipeline of another team.
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::with(|options| options.clock = Box::new(SystemClock)).await;
        let client = configured(emulator.url()).await;
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

    /// Creates a second connection, and returns its ARN.
    pub(crate) async fn other_connection(&self) -> String {
        let input = json!({ "ConnectionName": "other", "ProviderType": "GitLab" });
        let made = self
            .emulator
            .aws()
            .call("codeconnections", "CreateConnection", input)
            .await
            .unwrap();
        let connection = made["ConnectionArn"].as_str().unwrap().to_owned();
        self.emulator.set_connection_status(&connection, "AVAILABLE").await;
        connection
    }

    /// Starts another process of the provider for the same account, as Terraform does for an apply.
    pub(super) async fn restart(&mut self) {
        self.client = configured(self.emulator.url()).await;
    }

    /// The account.
    pub(super) const fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// A configuration of each resource.
    pub(crate) fn config(&self, name: &str) -> Json {
        config(name, &self.connection)
    }

    /// The ARN of the available connection.
    pub(crate) fn connection(&self) -> &str {
        &self.connection
    }

    /// A client that is Terraform Core.
    pub(crate) fn client(&mut self) -> &mut ProviderClient<Service<Codepipeline>> {
        &mut self.client
    }

    /// Plans and makes the object of [`Ours::config`].
    pub(crate) async fn create(&mut self, resource: &str, schema: &Schema) -> Kept {
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

    /// Plans the change of an object to another configuration, and returns the plan.
    pub(crate) async fn replan(
        &mut self,
        resource: &str,
        schema: &Schema,
        kept: &Kept,
        config: Json,
    ) -> plan_resource_change::Response {
        self.replan_value(resource, schema, kept, &value_of(schema, config))
            .await
    }

    /// Plans the change of an object to another configuration, which may contain unknown values.
    pub(super) async fn replan_value(
        &mut self,
        resource: &str,
        schema: &Schema,
        kept: &Kept,
        config: &Value,
    ) -> plan_resource_change::Response {
        let mut proposed = config.clone();
        let members = proposed.as_map_mut().expect("an object");
        for attribute in schema
            .block
            .attributes
            .iter()
            .filter(|it| it.configurability.is_computed())
        {
            let value = members.get_mut(attribute.name).expect("a member");
            if value.is_null() {
                value.clone_from(kept.state.get(attribute.name));
            }
        }
        let request = plan_resource_change::Request {
            type_name: resource.into(),
            prior_state: Some(dynamic(&kept.state, &schema.value_type)),
            proposed_new_state: Some(dynamic(&proposed, &schema.value_type)),
            config: Some(dynamic(config, &schema.value_type)),
            prior_private: kept.private.clone(),
            prior_identity: kept.identity.clone(),
            ..Default::default()
        };
        self.client.plan_resource_change(request).await.unwrap().into_inner()
    }

    /// Plans the new object of a replacement, after the plan of the replacement with its private data.
    pub(super) async fn plan_new(
        &mut self,
        resource: &str,
        schema: &Schema,
        config: &Value,
        private: Vec<u8>,
    ) -> plan_resource_change::Response {
        let config = Some(dynamic(config, &schema.value_type));
        let request = plan_resource_change::Request {
            type_name: resource.into(),
            prior_state: Some(bytes([0xc0])),
            proposed_new_state: config.clone(),
            config,
            prior_private: private,
            ..Default::default()
        };
        self.client.plan_resource_change(request).await.unwrap().into_inner()
    }

    /// Refreshes an object.
    pub(crate) async fn read(&mut self, resource: &str, schema: &Schema, kept: Kept) -> read_resource::Response {
        let request = read_resource::Request {
            type_name: resource.into(),
            current_state: Some(dynamic(&kept.state, &schema.value_type)),
            private: kept.private,
            current_identity: kept.identity,
            ..Default::default()
        };
        self.client.read_resource(request).await.unwrap().into_inner()
    }

    /// Imports an object, and reads it as Terraform does then.
    pub(crate) async fn import(
        &mut self,
        resource: &str,
        request: import_resource_state::Request,
    ) -> read_resource::Response {
        let answer = self
            .client
            .import_resource_state(request)
            .await
            .expect("an answer")
            .into_inner();
        assert_no_error(resource, &answer.diagnostics);
        let imported = answer.imported_resources.into_iter().next().expect("an object");
        let request = read_resource::Request {
            type_name: resource.into(),
            current_state: imported.state,
            private: imported.private,
            current_identity: imported.identity,
            ..Default::default()
        };
        self.client
            .read_resource(request)
            .await
            .expect("an answer")
            .into_inner()
    }

    /// Removes an object.
    pub(crate) async fn delete(
        &mut self,
        resource: &str,
        schema: &Schema,
        kept: Kept,
    ) -> apply_resource_change::Response {
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
    pub(crate) async fn objects(&self) -> [usize; 4] {
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

/// A client of a new process of the provider, which is not configured.
pub(crate) fn client() -> ProviderClient<Service<Codepipeline>> {
    ProviderClient::new(service(Codepipeline::new(CancellationToken::new()), TaskTracker::new()))
}

/// A new process of the provider, configured for the account at `url`.
pub(super) async fn configured(url: &str) -> ProviderClient<Service<Codepipeline>> {
    configured_with(url, json!({})).await
}

/// A new process of the provider, configured for the account at `url` with further arguments.
pub(super) async fn configured_with(url: &str, further: Json) -> ProviderClient<Service<Codepipeline>> {
    let mut client = client();
    let mut config = json!({
        "region": "eu-west-1", "access_key": "test", "secret_key": "test",
        "endpoints": [{ "codeconnections": url, "codestarconnections": url, "codepipeline": url, "sts": url }],
    });
    let further = further.as_object().expect("an object").clone();
    config.as_object_mut().expect("an object").extend(further);
    let request = configure_provider::Request {
        config: Some(in_json(&config)),
        ..Default::default()
    };
    let configured = client.configure_provider(request).await.unwrap().into_inner();
    assert_eq!(said(&configured.diagnostics), "");
    client
}

/// A configuration as Terraform passes it.
pub(super) fn value_of(schema: &Schema, mut config: Json) -> Value {
    fill(&schema.block, &mut config);
    json::decode(&config, &schema.value_type).expect("a value of the type")
}

/// A configuration of each resource, with an available connection.
pub(crate) fn config(name: &str, connection: &str) -> Json {
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
        "codepipeline_stage_transition" => json!({
            "pipeline_name": "release", "stage_name": "Source", "reason": "Freeze",
        }),
        other => panic!("write a configuration of {other} here"),
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

/// Writes down that blocks are absent, and that a single one is a list, as Terraform does.
pub(crate) fn fill(block: &Block, value: &mut Json) {
    for nested in block.blocks.iter().filter(|nested| nested.nesting != Nesting::Single) {
        let blocks = &mut value[nested.name];
        if blocks.is_null() {
            *blocks = json!([]);
        }
        if blocks.is_object() {
            *blocks = json!([blocks.take()]);
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

/// The object in a message.
pub(crate) fn decoded(message: Option<&DynamicValue>, schema: &Schema) -> Value {
    msgpack::decode(&message.expect("a value").msgpack, &schema.value_type).expect("a value of the type")
}

/// Asserts that there are at most warnings.
#[track_caller]
pub(crate) fn assert_no_error(case: &str, diagnostics: &[Diagnostic]) {
    let is_error = |it: &&Diagnostic| it.severity() == diagnostic::Severity::Error;
    let errors: Vec<_> = diagnostics.iter().filter(is_error).cloned().collect();
    assert_eq!(said(&errors), "", "{case}");
}
