//! Rules of namespaces and variables.

use serde_json::json;

use super::{ACTION, STRUCTURE, assert_refused, compile, gitlab};

const NAMESPACE: &str = "Namespaces must be neither reserved ('codepipeline', 'variables') nor the name of an \
                         artifact. StageName=[Source], ActionName=[GitLab], Namespace=[";
const REFERENCE: &str = "Valid format for a pipeline execution variable reference is a namespace and a key separated \
                         by a period (.). The following pipeline execution variables are referencing a namespace \
                         that does not exist.\nStageName=[Build], ActionName=[Compile], \
                         ActionConfigurationKey=[Extra], VariableReferenceText=[";

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_variables() {
    assert_refused(&[
        (
            "a namespace that stands twice",
            |d| {
                gitlab(d)["namespace"] = json!("Vars");
                compile(d)["namespace"] = json!("Vars");
            },
            ACTION,
            "Namespaces must be unique across the pipeline definition. The following occur more than once in the \
             pipeline. StageName=[Build], ActionName=[Compile], Namespace=[Vars]",
        ),
        (
            "a reserved namespace",
            |d| gitlab(d)["namespace"] = json!("variables"),
            ACTION,
            NAMESPACE,
        ),
        (
            "a namespace with an artifact's name",
            |d| gitlab(d)["namespace"] = json!("src"),
            ACTION,
            NAMESPACE,
        ),
        (
            "a reference to nothing",
            |d| compile(d)["configuration"]["Extra"] = json!("#{Absent.CommitId}"),
            ACTION,
            REFERENCE,
        ),
        (
            "a reference to the action itself",
            |d| {
                compile(d)["namespace"] = json!("Own");
                compile(d)["configuration"]["Extra"] = json!("a #{Own.Key}");
            },
            ACTION,
            REFERENCE,
        ),
        (
            "a reference without a key",
            |d| compile(d)["configuration"]["Extra"] = json!("#{codepipeline}"),
            ACTION,
            REFERENCE,
        ),
        (
            "a pipeline variable in a source",
            |d| {
                d["variables"] = json!([{ "name": "branch", "defaultValue": "main" }]);
                gitlab(d)["configuration"]["BranchName"] = json!("#{variables.branch}");
            },
            STRUCTURE,
            "Variables at the pipeline level cannot be used in source actions.",
        ),
        (
            "a variable that stands twice",
            |d| d["variables"] = json!([{ "name": "v", "defaultValue": "1" }, { "name": "v" }]),
            STRUCTURE,
            "Variable names must be unique. The following variable name is already in use: v",
        ),
    ])
    .await;
}
