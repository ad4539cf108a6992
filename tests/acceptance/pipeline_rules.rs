//! What is wrong with a pipeline, as practitioners read it: before anything is created, on the argument at fault.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

const ARN: &str = "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const PIPELINE: &str = "codepipeline_pipeline.web";

fn configuration(extra: &str) -> String {
    gitlab_pipeline("web", &format!("{ARN:?}"), extra)
}

/// What to exchange in a right configuration, and what is said then.
type Case<'c> = (&'c str, &'c str, &'c [&'c str]);

/// Validates the pipeline with each exchange made.
fn each_is_refused(cases: &[Case<'_>]) {
    let workspace = Workspace::new(&Account::open(), &configuration(""));
    workspace.validate().succeeds();
    for (from, to, texts) in cases {
        let right = configuration("");
        assert!(right.contains(from), "{from} is in the configuration");
        workspace.configure(&right.replacen(from, to, 1));
        let outcome = workspace.validate();
        outcome.fails();
        texts.iter().for_each(|text| {
            outcome.says(text);
        });
    }
}

/// Adds each text to the right pipeline.
fn each_added_is_refused(cases: &[(&str, &[&str])]) {
    let workspace = Workspace::new(&Account::open(), &configuration(""));
    for (extra, texts) in cases {
        workspace.configure(&configuration(extra));
        let outcome = workspace.validate();
        outcome.fails();
        texts.iter().for_each(|text| {
            outcome.says(text);
        });
    }
}

/// A trigger with this push filter.
fn trigger(criteria: &str) -> String {
    format!(
        r#"
trigger {{
  provider_type = "CodeStarSourceConnection"
  git_configuration {{
    source_action_name = "GitLab"
    push {{
      {criteria}
    }}
  }}
}}
"#
    )
}

#[test]
fn a_repository_that_is_no_path_is_answered_with_the_path() {
    each_is_refused(&[
        (
            "\"acme/platform/payments-api\"",
            "\"https://gitlab.com/acme/platform/payments-api.git\"",
            &[
                "Invalid repository path",
                "Write \"acme/platform/payments-api\".",
                "CPGL001",
            ],
        ),
        (
            "\"acme/platform/payments-api\"",
            "\"/acme/platform/payments-api\"",
            &[
                "A path cannot begin with a slash",
                "Write \"acme/platform/payments-api\".",
            ],
        ),
        ("\"acme/platform/payments-api\"", "\"12345\"", &["This is a number"]),
    ]);
}

#[test]
fn a_branch_that_is_a_pattern_points_to_triggers() {
    each_is_refused(&[
        (
            "\"main\"",
            "\"release/*\"",
            &["Invalid branch name", "trigger's branch filter", "CPGL002"],
        ),
        ("\"main\"", "\"refs/heads/main\"", &["Write \"main\"."]),
    ]);
}

#[test]
fn a_full_clone_for_anything_but_codebuild_names_the_action() {
    let publish = "stage {\n name = \"Publish\"\n action {\n name = \"Publish\"\n category = \"Deploy\"\n owner = \"AWS\"\n \
                   provider = \"S3\"\n version = \"1\"\n input_artifacts = [\"source\"]\n configuration = { BucketName = \
                   \"site\", Extract = \"true\" }\n }\n }";
    let full_clone = configuration(publish).replace(
        "BranchName       =",
        "OutputArtifactFormat = \"CODEBUILD_CLONE_REF\"\n BranchName =",
    );
    let workspace = Workspace::new(&Account::open(), &full_clone);
    workspace
        .validate()
        .fails()
        .says("The action \"Publish\" cannot clone")
        .says("OutputArtifactFormat = \"CODE_ZIP\"")
        .says("codeconnections:UseConnection and codestar-connections:UseConnection")
        .says("full_clone_policy")
        .says("CPGL020");
}

#[test]
fn a_trigger_that_cannot_work_is_refused() {
    each_added_is_refused(&[
        (
            &trigger("tags { includes = [\"v*\"] }").replace("\"GitLab\"", "\"Gitlab\""),
            &[
                "Trigger without a source that uses a connection",
                "There is no action \"Gitlab\"",
                "Set source_action_name = \"GitLab\"",
                "CPGL030",
            ],
        ),
        (
            &format!(
                "{}\n{}",
                trigger("tags { includes = [\"a\"] }"),
                trigger("tags { includes = [\"b\"] }")
            ),
            &[
                "Duplicate trigger for \"GitLab\"",
                "Combine the filters in one",
                "CPGL031",
            ],
        ),
        (
            &format!("pipeline_type = \"V1\"\n{}", trigger("tags { includes = [\"a\"] }")),
            &[
                "Triggers require a pipeline of type V2",
                "Set pipeline_type = \"V2\"",
                "CPGL032",
            ],
        ),
        (
            &trigger("tags { includes = [\"v*\"] }\n branches { includes = [\"main\"] }"),
            &["Conflicting filters of \"GitLab\"", "Use two `push` blocks", "CPGL033"],
        ),
        (
            &trigger("branches { includes = [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"] }"),
            &["Too many `includes`", "at most 8", "CPGL034"],
        ),
    ]);
}

#[test]
fn a_trigger_that_probably_matches_nothing_is_a_warning() {
    let workspace = Workspace::new(&Account::open(), &configuration(""));
    for (criteria, texts) in [
        (
            "branches { includes = [\"release/{a\"] }",
            ["Malformed pattern \"release/{a\"", "CPGL035"],
        ),
        (
            "file_paths { includes = [\"/src/**\"] }",
            ["Write \"src/**\".", "CPGL035"],
        ),
        (
            "tags { includes = [\"v*\"] }\n file_paths { includes = [\"src/**\"] }",
            ["Possibly conflicting filters of \"GitLab\"", "CPGL033"],
        ),
    ] {
        workspace.configure(&configuration(&trigger(criteria)));
        let outcome = workspace.validate();
        outcome.succeeds();
        texts.iter().for_each(|text| {
            outcome.says(text);
        });
    }
}

#[test]
fn a_structure_that_aws_refuses_is_refused() {
    each_is_refused(&[
        (
            "name = \"Build\"",
            "name = \"Source\"",
            &[
                "Duplicate stage name \"Source\"",
                "stage[0] already has the stage name \"Source\"",
                "CPGL044",
            ],
        ),
        (
            "input_artifacts = [\"source\"]",
            "input_artifacts = [\"sources\"]",
            &[
                "No action produces the artifact \"sources\"",
                "Earlier actions produce \"source\"",
                "CPGL046",
            ],
        ),
        (
            "input_artifacts = [\"source\"]",
            "input_artifacts = []",
            &[
                "Wrong number of input artifacts",
                "CodeBuild takes 1 to 5 input artifacts",
                "CPGL048",
            ],
        ),
        (
            "category        = \"Build\"",
            "category        = \"Source\"",
            &[
                "Source action outside the first stage",
                "CPGL043",
                "Set category = \"Build\" or \"Test\"",
                "CPGL049",
            ],
        ),
        (
            "FullRepositoryId",
            "FullRepositoryID",
            &[
                "Missing FullRepositoryId",
                "change \"FullRepositoryID\" to FullRepositoryId",
                "CPGL050",
            ],
        ),
        (
            "ProjectName = \"payments-build\"",
            "ProjectName = \"\"",
            &["ProjectName is empty", "CPGL052"],
        ),
        (
            "ProjectName = \"payments-build\"",
            "ProjectName = \"#{Nowhere.CommitId}\"",
            &["#{Nowhere.CommitId} refers to an unknown namespace", "CPGL055"],
        ),
        (
            "BranchName       = \"main\"",
            "BranchName = \"#{variables.branch}\"",
            &["Use a literal value", "CPGL056"],
        ),
        (
            "input_artifacts = [\"source\"]",
            "input_artifacts = [\"source\"]\n namespace = \"variables\"",
            &["Namespace \"variables\" is already taken", "CPGL054"],
        ),
        (
            "input_artifacts = [\"source\"]",
            "input_artifacts = [\"source\"]\n commands = [\"make\"]",
            &["`commands` is not supported by CodeBuild", "CPGL053"],
        ),
    ]);
}

#[test]
fn what_needs_another_type_another_mode_or_another_store_is_refused() {
    each_added_is_refused(&[
        (
            "pipeline_type = \"V1\"\nexecution_mode = \"QUEUED\"",
            &[
                "The execution mode QUEUED can be used only in a pipeline of type V2",
                "CPGL059",
            ],
        ),
        (
            "variable { name = \"a\" }\nvariable { name = \"a\" }",
            &["Duplicate variable name \"a\"", "CPGL057"],
        ),
        (
            "artifact_store {\n location = \"acme-other\"\n type = \"S3\"\n region = \"us-east-1\"\n }",
            &["Artifact store without a region", "CPGL063"],
        ),
        (
            "stage { name = \"Empty\" }",
            &["Stage without actions", "\"Empty\" has no actions", "CPGL041"],
        ),
    ]);
}

#[test]
fn a_type_that_is_kept_from_the_state_is_judged_at_plan() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let of = |extra: &str| gitlab_pipeline("web", &format!("{arn:?}"), extra);
    let workspace = Workspace::new(&account, &of("pipeline_type = \"V1\""));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&of("variable { name = \"a\" }"));
    workspace.validate().succeeds();
    workspace
        .plan()
        .fails()
        .says("Pipeline of type V2 required")
        .says("CPGL059");
}

#[test]
fn regions_are_judged_as_soon_as_the_pipelines_own_is_planned() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let elsewhere = gitlab_pipeline("web", &format!("{arn:?}"), "").replace(
        "input_artifacts = [\"source\"]",
        "input_artifacts = [\"source\"]\n region = \"us-east-1\"",
    );
    let workspace = Workspace::new(&account, &elsewhere);
    workspace.validate().succeeds();
    workspace
        .plan()
        .fails()
        .says("No artifact store for us-east-1")
        .says("Set its `region`, and add one block for each other region")
        .says("CPGL064");
}

#[test]
fn a_source_of_a_connection_in_a_region_without_them_is_refused() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let of = |extra: &str| gitlab_pipeline("web", &format!("{arn:?}"), extra);
    let workspace = Workspace::new(&account, &of("region = \"ap-east-1\""));
    workspace.validate().succeeds();
    workspace
        .plan()
        .fails()
        .says("No sources of connections in ap-east-1")
        .says("the connection itself can be in another such region")
        .says("CPGL010");
    workspace.configure(&of("region = \"il-central-1\""));
    workspace
        .plan()
        .plans(1, 0, 0)
        .says("Sources of connections may not work in il-central-1");
    let lifted = "provider \"codepipeline\" {\n  skip_region_validation = true\n}\n";
    workspace.configure(&format!("{lifted}{}", of("region = \"ap-east-1\"")));
    workspace.plan().plans(1, 0, 0).says_not("CPGL010");
}

#[test]
fn what_is_unknown_at_plan_is_checked_before_the_first_write() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let late = gitlab_pipeline("web", &format!("{arn:?}"), "").replace(
        "BranchName       = \"main\"",
        "BranchName = terraform_data.branch.output",
    );
    let workspace = Workspace::new(
        &account,
        &format!("resource \"terraform_data\" \"branch\" {{ input = \"refs/heads/main\" }}\n{late}"),
    );
    workspace.validate().succeeds();
    workspace.plan().plans(2, 0, 0);
    workspace
        .apply()
        .fails()
        .says("Invalid branch name")
        .says("Write \"main\".");
    assert_eq!(account.count("CreatePipeline"), 0);
}

#[test]
fn the_type_of_the_connection_decides_what_a_repository_is() {
    let account = Account::open();
    let arn = account.create_available_connection_to("GitHub", "github");
    let workspace = Workspace::new(&account, &gitlab_pipeline("web", &format!("{arn:?}"), ""));
    workspace.validate().succeeds();
    let expected = "This must be an owner and a repository, as in \"owner/repository\"";
    workspace.plan().fails().says(expected);
}

#[test]
fn a_silenced_check_says_nothing_even_at_apply() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let odd =
        gitlab_pipeline("web", &format!("{arn:?}"), "").replace("\"acme/platform/payments-api\"", "\"/acme/payments\"");
    let workspace = Workspace::new(
        &account,
        &format!("provider \"codepipeline\" {{\n  skip_checks = [\"CPGL001\"]\n}}\n{odd}"),
    );
    workspace.apply().applied(1, 0, 0).says_not("CPGL001");
    assert_eq!(workspace.resource(PIPELINE)["id"], "web");
}
