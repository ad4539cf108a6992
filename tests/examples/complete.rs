//! `examples/complete`: from nothing to an execution and back, with the emulator and moto.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::workspace;
use crate::support::{
    account::Account,
    installed::{Moto, hashicorp_aws},
    workspace::Workspace,
};

const REPOSITORY: &str = "acme/platform/payments-api";

/// Policies of roles by name, and the roles by theirs.
type Policies = BTreeMap<String, BTreeMap<String, Value>>;

fn configured(account: &Account, moto: &Moto) -> Workspace {
    let mut workspace = workspace(account, "complete");
    for (name, url) in moto.variables() {
        workspace.set_variable(&name, url);
    }
    workspace.set_variable("TF_VAR_region", "eu-west-1");
    workspace.set_variable("TF_VAR_name", "payments");
    workspace.set_variable("TF_VAR_repository", REPOSITORY);
    workspace
}

/// A value that AWS accepts as one string or a list of them.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

fn statements(policy: &Value) -> &[Value] {
    policy["Statement"].as_array().expect("a list of statements")
}

/// Whether a statement of the policy allows the action on the resource.
fn allows(policy: &Value, action: &str, resource: &str) -> bool {
    statements(policy).iter().any(|statement| {
        statement["Effect"] == "Allow"
            && texts(&statement["Action"]).contains(&action)
            && texts(&statement["Resource"]).contains(&resource)
    })
}

/// Returns whether the policy allows the use of the connection for the repository, and for no other one.
fn allows_the_repository(policy: &Value, connection: &str) -> bool {
    ["codeconnections", "codestar-connections"].iter().all(|prefix| {
        let condition = json!({ "StringEquals": { format!("{prefix}:FullRepositoryId"): [REPOSITORY] } });
        allows(policy, &format!("{prefix}:UseConnection"), connection)
            && statements(policy)
                .iter()
                .filter(|it| it["Condition"] == condition)
                .count()
                == 1
    }) && statements(policy).len() == 2
}

/// The roles can do what the pipeline needs, and nothing with all resources of a service.
fn policies_are_minimal(policies: &Policies, connection: &str) {
    assert_eq!(
        policies.keys().collect::<Vec<_>>(),
        ["payments-build", "payments-deploy", "payments-pipeline"]
    );
    let pipeline = &policies["payments-pipeline"];
    for project in ["payments-build", "payments-deploy"] {
        let arn = format!("arn:aws:codebuild:eu-west-1:111122223333:project/{project}");
        assert!(
            allows(&pipeline["pipeline"], "codebuild:StartBuild", &arn),
            "{pipeline:#?}"
        );
        let logs = format!("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/codebuild/{project}:*");
        let policy = &policies[project]["project"];
        assert!(allows(policy, "logs:PutLogEvents", &logs), "{policy:#}");
    }
    assert!(allows_the_repository(&pipeline["source"], connection));
    assert!(allows_the_repository(&policies["payments-build"]["clone"], connection));
    assert_eq!(policies["payments-deploy"].keys().collect::<Vec<_>>(), ["project"]);
    for statement in policies.values().flat_map(BTreeMap::values).flat_map(statements) {
        assert!(!texts(&statement["Resource"]).contains(&"*"), "{statement:#}");
        let actions = texts(&statement["Action"]);
        assert!(
            !actions.iter().any(|action| action.ends_with(":*") || *action == "*"),
            "{statement:#}"
        );
    }
}

#[test]
fn the_complete_example_goes_from_nothing_to_an_execution_and_leaves_nothing() {
    let (Some(mirror), Some(mut moto)) = (hashicorp_aws(), Moto::start()) else {
        return;
    };
    let (account, nothing) = (Account::open(), moto.content());
    let workspace = configured(&account, &moto);
    workspace.initialize(&mirror).succeeds();
    let mut apply = workspace.start_apply();
    apply.wait_for("Authorize the connection: https://");
    assert_eq!(account.count("CreatePipeline"), 0, "the apply waits for the handshake");
    let connection = account.wait_for_connection("payments");
    account.set_connection_status(&connection, "AVAILABLE");
    apply.finish().applied(23, 0, 0);
    workspace.plan().has_no_changes();
    let mut content = moto.content();
    let policies = serde_json::from_value(content["policies"].take()).expect("policies are JSON");
    policies_are_minimal(&policies, &connection);
    let started = account.push(REPOSITORY, "main");
    assert_eq!(started.len(), 0, "README.md is documentation: {started:?}");
    let push =
        json!({ "type": "push", "repository": REPOSITORY, "branch": "main", "files": ["README.md", "src/main.go"] });
    assert_eq!(account.deliver(push)[0]["pipeline"], "payments");
    workspace.destroy().succeeds();
    account.is_empty();
    assert_eq!(moto.content(), nothing);
}
