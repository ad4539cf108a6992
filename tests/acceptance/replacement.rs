//! Replacements: inherited values, and problems that are found before the old object is destroyed.

use codepipeline_emulator_testing::pipelines::{gitlab_declaration, gitlab_pipeline};
use serde_json::json;

use crate::support::{account::Account, workspace::Workspace};

const CONNECTION: &str = "codepipeline_connection.web";
const PIPELINE: &str = "codepipeline_pipeline.web";

fn connection(arguments: &str) -> String {
    format!("resource \"codepipeline_connection\" \"web\" {{\n{arguments}\n}}\n")
}

/// A workspace with an imported connection to GitHub whose type is not configured, and its ARN.
fn imported_from_github(account: &Account, arguments: &str) -> (Workspace, String) {
    let arn = account.create_available_connection_to("GitHub", "web");
    let workspace = Workspace::new(account, &connection(&format!("name = \"web\"\n{arguments}")));
    workspace.import(CONNECTION, &arn).succeeds();
    workspace.plan().has_no_changes();
    (workspace, arn)
}

fn type_of_the_only_connection(account: &Account) -> String {
    let connections = account.connections();
    assert_eq!(connections.len(), 1, "{connections:?}");
    connections[0]["ProviderType"].as_str().expect("a type").to_owned()
}

#[test]
fn a_replaced_connection_keeps_the_type_that_is_not_configured() {
    let account = Account::open();
    let (workspace, _) = imported_from_github(&account, "");
    workspace.configure(&connection("name = \"site\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("The replacement of \"web\" keeps provider_type = \"GitHub\"");
    let planned = workspace.planned_change(CONNECTION);
    assert_eq!(planned["after"]["provider_type"], "GitHub");
    workspace.apply().applied(1, 0, 1);
    assert_eq!(type_of_the_only_connection(&account), "GitHub");
    workspace.plan().has_no_changes();
}

#[test]
fn a_requested_replacement_keeps_the_type_and_warns_at_apply() {
    let account = Account::open();
    let (workspace, arn) = imported_from_github(&account, "");
    account.create_pipeline(&gitlab_declaration("shop", &arn));
    workspace
        .apply_with(&["-replace", CONNECTION])
        .applied(1, 0, 1)
        .says("Replacing the connection \"web\" loses its handshake")
        .says("shop")
        .says_not("already exists");
    assert_eq!(type_of_the_only_connection(&account), "GitHub");
    workspace.plan().has_no_changes();
}

#[test]
fn the_replacement_of_a_tainted_connection_keeps_the_type_and_warns_at_plan() {
    let account = Account::open();
    let (workspace, _) = imported_from_github(&account, "");
    workspace.run(&["taint", "-no-color", CONNECTION]).succeeds();
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Replacing the connection \"web\" loses its handshake")
        .says_not("already exists")
        .says_not("are pending");
    assert_eq!(workspace.planned_change(CONNECTION)["after"]["provider_type"], "GitHub");
    workspace.apply().applied(1, 0, 1);
    assert_eq!(type_of_the_only_connection(&account), "GitHub");
    workspace.plan().has_no_changes();
}

#[test]
fn a_replacement_that_is_created_first_has_the_old_type_or_changes_nothing() {
    let account = Account::open();
    let (workspace, arn) = imported_from_github(&account, "");
    let first = |arguments: &str| connection(&format!("{arguments}\nlifecycle {{\n create_before_destroy = true\n}}"));
    workspace.configure(&first("name = \"site\""));
    workspace
        .plan()
        .plans(1, 0, 1)
        .says("Set provider_type = \"GitHub\": with create_before_destroy");
    // Terraform before 1.16 passes nothing of the old connection to the apply.
    if workspace.apply().code() == 0 {
        assert_eq!(type_of_the_only_connection(&account), "GitHub");
        return;
    }
    assert_eq!(workspace.resource(CONNECTION)["arn"], arn.as_str());
    assert_eq!(type_of_the_only_connection(&account), "GitHub");
    workspace.configure(&first("name = \"site\"\nprovider_type = \"GitHub\""));
    workspace.apply().applied(1, 0, 1);
    assert_eq!(type_of_the_only_connection(&account), "GitHub");
}

#[test]
fn a_replaced_pipeline_keeps_the_type_that_is_not_configured() {
    for request in ["name", "-replace", "taint"] {
        let account = Account::open();
        let arn = account.create_available_connection("gitlab");
        let mut declaration = gitlab_declaration("web", &arn);
        declaration["pipelineType"] = json!("V1");
        account.create_pipeline(&declaration);
        let configuration =
            |name: &str| gitlab_pipeline(name, &format!("{arn:?}"), "").replace("\"site\" {", "\"web\" {");
        let workspace = Workspace::new(&account, &configuration("web"));
        workspace.import(PIPELINE, "web").succeeds();
        workspace.plan().has_no_changes();
        let name = match request {
            "name" => {
                workspace.configure(&configuration("site"));
                workspace.apply().applied(1, 0, 1);
                "site"
            }
            "-replace" => {
                workspace.apply_with(&["-replace", PIPELINE]).applied(1, 0, 1);
                "web"
            }
            _ => {
                workspace.run(&["taint", "-no-color", PIPELINE]).succeeds();
                workspace.apply().applied(1, 0, 1);
                "web"
            }
        };
        assert_eq!(account.pipeline(name)["pipelineType"], "V1", "{request}");
        workspace.plan().has_no_changes();
    }
}

#[test]
fn a_host_that_is_replaced_on_request_or_tainted_warns_that_its_setup_is_lost() {
    let account = Account::open();
    let host = "resource \"codepipeline_host\" \"web\" {\n name = \"web\"\n provider_type = \"GitLabSelfManaged\"\n \
                provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let workspace = Workspace::new(&account, host);
    workspace.apply().applied(1, 0, 0);
    let address = "codepipeline_host.web";
    let set_up = || {
        let arn = workspace.resource(address)["arn"].as_str().expect("an ARN").to_owned();
        account.set_host_status(&arn, "AVAILABLE");
    };
    set_up();
    let lost = "Replacing the host \"web\" loses its setup";
    workspace.apply_with(&["-replace", address]).applied(1, 0, 1).says(lost);
    set_up();
    workspace.run(&["taint", "-no-color", address]).succeeds();
    workspace.plan().plans(1, 0, 1).says(lost).says_not("already exists");
}

#[test]
fn a_connection_is_not_replaced_by_one_that_cannot_be_created() {
    let account = Account::open();
    let host = |status: &str| {
        let name = format!("host-{}", status.to_lowercase().replace('_', "-"));
        let arn = account.create_host(&name);
        account.set_host_status(&arn, status);
        arn
    };
    let missing = "arn:aws:codeconnections:eu-west-1:111122223333:host/gone/0a1b2c3d";
    let other_region = "arn:aws:codeconnections:us-east-1:111122223333:host/gone/0a1b2c3d";
    account.create_connection("site");
    let cases = [
        ("name = \"site\"".to_owned(), "A connection \"site\" already exists"),
        (
            "name = \"web\"\nregion = \"ap-east-1\"".to_owned(),
            "No connections in ap-east-1",
        ),
        (format!("name = \"web\"\nhost_arn = \"{missing}\""), "Host not found"),
        (format!("name = \"web\"\nhost_arn = \"{other_region}\""), "us-east-1"),
        (
            format!(
                "name = \"web\"\nhost_arn = \"{}\"",
                host("VPC_CONFIG_FAILED_INITIALIZATION")
            ),
            "VPC_CONFIG_FAILED_INITIALIZATION",
        ),
        (
            format!(
                "name = \"web\"\nprovider_type = \"GitHubEnterpriseServer\"\nhost_arn = \"{}\"",
                host("AVAILABLE")
            ),
            "Provider type does not match the host",
        ),
        ("name = null".to_owned(), "name"),
        ("name = \"web\"\nprovider_type = \"gitlab\"".to_owned(), "GitLab"),
    ];
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace.apply().applied(1, 0, 0);
    let arn = workspace.resource(CONNECTION)["arn"]
        .as_str()
        .expect("an ARN")
        .to_owned();
    account.set_connection_status(&arn, "AVAILABLE");
    for (arguments, error) in cases {
        workspace.configure(&connection(&arguments));
        workspace.plan().fails().says("Error: ").says(error);
    }
    assert_eq!(account.count("DeleteConnection"), 0);
}

#[test]
fn a_host_does_not_move_to_a_region_in_which_its_endpoint_is_taken() {
    let account = Account::open();
    let host = |name: &str, region: &str| {
        format!(
            "resource \"codepipeline_host\" \"{name}\" {{\n name = \"{name}\"\n provider_type = \"GitLabSelfManaged\"\n \
             provider_endpoint = \"https://gitlab.example.com\"\n region = \"{region}\"\n}}\n"
        )
    };
    let other = host("other", "us-east-1");
    let workspace = Workspace::new(&account, &(host("web", "eu-west-1") + &other));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&(host("web", "us-east-1") + &other));
    workspace
        .plan()
        .fails()
        .says("Another host has the endpoint https://gitlab.example.com");
    // The other host is deleted.
    workspace.configure(&host("web", "us-east-1"));
    workspace.plan().plans(1, 0, 2);
}

#[test]
fn a_pipeline_is_not_replaced_by_one_that_cannot_be_created() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = |name: &str, extra: &str| gitlab_pipeline(name, &format!("{arn:?}"), extra);
    let workspace = Workspace::new(&account, &configuration("web", ""));
    workspace.apply().applied(1, 0, 0);
    account.create_pipeline(&gitlab_declaration("site", &arn));
    let as_web =
        |name: &str, extra: &str| configuration(name, extra).replacen(&format!("\"{name}\" {{"), "\"web\" {", 1);
    workspace.configure(&as_web("site", ""));
    workspace
        .plan()
        .fails()
        .says("The pipeline \"site\" already exists in eu-west-1");
    workspace.configure(&as_web("web", "region = \"ap-east-1\""));
    workspace.plan().fails().says("ap-east-1");
    // Its connection became unusable after the plan.
    workspace.configure(&as_web("shop", ""));
    workspace.plan().plans(1, 0, 1);
    account.set_connection_status(&arn, "PENDING");
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("The replacement of the pipeline \"web\" cannot be created yet");
    assert_eq!(account.count("DeletePipeline"), 0);
}

#[test]
fn a_pipeline_is_not_renamed_to_the_name_of_another_pipeline_in_the_state() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let pipeline = |label: &str, name: &str| {
        gitlab_pipeline(name, &format!("{arn:?}"), "").replace(&format!("\"{name}\" {{"), &format!("{label:?} {{"))
    };
    let workspace = Workspace::new(&account, &(pipeline("web", "web") + &pipeline("site", "site")));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&(pipeline("web", "site") + &pipeline("site", "site")));
    workspace
        .plan()
        .fails()
        .says("Two pipelines of this configuration have the name \"site\"");
    // The other one is renamed too, and planned first.
    let after =
        pipeline("web", "site").replace("role_arn =", "depends_on = [codepipeline_pipeline.site]\n  role_arn =");
    workspace.configure(&(after + &pipeline("site", "shop")));
    workspace.apply().applied(2, 0, 2);
    workspace.plan().has_no_changes();
}

#[test]
fn a_source_action_does_not_leave_its_pipeline_for_one_that_cannot_take_it() {
    let (account, arn) = super::source_action::foreign();
    let configuration = |pipeline: &str| {
        super::source_action::source_action("charts", &arn, "").replace("\"release\"", &format!("{pipeline:?}"))
    };
    let workspace = Workspace::new(&account, &configuration("release"));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&configuration("absent"));
    workspace
        .plan()
        .fails()
        .says("Pipeline \"absent\" not found in eu-west-1");
    let mut taken = codepipeline_emulator_testing::pipelines::foreign_declaration("taken");
    let actions = taken["stages"][0]["actions"].as_array_mut().expect("actions");
    actions.push(codepipeline_emulator_testing::pipelines::gitlab_source(
        "charts", &arn, "own",
    ));
    account.create_pipeline(&taken);
    workspace.configure(&configuration("taken"));
    workspace.plan().fails().says("charts");
    // The other pipeline is deleted after the plan.
    account.create_pipeline(&codepipeline_emulator_testing::pipelines::foreign_declaration("next"));
    workspace.configure(&configuration("next"));
    workspace.plan().plans(1, 0, 1);
    account.ask("codepipeline", "DeletePipeline", json!({ "name": "next" }));
    workspace
        .run(&["apply", "-input=false", "-no-color", "tfplan"])
        .fails()
        .says("Pipeline \"next\" not found in eu-west-1");
    let actions = account.pipeline("release")["stages"][0]["actions"].take();
    assert_eq!(actions.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_source_action_follows_a_pipeline_that_the_same_plan_renames() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = |name: &str| {
        let pipeline = gitlab_pipeline(
            name,
            &format!("{arn:?}"),
            "lifecycle {\n ignore_changes = [stage, trigger]\n }",
        );
        let pipeline = pipeline.replacen(&format!("\"{name}\" {{"), "\"web\" {", 1);
        let action = super::source_action::source_action("charts", &arn, "");
        pipeline + &action.replace("\"release\"", "codepipeline_pipeline.web.name")
    };
    let workspace = Workspace::new(&account, &configuration("web"));
    workspace.apply().applied(2, 0, 0);
    workspace.configure(&configuration("site"));
    workspace.apply().applied(2, 0, 2);
    let actions = account.pipeline("site")["stages"][0]["actions"].take();
    assert_eq!(actions.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_replacement_that_can_no_longer_be_created_destroys_nothing() {
    let apply = ["apply", "-input=false", "-no-color", "tfplan"];
    let nothing_is_destroyed = |account: &Account| {
        let operations = ["DeleteConnection", "DeleteHost", "DeletePipeline"];
        assert_eq!(operations.map(|operation| account.count(operation)), [0; 3]);
    };

    let account = Account::open();
    let workspace = Workspace::new(&account, &connection("name = \"web\""));
    workspace.apply().applied(1, 0, 0);
    workspace.configure(&connection("name = \"site\""));
    workspace.plan().plans(1, 0, 1);
    account.create_connection("site");
    workspace
        .run(&apply)
        .fails()
        .says("A connection \"site\" already exists")
        .says("The replacement of the connection \"web\" cannot be created yet, so nothing was destroyed");
    nothing_is_destroyed(&account);

    let account = Account::open();
    let host = |endpoint: &str| {
        format!(
            "resource \"codepipeline_host\" \"web\" {{\n name = \"web\"\n provider_type = \"GitHubEnterpriseServer\"\n \
             provider_endpoint = {endpoint:?}\n}}\n"
        )
    };
    let workspace = Workspace::new(&account, &host("https://git.example.com"));
    workspace.apply().applied(1, 0, 0);
    let gitlab = host("https://gitlab.example.com").replace("GitHubEnterpriseServer", "GitLabSelfManaged");
    workspace.configure(&gitlab);
    workspace.plan().plans(1, 0, 1);
    account.create_host_at("other", "https://gitlab.example.com");
    workspace
        .run(&apply)
        .fails()
        .says("Another host has the endpoint https://gitlab.example.com");
    nothing_is_destroyed(&account);

    // A tainted pipeline whose connection cannot be used now, and one whose new name is taken after the plan.
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let pipeline = |name: &str| gitlab_pipeline(name, &format!("{arn:?}"), "").replace("\"site\" {", "\"web\" {");
    let workspace = Workspace::new(&account, &pipeline("web"));
    workspace.apply().applied(1, 0, 0);
    workspace.run(&["taint", "-no-color", PIPELINE]).succeeds();
    account.set_connection_status(&arn, "PENDING");
    workspace
        .apply()
        .fails()
        .says("The replacement of the pipeline \"web\" cannot be created yet");
    nothing_is_destroyed(&account);
    account.set_connection_status(&arn, "AVAILABLE");
    workspace.run(&["untaint", "-no-color", PIPELINE]).succeeds();
    workspace.configure(&pipeline("site"));
    workspace.plan().plans(1, 0, 1);
    account.create_pipeline(&gitlab_declaration("site", &arn));
    workspace
        .run(&apply)
        .fails()
        .says("The pipeline \"site\" already exists in eu-west-1");
    nothing_is_destroyed(&account);
}

/// A value that is known after the apply of this plan, because it changes.
fn changing(value: &str) -> String {
    format!("resource \"terraform_data\" \"input\" {{\n input = {value:?}\n}}\n")
}

#[test]
fn a_replacement_with_a_value_that_is_known_after_apply_warns_that_it_is_not_checked() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = |name: &str, lifecycle: &str| {
        let pipeline = gitlab_pipeline("web", &format!("{arn:?}"), lifecycle);
        let pipeline = pipeline.replace("name     = \"web\"", "name     = terraform_data.input.output");
        changing(name) + &connection("name = terraform_data.input.output") + &pipeline
    };
    let workspace = Workspace::new(&account, &configuration("web", ""));
    workspace.apply().applied(3, 0, 0);
    let web = account.wait_for_connection("web");
    account.set_connection_status(&web, "AVAILABLE");
    account.create_pipeline(&gitlab_declaration("site", &arn));

    workspace.configure(&configuration("site", ""));
    let planned = workspace.plan();
    planned
        .plans(2, 1, 2)
        .says("The replacement of the pipeline \"web\" cannot be checked at plan")
        .says("Replacing the connection \"web\" loses its handshake")
        .says(
            "Known after apply: name. Without create_before_destroy, Terraform destroys the connection \"web\" before",
        )
        .says_not("The replacement of the connection");
    // Once the value is known, it is checked.
    workspace.apply_with(&["-target", "terraform_data.input"]).succeeds();
    workspace.plan().fails().says("The pipeline \"site\" already exists");
    assert_eq!(account.count("DeletePipeline") + account.count("DeleteConnection"), 0);
}

#[test]
fn a_replacement_with_create_before_destroy_that_cannot_be_created_destroys_nothing() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    let configuration = |name: &str| {
        let lifecycle = "lifecycle {\n create_before_destroy = true\n }";
        let pipeline = gitlab_pipeline("web", &format!("{arn:?}"), lifecycle);
        changing(name) + &pipeline.replace("name     = \"web\"", "name     = terraform_data.input.output")
    };
    let workspace = Workspace::new(&account, &configuration("web"));
    workspace.apply().applied(2, 0, 0);
    account.create_pipeline(&gitlab_declaration("site", &arn));
    workspace.configure(&configuration("site"));
    workspace.apply().fails().says("The pipeline \"site\" already exists");
    assert_eq!(account.count("DeletePipeline"), 0);
    assert_eq!(account.pipeline("web")["name"], "web");
}
