//! Each check of a GitLab response fails on the matching response, and passes after the fix.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::checks::{ALL, check::Judge};

use super::{
    preflight::GitLab,
    source_action::{foreign, source_action},
};
use crate::{
    gitlab::fake::{Canned, Contents, Project},
    support::outcome::Outcome,
};

const PATH: &str = "acme/platform/charts";

/// The code of a check, and the change to the responses for a healthy project that makes it fail.
type Case = (&'static str, fn(&mut Contents));

const CASES: &[Case] = &[
    ("CPGL070", |gitlab| refuse(gitlab, 503, "{}")),
    ("CPGL071", |gitlab| {
        refuse(gitlab, 401, "{\"message\":\"401 Unauthorized\"}")
    }),
    ("CPGL072", |gitlab| {
        refuse(gitlab, 403, "{\"error\":\"insufficient_scope\"}")
    }),
    ("CPGL073", |gitlab| {
        refuse(gitlab, 403, "{\"message\":\"Must accept terms\"}")
    }),
    ("CPGL074", |gitlab| gitlab.projects.clear()),
    ("CPGL075", |gitlab| {
        gitlab.projects = vec![healthy("acme/platform/renamed-since")];
        gitlab.moved.insert(PATH, 1);
    }),
    ("CPGL076", |gitlab| {
        gitlab.projects = vec![healthy("acme/platform/Charts")]
    }),
    ("CPGL077", |gitlab| set(gitlab, "archived", json!(true))),
    ("CPGL078", |gitlab| {
        set(gitlab, "marked_for_deletion_on", json!("2026-12-01"))
    }),
    ("CPGL079", |gitlab| set(gitlab, "empty_repo", json!(true))),
    ("CPGL080", |gitlab| {
        set(gitlab, "repository_access_level", json!("disabled"))
    }),
    ("CPGL081", |gitlab| set(gitlab, "import_status", json!("started"))),
    ("CPGL082", |gitlab| level(gitlab, Some(30))),
    ("CPGL083", |gitlab| level(gitlab, Some(40))),
    ("CPGL084", |gitlab| level(gitlab, None)),
    ("CPGL085", |gitlab| level(gitlab, Some(10))),
    ("CPGL086", |gitlab| gitlab.projects[0].branches = vec!["trunk"]),
    ("CPGL087", |gitlab| {
        let unknown_field = "{\"errors\":[{\"message\":\"Field 'x' doesn't exist on type 'Project'\"}]}";
        let described = gitlab.projects[0].json.to_string();
        let refusal = "{\"message\":\"The branch refname is invalid\"}";
        let answers = [(200, unknown_field), (200, &*described), (400, refusal)];
        gitlab.canned.extend(answers.map(|(status, body)| canned(status, body)));
    }),
    ("CPGL088", |gitlab| gitlab.projects[0].hooks = Some(Vec::new())),
    ("CPGL089", |gitlab| {
        gitlab.projects[0].hooks = Some(vec![webhook("disabled")])
    }),
];

fn canned(status: u16, body: &str) -> Canned {
    Canned {
        status,
        headers: vec![("retry-after", "600".to_owned())],
        body: body.to_owned(),
    }
}

/// Sends the same response to every request of a plan.
fn refuse(gitlab: &mut Contents, status: u16, body: &str) {
    gitlab.canned.extend((0..8).map(|_| canned(status, body)));
}

fn set(gitlab: &mut Contents, member: &str, value: Value) {
    gitlab.projects[0].json[member] = value;
}

fn level(gitlab: &mut Contents, level: Option<u64>) {
    gitlab.projects = vec![healthy(PATH).with_level(level)];
}

fn webhook(alert_status: &str) -> Value {
    let url = "https://eu-west-1.codestar-connections.webhooks.aws/connect/trigger/GitLab";
    json!({ "id": 7, "url": url, "alert_status": alert_status, "disabled_until": null })
}

fn healthy(path: &str) -> Project {
    let mut project = Project::new(1, path);
    project.hooks = Some(vec![webhook("executable")]);
    project
}

/// Returns the codes of the preflight findings that a plan reports.
fn reported(outcome: &Outcome) -> BTreeSet<&'static str> {
    let of_gitlab = ALL.iter().filter(|check| matches!(check.judge, Judge::Gitlab(_)));
    of_gitlab
        .map(|check| check.code)
        .filter(|code| outcome.mentions(code))
        .collect()
}

#[test]
fn each_answer_of_gitlab_fails_its_check_and_passes_once_it_is_fixed() {
    let codes: Vec<_> = CASES.iter().map(|(code, _)| *code).collect();
    let of_gitlab = ALL.iter().filter(|check| matches!(check.judge, Judge::Gitlab(_)));
    assert_eq!(codes, of_gitlab.map(|check| check.code).collect::<Vec<_>>());
    let gitlab = GitLab::with(vec![healthy(PATH)]);
    let (account, arn) = foreign();
    let configuration = gitlab.provider("warn") + &source_action("charts", &arn, "");
    let workspace = gitlab.workspace(&account, &configuration);
    workspace.apply().applied(1, 0, 0);
    // A webhook is expected of a source that is saved already.
    workspace.configure(&configuration.replace("\"main\"", "\"develop\""));
    for (code, breaks) in CASES {
        gitlab.fake.edit(breaks);
        let mut expected = BTreeSet::from([*code]);
        // A guest can neither read the code nor is an Owner.
        expected.extend((*code == "CPGL085").then_some("CPGL082"));
        assert_eq!(reported(&workspace.plan()), expected);
        gitlab.fake.edit(|contents| {
            contents.canned.clear();
            contents.moved.clear();
            contents.projects = vec![healthy(PATH)];
        });
        assert_eq!(reported(&workspace.plan()), BTreeSet::new(), "{code}");
    }
}
