//! `data.codepipeline_gitlab_project`.

use serde_json::{Value, json};

use super::preflight::GitLab;
use crate::{
    gitlab::fake::{Canned, Project, TOKEN},
    support::{account::Account, workspace::Workspace},
};

/// What the data source answers about `acme/platform/NAME` and its branch `main`.
fn answer(gitlab: &GitLab, name: &str) -> Value {
    let workspace = gitlab.workspace(&Account::open(), &configuration(gitlab, name));
    workspace.apply().succeeds();
    assert!(!workspace.state().to_string().contains(TOKEN));
    workspace.output("project")
}

fn configuration(gitlab: &GitLab, name: &str) -> String {
    format!(
        r#"{}
data "codepipeline_gitlab_project" "asked" {{
  project = "acme/platform/{name}"
  branch  = "main"
}}
output "project" {{ value = data.codepipeline_gitlab_project.asked }}
"#,
        gitlab.provider("warn")
    )
}

#[test]
fn a_healthy_project_is_described() {
    let mut project = Project::new(7, "acme/platform/web");
    project.hooks = Some(vec![
        json!({ "id": 1, "url": "https://eu-west-1.codestar-connections.webhooks.aws/x", "alert_status": "executable" }),
    ]);
    let gitlab = GitLab::with(vec![project]);
    let expected = json!({
        "project": "acme/platform/web", "branch": "main", "access_level": "Owner", "archived": false,
        "branch_exists": true, "canonical_path": "acme/platform/web", "default_branch": "main", "diagnosis": "filled",
        "empty": false, "explanation": "Nothing in GitLab would cause an empty list of branches.", "id": "7",
        "problems": [], "visibility": "private", "web_url": format!("{}/acme/platform/web", gitlab.fake.url()),
        "webhook_healthy": true, "webhook_present": true,
    });
    assert_eq!(answer(&gitlab, "web"), expected);
}

#[test]
fn a_healthy_project_has_no_problem_before_its_pipeline_is_there() {
    let gitlab = GitLab::with(vec![
        Project::new(7, "acme/platform/web"),
        Project::new(8, "acme/platform/fresh").with("empty_repo", json!(true)),
    ]);
    let healthy = answer(&gitlab, "web");
    assert_eq!(
        (&healthy["problems"], &healthy["webhook_present"]),
        (&json!([]), &json!(false))
    );
    let empty = answer(&gitlab, "fresh");
    assert_eq!(
        (&empty["branch_exists"], &empty["diagnosis"]),
        (&json!(false), &json!("no_branches"))
    );
}

#[test]
fn the_three_reasons_for_an_empty_list_of_branches_are_told_apart() {
    let gitlab = GitLab::with(vec![
        Project::new(1, "acme/platform/lesser").with_level(Some(30)),
        Project::new(2, "acme/platform/new-name"),
        Project::new(3, "acme/platform/secret").with_level(Some(10)),
    ]);
    gitlab.fake.edit(|contents| {
        contents.moved.insert("acme/platform/old-name", 2);
    });
    for (name, diagnosis) in [
        ("lesser", "not_owner"),
        ("old-name", "wrong_path"),
        ("secret", "no_access"),
        ("nothing-alike", "wrong_path_or_no_access"),
    ] {
        let answer = answer(&gitlab, name);
        assert_eq!(answer["diagnosis"], diagnosis, "{answer:#}");
        assert!(!answer["problems"].as_array().unwrap().is_empty(), "{answer:#}");
    }
    assert_eq!(answer(&gitlab, "old-name")["canonical_path"], "acme/platform/new-name");
}

#[test]
fn without_an_answer_there_is_a_warning_and_with_a_wrong_token_an_error() {
    let gitlab = GitLab::with(vec![]);
    let busy = Canned {
        status: 429,
        headers: vec![("retry-after", "600".to_owned())],
        body: "{}".to_owned(),
    };
    gitlab.fake.edit(|contents| contents.canned.push_back(busy));
    let mut workspace = gitlab.workspace(&Account::open(), &configuration(&gitlab, "web"));
    workspace.apply().succeeds().says("GitLab did not respond");
    assert_eq!(workspace.output("project")["diagnosis"], "unknown");
    workspace.set_variable("GITLAB_TOKEN", "glpat-expired");
    workspace
        .plan()
        .fails()
        .says("Token rejected by GitLab")
        .says_not("glpat-expired");
}

#[test]
fn a_url_in_place_of_the_path_is_refused_with_the_path() {
    let account = Account::open();
    let configuration =
        "data \"codepipeline_gitlab_project\" \"asked\" { project = \"https://gitlab.com/acme/platform/web.git\" }";
    let outcome = Workspace::new(&account, configuration).validate();
    outcome.fails().says("CPGL001").says("Write \"acme/platform/web\".");
}
