//! Null for a required argument, and a value for a read-only attribute: an error before anything is destroyed.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

const NULL: &str = "variable \"n\" {\n  type = string\n  default = null\n}\n";

fn refused(workspace: &Workspace, configuration: &str, argument: &str) {
    workspace.configure(configuration);
    workspace
        .plan()
        .fails()
        .says("Missing required argument")
        .says(&format!("`{argument}` is required, but its value is null"));
}

#[test]
fn a_required_argument_that_is_null_destroys_nothing() {
    let account = Account::open();
    let arn = account.create_available_connection("gitlab");
    account.create_pipeline(&codepipeline_emulator_testing::pipelines::foreign_declaration(
        "release",
    ));
    let connection = |name: &str| format!("resource \"codepipeline_connection\" \"main\" {{\n  name = {name}\n}}\n");
    let pipeline =
        |name: &str| gitlab_pipeline("web", &format!("{arn:?}"), "").replace("= \"web\"", &format!("= {name}"));
    let action =
        |pipeline: &str| super::source_action::source_action("charts", &arn, "").replace("\"release\"", pipeline);
    let whole = [connection("\"main\""), pipeline("\"web\""), action("\"release\"")].concat();
    let workspace = Workspace::new(&account, &whole);
    workspace.apply().applied(3, 0, 0);
    for (good, bad, argument) in [
        (connection("\"main\""), connection("var.n"), "name"),
        (pipeline("\"web\""), pipeline("var.n"), "name"),
        (action("\"release\""), action("var.n"), "pipeline_name"),
    ] {
        refused(&workspace, &format!("{NULL}{}", whole.replace(&good, &bad)), argument);
    }
    for operation in ["DeleteConnection", "DeletePipeline", "UpdatePipeline"] {
        let expected = usize::from(operation == "UpdatePipeline");
        assert_eq!(account.count(operation), expected, "{operation}");
    }
    assert_eq!(account.connections().len(), 2);
}

#[test]
fn a_value_for_a_read_only_attribute_is_an_error_at_validate() {
    let account = Account::open();
    let arn = "arn = \"arn:aws:codepipeline:eu-west-1:111122223333:web\"";
    let connection = format!("resource \"codepipeline_connection\" \"main\" {{\n  name = \"main\"\n  {arn}\n}}\n");
    let pipeline = gitlab_pipeline("web", "null", arn);
    for configuration in [connection, pipeline] {
        let workspace = Workspace::new(&account, &configuration);
        workspace.validate().fails().says("`arn` is read-only");
    }
}
