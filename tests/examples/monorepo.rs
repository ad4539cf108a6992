//! `examples/monorepo`: which changes start which pipelines.

use serde_json::{Value, json};

use super::workspace;
use crate::support::account::Account;

const REPOSITORY: &str = "acme/platform/shop";

fn push(branch: &str, files: &[&str]) -> Value {
    json!({ "type": "push", "repository": REPOSITORY, "branch": branch, "files": files })
}

fn merge_request(action: &str, target: &str, files: &[&str]) -> Value {
    json!({
        "type": "merge_request", "repository": REPOSITORY, "action": action, "source_branch": "topic",
        "target_branch": target, "files": files,
    })
}

fn tag(tag: &str) -> Value {
    json!({ "type": "tag", "repository": REPOSITORY, "tag": tag })
}

/// The pipelines that an event starts, sorted.
fn started(account: &Account, event: Value) -> Vec<String> {
    let executions = account.deliver(event);
    let names = executions.iter().map(|it| it["pipeline"].as_str().unwrap().to_owned());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn a_change_starts_the_pipelines_of_the_services_that_it_concerns() {
    let account = Account::open();
    let mut workspace = workspace(&account, "monorepo");
    let services = json!({
        "payments": { "directory": "services/payments", "libraries": ["libraries/money"] },
        "web": { "directory": "services/web", "libraries": ["libraries/money", "libraries/ui"] },
        "ledger": { "directory": "services/ledger" },
    });
    workspace.set_variable("TF_VAR_repository", REPOSITORY);
    workspace.set_variable("TF_VAR_services", &services.to_string());
    workspace.set_variable("TF_VAR_role_arn", "arn:aws:iam::111122223333:role/shop-pipelines");
    workspace.set_variable("TF_VAR_artifact_bucket", "acme-pipeline-artifacts");
    let apply = workspace.start_apply();
    account.set_connection_status(&account.wait_for_connection("gitlab"), "AVAILABLE");
    apply.finish().applied(8, 0, 0);
    workspace.plan().has_no_changes();
    let cases: [(Value, &[&str]); 10] = [
        (push("main", &["services/ledger/main.go"]), &["ledger-verify"]),
        (
            push("main", &["libraries/money/round.go"]),
            &["payments-verify", "web-verify"],
        ),
        (push("main", &["README.md", "services/web/a/b/c.ts"]), &["web-verify"]),
        (push("main", &["README.md", "services/README.md"]), &[]),
        (push("topic", &["services/ledger/main.go"]), &[]),
        (merge_request("open", "main", &["libraries/ui/a.ts"]), &["web-verify"]),
        (merge_request("merge", "main", &["libraries/ui/a.ts"]), &[]),
        (merge_request("update", "release", &["libraries/ui/a.ts"]), &[]),
        (tag("payments/v1.4.0"), &["payments-release"]),
        (tag("v1.4.0"), &[]),
    ];
    for (event, expected) in cases {
        assert_eq!(started(&account, event.clone()), expected, "{event}");
    }
    workspace.destroy().succeeds();
    account.is_empty();
}
