//! The preflight against a strict fake GitLab: its findings about projects, branches, access and webhooks.

use serde_json::{Value, json};
use terraform_provider_codepipeline::gitlab::{
    base_url::BaseUrl,
    client::{Limits, Proxies, Settings},
    failure::Failure,
    finding::{BranchList, FindingKind, Findings},
    preflight::{Preflight, Question},
    project::AccessLevel,
    token::Token,
    webhook::WebhookStatus,
};

use super::fake::{Canned, Fake, GraphQl, Project, TOKEN};

pub(crate) fn settings(url: &str) -> Settings {
    let limits = Limits {
        backoff: std::time::Duration::from_millis(10),
        ..Limits::default()
    };
    Settings {
        base_url: BaseUrl::parse(url).unwrap(),
        token: Token::new(TOKEN),
        ca_bundle: None,
        proxies: Proxies::default(),
        user_agent: String::new(),
        limits,
    }
}

pub(crate) fn question(path: &str, branch: &str) -> Question {
    Question {
        path: path.to_owned(),
        branch: Some(branch.to_owned()),
        expects_webhook: false,
    }
}

async fn examine(fake: &Fake, path: &str, branch: &str) -> Findings {
    Preflight::new(settings(&fake.url()))
        .examine(&question(path, branch))
        .await
}

/// Examines a project that is the only one, over REST and over GraphQL, and expects the same problems.
async fn kinds_of(project: Project) -> Vec<FindingKind> {
    let path = project.json["path_with_namespace"].as_str().unwrap().to_owned();
    let mut results = Vec::new();
    for graphql in [GraphQl::LacksField, GraphQl::Knows, GraphQl::IsAbsent] {
        let fake = Fake::start(vec![project.clone()]).await;
        fake.edit(|contents| contents.graphql = graphql);
        results.push(kinds(&examine(&fake, &path, "main").await));
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]), "{path}: {results:?}");
    results.remove(0)
}

fn kinds(findings: &Findings) -> Vec<FindingKind> {
    findings.problems.iter().map(|problem| problem.kind).collect()
}

#[tokio::test]
async fn a_healthy_project_needs_one_call_and_has_no_problem() {
    let fake = Fake::start(vec![Project::new(7, "group/sub/project")]).await;
    fake.edit(|contents| contents.graphql = GraphQl::Knows);
    let findings = examine(&fake, "group/sub/project", "feature/x#1").await;
    assert_eq!(findings.problems, []);
    assert_eq!(findings.branch_exists, Some(true));
    assert_eq!(findings.access_level, Some(AccessLevel::OWNER));
    assert_eq!(findings.branch_list(), BranchList::Filled);
    let project = findings.project.unwrap();
    assert_eq!(
        (project.id, project.path.as_str(), project.default_branch.as_deref()),
        (7, "group/sub/project", Some("main"))
    );
    assert_eq!(fake.lines(), ["POST /api/graphql"]);
}

#[tokio::test]
async fn a_server_that_does_not_know_a_field_is_asked_over_rest_ever_after() {
    let fake = Fake::start(vec![
        Project::new(7, "group/sub/project"),
        Project::new(8, "group/other"),
    ])
    .await;
    let preflight = Preflight::new(settings(&fake.url()));
    assert_eq!(
        preflight
            .examine(&question("group/sub/project", "feature/x#1"))
            .await
            .problems,
        []
    );
    assert_eq!(preflight.examine(&question("group/other", "main")).await.problems, []);
    assert_eq!(
        fake.lines(),
        [
            "POST /api/graphql",
            "GET /api/v4/projects/group%2Fsub%2Fproject",
            "GET /api/v4/projects/7/repository/branches/feature%2Fx%231",
            "GET /api/v4/projects/group%2Fother",
            "GET /api/v4/projects/8/repository/branches/main",
        ]
    );
}

#[tokio::test]
async fn a_moved_project_is_found_at_its_new_path() {
    for graphql in [GraphQl::LacksField, GraphQl::Knows] {
        let fake = Fake::start(vec![Project::new(7, "group/sub/project")]).await;
        fake.edit(|contents| {
            contents.graphql = graphql;
            contents.moved.insert("old/project", 7);
        });
        let findings = examine(&fake, "old/project", "main").await;
        assert_eq!(kinds(&findings), [FindingKind::ProjectMoved]);
        assert_eq!(findings.problems[0].suggestion.as_deref(), Some("group/sub/project"));
        assert_eq!(findings.branch_list(), BranchList::WrongPath);
        assert_eq!(findings.branch_exists, Some(true));
    }
}

#[tokio::test]
async fn a_path_in_another_case_is_a_warning_with_the_right_spelling() {
    for graphql in [GraphQl::LacksField, GraphQl::Knows] {
        let fake = Fake::start(vec![Project::new(7, "Group/Project")]).await;
        fake.edit(|contents| contents.graphql = graphql);
        let findings = examine(&fake, "group/project", "main").await;
        assert_eq!(kinds(&findings), [FindingKind::PathCase]);
        assert!(!findings.problems[0].kind.is_severe());
        assert_eq!(findings.problems[0].suggestion.as_deref(), Some("Group/Project"));
    }
}

#[tokio::test]
async fn an_owner_through_a_shared_group_is_an_owner() {
    assert_eq!(
        kinds_of(Project::new(7, "group/project").with_level(Some(50))).await,
        []
    );
}

#[tokio::test]
async fn levels_below_owner_are_told_apart() {
    for (level, expected) in [
        (60, vec![]),
        (40, vec![FindingKind::MaintainerOnly]),
        (30, vec![FindingKind::NotOwner]),
        (45, vec![FindingKind::MaintainerOnly]),
        (25, vec![FindingKind::NotOwner]),
    ] {
        assert_eq!(
            kinds_of(Project::new(7, "group/project").with_level(Some(level))).await,
            expected,
            "{level}"
        );
    }
    let findings = examine(
        &Fake::start(vec![Project::new(7, "group/project").with_level(Some(30))]).await,
        "group/project",
        "main",
    )
    .await;
    assert!(
        findings.problems[0].sentence.contains("Developer"),
        "{}",
        findings.problems[0].sentence
    );
    assert_eq!(findings.branch_list(), BranchList::NotOwner);
}

#[tokio::test]
async fn an_access_level_that_is_not_returned_is_unknown_and_only_a_warning() {
    let public = Project::new(7, "group/project").with_level(None);
    assert_eq!(kinds_of(public.clone()).await, [FindingKind::AccessUnknown]);
    assert!(!FindingKind::AccessUnknown.is_severe());
    let fake = Fake::start(vec![public]).await;
    fake.edit(|contents| contents.is_admin = true);
    assert_eq!(
        examine(&fake, "group/project", "main").await.access_level,
        Some(AccessLevel::ADMIN)
    );
}

#[tokio::test]
async fn the_owner_of_a_personal_project_is_an_owner_on_old_servers_too() {
    let old = json!({ "project_access": { "access_level": 40 }, "group_access": null });
    let project = Project {
        level: Some(40),
        ..Project::new(7, "alice/project")
    };
    let project = project
        .with("permissions", old)
        .with("owner", json!({ "id": super::fake::USER }));
    assert_eq!(
        examine(&Fake::start(vec![project]).await, "alice/project", "main")
            .await
            .problems,
        []
    );
}

#[tokio::test]
async fn a_project_that_cannot_be_a_source_says_why() {
    for (member, value, expected) in [
        ("archived", json!(true), FindingKind::Archived),
        (
            "marked_for_deletion_on",
            json!("2026-12-01"),
            FindingKind::MarkedForDeletion,
        ),
        ("empty_repo", json!(true), FindingKind::EmptyRepository),
        (
            "repository_access_level",
            json!("disabled"),
            FindingKind::RepositoryDisabled,
        ),
        ("import_status", json!("started"), FindingKind::ImportUnfinished),
        ("import_status", json!("failed"), FindingKind::ImportUnfinished),
    ] {
        let project = Project::new(7, "group/project").with(member, value);
        assert_eq!(kinds_of(project).await, [expected], "{member}");
        assert!(expected.is_severe());
    }
    let empty = Project::new(7, "group/project")
        .with("empty_repo", json!(true))
        .with("default_branch", Value::Null);
    let findings = examine(&Fake::start(vec![empty]).await, "group/project", "main").await;
    assert_eq!(findings.branch_list(), BranchList::NoBranches);
    assert_eq!(findings.branch_exists, Some(false));
}

#[tokio::test]
async fn a_project_that_a_proxy_hides_from_questions_by_path_is_found_by_its_number() {
    let fake = Fake::start(vec![Project::new(7, "group/sub/project")]).await;
    let page = || Canned {
        status: 404,
        headers: Vec::new(),
        body: "<html>Not Found</html>".to_owned(),
    };
    fake.edit(|contents| contents.canned.extend([page(), page()])); // GraphQL, and the project by its path.
    let findings = examine(&fake, "group/sub/project", "main").await;
    assert_eq!(findings.problems, []);
    assert_eq!(findings.project.unwrap().id, 7);
    assert!(
        fake.lines().contains(&"GET /api/v4/projects/7".to_owned()),
        "{:?}",
        fake.lines()
    );
}

#[tokio::test]
async fn a_server_that_is_no_gitlab_is_not_said_to_lack_the_project() {
    for token in [Token::new(TOKEN), None] {
        let fake = Fake::start(Vec::new()).await;
        let page = Canned {
            status: 404,
            headers: Vec::new(),
            body: "<html>Not Found</html>".to_owned(),
        };
        fake.edit(|contents| contents.canned.extend(vec![page; 9]));
        let preflight = Preflight::new(Settings {
            token,
            ..settings(&fake.url())
        });
        let findings = preflight.examine(&question("group/project", "main")).await;
        assert!(
            matches!(findings.incomplete, Some(Failure::NotGitLab(_))),
            "{findings:?}"
        );
        assert!(findings.problems[0].is_transport());
    }
}

#[tokio::test]
async fn a_missing_branch_comes_with_the_one_that_was_meant() {
    let fake = Fake::start(vec![Project {
        branches: vec!["main", "Release/1.0"],
        ..Project::new(7, "group/project")
    }])
    .await;
    for (branch, suggestion) in [
        ("release/1.0", "Release/1.0"),
        ("mian", "main"),
        ("Main", "main"),
        ("master", "main"),
        ("zzzzzzzz", "main"),
    ] {
        let findings = examine(&fake, "group/project", branch).await;
        assert_eq!(kinds(&findings), [FindingKind::BranchMissing], "{branch}");
        assert_eq!(findings.problems[0].suggestion.as_deref(), Some(suggestion), "{branch}");
        assert_eq!(findings.branch_exists, Some(false));
    }
}

#[tokio::test]
async fn a_guest_may_not_read_the_code() {
    let project = Project::new(7, "group/project").with_level(Some(10));
    let findings = examine(&Fake::start(vec![project]).await, "group/project", "main").await;
    assert_eq!(kinds(&findings), [FindingKind::NotOwner, FindingKind::CodeHidden]);
    assert_eq!(findings.branch_list(), BranchList::NoAccess);
    assert_eq!(findings.branch_exists, None);
}

#[tokio::test]
async fn a_project_that_is_not_visible_may_still_exist() {
    let fake = Fake::start(vec![Project::new(7, "group/sub/project")]).await;
    for (path, hint, suggests) in [
        (
            "group/projcet-of-mine",
            "The namespace of the project is visible",
            false,
        ),
        ("gruop/zzz/something", "The namespace \"gruop\" is not visible", false),
        (
            "group/zzz/something",
            "The namespace \"group/zzz\" is not visible",
            false,
        ),
        ("group/project", "\"group/sub/project\"", true),
        ("group/sub/projcet", "\"group/sub/project\"", true),
    ] {
        let findings = examine(&fake, path, "main").await;
        assert_eq!(kinds(&findings), [FindingKind::ProjectHidden], "{path}");
        let problem = &findings.problems[0];
        assert!(problem.hint.contains(hint), "{path}: {}", problem.hint);
        assert!(problem.sentence.contains("may have no access"), "{}", problem.sentence);
        assert!(!problem.sentence.contains("does not exist"), "{}", problem.sentence);
        assert_eq!(problem.suggestion.is_some(), suggests, "{path}");
        // Another project of a similar path is a guess.
        assert_eq!(findings.branch_list(), BranchList::WrongPathOrNoAccess, "{path}");
    }
}

#[tokio::test]
async fn a_personal_namespace_counts_as_a_parent_that_can_be_seen() {
    let fake = Fake::start(Vec::new()).await;
    fake.edit(|contents| contents.users.extend(["jane"]));
    let findings = examine(&fake, "jane/project", "main").await;
    assert!(
        findings.problems[0]
            .hint
            .contains("The namespace of the project is visible"),
        "{}",
        findings.problems[0].hint
    );
}

fn connection_webhook(id: u64, alert_status: &str) -> Value {
    let url = "https://eu-west-1.codestar-connections.webhooks.aws/connect/trigger/GitLab?secret=zq";
    json!({ "id": id, "url": url, "alert_status": alert_status, "disabled_until": null })
}

#[tokio::test]
async fn the_webhook_of_the_connection_is_looked_for_on_every_page() {
    let other = json!({ "id": 1, "url": "https://ci.example.com/hook" });
    let old = json!({ "id": 2, "url": "https://eu-west-1.webhooks.aws/trigger?t=secret" });
    for (hooks, expected, status) in [
        (Some(vec![]), vec![FindingKind::WebhookAbsent], WebhookStatus::Absent),
        (
            Some(vec![other.clone()]),
            vec![FindingKind::WebhookAbsent],
            WebhookStatus::Absent,
        ),
        (
            Some(vec![old.clone()]),
            vec![FindingKind::WebhookAbsent],
            WebhookStatus::OldStyleOnly,
        ),
        (
            Some(vec![other.clone(), old, other, connection_webhook(9, "executable")]),
            vec![],
            WebhookStatus::Healthy,
        ),
        (None, vec![], WebhookStatus::Unknown),
    ] {
        let fake = Fake::start(vec![Project {
            hooks,
            ..Project::new(7, "group/project")
        }])
        .await;
        let asked = Question {
            expects_webhook: true,
            ..question("group/project", "main")
        };
        let findings = Preflight::new(settings(&fake.url())).examine(&asked).await;
        assert_eq!((kinds(&findings), &findings.webhook), (expected, &status));
        assert!(!format!("{findings:?}").contains("secret"));
    }
}

#[tokio::test]
async fn a_webhook_that_gitlab_has_switched_off_is_named() {
    let hooks = Some(vec![connection_webhook(9, "temporarily_disabled")]);
    let fake = Fake::start(vec![Project {
        hooks,
        ..Project::new(7, "group/project")
    }])
    .await;
    let asked = Question {
        expects_webhook: true,
        ..question("group/project", "main")
    };
    let findings = Preflight::new(settings(&fake.url())).examine(&asked).await;
    assert_eq!(kinds(&findings), [FindingKind::WebhookFailing]);
    assert!(
        findings.problems[0].sentence.contains("webhook 9"),
        "{}",
        findings.problems[0].sentence
    );
}

#[tokio::test]
async fn without_a_token_a_public_project_can_be_seen_and_the_level_cannot() {
    let mut public = Project::new(7, "group/project");
    public.json.as_object_mut().unwrap().remove("permissions");
    let fake = Fake::start(vec![public]).await;
    let preflight = Preflight::new(Settings {
        token: None,
        ..settings(&fake.url())
    });
    assert_eq!(
        kinds(&preflight.examine(&question("group/project", "main")).await),
        [FindingKind::AccessUnknown]
    );
    let hidden = preflight.examine(&question("group/secret", "main")).await;
    assert_eq!(kinds(&hidden), [FindingKind::ProjectHidden]);
    for findings in [&hidden, &preflight.examine(&question("group/project", "main")).await] {
        let problem = &findings.problems[0];
        let said = format!("{} {}", problem.sentence, problem.hint);
        assert!(!said.contains("token's user"), "{said}");
        assert!(said.contains("Set GITLAB_TOKEN or `token`"), "{said}");
    }
    assert!(
        fake.calls()
            .iter()
            .all(|call| !call.headers.contains_key("authorization"))
    );
}

#[tokio::test]
async fn without_a_token_a_server_for_members_only_is_not_said_to_refuse_a_token() {
    let fake = Fake::start(Vec::new()).await;
    let refusal = Canned {
        status: 401,
        headers: Vec::new(),
        body: r#"{"message":"401 Unauthorized"}"#.to_owned(),
    };
    fake.edit(|contents| contents.canned.push_back(refusal));
    let preflight = Preflight::new(Settings {
        token: None,
        ..settings(&fake.url())
    });
    let findings = preflight.examine(&question("group/project", "main")).await;
    assert_eq!(kinds(&findings), [FindingKind::Forbidden]);
    assert_eq!(findings.branch_list(), BranchList::Unknown);
    assert!(findings.problems[0].hint.contains("GITLAB_TOKEN"), "{findings:?}");
}

#[tokio::test]
async fn each_question_is_asked_once() {
    let fake = Fake::start(vec![Project::new(7, "group/project")]).await;
    let preflight = Preflight::new(settings(&fake.url()));
    let (first, second) = (question("group/project", "main"), question("group/project", "develop"));
    let answers = tokio::join!(preflight.examine(&first), preflight.examine(&first));
    assert_eq!(answers.0, answers.1);
    preflight.examine(&second).await;
    let asked = fake.lines();
    preflight.examine(&second).await;
    assert_eq!(fake.lines(), asked);
    assert_eq!(
        asked
            .iter()
            .filter(|line| line.ends_with("projects/group%2Fproject"))
            .count(),
        1
    );
    assert_eq!(asked.len(), 4, "{asked:?}");
}
