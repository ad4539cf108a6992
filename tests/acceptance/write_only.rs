//! `configuration_wo` of an action: settings that are in neither plan nor state.

use std::fs;

use codepipeline_emulator::Options;
use codepipeline_emulator_testing::pipelines::gitlab_pipeline;
use serde_json::{Value, json};

use crate::support::{
    account::Account,
    cli::{Cli, Feature},
    workspace::Workspace,
};

const PIPELINE: &str = "codepipeline_pipeline.web";
const VARIABLE: &str = "variable \"token\" {\n  ephemeral = true\n}\n";

/// An account whose secrets are in a file, and a workspace with a pipeline in it.
struct Setup {
    account: Account,
    workspace: Workspace,
    kept: tempfile::TempDir,
    connection: String,
}

impl Setup {
    /// None if the command line has no write-only arguments.
    fn new() -> Option<Self> {
        if !Cli::chosen().offers(Feature::WriteOnlyArguments) {
            return None;
        }
        let kept = tempfile::tempdir().expect("a temporary directory");
        let account = Account::with(Options {
            state: Some(kept.path().join("aws.json")),
            ..Options::default()
        });
        let connection = account.create_available_connection("gitlab");
        let workspace = Workspace::new(&account, "");
        let mut setup = Self {
            account,
            workspace,
            kept,
            connection,
        };
        setup.token("first-token");
        Some(setup)
    }

    fn token(&mut self, token: &str) {
        self.workspace.set_variable("TF_VAR_token", token);
    }

    /// Writes a configuration with these arguments in its source of GitHub and in its build.
    fn configure(&self, source: &str, build: &str) {
        self.workspace.configure(&self.configuration(source, build, ""));
    }

    fn configuration(&self, source: &str, build: &str, extra: &str) -> String {
        let github = format!(
            "name = \"Source\"\n action {{\n name = \"GitHub\"\n category = \"Source\"\n owner = \"ThirdParty\"\n provider = \
             \"GitHub\"\n version = \"1\"\n output_artifacts = [\"hub\"]\n {source}\n }}"
        );
        let pipeline = gitlab_pipeline("web", &format!("{:?}", self.connection), extra);
        let pipeline = pipeline.replacen("name = \"Source\"", &github, 1);
        VARIABLE.to_owned()
            + &pipeline.replacen(
                "input_artifacts = [\"source\"]",
                &format!("input_artifacts = [\"source\"]\n{build}"),
                1,
            )
    }

    /// Whether AWS has this text, which it may never return.
    fn has(&self, text: &str) -> bool {
        let kept = fs::read_to_string(self.kept.path().join("aws.json")).expect("a state");
        kept.contains(text)
    }

    /// The configuration of an action in AWS, as AWS returns it.
    fn shown(&self, stage: usize, action: usize) -> Value {
        self.account.pipeline("web")["stages"][stage]["actions"][action]["configuration"].take()
    }

    /// The configuration of an action in the state.
    fn stored(&self, stage: usize, action: usize) -> Value {
        self.workspace.resource(PIPELINE)["stage"][stage]["action"][action].take()
    }

    fn updates(&self) -> usize {
        self.account.count("UpdatePipeline")
    }
}

/// The arguments of the source of GitHub, whose token is write-only.
fn github(branch: &str, version: u32) -> String {
    format!(
        "configuration = {{\n Owner = \"acme\"\n Repo = \"web\"\n Branch = {branch:?}\n }}\n configuration_wo = {{\n OAuthToken = \
         var.token\n }}\n configuration_wo_version = {version}"
    )
}

/// A build with a setting that AWS returns in clear.
const VARIABLES: &str = "configuration_wo = {\n EnvironmentVariables = jsonencode([{ name = \"TOKEN\", value = var.token \
                         }])\n }\n configuration_wo_version = 1";

#[test]
fn a_write_only_configuration_reaches_aws_and_causes_no_diff() {
    let Some(setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0).says_not("first-token");
    assert!(setup.has(r#""OAuthToken":"first-token""#));
    assert_eq!(
        setup.shown(1, 0),
        json!({ "EnvironmentVariables": r#"[{"name":"TOKEN","value":"first-token"}]"#, "ProjectName": "payments-build" })
    );
    setup.workspace.plan().has_no_changes();
    let stored = setup.stored(1, 0);
    assert_eq!(stored["configuration"], json!({ "ProjectName": "payments-build" }));
    assert_eq!(stored["configuration_wo"], Value::Null);
    assert_eq!(stored["configuration_wo_version"], 1);
    assert!(!setup.workspace.state().to_string().contains("first-token"));
}

#[test]
fn a_write_only_value_is_written_again_when_its_version_changes() {
    let Some(mut setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0);
    setup.token("second-token");
    setup.workspace.plan().has_no_changes();
    assert!(setup.has("first-token") && !setup.has("second-token"));
    setup.configure(&github("main", 2), VARIABLES);
    let plan = setup.workspace.plan();
    plan.plans(0, 1, 0).says("configuration_wo_version = 1 -> 2");
    assert!(!plan.mentions("configuration_wo has different keys") && !plan.mentions("trigger_all"));
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""OAuthToken":"second-token""#));
    assert!(
        !setup.shown(1, 0).to_string().contains("first-token"),
        "all values are sent"
    );
    setup.workspace.plan().has_no_changes();
}

#[test]
fn every_update_sends_the_write_only_values_and_never_a_mask() {
    let Some(mut setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0);
    setup.token("second-token");
    setup.configure(&github("next", 1), VARIABLES);
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""Branch":"next","OAuthToken":"second-token""#));
    setup.token("third-token");
    let tagged = setup.configuration(&github("next", 1), VARIABLES, "tags = { team = \"core\" }");
    setup.workspace.configure(&tagged);
    setup.workspace.apply().applied(0, 1, 0);
    assert_eq!(setup.updates(), 1, "tags are no update of the pipeline");
    let resaved = setup.configuration(&github("next", 1), VARIABLES, "resave = \"1\"");
    setup.workspace.configure(&resaved);
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""OAuthToken":"third-token""#));
    setup.workspace.plan().has_no_changes();
}

#[test]
fn a_change_of_keys_in_a_write_only_configuration_is_an_update_with_a_warning() {
    let Some(setup) = Setup::new() else { return };
    let none = "configuration_wo = {}\n configuration_wo_version = 1";
    setup.configure(&github("main", 1), none);
    setup.workspace.apply().applied(1, 0, 0);
    setup.workspace.plan().has_no_changes();
    setup.configure(&github("main", 1), VARIABLES);
    let plan = setup.workspace.plan();
    plan.plans(0, 1, 0)
        .says("The pipeline \"web\" is saved again because configuration_wo has different keys")
        .says("Added: EnvironmentVariables of the action \"Build\".");
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.shown(1, 0).to_string().contains("first-token"));
    setup.workspace.plan().has_no_changes();
    setup.configure(&github("main", 1), none);
    setup
        .workspace
        .plan()
        .plans(0, 1, 0)
        .says("Removed: EnvironmentVariables of the action \"Build\".");
    setup.workspace.apply().applied(0, 1, 0);
    assert_eq!(setup.shown(1, 0), json!({ "ProjectName": "payments-build" }));
    // Without a version, no key is kept.
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(0, 1, 0);
    setup.configure(&github("main", 1), "");
    setup.workspace.plan().plans(0, 1, 0);
    setup.workspace.apply().applied(0, 1, 0);
    assert_eq!(setup.shown(1, 0), json!({ "ProjectName": "payments-build" }));
    setup.workspace.plan().has_no_changes();
}

#[test]
fn a_key_moves_between_both_configurations_of_an_action() {
    let Some(setup) = Setup::new() else { return };
    let shown =
        "configuration = {\n Owner = \"acme\"\n Repo = \"web\"\n Branch = \"main\"\n OAuthToken = \"first-token\"\n }";
    setup.configure(shown, "");
    setup.workspace.apply().applied(1, 0, 0);
    setup.configure(&github("main", 1), "");
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""OAuthToken":"first-token""#));
    assert!(!setup.workspace.state().to_string().contains("first-token"));
    setup.workspace.plan().has_no_changes();
    setup.configure(shown, "");
    setup.workspace.apply().applied(0, 1, 0);
    setup.workspace.plan().has_no_changes();
    // A key in both has the write-only value.
    let both = format!(
        "{}\n configuration_wo = {{\n OAuthToken = \"other-token\"\n }}\n configuration_wo_version = 1",
        shown
    );
    setup.configure(&both, "");
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""OAuthToken":"other-token""#));
    setup.workspace.plan().has_no_changes();
}

#[test]
fn an_imported_pipeline_takes_over_a_write_only_configuration_in_one_update() {
    let Some(setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0);
    let other = Workspace::new(&setup.account, &setup.configuration(&github("main", 1), VARIABLES, ""));
    let mut other = Setup {
        workspace: other,
        ..setup
    };
    other.token("imported-token");
    other.workspace.import(PIPELINE, "web").succeeds();
    other.workspace.plan().plans(0, 1, 0);
    other.workspace.apply().applied(0, 1, 0);
    assert!(other.has(r#""OAuthToken":"imported-token""#));
    assert!(!other.workspace.state()["values"].to_string().contains("imported-token"));
    other.workspace.plan().has_no_changes();
}

#[test]
fn ignored_stages_keep_their_write_only_values_in_aws() {
    let Some(setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0);
    let ignoring =
        "tags = { team = \"core\" }\n execution_mode = \"QUEUED\"\n lifecycle {\n ignore_changes = [stage]\n }";
    let ignoring = setup.configuration(&github("main", 1), VARIABLES, ignoring);
    setup.workspace.configure(&ignoring);
    setup.workspace.apply().applied(0, 1, 0);
    assert!(setup.has(r#""OAuthToken":"first-token""#));
    assert!(setup.shown(1, 0).to_string().contains("first-token"));
    setup.workspace.plan().has_no_changes();
}

#[test]
fn drift_shows_no_write_only_value() {
    let Some(setup) = Setup::new() else { return };
    setup.configure(&github("main", 1), VARIABLES);
    setup.workspace.apply().applied(1, 0, 0);
    let mut declaration = setup.account.pipeline("web");
    let build = &mut declaration["stages"][1]["actions"][0];
    build["name"] = json!("Compile");
    build["configuration"]["ProjectName"] = json!("other-build");
    setup.account.update_pipeline(&declaration);
    let plan = setup.workspace.plan();
    plan.plans(0, 1, 0).says("other-build").says_not("first-token");
    setup.workspace.apply_with(&["-refresh-only"]).succeeds();
    assert!(!setup.workspace.state().to_string().contains("first-token"));
    setup.workspace.apply().applied(0, 1, 0);
    setup.workspace.plan().has_no_changes();
}

#[test]
fn a_write_only_configuration_needs_a_version_and_no_connection() {
    let Some(mut setup) = Setup::new() else { return };
    let without_version = github("main", 1).replace("configuration_wo_version = 1", "");
    setup.configure(&without_version, "");
    setup
        .workspace
        .validate()
        .fails()
        .says("Missing configuration_wo_version")
        .says("CPGL113");
    let connection = setup.configuration(&github("main", 1), "", "").replacen(
        "BranchName       = \"main\"\n      }",
        "}\n configuration_wo = {\n BranchName = \"main\"\n }",
        1,
    );
    setup.workspace.configure(&connection);
    setup
        .workspace
        .validate()
        .fails()
        .says("Write-only configuration of a connection source");
    // Limits hold, and no value is shown.
    setup.token(&"s3cr3t".repeat(200));
    setup.configure(&github("main", 1), &VARIABLES.replace("EnvironmentVariables", "Key"));
    setup
        .workspace
        .plan()
        .fails()
        .says("the value of Key has 1229 characters")
        .says("Unknown key \"Key\" in the action \"Build\"")
        .says_not("s3cr3ts3cr3t");
}

#[test]
fn a_required_key_may_be_write_only() {
    let Some(setup) = Setup::new() else { return };
    let with = |key: &str| {
        let secret = format!("configuration_wo = {{\n {key} = var.token\n }}\n configuration_wo_version = 1");
        let configuration = setup.configuration(&github("main", 1), &secret, "");
        configuration.replace("ProjectName = \"payments-build\"", "")
    };
    setup.workspace.configure(&with("ProjectName"));
    setup.workspace.validate().succeeds();
    setup.workspace.apply().applied(1, 0, 0);
    assert_eq!(setup.shown(1, 0), json!({ "ProjectName": "first-token" }));
    setup.workspace.configure(&with("Projectname"));
    setup
        .workspace
        .validate()
        .fails()
        .says("change \"Projectname\" to ProjectName");
}
