//! Connections, hosts and pipelines that move from hashicorp/aws, of every type and in the states of several releases.
//!
//! `connections_of_hashicorp_aws.json` and `pipelines_of_hashicorp_aws.json` have states that hashicorp/aws 5.100.0 has
//! written. The states of other releases have the attributes of their schemas.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::support::{
    account::Account,
    aws_state::{AwsObject, state_file},
    workspace::Workspace,
};

const CONNECTIONS: &str = include_str!("connections_of_hashicorp_aws.json");
const PIPELINES: &str = include_str!("pipelines_of_hashicorp_aws.json");

/// A release of hashicorp/aws, by what distinguishes its states.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Release {
    /// No attributes and blocks for V2 pipelines, and only the types of CodeStar Connections.
    V4,
    V5_100,
    /// With `region`, and with arguments of the action Commands.
    V6,
}

/// An object of hashicorp/aws: its configuration here, and its state there.
#[derive(Clone)]
struct Recorded {
    type_name: String,
    configuration: Value,
    state: Value,
}

impl Recorded {
    fn connections() -> BTreeMap<String, Self> {
        let recorded: BTreeMap<String, Value> = serde_json::from_str(CONNECTIONS).unwrap();
        let read = |mut object: Value| Self {
            type_name: object["type"].as_str().unwrap().to_owned(),
            configuration: object["configuration"].take(),
            state: object["state"].take(),
        };
        recorded
            .into_iter()
            .map(|(name, object)| (name, read(object)))
            .collect()
    }

    /// The type here.
    fn target(&self) -> &'static str {
        match &self.type_name {
            name if name.ends_with("_host") => "codepipeline_host",
            name if name.ends_with("_connection") => "codepipeline_connection",
            _ => "codepipeline_pipeline",
        }
    }

    /// The object with its ARN, and with that of its host.
    fn with_arns(&self, arn: &str, host: &str) -> Self {
        let fill = |value: &Value| {
            let text = value
                .to_string()
                .replace("HOST_ARN", host)
                .replace("\"ARN\"", &format!("{arn:?}"));
            serde_json::from_str(&text).unwrap()
        };
        Self {
            type_name: self.type_name.clone(),
            configuration: fill(&self.configuration),
            state: fill(&self.state),
        }
    }

    /// Creates the connection or host in AWS as hashicorp/aws does, and returns its ARN.
    fn create(&self, account: &Account, host: &str) -> String {
        let service = if self.type_name.contains("codestar") {
            "codestar-connections"
        } else {
            "codeconnections"
        };
        let state = &self.state;
        let tags = state["tags"].as_object().into_iter().flatten();
        let tags: Vec<Value> = tags.map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        if self.target() == "codepipeline_connection" {
            let mut input = json!({ "ConnectionName": state["name"], "Tags": tags });
            if state["host_arn"] == "HOST_ARN" {
                input["HostArn"] = json!(host);
            } else {
                input["ProviderType"] = state["provider_type"].clone();
            }
            let made = account.ask(service, "CreateConnection", input);
            return made["ConnectionArn"].as_str().unwrap().to_owned();
        }
        let mut input = json!({
            "Name": state["name"], "ProviderType": state["provider_type"], "ProviderEndpoint": state["provider_endpoint"],
            "Tags": tags,
        });
        let vpc = &state["vpc_configuration"][0];
        if vpc.is_object() {
            input["VpcConfiguration"] = json!({
                "VpcId": vpc["vpc_id"], "SubnetIds": vpc["subnet_ids"], "SecurityGroupIds": vpc["security_group_ids"],
            });
            if let Some(certificate) = vpc["tls_certificate"].as_str() {
                input["VpcConfiguration"]["TlsCertificate"] = json!(certificate);
            }
        }
        let made = account.ask(service, "CreateHost", input);
        let arn = made["HostArn"].as_str().unwrap().to_owned();
        account.set_host_status(&arn, "PENDING");
        arn
    }

    /// The object as the state and the configuration for a release have it; none if the release does not have the type.
    fn of(mut self, release: Release) -> Option<Self> {
        match release {
            Release::V5_100 => {}
            Release::V4 if self.type_name.contains("codeconnections") => return None,
            Release::V4 => {
                self.configuration.as_object_mut().unwrap().remove("pipeline_type");
                without_what_5_added(&mut self.state);
            }
            Release::V6 => with_what_6_added(&mut self.state),
        }
        Some(self)
    }
}

fn without_what_5_added(state: &mut Value) {
    let remove = |object: &mut Value, names: &[&str]| {
        let members = object.as_object_mut().unwrap();
        members.retain(|name, _| !names.contains(&name.as_str()));
    };
    remove(
        state,
        &["execution_mode", "pipeline_type", "trigger", "trigger_all", "variable"],
    );
    for stage in state["stage"].as_array_mut().into_iter().flatten() {
        remove(stage, &["before_entry", "on_failure", "on_success"]);
        for action in stage["action"].as_array_mut().unwrap() {
            remove(action, &["timeout_in_minutes"]);
        }
    }
}

fn with_what_6_added(state: &mut Value) {
    state["region"] = json!("eu-west-1");
    for stage in state["stage"].as_array_mut().into_iter().flatten() {
        for action in stage["action"].as_array_mut().unwrap() {
            for name in ["commands", "output_artifacts_for_compute_action", "output_variables"] {
                action[name] = json!([]);
            }
        }
    }
}

/// Creates all recorded objects that the release can have, and returns them.
fn create_all(account: &Account, release: Release) -> BTreeMap<String, Recorded> {
    let mut objects = BTreeMap::new();
    // Hosts come first, since connections need them.
    let (hosts, connections): (Vec<_>, Vec<_>) = Recorded::connections()
        .into_iter()
        .partition(|(name, _)| name.contains("host") && !name.contains("on_host"));
    for (name, object) in hosts.into_iter().chain(connections) {
        let age = name.split('_').next().unwrap();
        let host = objects.get(&format!("{age}_host"));
        let host = host.map_or(String::new(), |host: &Recorded| {
            host.state["arn"].as_str().unwrap().to_owned()
        });
        if let Some(object) = object.of(release) {
            let arn = object.create(account, &host);
            objects.insert(name, object.with_arns(&arn, &host));
        }
    }
    objects.extend(create_pipelines(account, release));
    objects
}

fn create_pipelines(account: &Account, release: Release) -> BTreeMap<String, Recorded> {
    let connection = account.create_available_connection("main");
    let recorded: BTreeMap<String, Value> =
        serde_json::from_str(&PIPELINES.replace("CONNECTION_ARN", &connection)).unwrap();
    let is_of_4 = |declaration: &Value| {
        declaration["pipelineType"] != "V2" && !declaration.to_string().contains("timeoutInMinutes")
    };
    let is_in_release = |pipeline: &Value| release != Release::V4 || is_of_4(&pipeline["declaration"]);
    let recorded = recorded.into_iter().filter(|(_, pipeline)| is_in_release(pipeline));
    recorded
        .filter_map(|(name, mut pipeline)| {
            let tags = pipeline["state"]["tags"].as_object().into_iter().flatten();
            let tags: Vec<Value> = tags.map(|(key, value)| json!({ "key": key, "value": value })).collect();
            let input = json!({ "pipeline": pipeline["declaration"], "tags": tags });
            account.ask("codepipeline", "CreatePipeline", input);
            let object = Recorded {
                type_name: "aws_codepipeline".to_owned(),
                configuration: pipeline["configuration"].take(),
                state: pipeline["state"].take(),
            };
            Some((name, object.of(release)?))
        })
        .collect()
}

/// A workspace with the state of hashicorp/aws, in which all objects move.
fn workspace(account: &Account, objects: &BTreeMap<String, Recorded>) -> Workspace {
    let mut resources = Map::new();
    let mut moved = Vec::new();
    for (name, object) in objects {
        let resources = resources.entry(object.target()).or_insert_with(|| json!({}));
        resources[name] = object.configuration.clone();
        let (from, to) = (&object.type_name, object.target());
        moved.push(json!({ "from": format!("{from}.{name}"), "to": format!("{to}.{name}") }));
    }
    let workspace = Workspace::new(account, "");
    workspace.use_own_build_as_aws();
    let configuration = json!({ "resource": resources, "moved": moved });
    workspace.write("objects.tf.json", &configuration.to_string());
    let state = state_file(objects.iter().map(|(name, object)| AwsObject {
        type_name: &object.type_name,
        name,
        key: None,
        attributes: object.state.clone(),
    }));
    workspace.write("terraform.tfstate", &state);
    workspace
}

const RELEASES: [Release; 3] = [Release::V4, Release::V5_100, Release::V6];

#[test]
fn a_move_from_every_type_and_release_of_hashicorp_aws_changes_nothing() {
    for release in RELEASES {
        let account = Account::open();
        let objects = create_all(&account, release);
        let types: std::collections::BTreeSet<&str> = objects.values().map(|it| it.type_name.as_str()).collect();
        assert_eq!(types.len(), if release == Release::V4 { 3 } else { 5 }, "{types:?}");
        let workspace = workspace(&account, &objects);
        let content = account.content();
        workspace.plan().plans(0, 0, 0);
        workspace.apply().applied(0, 0, 0);
        workspace.plan().has_no_changes();
        workspace.plan_with(&["-refresh=false"]).has_no_changes();
        assert_eq!(account.content(), content, "{release:?}");
        workspace.destroy().succeeds();
        for arn in account.connections() {
            account.ask(
                "codeconnections",
                "DeleteConnection",
                json!({ "ConnectionArn": arn["ConnectionArn"] }),
            );
        }
        account.is_empty();
    }
}

#[test]
fn a_move_is_planned_and_applied_without_a_refresh() {
    for release in RELEASES {
        let account = Account::open();
        let objects = create_all(&account, release);
        let workspace = workspace(&account, &objects);
        let content = account.content();
        workspace.plan_with(&["-refresh=false"]).plans(0, 0, 0);
        workspace.apply_with(&["-refresh=false"]).applied(0, 0, 0);
        workspace.plan().has_no_changes();
        assert_eq!(account.content(), content, "{release:?}");
    }
}
