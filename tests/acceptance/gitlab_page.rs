//! The mistakes listed on GitLab's page on AWS CodePipeline, in its order. Each is caught before anything is created, and
//! the message alone contains the fix. The others have tests of their own: regions, the pending connection and its
//! link, equal connections, provider types and hosts in `connection`; the role Owner and the empty branch list, which only
//! GitLab can report, in `preflight`; full clones in `pipeline_rules`.

use serde_json::{Value, json};

use crate::support::{account::Account, workspace::Workspace};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

fn source(repository: &str, branch: &str, extra: &str) -> String {
    format!(
        "resource \"codepipeline_source_action\" \"web\" {{\n  pipeline_name = \"shop\"\n  name = \"GitLab\"\n  \
         connection_arn = \"{ARN}\"\n  full_repository_id = \"{repository}\"\n  branch_name = \"{branch}\"\n  \
         output_artifact = \"source\"\n{extra}\n}}\n"
    )
}

/// Asserts that each configuration is refused offline with its texts.
#[track_caller]
fn refused(table: &[(String, &[&str])]) {
    let account = Account::open();
    let workspace = Workspace::new(&account, "");
    for (configuration, texts) in table {
        workspace.configure(configuration);
        let outcome = workspace.validate();
        outcome.fails();
        for text in *texts {
            outcome.says(text);
        }
    }
    assert_eq!(account.calls(), [], "this is judged without AWS");
}

#[test]
fn a_missing_permission_to_create_a_connection_names_the_action() {
    let account = Account::open();
    account.add_fault(json!({ "operation": "CreateConnection", "kind": "deny", "times": 0 }));
    let workspace = Workspace::new(
        &account,
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n",
    );
    workspace
        .apply()
        .fails()
        .says("Cannot create the connection \"web\"")
        .says("Allow codeconnections:CreateConnection");
    assert_eq!(account.connections(), Vec::<Value>::new());
}

#[test]
fn a_repository_without_its_group_or_a_bare_number_is_refused() {
    refused(&[
        (source("payments-api", "main", ""), &["full_repository_id", "group"]),
        (source("278964", "main", ""), &["full_repository_id"]),
    ]);
}

#[test]
fn a_url_is_refused_with_the_path_to_write_instead() {
    let urls = [
        "https://gitlab.com/acme/platform/payments-api",
        "https://gitlab.com/acme/platform/payments-api.git",
        "git@gitlab.com:acme/platform/payments-api.git",
        "https://gitlab.com/-/ide/project/acme/platform/payments-api/edit/main/-/",
        "https://gitlab.com/acme/platform/payments-api/-/raw/main/README.md",
        "https://gitlab.com/acme/platform/payments-api/-/tree/main",
        "https://gitlab.com/api/v4/projects/acme%2Fplatform%2Fpayments-api",
    ];
    let table: Vec<(String, &[&str])> = urls
        .iter()
        .map(|url| (source(url, "main", ""), ["\"acme/platform/payments-api\""].as_slice()))
        .collect();
    refused(&table);
}

#[test]
fn credentials_in_a_url_are_never_shown() {
    let account = Account::open();
    let long = format!("https://oauth2:glpat-s3cr3t-t0k3n@gitlab.com/acme/{}", "x".repeat(1000));
    for (text, said) in [
        (
            "https://oauth2:glpat-s3cr3t-t0k3n@gitlab.com/acme/payments-api.git",
            "\"acme/payments-api\"",
        ),
        (
            "/acme/payments-api?private_token=glpat-s3cr3t-t0k3n",
            "\"acme/payments-api\"",
        ),
        (
            "oauth2:glpat-s3cr3t-t0k3n%40gitlab.com/acme/payments-api",
            "\"acme/payments-api\"",
        ),
        (&long, "too long"),
    ] {
        for (path, branch) in [(text, "main"), ("acme/payments-api", text)] {
            let outcome = Workspace::new(&account, &source(path, branch, "")).validate();
            outcome.fails();
            if path == text {
                outcome.says(said);
            }
            // Terraform itself shows the line of the configuration; the provider's own words must not.
            let lines = outcome.stderr.lines();
            let own = lines.filter(|line| !line.contains("full_repository_id =") && !line.contains("branch_name ="));
            assert!(!own.collect::<String>().contains("s3cr3t"), "{outcome}");
        }
    }
}

#[test]
fn a_branch_that_cannot_be_one_is_refused_and_a_pattern_points_to_triggers() {
    refused(&[
        (
            source("acme/payments-api", "release/*", ""),
            &["branch_name", "trigger"],
        ),
        (
            source("acme/payments-api", "refs/heads/main", ""),
            &["branch_name", "\"main\""],
        ),
        (source("acme/payments-api", "HEAD", ""), &["branch_name"]),
        (source("acme/payments-api", "a b", ""), &["branch_name"]),
    ]);
}

#[test]
fn an_output_format_is_one_of_two() {
    refused(&[(
        source(
            "acme/payments-api",
            "main",
            "  output_artifact_format = \"CODEBUILD_CLONE\"",
        ),
        &["output_artifact_format", "CODE_ZIP", "CODEBUILD_CLONE_REF"],
    )]);
}
