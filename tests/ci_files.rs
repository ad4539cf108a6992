//! The CI files for users and for this repository, read by the command line: it has a YAML parser.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde_json::Value;
use xtask::{arguments, platform::RELEASED};

use crate::support::{account::Account, workspace::Workspace};

const GITLAB: &str = "examples/gitlab-ci/.gitlab-ci.yml";
const CHECKS: &str = ".github/workflows/ci.yml";
const RELEASE: &str = ".github/workflows/release.yml";

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
    // GitLab lets only Maintainers lock the state, and the plan of a merge request runs as its author.
    let plan = file["plan"]["script"].to_string();
    assert!(plan.contains("terraform plan -lock=false"), "{plan}");
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

/// The steps of all jobs of a workflow.
fn steps(workflow: &Value) -> Vec<&Value> {
    let jobs = workflow["jobs"].as_object().unwrap().values();
    jobs.flat_map(|job| job["steps"].as_array().unwrap()).collect()
}

/// A tag can be moved to other code, a commit cannot.
#[test]
fn every_action_of_a_workflow_is_pinned_to_the_commit_of_one_version() {
    let mut pins = BTreeMap::new();
    for path in [CHECKS, RELEASE] {
        let text = text(path);
        let lines = text.lines().filter_map(|line| line.split_once("uses: "));
        let actions: Vec<_> = lines.map(|(_, action)| action).collect();
        let used = steps(&yaml(path))
            .iter()
            .filter(|step| step["uses"].is_string())
            .count();
        assert_eq!(actions.len(), used, "{path}");
        for action in actions {
            let (name, pin) = action.split_once('@').expect(action);
            let (commit, version) = pin.split_once(" # v").expect(action);
            assert!(
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{path}: {action} names no commit"
            );
            assert_eq!(version.split('.').count(), 3, "{path}: {action} names no version");
            assert_eq!(pins.entry(name.to_owned()).or_insert(pin.to_owned()), pin, "{path}");
        }
    }
}

#[test]
fn every_task_of_a_workflow_exists() {
    let mut tasks = BTreeSet::new();
    for path in [CHECKS, RELEASE] {
        let workflow = yaml(path);
        let commands = steps(&workflow).into_iter().filter_map(|step| step["run"].as_str());
        for line in commands.flat_map(str::lines) {
            let Some((_, task)) = line.split_once("cargo xtask ") else {
                continue;
            };
            let task = task.split(" > ").next().unwrap();
            let arguments = task
                .split_whitespace()
                .map(|argument| argument.trim_matches('"').to_owned());
            arguments::parse(arguments).unwrap_or_else(|error| panic!("{path}: {error}"));
            tasks.insert(task.split_whitespace().next().unwrap().to_owned());
        }
    }
    assert_eq!(
        tasks,
        BTreeSet::from(["checksums", "notes", "package"].map(str::to_owned))
    );
}

#[test]
fn a_release_is_built_for_every_platform_on_its_own_system() {
    let release = yaml(RELEASE);
    // For this parser, the key `on` is a Boolean.
    assert_eq!(release["true"], serde_json::json!({"push": {"tags": ["v*"]}}));
    let builds = release["jobs"]["package"]["strategy"]["matrix"]["include"]
        .as_array()
        .unwrap();
    let targets: Vec<_> = builds.iter().map(|build| build["target"].as_str().unwrap()).collect();
    assert_eq!(targets, RELEASED);
    for build in builds {
        let (target, runner) = (build["target"].as_str().unwrap(), build["runner"].as_str().unwrap());
        let system = [("apple", "macos-"), ("linux", "ubuntu-"), ("windows", "windows-")]
            .into_iter()
            .find_map(|(system, runner)| target.contains(system).then_some(runner));
        assert!(runner.starts_with(system.unwrap()), "{build}");
        assert!(
            !runner.ends_with("-latest"),
            "{build}: the oldest system that it supports would change"
        );
    }
}

#[test]
fn a_release_is_published_after_the_check_of_its_tag_with_a_signature() {
    let release = yaml(RELEASE);
    let jobs = &release["jobs"];
    assert_eq!(jobs["package"]["needs"], "check");
    assert_eq!(jobs["checksums"]["needs"], "package");
    assert_eq!(jobs["publish"]["needs"], "checksums");
    let commands = |job: &str| -> Vec<String> {
        let steps = jobs[job]["steps"].as_array().unwrap();
        steps
            .iter()
            .filter_map(|step| Some(step["run"].as_str()?.to_owned()))
            .collect()
    };
    let at = |commands: &[String], part: &str| commands.iter().position(|command| command.contains(part)).unwrap();
    at(&commands("check"), r#"cargo xtask notes "$GITHUB_REF_NAME""#);
    at(&commands("checksums"), "cargo xtask checksums release");
    let publish = commands("publish");
    let order = ["gpg --batch", "gh release create"].map(|part| at(&publish, part));
    assert!(order.is_sorted(), "{publish:#?}");
    // Only the last job can write to the repository and read the key. It runs no code that others can change.
    for code in ["actions/checkout", "cargo"] {
        assert!(!jobs["publish"].to_string().contains(code), "{code}");
    }
    assert_eq!(release["permissions"], serde_json::json!({"contents": "read"}));
    for (name, job) in jobs.as_object().unwrap() {
        let publishes = name == "publish";
        assert_eq!(job["permissions"]["contents"] == "write", publishes, "{name}");
        assert_eq!(job.to_string().contains("secrets."), publishes, "{name}");
    }
}

#[test]
fn the_unit_tests_run_on_macos_and_windows() {
    let job = &yaml(CHECKS)["jobs"]["platform"];
    assert_eq!(
        job["strategy"]["matrix"]["runner"],
        serde_json::json!(["macos-15", "windows-2025"])
    );
    let steps = job["steps"].as_array().unwrap();
    for command in ["cargo build", "cargo test --lib"] {
        assert!(steps.iter().any(|step| step["run"] == command), "{command}");
    }
}

#[test]
fn the_workflow_checks_every_client_that_the_readme_names() {
    let file = yaml(CHECKS);
    let check = &file["jobs"]["check"];
    let steps = check["steps"].as_array().unwrap();
    assert!(steps.iter().any(|step| step["run"] == ".ci/run"));
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
