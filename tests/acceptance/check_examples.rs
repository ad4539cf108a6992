//! The examples of the checks, through the real command line: the failing one fails exactly its check, the passing one none.

use std::collections::BTreeMap;

use serde_json::Value;
use terraform_provider_codepipeline::provider::checks::{
    ALL,
    check::{Check, Judge},
    example::Place,
    page::URL,
};

use crate::support::{account::Account, outcome::unwrapped, workspace::Workspace};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

/// Codes of the diagnostics by the check whose example has them.
type Found = BTreeMap<&'static str, Vec<String>>;

#[test]
fn every_failing_example_has_one_diagnostic_which_is_that_of_its_check() {
    let failing = ALL.iter().filter_map(|check| Some((*check, check.example.failing()?)));
    let examples: Vec<_> = failing.collect();
    let expected: Found = examples
        .iter()
        .map(|(check, _)| (check.code, vec![check.code.to_owned()]))
        .collect();
    assert_eq!(found(&examples), expected);
}

#[test]
fn every_passing_example_passes_every_check() {
    let examples: Vec<_> = ALL
        .iter()
        .filter(|check| !needs_gitlab(check))
        .map(|check| (*check, check.example.passes.to_owned()))
        .collect();
    let expected: Found = examples.iter().map(|(check, _)| (check.code, Vec::new())).collect();
    assert_eq!(found(&examples), expected);
}

/// Whether the example of a check of GitLab contacts GitLab, or refers to a resource of GitLab's provider.
fn needs_gitlab(check: &Check) -> bool {
    let example = &check.example;
    example.fails_with.is_none() && (example.place == Place::File || example.passes.contains(" gitlab_"))
}

#[test]
fn only_answers_of_gitlab_have_no_failing_example() {
    for check in ALL {
        let is_of_gitlab = matches!(check.judge, Judge::Gitlab(_));
        assert_eq!(check.example.fails_with.is_none(), is_of_gitlab, "{}", check.code);
    }
}

/// Returns the codes that each example has: pipelines are validated together, the others are planned alone.
fn found(examples: &[(&'static Check, String)]) -> Found {
    let account = Account::open();
    let (files, parts): (Vec<_>, Vec<_>) = examples
        .iter()
        .partition(|(check, _)| check.example.place == Place::File);
    let mut found = of_pipelines(&account, &parts);
    for (check, text) in files {
        let outcome = Workspace::new(&account, text).plan();
        found.insert(check.code, codes(&unwrapped(&format!("{outcome}"))));
    }
    found
}

fn of_pipelines(account: &Account, examples: &[&(&'static Check, String)]) -> Found {
    let workspace = Workspace::new(account, "");
    for (check, text) in examples {
        workspace.write(&file(check), &pipeline(check, text));
    }
    let outcome = workspace.run(&["validate", "-json"]);
    let answer: Value = serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}\n{outcome}"));
    let mut found: Found = examples.iter().map(|(check, _)| (check.code, Vec::new())).collect();
    for diagnostic in answer["diagnostics"].as_array().expect("validate lists its findings") {
        // Terraform's own warning about the development override has no range.
        let Some(name) = diagnostic["range"]["filename"].as_str() else {
            continue;
        };
        let mut of_file = examples.iter().filter(|(check, _)| file(check) == name);
        let (check, _) = of_file.next().unwrap_or_else(|| panic!("{diagnostic:#}"));
        let detail = diagnostic["detail"].as_str().unwrap_or_default();
        let codes = codes(detail);
        assert_eq!(codes.len(), 1, "{}: {diagnostic:#}", check.code);
        if is_in_an_action(check.example.place) {
            let parts = ["\n\nLocation: stage \"", "\", action \"", "\", argument "];
            let is_located = parts.iter().all(|part| detail.contains(part));
            assert!(is_located, "{}: {diagnostic:#}", check.code);
        }
        found.entry(check.code).or_default().extend(codes);
    }
    found
}

fn file(check: &Check) -> String {
    format!("{}.tf", check.code)
}

/// Whether this place is inside an action, whose name Terraform does not show.
const fn is_in_an_action(place: Place) -> bool {
    !matches!(place, Place::File | Place::Pipeline | Place::Stages | Place::Trigger)
}

/// Returns the codes in the sentence that ends each finding of a check, which links to the section of the code.
fn codes(text: &str) -> Vec<String> {
    let sentences = text.split("This is check ").skip(1);
    sentences
        .map(|rest| {
            let code: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            let link = format!("{code}: {URL}#{}", code.to_ascii_lowercase());
            assert!(rest.starts_with(&link), "{rest}");
            code
        })
        .collect()
}

/// Puts the example in its place in a valid pipeline.
fn pipeline(check: &Check, example: &str) -> String {
    let at = |place: Place| if check.example.place == place { example } else { "" };
    let configuration = at(Place::SourceConfiguration).to_owned() + at(Place::TriggeredSourceConfiguration);
    let stages = match check.example.place {
        Place::Stages => example.to_owned(),
        _ => stages(
            &configuration,
            at(Place::SourceStage),
            at(Place::Action),
            at(Place::LaterStage),
        ),
    };
    let store = "artifact_store {\n  type     = \"S3\"\n  location = \"artifacts\"\n}\n";
    let trigger = match check.example.place {
        Place::Trigger => trigger(example),
        Place::TriggeredSourceConfiguration => trigger("push {\n  tags {\n    includes = [\"v*\"]\n  }\n}"),
        _ => String::new(),
    };
    format!(
        "resource \"codepipeline_pipeline\" \"{code}\" {{\n  name = \"{code}\"\n  role_arn = \
         \"arn:aws:iam::111122223333:role/pipeline\"\n{store}\n{stages}\n{trigger}\n{own}\n}}\n",
        code = check.code,
        store = if example.contains("artifact_store {") {
            ""
        } else {
            store
        },
        own = at(Place::Pipeline),
    )
}

fn trigger(filters: &str) -> String {
    format!(
        "trigger {{\n  provider_type = \"CodeStarSourceConnection\"\n  git_configuration {{\n    source_action_name = \
         \"GitLab\"\n{filters}\n  }}\n}}\n"
    )
}

fn stages(source_configuration: &str, source_stage: &str, action: &str, later_stage: &str) -> String {
    let configuration = with_defaults(
        source_configuration,
        &[
            ("ConnectionArn", &format!("\"{CONNECTION}\"")),
            ("FullRepositoryId", "\"acme/platform/payments-api\""),
            ("BranchName", "\"main\""),
        ],
    );
    let build = with_defaults(
        action,
        &[
            ("category", "\"Build\""),
            ("owner", "\"AWS\""),
            ("provider", "\"CodeBuild\""),
            ("version", "\"1\""),
            ("input_artifacts", "[\"source\"]"),
        ],
    );
    let project = if sets(action, "configuration") || sets(action, "provider") {
        ""
    } else {
        "configuration = { ProjectName = \"payments-build\" }"
    };
    format!(
        "stage {{\n  name = \"Source\"\n  action {{\n    name = \"GitLab\"\n    category = \"Source\"\n    owner = \"AWS\"\n    \
         provider = \"CodeStarSourceConnection\"\n    version = \"1\"\n    output_artifacts = [\"source\"]\n    configuration = \
         {{\n{configuration}\n    }}\n  }}\n{source_stage}\n}}\nstage {{\n  name = \"Build\"\n  action {{\n    name = \
         \"Build\"\n{build}\n{project}\n  }}\n{later_stage}\n}}\nstage {{\n  name = \"Deploy\"\n  action {{\n    name = \
         \"Deploy\"\n    category = \"Deploy\"\n    owner = \"AWS\"\n    provider = \"S3\"\n    version = \"1\"\n    \
         input_artifacts = [\"source\"]\n    configuration = {{ BucketName = \"site\", Extract = \"true\" }}\n  }}\n}}\n"
    )
}

/// Adds the assignments that a part of a configuration does not have.
fn with_defaults(part: &str, defaults: &[(&str, &str)]) -> String {
    let missing = defaults.iter().filter(|(name, _)| !sets(part, name));
    let missing = missing.map(|(name, value)| format!("{name} = {value}\n"));
    missing.chain([part.to_owned()]).collect()
}

/// Whether a part of a configuration sets an argument at its top level.
fn sets(part: &str, name: &str) -> bool {
    part.lines()
        .filter_map(|line| line.split_once('='))
        .any(|(set, _)| set.trim_end() == name)
}
