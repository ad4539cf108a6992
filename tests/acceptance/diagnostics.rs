//! Each fault is reported once, at the argument, with its place and the page of the check.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::Value;

use crate::support::{account::Account, workspace::Workspace};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

fn configuration(extra: &str) -> String {
    gitlab_pipeline("web", &format!("{ARN:?}"), extra)
}

/// Returns severity, summary and detail of each diagnostic of the provider about this configuration.
fn diagnostics(configuration: &str) -> Vec<[String; 3]> {
    let workspace = Workspace::new(&Account::open(), configuration);
    let outcome = workspace.run(&["validate", "-json"]);
    let answer: Value = serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}\n{outcome}"));
    let all = answer["diagnostics"].as_array().expect("validate lists its findings");
    let ours = all.iter().filter(|diagnostic| !diagnostic["range"].is_null());
    let text = |diagnostic: &Value, name: &str| diagnostic[name].as_str().unwrap_or_default().to_owned();
    ours.map(|diagnostic| ["severity", "summary", "detail"].map(|name| text(diagnostic, name)))
        .collect()
}

/// A stage whose actions come from dynamic blocks, of which Terraform shows no line.
fn dynamic(action: &str) -> String {
    format!(
        r#"
stage {{
  name = "Release"

  dynamic "action" {{
    for_each = ["Notes", "Run"]

    content {{
      name            = action.value
      owner           = "AWS"
      version         = "1"
      input_artifacts = ["source"]
      {action}
    }}
  }}
}}
"#
    )
}

#[test]
fn one_mistake_is_one_diagnostic_that_names_the_stage_action_and_argument() {
    let commands = |more: &str| {
        dynamic(&format!(
            "category = \"Compute\"\nprovider = \"Commands\"\ncommands = [\"make\"]\n{more}"
        ))
    };
    for (configuration, count, summary, location) in [
        (
            configuration("").replace("ConnectionArn ", "ConnectionARN "),
            1,
            "Missing ConnectionArn",
            "stage \"Source\", action \"GitLab\", argument configuration",
        ),
        (
            configuration(&dynamic("category = \"Build\"\nprovider = \"CodeBuild\"")),
            2,
            "Missing ProjectName",
            "stage \"Release\", action \"Notes\", argument configuration",
        ),
        (
            configuration(&commands("environment_variable {\n  name = \"\"\n  value = \"x\"\n}")),
            2,
            "String too short",
            "stage \"Release\", action \"Notes\", environment_variable \"\", argument name",
        ),
        (
            configuration(&commands("output_variables = [\"A\", substr(\"x\", 0, 0)]")),
            2,
            "String too short",
            "stage \"Release\", action \"Notes\", argument output_variables[1]",
        ),
    ] {
        let found = diagnostics(&configuration);
        assert_eq!(found.len(), count, "{found:#?}");
        let [severity, title, detail] = &found[0];
        assert_eq!((severity.as_str(), title.as_str()), ("error", summary), "{found:#?}");
        assert!(detail.contains(&format!("\n\nLocation: {location}.\n\n")), "{found:#?}");
    }
}

#[test]
fn the_message_of_a_check_ends_with_the_link_to_its_section() {
    let found = diagnostics(&configuration("").replace("\"main\"", "\"refs/heads/main\""));
    let [[_, _, detail]] = found.as_slice() else {
        panic!("{found:#?}")
    };
    let link = "https://registry.terraform.io/providers/gitlab-aws/codepipeline/latest/docs/guides/checks#cpgl002";
    assert!(detail.ends_with(&format!("This is check CPGL002: {link}")), "{detail}");
    let page = include_str!("../../docs/guides/checks.md");
    assert!(page.contains("<a id=\"cpgl002\"></a>\n## CPGL002: "));
}
