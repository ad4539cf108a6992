//! GitLab's findings about a source before it is created, through the real command line.

use std::time::Duration;

use codepipeline_emulator_testing::pipelines::{foreign_declaration, gitlab_pipeline};
use serde_json::json;
use tokio::runtime::Runtime;

use super::source_action::{foreign, source_action};
use crate::{
    gitlab::fake::{Canned, Fake, Project, TOKEN},
    support::{account::Account, outcome::Outcome, workspace::Workspace},
};

/// Some connection.
const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

/// A GitLab that answers as long as the test lasts.
pub(super) struct GitLab {
    pub(super) fake: Fake,
    _runtime: Runtime,
}

impl GitLab {
    pub(super) fn with(projects: Vec<Project>) -> Self {
        let runtime = Runtime::new().unwrap();
        let fake = runtime.block_on(Fake::start(projects));
        fake.edit(|contents| {
            contents.groups.insert("acme");
            contents.groups.insert("acme/platform");
        });
        Self {
            fake,
            _runtime: runtime,
        }
    }

    /// The provider block that asks this GitLab.
    pub(super) fn provider(&self, mode: &str) -> String {
        let url = self.fake.url();
        format!(
            "provider \"codepipeline\" {{\n  gitlab {{\n    base_url = \"{url}\"\n    preflight = \"{mode}\"\n  }}\n}}\n"
        )
    }

    /// Returns a workspace with a token for this GitLab.
    pub(super) fn workspace(&self, account: &Account, configuration: &str) -> Workspace {
        let mut workspace = Workspace::new(account, configuration);
        workspace.set_variable("GITLAB_TOKEN", TOKEN);
        workspace
    }
}

fn project(id: u64, name: &str) -> Project {
    Project::new(id, &format!("acme/platform/{name}"))
}

/// The plan of one source action from `acme/platform/charts`.
fn plan(gitlab: &GitLab, mode: &str) -> Outcome {
    let (account, arn) = foreign();
    let configuration = gitlab.provider(mode) + &source_action("charts", &arn, "");
    gitlab.workspace(&account, &configuration).plan()
}

#[test]
fn every_problem_of_a_project_is_a_warning_with_its_code() {
    let mut projects = vec![
        project(1, "archived").with("archived", json!(true)),
        project(2, "deleted").with("marked_for_deletion_on", json!("2026-12-01")),
        project(3, "empty").with("empty_repo", json!(true)),
        project(4, "disabled").with("repository_access_level", json!("disabled")),
        project(5, "imported").with("import_status", json!("started")),
        project(6, "developer").with_level(Some(30)),
        project(7, "maintainer").with_level(Some(40)),
        project(8, "stranger").with_level(None),
        project(9, "guest").with_level(Some(10)),
        project(10, "branchless"),
        project(11, "renamed-since"),
        project(12, "CamelCase"),
    ];
    projects[9].branches = vec!["Main", "develop"];
    let gitlab = GitLab::with(projects);
    gitlab.fake.edit(|contents| {
        contents.moved.insert("acme/platform/moved", 11);
    });
    let table = [
        (
            "hidden",
            "CPGL074",
            "Project not found or not visible: acme/platform/hidden",
        ),
        ("moved", "CPGL075", "Write \"acme/platform/renamed-since\"."),
        ("camelcase", "CPGL076", "Write \"acme/platform/CamelCase\"."),
        ("archived", "CPGL077", "Unarchive the project"),
        ("deleted", "CPGL078", "Restore the project"),
        ("empty", "CPGL079", "Push a first commit"),
        ("disabled", "CPGL080", "Enable the repository"),
        ("imported", "CPGL081", "The import of the project"),
        (
            "developer",
            "CPGL082",
            "Not an Owner of the project: acme/platform/developer",
        ),
        (
            "maintainer",
            "CPGL083",
            "Maintainer instead of Owner: acme/platform/maintainer",
        ),
        ("stranger", "CPGL084", "Cannot determine the role"),
        ("guest", "CPGL085", "cannot be read by the token's user"),
        ("branchless", "CPGL086", "Write \"Main\"."),
    ];
    let (account, arn) = foreign();
    let sources = table.map(|(name, ..)| source_action(name, &arn, "")).concat();
    let outcome = gitlab.workspace(&account, &(gitlab.provider("warn") + &sources)).plan();
    outcome.plans(u32::try_from(table.len()).unwrap(), 0, 0);
    for (_, code, text) in table {
        outcome.says(code).says(text);
    }
}

#[test]
fn a_preflight_finding_is_an_error_only_when_preflight_is_enforced() {
    let gitlab = GitLab::with(vec![project(1, "charts").with("archived", json!(true))]);
    plan(&gitlab, "warn").plans(1, 0, 0).says("Warning: Project archived");
    plan(&gitlab, "enforce")
        .fails()
        .says("Error: Project archived: acme/platform/charts")
        .says("full_repository_id = \"acme/platform/charts\"")
        .says("CPGL077");
}

#[test]
fn a_replacement_that_gitlab_refuses_after_the_plan_destroys_nothing() {
    let gitlab = GitLab::with(vec![project(1, "charts")]);
    let (account, arn) = foreign();
    account.create_pipeline(&foreign_declaration("next"));
    let action = source_action("charts", &arn, "");
    let workspace = gitlab.workspace(&account, &(gitlab.provider("enforce") + &action));
    workspace.apply().applied(1, 0, 0);
    let written = account.count("UpdatePipeline");
    workspace.configure(&(gitlab.provider("enforce") + &action.replace("\"release\"", "\"next\"")));
    workspace.plan().plans(1, 0, 1);
    gitlab
        .fake
        .edit(|contents| contents.projects[0].json["archived"] = json!(true));
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("Project archived: acme/platform/charts")
        .says("The replacement of the source action \"charts\" cannot be created yet, so nothing was destroyed");
    workspace.plan().fails().says("Project archived: acme/platform/charts");
    assert_eq!(account.count("UpdatePipeline"), written);
}

#[test]
fn gitlab_is_never_contacted_when_preflight_is_off() {
    let gitlab = GitLab::with(vec![]);
    plan(&gitlab, "off").plans(1, 0, 0).says_not("CPGL07");
    assert_eq!(gitlab.fake.lines(), Vec::<String>::new());
}

#[test]
fn a_healthy_project_is_planned_without_a_word() {
    let gitlab = GitLab::with(vec![project(1, "charts")]);
    plan(&gitlab, "enforce")
        .plans(1, 0, 0)
        .says_not("Warning: No")
        .says_not("CPGL07");
}

#[test]
fn a_gitlab_that_does_not_respond_is_an_error_only_when_preflight_is_enforced() {
    let busy = || Canned {
        status: 429,
        headers: vec![("retry-after", "600".to_owned())],
        body: "{}".to_owned(),
    };
    for mode in ["warn", "enforce"] {
        let gitlab = GitLab::with(vec![project(1, "charts")]);
        gitlab.fake.edit(|contents| contents.canned.extend([busy(), busy()]));
        let outcome = plan(&gitlab, mode);
        outcome.says("CPGL070").says("limits the rate of requests");
        assert_eq!(outcome.code(), if mode == "warn" { 2 } else { 1 }, "{outcome}");
    }
}

#[test]
fn a_token_that_does_not_serve_is_told_from_a_missing_project() {
    let refusal = |body: &str| Canned {
        status: 403,
        headers: vec![],
        body: body.to_owned(),
    };
    for (body, code, text) in [
        (
            "{\"error\":\"insufficient_scope\"}",
            "CPGL072",
            "read_api (or api) scope",
        ),
        ("{\"message\":\"Must accept terms\"}", "CPGL073", "Must accept terms"),
    ] {
        let gitlab = GitLab::with(vec![project(1, "charts")]);
        gitlab
            .fake
            .edit(|contents| contents.canned.extend([refusal(body), refusal(body)]));
        plan(&gitlab, "warn").plans(1, 0, 0).says(code).says(text);
    }
    let gitlab = GitLab::with(vec![project(1, "charts")]);
    let (account, arn) = foreign();
    let mut workspace = gitlab.workspace(
        &account,
        &(gitlab.provider("enforce") + &source_action("charts", &arn, "")),
    );
    workspace.set_variable("GITLAB_TOKEN", "glpat-expired");
    workspace
        .plan()
        .fails()
        .says("CPGL071")
        .says("the token from the environment variable GITLAB_TOKEN")
        .says_not("glpat-expired");
}

#[test]
fn a_branch_name_that_gitlab_refuses_is_said_with_its_words() {
    let gitlab = GitLab::with(vec![project(1, "charts")]);
    let refusal = Canned {
        status: 400,
        headers: vec![],
        body: "{\"message\":\"The branch refname is invalid\"}".to_owned(),
    };
    gitlab.fake.edit(|contents| {
        let unknown_field = "{\"errors\":[{\"message\":\"Field 'x' doesn't exist on type 'Project'\"}]}";
        let described = contents.projects[0].json.to_string();
        for (status, body) in [(200, unknown_field.to_owned()), (200, described)] {
            contents.canned.push_back(Canned {
                status,
                headers: vec![],
                body,
            });
        }
        contents.canned.push_back(refusal);
    });
    plan(&gitlab, "warn")
        .plans(1, 0, 0)
        .says("CPGL087")
        .says("refname is invalid");
}

#[test]
fn the_sources_of_a_whole_pipeline_are_asked_about_when_they_are_new() {
    let gitlab = GitLab::with(vec![]);
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let pipeline = gitlab_pipeline("web", &format!("{arn:?}"), "");
    let workspace = gitlab.workspace(&account, &(gitlab.provider("enforce") + &pipeline));
    workspace
        .plan()
        .fails()
        .says("CPGL074")
        .says("Project not found or not visible: acme/platform/payments-api");
    gitlab
        .fake
        .edit(|contents| contents.projects.push(project(1, "payments-api")));
    workspace.apply().applied(1, 0, 0);
    let asked = gitlab.fake.lines().len();
    workspace.plan().has_no_changes();
    assert_eq!(
        gitlab.fake.lines().len(),
        asked,
        "an unchanged source is not asked about again"
    );
}

/// A project path that is known only when `terraform_data.path` has been applied.
fn known_late(project: &str) -> String {
    format!("resource \"terraform_data\" \"path\" {{\n  input = \"{project}\"\n}}\n")
}

#[test]
fn a_project_that_is_known_only_at_the_apply_is_asked_about_before_the_first_write() {
    let gitlab = GitLab::with(vec![project(1, "charts"), project(2, "payments-api")]);
    let (account, arn) = foreign();
    let late = |text: String, project: &str| text.replace(&format!("\"{project}\""), "terraform_data.path.output");
    let source = late(source_action("charts", &arn, ""), "acme/platform/charts");
    let pipeline = late(
        gitlab_pipeline("web", &format!("{arn:?}"), ""),
        "acme/platform/payments-api",
    );
    for (resource, good) in [(source, "charts"), (pipeline, "payments-api")] {
        let all = |mode: &str, path: &str| gitlab.provider(mode) + &known_late(path) + &resource;
        let workspace = gitlab.workspace(&account, &all("enforce", "acme/platform/hidden"));
        account.forget_calls();
        workspace.plan().plans(2, 0, 0).says_not("CPGL074");
        let title = "Project not found or not visible: acme/platform/hidden";
        workspace
            .apply()
            .fails()
            .says("CPGL074")
            .says(&format!("Error: {title}"));
        assert_eq!(account.count("UpdatePipeline") + account.count("CreatePipeline"), 0);
        let good = format!("acme/platform/{good}");
        workspace.configure(&all("enforce", &good));
        workspace.apply().succeeds().says_not("CPGL07");
        workspace.configure(&all("warn", "acme/platform/hidden"));
        workspace
            .apply()
            .applied(0, 2, 0)
            .says("CPGL074")
            .says(&format!("Warning: {title}"));
        workspace.plan().has_no_changes();
    }
}

#[test]
fn a_webhook_that_is_missing_or_failing_is_said_when_the_source_changes() {
    let failing = json!({
        "id": 7, "url": "https://eu-west-1.codestar-connections.webhooks.aws/x", "alert_status": "disabled",
    });
    for (hooks, code) in [(vec![], "CPGL088"), (vec![failing], "CPGL089")] {
        let mut charts = project(1, "charts");
        charts.hooks = Some(hooks);
        let gitlab = GitLab::with(vec![charts]);
        let (account, arn) = foreign();
        let configuration = gitlab.provider("warn") + &source_action("charts", &arn, "");
        let workspace = gitlab.workspace(&account, &configuration);
        workspace.apply().applied(1, 0, 0).says_not(code);
        workspace.configure(&configuration.replace("\"main\"", "\"develop\""));
        workspace.plan().plans(0, 1, 0).says(code);
    }
}

#[test]
fn the_token_reaches_no_state_plan_or_log() {
    let gitlab = GitLab::with(vec![project(1, "charts")]);
    let (account, arn) = foreign();
    let source = source_action("charts", &arn, "");
    let mut workspace = gitlab.workspace(&account, &(gitlab.provider("enforce") + &source));
    workspace.set_variable("TF_LOG", "trace");
    let planned = workspace.plan();
    planned.plans(1, 0, 0).says_not(TOKEN);
    assert!(!workspace.planned().to_string().contains(TOKEN));
    workspace.apply().applied(1, 0, 0).says_not(TOKEN);
    assert!(!workspace.state().to_string().contains(TOKEN));
    let sent = gitlab.fake.calls();
    assert!(sent.iter().all(|call| !call.line.contains(TOKEN)), "{sent:?}");
    assert!(
        sent.iter().any(|call| call.headers.contains_key("authorization")),
        "{sent:?}"
    );
}

#[test]
fn an_address_to_which_a_token_must_not_go_is_refused_at_validate() {
    let account = Account::open();
    for (url, text) in [
        ("http://gitlab.example.com", "unencrypted"),
        ("https://user:hunter2@gitlab.example.com", "contains credentials"),
        ("gitlab.example.com", "is not a URL"),
    ] {
        let configuration = format!("provider \"codepipeline\" {{\n  gitlab {{\n    base_url = \"{url}\"\n  }}\n}}\n");
        let used = source_action("charts", ARN, "");
        let workspace = Workspace::new(&account, &(configuration + &used));
        workspace.validate().fails().says("Invalid URL of GitLab").says(text);
    }
}

/// Creates an available connection to the self-managed GitLab at `endpoint`, and a pipeline of another team.
pub(super) fn self_managed(endpoint: &str) -> (Account, String) {
    let account = Account::open();
    let host = account.create_host_at("gitlab", endpoint);
    account.set_host_status(&host, "AVAILABLE");
    let made = account.ask(
        "codeconnections",
        "CreateConnection",
        json!({ "ConnectionName": "own", "HostArn": host }),
    );
    let arn = made["ConnectionArn"].as_str().unwrap().to_owned();
    account.set_connection_status(&arn, "AVAILABLE");
    account.create_pipeline(&codepipeline_emulator_testing::pipelines::foreign_declaration(
        "release",
    ));
    (account, arn)
}

/// A provider block that enforces the preflight against the GitLab at `address`.
fn enforcing(address: &str) -> String {
    format!(
        "provider \"codepipeline\" {{\n  gitlab {{\n    base_url = \"{address}\"\n    preflight = \"enforce\"\n  }}\n}}\n"
    )
}

#[test]
fn a_connection_to_a_gitlab_without_a_base_url_is_not_checked_on_gitlab_com() {
    let (account, arn) = self_managed("https://gitlab.example.com");
    let provider = "provider \"codepipeline\" {\n  gitlab {\n    preflight = \"enforce\"\n  }\n}\n";
    let workspace = Workspace::new(&account, &format!("{provider}{}", source_action("charts", &arn, "")));
    let begun = std::time::Instant::now();
    workspace.plan().plans(1, 0, 0).says("CPGL070").says("base_url");
    assert!(begun.elapsed() < Duration::from_secs(60), "nothing was waited for");
}

#[test]
fn a_source_of_another_gitlab_than_the_one_that_is_named_is_not_asked_about() {
    for ((account, arn), said) in [
        (foreign(), "a connection to GitLab.com"),
        (
            self_managed("https://code.example.com"),
            "a connection to \"https://code.example.com\"",
        ),
    ] {
        let configuration = enforcing("https://gitlab.example.com") + &source_action("charts", &arn, "");
        let outcome = Workspace::new(&account, &configuration).plan();
        outcome
            .plans(1, 0, 0)
            .says("CPGL070")
            .says(said)
            .says("queries gitlab.example.com")
            .says_not("CPGL074");
    }
}

#[test]
fn a_connection_of_which_nothing_is_known_yet_makes_no_error_of_the_preflight() {
    let gitlab = GitLab::with(vec![]);
    let (account, _) = foreign();
    let source = source_action("charts", "later", "").replace("\"later\"", "codepipeline_connection.later.arn");
    let connection = "resource \"codepipeline_connection\" \"later\" {\n  name = \"later\"\n}\n";
    gitlab
        .workspace(&account, &(gitlab.provider("enforce") + connection + &source))
        .plan()
        .plans(2, 0, 0)
        .says("CPGL074");
}

#[test]
fn a_malformed_url_in_the_environment_is_an_error_only_when_preflight_is_enforced() {
    let (account, arn) = foreign();
    let provider = |mode| format!("provider \"codepipeline\" {{\n  gitlab {{\n    preflight = \"{mode}\"\n  }}\n}}\n");
    let mut workspace = Workspace::new(&account, &(provider("warn") + &source_action("charts", &arn, "")));
    workspace.set_variable("GITLAB_BASE_URL", "gitlab.example.com");
    workspace.plan().plans(1, 0, 0).says("GITLAB_BASE_URL").says("CPGL070");
    workspace.configure(&(provider("enforce") + &source_action("charts", &arn, "")));
    workspace.plan().fails().says("CPGL070");
}

#[test]
fn without_a_token_the_warning_explains_that_only_public_projects_are_visible() {
    let gitlab = GitLab::with(vec![project(1, "other")]);
    let (account, arn) = foreign();
    let configuration = gitlab.provider("warn") + &source_action("charts", &arn, "");
    Workspace::new(&account, &configuration)
        .plan()
        .plans(1, 0, 0)
        .says("CPGL074")
        .says("No token is set, so only public projects are visible")
        .says_not("token's user");
}
