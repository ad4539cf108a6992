//! Single values of pipelines that AWS does not take.

use codepipeline_emulator::Options;
use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_pipeline};

use crate::support::{account::Account, workspace::Workspace};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

fn configuration() -> String {
    gitlab_pipeline("web", &format!("{ARN:?}"), "")
}

#[test]
fn values_outside_awss_limits_are_refused_under_a_code() {
    let workspace = Workspace::new(&Account::open(), &configuration());
    for (from, to, code) in [
        ("name     = \"web\"", "name = \"my web\"", "CPGL068"),
        (
            "output_artifacts = [\"source\"]",
            "output_artifacts = [\"the.source\"]",
            "CPGL068",
        ),
        ("category        = \"Build\"", "category = \"build\"", "CPGL068"),
        ("arn:aws:iam::111122223333:role/pipeline", "pipeline", "CPGL069"),
    ] {
        let right = configuration();
        assert!(right.contains(from), "{from}");
        workspace.configure(&right.replacen(from, to, 1));
        workspace.validate().fails().says(code);
    }
}

#[test]
fn a_connection_arn_that_lacks_a_part_is_refused() {
    let workspace = Workspace::new(&Account::open(), &configuration());
    for (from, to, says) in [
        (":eu-west-1:", "::", "has no region"),
        (":111122223333:connection", "::connection", "has no account"),
    ] {
        workspace.configure(&configuration().replace(&ARN.to_owned(), &ARN.replace(from, to)));
        workspace.validate().fails().says(says).says("CPGL011");
    }
}

#[test]
fn two_branches_of_one_repository_are_a_warning_while_both_are_watched() {
    let second = |more: &str| {
        let action = format!(
            "name = \"Source\"\n action {{\n name = \"Next\"\n category = \"Source\"\n owner = \"AWS\"\n provider = \
             \"CodeStarSourceConnection\"\n version = \"1\"\n output_artifacts = [\"next\"]\n configuration = {{\n ConnectionArn \
             = {ARN:?}\n FullRepositoryId = {REPOSITORY:?}\n BranchName = \"next\"\n {more}\n }}\n }}"
        );
        configuration().replacen("name = \"Source\"", &action, 1)
    };
    let workspace = Workspace::new(&Account::open(), &second(""));
    workspace
        .validate()
        .succeeds()
        .says("use two branches of one repository")
        .says("CPGL003");
    workspace.configure(&second("DetectChanges = \"false\""));
    workspace.validate().succeeds().says_not("CPGL003");
}

/// A pipeline whose first source is an old one of GitHub, with a secret.
fn with_a_secret(arn: &str, branch: &str, secret: &str) -> String {
    let source = format!(
        "name = \"Source\"\n action {{\n name = \"GitHub\"\n category = \"Source\"\n owner = \"ThirdParty\"\n provider = \
         \"GitHub\"\n version = \"1\"\n output_artifacts = [\"hub\"]\n configuration = {{\n Owner = \"acme\"\n Repo = \
         \"web\"\n Branch = \"{branch}\"\n OAuthToken = \"{secret}\"\n }}\n }}"
    );
    gitlab_pipeline("web", &format!("{arn:?}"), "").replacen("name = \"Source\"", &source, 1)
}

#[test]
fn a_secret_that_aws_masks_is_kept_while_something_beside_it_changes_and_can_change_itself() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let kept = directory.path().join("aws.json");
    let account = Account::with(Options {
        state: Some(kept.clone()),
        ..Options::default()
    });
    let arn = account.create_available_connection("gitlab");
    let with = |branch: &str, secret: &str| with_a_secret(&arn, branch, secret);
    // What AWS has and never shows.
    let keeps = |branch: &str, secret: &str| {
        let configuration = format!(r#""Branch":"{branch}","OAuthToken":"{secret}""#);
        std::fs::read_to_string(&kept)
            .expect("a state")
            .contains(&configuration)
    };
    let shown = || account.pipeline("web")["stages"][0]["actions"][0]["configuration"].take();
    let workspace = Workspace::new(&account, &with("main", "hunter2"));
    workspace.apply().applied(1, 0, 0);
    assert!(keeps("main", "hunter2"));
    assert_eq!(shown()["OAuthToken"], "****");
    workspace.plan().has_no_changes();
    workspace.configure(&with("next", "hunter2"));
    workspace.apply().applied(0, 1, 0);
    assert_eq!(shown()["Branch"], "next");
    assert!(keeps("next", "hunter2"));
    workspace.plan().has_no_changes();
    workspace.configure(&with("next", "swordfish"));
    workspace.plan().plans(0, 1, 0);
    workspace.apply().applied(0, 1, 0);
    assert!(keeps("next", "swordfish"));
    workspace.plan().has_no_changes();
}
