//! Every attribute that requires replacement × every reason why the new object cannot be created: nothing is destroyed.

use std::future::ready;

use codepipeline_emulator_testing::pipelines;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value as Json, json};
use terraform_plugin_protocol::tfplugin6::{Diagnostic, diagnostic::Severity};
use terraform_provider_codepipeline::provider::Codepipeline;
use terraform_provider_sdk::{author::Provider, schema::Schema, value::Value};

use super::{
    messages::said,
    ours::{Kept, Ours, value_of},
};

/// A reason why a new object cannot be created.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Obstacle {
    ActionTaken,
    ArtifactTaken,
    ConnectionGone,
    ConnectionPending,
    Disabled,
    EndpointTaken,
    HostFailed,
    HostGone,
    HostOfAnotherType,
    InvalidRule,
    NameTaken,
    NoStage,
    OtherStage,
    PipelineGone,
    ReservedTag,
    UnsupportedRegion,
}

use Obstacle::*;

/// Returns the reasons why a new object of the resource cannot be created.
fn obstacles(resource: &str) -> &'static [Obstacle] {
    match resource {
        "codepipeline_connection" => &[
            HostFailed,
            HostGone,
            HostOfAnotherType,
            NameTaken,
            ReservedTag,
            UnsupportedRegion,
        ],
        "codepipeline_handshake" => &[ConnectionGone, HostGone],
        "codepipeline_host" => &[EndpointTaken, ReservedTag, UnsupportedRegion],
        "codepipeline_pipeline" => &[
            ConnectionGone,
            ConnectionPending,
            InvalidRule,
            NameTaken,
            ReservedTag,
            UnsupportedRegion,
        ],
        "codepipeline_source_action" => &[
            ActionTaken,
            ArtifactTaken,
            ConnectionGone,
            ConnectionPending,
            InvalidRule,
            OtherStage,
            PipelineGone,
            UnsupportedRegion,
        ],
        "codepipeline_stage_transition" => &[Disabled, NoStage, PipelineGone],
        other => panic!("list the obstacles of {other} here"),
    }
}

impl Obstacle {
    /// Returns part of the error.
    const fn error(self) -> &'static str {
        match self {
            ActionTaken => "already has a source action \"charts\"",
            ArtifactTaken => "charts",
            ConnectionGone => "does not exist",
            ConnectionPending => "is PENDING",
            Disabled => "is already disabled",
            EndpointTaken => "Another host has the endpoint",
            HostFailed => "VPC_CONFIG_FAILED_INITIALIZATION",
            HostGone => "Host not found",
            HostOfAnotherType => "Provider type does not match the host",
            InvalidRule => "CPGL",
            NameTaken => "already exists",
            NoStage => "has no stage",
            OtherStage => "is not the first stage",
            PipelineGone => "not found in",
            ReservedTag => "Reserved tag key",
            UnsupportedRegion => "ap-east-1",
        }
    }

    /// Whether the obstacle can be in the way of a new object with the same name in the same place.
    const fn meets_request(self) -> bool {
        !matches!(self, ActionTaken | Disabled | NameTaken | PipelineGone)
    }

    /// Whether the obstacle is in the configuration, so that it cannot arise between the plan and the apply.
    const fn is_configured(self) -> bool {
        matches!(
            self,
            HostOfAnotherType | InvalidRule | NoStage | OtherStage | ReservedTag | UnsupportedRegion
        )
    }

    /// Writes what the obstacle needs into the configuration.
    async fn prepare(self, case: &Case<'_>, config: &mut Json) {
        match self {
            ActionTaken | ArtifactTaken | Disabled | NameTaken | PipelineGone => {}
            ConnectionGone | ConnectionPending => {
                let arn = case.ours.other_connection().await;
                match case.resource {
                    "codepipeline_pipeline" => {
                        config["stage"][0]["action"][0]["configuration"]["ConnectionArn"] = arn.into();
                    }
                    "codepipeline_handshake" => *config = json!({ "connection_arn": arn }),
                    _ => config["connection_arn"] = arn.into(),
                }
            }
            EndpointTaken => config["provider_endpoint"] = OTHER_ENDPOINT.into(),
            HostFailed | HostGone => case.use_host(config).await,
            HostOfAnotherType => {
                case.use_host(config).await;
                config["provider_type"] = "GitHubEnterpriseServer".into();
            }
            InvalidRule if case.resource == "codepipeline_pipeline" => {
                config["stage"][1]["name"] = config["stage"][0]["name"].clone();
            }
            InvalidRule => config["full_repository_id"] = "admin/charts".into(),
            NoStage => config["stage_name"] = "Nowhere".into(),
            OtherStage => config["stage_name"] = "Deploy".into(),
            ReservedTag => config["tags"] = json!({ "aws:team": "x" }),
            UnsupportedRegion => config["region"] = "ap-east-1".into(),
        }
    }

    /// Puts the obstacle in the account.
    async fn arise(self, case: &Case<'_>, config: &Json) {
        let emulator = case.ours.emulator();
        let text = |name: &str| config[name].as_str().unwrap_or_default();
        match self {
            ActionTaken => case.rewrite_pipeline(config, "charts", "other").await,
            ArtifactTaken => case.rewrite_pipeline(config, "other", "charts").await,
            ConnectionGone => {
                let input = json!({ "ConnectionArn": connection_of(config) });
                case.ask(config, "codeconnections", "DeleteConnection", input).await;
            }
            ConnectionPending => emulator.set_connection_status(connection_of(config), "PENDING").await,
            Disabled => {
                let input = json!({
                    "pipelineName": config["pipeline_name"], "stageName": config["stage_name"],
                    "transitionType": "Inbound", "reason": "Incident",
                });
                case.ask(config, "codepipeline", "DisableStageTransition", input).await;
            }
            EndpointTaken => drop(case.create_host(config, "other", OTHER_ENDPOINT).await),
            HostFailed => {
                let failed = "VPC_CONFIG_FAILED_INITIALIZATION";
                emulator.set_host_status(text("host_arn"), failed).await;
            }
            HostGone => {
                let input = json!({ "HostArn": config["host_arn"] });
                case.ask(config, "codeconnections", "DeleteHost", input).await;
            }
            NameTaken if case.resource == "codepipeline_pipeline" => {
                let pipeline = pipelines::foreign_declaration(text("name"));
                let input = json!({ "pipeline": pipeline });
                case.ask(config, "codepipeline", "CreatePipeline", input).await;
            }
            NameTaken => {
                let mut input = json!({ "ConnectionName": config["name"] });
                match config["host_arn"].as_str() {
                    Some(host) => input["HostArn"] = host.into(),
                    None => input["ProviderType"] = config["provider_type"].as_str().unwrap_or("GitLab").into(),
                }
                case.ask(config, "codeconnections", "CreateConnection", input).await;
            }
            PipelineGone => {
                let input = json!({ "name": config["pipeline_name"] });
                case.ask(config, "codepipeline", "DeletePipeline", input).await;
            }
            HostOfAnotherType | InvalidRule | NoStage | OtherStage | ReservedTag | UnsupportedRegion => {}
        }
    }
}

/// A replacement by `-replace`, which changes no attribute.
const REQUEST: &str = "-replace";
const CONCURRENCY: usize = 8;
const ENDPOINT: &str = "https://gitlab.example.org";
const OTHER_ENDPOINT: &str = "https://other.example.com";

fn connection_of(config: &Json) -> &str {
    let of_pipeline = config.pointer("/stage/0/action/0/configuration/ConnectionArn");
    of_pipeline
        .unwrap_or(&config["connection_arn"])
        .as_str()
        .expect("an ARN")
}

/// One replacement.
struct Case<'a> {
    resource: &'static str,
    schema: &'a Schema,
    ours: Ours,
    old: Kept,
}

impl<'a> Case<'a> {
    /// Creates the object that is replaced; a connection is available.
    async fn start(resource: &'static str, schema: &'a Schema) -> Self {
        let mut ours = Ours::start().await;
        let mut old = ours.create(resource, schema).await;
        if resource == "codepipeline_connection" {
            let arn = old.state.get("arn").as_str().expect("an ARN").to_owned();
            ours.emulator().set_connection_status(&arn, "AVAILABLE").await;
            let status = old.state.as_map_mut().and_then(|it| it.get_mut("connection_status"));
            *status.expect("a status") = Value::string("AVAILABLE");
        }
        Self {
            resource,
            schema,
            ours,
            old,
        }
    }

    /// Changes an attribute that requires replacement.
    async fn change(&self, attribute: &str, config: &mut Json) {
        match (self.resource, attribute) {
            ("codepipeline_connection", "host_arn") => self.use_host(config).await,
            ("codepipeline_connection", "provider_type") => config["provider_type"] = "GitHub".into(),
            ("codepipeline_handshake", "connection_arn") => {
                config["connection_arn"] = self.ours.other_connection().await.into();
            }
            ("codepipeline_handshake", "host_arn") => {
                *config = json!({});
                self.use_host(config).await;
            }
            ("codepipeline_host", "provider_type") => config["provider_type"] = "GitHubEnterpriseServer".into(),
            ("codepipeline_stage_transition", "stage_name") => {
                config["stage_name"] = "Build".into();
                return;
            }
            (_, "pipeline_name") => config["pipeline_name"] = "target".into(),
            (_, REQUEST) => return,
            (_, "name") => config["name"] = "site".into(),
            (_, "region") => config["region"] = "us-east-1".into(),
            (resource, attribute) => panic!("write a change of {resource}.{attribute} here"),
        }
        if config["pipeline_name"].is_string() {
            let declaration = pipelines::foreign_declaration(config["pipeline_name"].as_str().expect("a name"));
            let input = json!({ "pipeline": declaration });
            self.ask(config, "codepipeline", "CreatePipeline", input).await;
        }
    }

    /// Puts the connection, or the handshake, on a host that is available.
    async fn use_host(&self, config: &mut Json) {
        if config["host_arn"].is_string() {
            return;
        }
        let arn = self.create_host(config, "host", ENDPOINT).await;
        self.ours.emulator().set_host_status(&arn, "AVAILABLE").await;
        let members = config.as_object_mut().expect("an object");
        members.retain(|name, _| !["provider_type", "connection_arn"].contains(&name.as_str()));
        config["host_arn"] = arn.into();
    }

    async fn create_host(&self, config: &Json, name: &str, endpoint: &str) -> String {
        let input = json!({ "Name": name, "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": endpoint });
        let made = self.ask(config, "codeconnections", "CreateHost", input).await;
        made["HostArn"].as_str().expect("an ARN").to_owned()
    }

    /// Replaces the pipeline of the source action by one with an action of this name and artifact.
    async fn rewrite_pipeline(&self, config: &Json, action: &str, artifact: &str) {
        let name = config["pipeline_name"].as_str().expect("a name");
        let mut declaration = pipelines::foreign_declaration(name);
        let actions = declaration["stages"][0]["actions"].as_array_mut().expect("a list");
        actions.push(pipelines::gitlab_source(action, connection_of(config), artifact));
        let input = json!({ "pipeline": declaration });
        self.ask(config, "codepipeline", "UpdatePipeline", input).await;
    }

    /// Calls AWS in the region of the ARN that the input names, or of the new object.
    async fn ask(&self, config: &Json, service: &str, operation: &str, input: Json) -> Json {
        let arn = input["ConnectionArn"].as_str().or(input["HostArn"].as_str());
        let region = match arn.filter(|_| operation.starts_with("Delete")) {
            Some(arn) => arn.split(':').nth(3).expect("a region"),
            None => config["region"].as_str().unwrap_or("eu-west-1"),
        };
        let aws = self.ours.emulator().aws().region(region);
        let answer = aws.call(service, operation, input.clone()).await;
        answer.unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Plans the replacement as Terraform does, and returns the private data for the apply, or the errors.
    async fn plan(&mut self, config: &Value) -> Result<Vec<u8>, String> {
        let plan = self
            .ours
            .replan_value(self.resource, self.schema, &self.old, config)
            .await;
        errors(&plan.diagnostics)?;
        let new = self
            .ours
            .plan_new(self.resource, self.schema, config, plan.planned_private)
            .await;
        errors(&new.diagnostics)?;
        Ok(new.planned_private)
    }

    /// Deletes the old object in a process of its own, or returns the errors.
    async fn delete(&mut self, private: Vec<u8>) -> Result<(), String> {
        self.ours.restart().await;
        let old = Kept {
            private,
            ..self.old.clone()
        };
        let deleted = self.ours.delete(self.resource, self.schema, old).await;
        errors(&deleted.diagnostics)
    }

    /// Returns the number of calls that destroyed an object or changed a pipeline.
    async fn removals(&self) -> usize {
        let calls = self.ours.emulator().get_json("/_emulator/calls").await;
        let operations = calls.as_array().expect("a list").iter().map(|call| &call["operation"]);
        let changes = ["EnableStageTransition", "UpdatePipeline"];
        let is_removal = |operation: &&str| operation.starts_with("Delete") || changes.contains(operation);
        operations.filter_map(Json::as_str).filter(is_removal).count()
    }
}

fn errors(diagnostics: &[Diagnostic]) -> Result<(), String> {
    let is_error = |it: &&Diagnostic| it.severity() == Severity::Error;
    let errors: Vec<_> = diagnostics.iter().filter(is_error).cloned().collect();
    if errors.is_empty() { Ok(()) } else { Err(said(&errors)) }
}

/// Every attribute of every resource that requires replacement.
fn replacing() -> Vec<(&'static str, Schema, Vec<&'static str>)> {
    let of = |block: &terraform_provider_sdk::schema::Block| {
        let attributes = block
            .attributes
            .iter()
            .filter(|it| it.requires_replace)
            .map(|it| it.name);
        let blocks = block.blocks.iter().filter(|it| it.requires_replace).map(|it| it.name);
        attributes.chain(blocks).collect::<Vec<_>>()
    };
    let resources = Codepipeline::RESOURCES.iter();
    resources
        .map(|resource| {
            let schema = resource.schema();
            let names = of(&schema.block);
            (resource.name(), schema, names)
        })
        .collect()
}

/// Plans and applies one replacement with the obstacle, which arises before the plan or after it. Returns what is wrong.
async fn problem(case: &mut Case<'_>, attribute: &str, obstacle: Obstacle, before_plan: bool) -> Option<String> {
    let mut config = case.ours.config(case.resource);
    case.change(attribute, &mut config).await;
    obstacle.prepare(case, &mut config).await;
    if before_plan {
        obstacle.arise(case, &config).await;
    }
    let wanted = value_of(case.schema, config.clone());
    let removals = case.removals().await;
    let planned = case.plan(&wanted).await;
    assert_eq!(case.removals().await, removals, "a plan removes nothing");
    if !before_plan {
        obstacle.arise(case, &config).await;
    }
    let removals = case.removals().await;
    let refused = match planned {
        Ok(private) => case.delete(private).await,
        Err(errors) if before_plan => Err(errors),
        Err(errors) => return Some(format!("the plan fails: {errors}")),
    };
    if case.removals().await != removals {
        return Some("the old object is destroyed".to_owned());
    }
    match refused {
        Err(errors) if errors.contains(obstacle.error()) => None,
        Err(errors) => Some(format!("another error: {errors}")),
        // A handshake that is removed from the state changes nothing in AWS.
        Ok(()) if case.resource == "codepipeline_handshake" && !before_plan => None,
        Ok(()) => Some("no error".to_owned()),
    }
}

#[tokio::test]
async fn nothing_is_destroyed_for_a_replacement_that_cannot_be_created() {
    let replacing = replacing();
    let mut cases = Vec::new();
    for (resource, schema, attributes) in &replacing {
        assert!(!attributes.is_empty(), "{resource}");
        for attribute in attributes.iter().chain([&REQUEST]) {
            for obstacle in obstacles(resource) {
                if *attribute == REQUEST && !obstacle.meets_request() {
                    continue;
                }
                cases.push((*resource, schema, *attribute, *obstacle, true));
                if !obstacle.is_configured() {
                    cases.push((*resource, schema, *attribute, *obstacle, false));
                }
            }
        }
    }
    // Several at a time, because the plan of a handshake waits for what is missing.
    let wrong = stream::iter(cases).map(async |(resource, schema, attribute, obstacle, before_plan)| {
        let mut case = Case::start(resource, schema).await;
        let problem = problem(&mut case, attribute, obstacle, before_plan).await?;
        let when = if before_plan { "before" } else { "after" };
        Some(format!(
            "{resource}.{attribute}, {obstacle:?} {when} the plan: {problem}"
        ))
    });
    let wrong: Vec<String> = wrong.buffered(CONCURRENCY).filter_map(ready).collect().await;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_replacement_with_an_unknown_value_warns_once_and_names_the_attribute() {
    for (resource, schema, attributes) in replacing() {
        for attribute in attributes {
            let mut case = Case::start(resource, &schema).await;
            let mut config = value_of(&schema, case.ours.config(resource));
            let members = config.as_map_mut().expect("an object");
            members.insert(attribute.to_owned(), Value::unknown());
            if resource == "codepipeline_handshake" && attribute == "host_arn" {
                members.insert("connection_arn".to_owned(), Value::Null);
            }
            let plan = case.ours.replan_value(resource, &schema, &case.old, &config).await;
            let text = said(&plan.diagnostics);
            let warnings = text.matches(&format!("Known after apply: {attribute}")).count();
            // A handshake that is replaced destroys nothing in AWS.
            let expected = usize::from(resource != "codepipeline_handshake");
            assert_eq!(warnings, expected, "{resource}.{attribute}: {text}");
            let lost = text.matches("loses its handshake").count();
            assert_eq!(lost, usize::from(resource == "codepipeline_connection"), "{text}");
        }
    }
}
