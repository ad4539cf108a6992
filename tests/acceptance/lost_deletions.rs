//! Deletions whose response is lost, in a provider that attempts each call once.

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_pipeline};
use serde_json::json;

use super::source_action::source_action;
use crate::support::{account::Account, workspace::Workspace};

const ONCE: &str = "provider \"codepipeline\" {\n  max_retries = 1\n}\n";

#[test]
fn a_destroy_whose_answer_is_lost_succeeds_for_every_resource() {
    let connection = || "resource \"codepipeline_connection\" \"it\" {\n  name = \"web\"\n}\n".to_owned();
    let host = "resource \"codepipeline_host\" \"it\" {\n  name = \"gitlab\"\n  provider_type = \"GitLabSelfManaged\"\n  \
                provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&foreign_declaration("release"));
    for (operation, resource) in [
        ("DeleteConnection", connection()),
        ("DeleteHost", host.to_owned()),
        ("DeletePipeline", gitlab_pipeline("it", &format!("{arn:?}"), "")),
        ("UpdatePipeline", source_action("it", &arn, "")),
    ] {
        let workspace = Workspace::new(&account, &format!("{ONCE}{resource}"));
        workspace.apply().applied(1, 0, 0);
        account.add_fault(json!({ "operation": operation, "kind": "drop-after" }));
        workspace.destroy().succeeds();
    }
    let pipelines = account.ask("codepipeline", "ListPipelines", json!({}));
    assert_eq!(pipelines["pipelines"].as_array().map(Vec::len), Some(1));
    assert_eq!(account.connections().len(), 1);
    assert_eq!(
        account.ask("codeconnections", "ListHosts", json!({}))["Hosts"],
        json!([])
    );
}
