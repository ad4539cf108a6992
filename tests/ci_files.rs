//! The CI files for users and for this repository, read by the command line: it has a YAML parser.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use crate::support::{account::Account, workspace::Workspace};

const GITLAB: &str = "examples/gitlab-ci/.gitlab-ci.yml";
const GITHUB: &str = ".github/workflows/ci.yml";

fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The content of a YAML file of the repository.
fn yaml(path: &str) -> Value {
    let output = "output \"file\" {\n  value = jsonencode(yamldecode(file(\"file.yml\")))\n}\n";
    let workspace = Workspace::new(&Account::open(), output);
    workspace.remove("versions.tf");
    workspace.write("file.yml", &text(path));
    workspace.apply().succeeds();
    serde_json::from_str(workspace.output("file").as_str().expect("JSON")).expect("JSON")
}

#[test]
fn the_gitlab_pipeline_plans_everywhere_and_applies_on_the_default_branch_without_keys() {
    let file = yaml(GITLAB);
    let stages: BTreeSet<&str> = file["stages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    for (job, stage, aws) in [
        ("validate", "check", false),
        ("plan", "plan", true),
        ("apply", "apply", true),
    ] {
        let job = &file[job];
        assert!(stages.contains(stage) && job["stage"] == stage, "{job}");
        assert!(
            job["script"].as_array().is_some_and(|script| !script.is_empty()),
            "{job}"
        );
        let extends = job["extends"].to_string();
        assert_eq!(extends.contains("\".with-aws\""), aws, "{job}");
        assert_eq!(job["variables"]["AWS_ROLE_ARN"].is_string(), aws, "{job}");
    }
    let default_branch = "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH";
    assert_eq!(file["apply"]["rules"], serde_json::json!([{ "if": default_branch }]));
    assert_eq!(
        file[".with-aws"]["id_tokens"]["GITLAB_ID_TOKEN"]["aud"],
        "https://gitlab.com"
    );
    for secret in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
        assert!(!text(GITLAB).contains(secret));
    }
}

#[test]
fn the_workflow_checks_every_client_that_the_readme_names() {
    let file = yaml(GITHUB);
    let check = &file["jobs"]["check"];
    let steps = check["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["run"] == ".ci/run"));
    for action in steps.iter().filter_map(|step| step["uses"].as_str()) {
        let version = action.split_once("@v").map(|(_, version)| version.parse::<u32>());
        assert!(matches!(version, Some(Ok(_))), "{action} names no major version");
    }
    let readme = text("README.md");
    let compatibility = readme
        .split("## Compatibility")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let clients = check["strategy"]["matrix"]["include"].as_array().unwrap();
    assert!(clients.len() >= 3);
    for client in clients {
        let version = client["version"].as_str().unwrap();
        assert!(compatibility.contains(version), "the README does not name {client}");
        let setup = format!("matrix.client == '{}'", client["client"].as_str().unwrap());
        assert!(steps.iter().any(|step| step["if"] == setup), "{client}");
    }
}
