//! Connections and hosts that hashicorp/aws has managed so far: their states as 5.100.0 writes them.

use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::{
    client::Client,
    resources::{
        connection::{self, Connection},
        host::{self, Host},
    },
};
use terraform_provider_sdk::{
    author::{AnyResource, MoveSource},
    engine::move_state::move_state,
    typed::Attributes,
};

const CONNECTION: &str =
    "arn:aws:codeconnections:us-east-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const HOST: &str = "arn:aws:codeconnections:us-east-1:111122223333:host/gitlab-28aef605";

/// The new state of an object of the type `type_name`, or none if it is not taken over.
fn moved(resource: &dyn AnyResource<Client>, provider: &str, type_name: &str, state: &Value) -> Option<Moved> {
    let source = MoveSource {
        provider,
        type_name,
        version: 0,
        state,
    };
    move_state(resource, &resource.schema(), &source).ok().map(Moved)
}

struct Moved(terraform_provider_sdk::author::Object);

impl Moved {
    fn read<A: Attributes, C: Attributes>(&self) -> (A, C) {
        let values = self.0.state.as_map().unwrap();
        (A::from_object(values).unwrap(), C::from_object(values).unwrap())
    }
}

fn from_aws(resource: &dyn AnyResource<Client>, type_name: &str, state: &Value) -> Moved {
    moved(resource, "registry.opentofu.org/hashicorp/aws", type_name, state).expect("it is taken over")
}

#[test]
fn a_connection_of_either_type_moves_without_the_arguments_that_were_not_set() {
    let old = json!({
        "arn": CONNECTION, "connection_status": "AVAILABLE", "host_arn": "", "id": CONNECTION, "name": "web",
        "provider_type": "GitLab", "tags": {}, "tags_all": { "team": "core" },
    });
    let mut new = old.clone();
    new["host_arn"] = Value::Null;
    new["tags"] = Value::Null;
    new["owner_account_id"] = json!("111122223333");
    new["timeouts"] = json!({ "create": "10m", "update": null, "delete": null });
    for (type_name, state) in [
        ("aws_codestarconnections_connection", old),
        ("aws_codeconnections_connection", new),
    ] {
        let moved = from_aws(&Connection, type_name, &state);
        let (arguments, computed) = moved.read::<connection::Arguments, connection::Computed>();
        assert_eq!(
            (
                arguments.name.as_str(),
                arguments.region.as_deref(),
                arguments.host_arn,
                arguments.tags
            ),
            ("web", Some("us-east-1"), None, Some([].into()))
        );
        assert_eq!(arguments.timeouts.is_some(), !state["timeouts"].is_null());
        assert_eq!(
            (computed.arn.as_str(), computed.connection_status.as_str()),
            (CONNECTION, "AVAILABLE")
        );
        assert_eq!(arguments.tags_all.unwrap()["team"].as_deref(), Some("core"));
    }
}

#[test]
fn a_host_of_either_type_moves_with_its_vpc() {
    let mut old = json!({
        "arn": HOST, "id": HOST, "name": "gitlab", "provider_endpoint": "https://gitlab.example.com",
        "provider_type": "GitLabSelfManaged", "status": "AVAILABLE", "timeouts": null,
        "vpc_configuration": [{
            "security_group_ids": ["sg-0a1b2c3d"], "subnet_ids": ["subnet-0a1b2c3d"], "tls_certificate": "", "vpc_id": "vpc-0a1b2c3d",
        }],
    });
    let (arguments, computed) =
        from_aws(&Host, "aws_codestarconnections_host", &old).read::<host::Arguments, host::Computed>();
    let vpc = arguments.vpc_configuration.unwrap();
    assert_eq!(
        (vpc.vpc_id.as_str(), vpc.tls_certificate),
        ("vpc-0a1b2c3d", Some(String::new()))
    );
    assert_eq!(computed.status, "AVAILABLE");
    assert_eq!(arguments.tags_all, Some([].into()));
    assert_eq!(arguments.region.as_deref(), Some("us-east-1"));
    // The younger type has tags, and no status.
    old.as_object_mut().unwrap().remove("status");
    old["tags"] = json!({ "team": "core" });
    old["tags_all"] = json!({ "team": "core" });
    old["vpc_configuration"] = json!([]);
    let (arguments, _) = from_aws(&Host, "aws_codeconnections_host", &old).read::<host::Arguments, host::Computed>();
    assert!(arguments.vpc_configuration.is_none());
    assert_eq!(arguments.tags.unwrap()["team"].as_deref(), Some("core"));
}

#[test]
fn the_default_tags_of_the_old_provider_are_one_warning() {
    let warnings = |tags: Value, tags_all: Value| {
        let state = json!({ "arn": CONNECTION, "name": "web", "tags": tags, "tags_all": tags_all });
        let source = MoveSource {
            provider: "registry.terraform.io/hashicorp/aws",
            type_name: "aws_codestarconnections_connection",
            version: 0,
            state: &state,
        };
        let found = AnyResource::<Client>::warnings_of_move(&Connection, &source);
        found.iter().map(|found| found.detail.clone()).collect::<Vec<_>>()
    };
    let same = json!({ "team": "core" });
    assert_eq!(warnings(same.clone(), same.clone()), [""; 0]);
    assert_eq!(warnings(Value::Null, Value::Null), [""; 0]);
    assert_eq!(warnings(json!({}), json!({})), [""; 0]);
    let found = warnings(same, json!({ "env": "prod", "owner": "ops", "team": "core" }));
    assert_eq!(found.len(), 1);
    let expected = "to the aws_codestarconnections_connection \"web\": env = \"prod\", owner = \"ops\".";
    assert!(found[0].contains(expected), "{found:?}");
    assert_eq!(warnings(Value::Null, json!({ "team": "core" })).len(), 1);
}

#[test]
fn nothing_moves_from_another_provider_or_type() {
    let state = json!({ "arn": CONNECTION, "name": "web" });
    let aws = "registry.terraform.io/hashicorp/aws";
    let table = [
        (
            "registry.terraform.io/example/aws",
            "aws_codestarconnections_connection",
        ),
        (aws, "aws_codestarconnections_host"),
        (aws, "aws_codepipeline"),
    ];
    for (provider, type_name) in table {
        assert!(
            moved(&Connection, provider, type_name, &state).is_none(),
            "{provider} {type_name}"
        );
    }
}
