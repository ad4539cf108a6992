//! Regions and partitions, wherever a configuration has one.

use codepipeline_emulator_testing::pipelines::gitlab_pipeline;

use crate::support::{account::Account, workspace::Workspace};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const STORE: &str = "artifact_store {";

fn pipeline(from: &str, to: &str) -> String {
    let right = gitlab_pipeline("web", &format!("{CONNECTION:?}"), "");
    assert!(right.contains(from), "{from} is in the configuration:\n{right}");
    right.replacen(from, to, 1)
}

/// Returns a configuration for each place of a region, and one for each place of an ARN with a region.
fn everywhere(region: &str) -> Vec<String> {
    let connection = CONNECTION.replace("eu-west-1", region);
    let host = format!("arn:aws:codeconnections:{region}:111122223333:host/gitlab-28aef605");
    let key = format!("encryption_key {{\n type = \"KMS\"\n id = \"arn:aws:kms:{region}:111122223333:key/k\"\n}}");
    let resource = |kind: &str, body: &str| format!("resource \"codepipeline_{kind}\" \"it\" {{\n{body}\n}}\n");
    let data = |kind: &str, body: &str| format!("data \"codepipeline_{kind}\" \"it\" {{\n{body}\n}}\n");
    let source = "name = \"a\"\npipeline_name = \"p\"\nfull_repository_id = \"acme/web\"\nbranch_name = \"main\"\noutput_artifact = \"a\"";
    vec![
        resource("connection", &format!("name = \"a\"\nregion = \"{region}\"")),
        resource("connection", &format!("name = \"a\"\nhost_arn = \"{host}\"")),
        resource(
            "host",
            &format!(
                "name = \"a\"\nprovider_type = \"GitLabSelfManaged\"\nprovider_endpoint = \
                 \"https://gitlab.example.com\"\nregion = \"{region}\""
            ),
        ),
        resource("handshake", &format!("connection_arn = \"{connection}\"")),
        resource("handshake", &format!("host_arn = \"{host}\"")),
        resource(
            "source_action",
            &format!("{source}\nconnection_arn = \"{CONNECTION}\"\nregion = \"{region}\""),
        ),
        resource("source_action", &format!("{source}\nconnection_arn = \"{connection}\"")),
        data("connection", &format!("name = \"a\"\nregion = \"{region}\"")),
        data("connection", &format!("arn = \"{connection}\"")),
        data("pipeline", &format!("name = \"a\"\nregion = \"{region}\"")),
        pipeline("name     = \"web\"", &format!("name = \"web\"\nregion = \"{region}\"")),
        pipeline(STORE, &format!("{STORE}\nregion = \"{region}\"")),
        pipeline(STORE, &format!("{STORE}\n{key}")),
        pipeline("input_artifacts", &format!("region = \"{region}\"\ninput_artifacts")),
        pipeline(CONNECTION, &connection),
    ]
}

#[test]
fn an_unknown_region_is_an_error_in_every_argument() {
    let account = Account::open();
    let workspace = Workspace::new(&account, "");
    for configuration in everywhere("eu-wset-1") {
        workspace.configure(&configuration);
        let outcome = workspace.validate();
        outcome.fails().says("The closest match is eu-west-1.").says("CPGL010");
        let text = outcome.to_string();
        assert_eq!(text.matches("This is check ").count(), 1, "{configuration}\n{text}");
        for lifted in ["skip_region_validation = true", "skip_checks = [\"CPGL010\"]"] {
            let provider = format!("provider \"codepipeline\" {{\n  {lifted}\n}}\n");
            workspace.configure(&(provider + &configuration));
            workspace.validate().succeeds().says_not("CPGL010");
        }
    }
    for (region, fix) in [
        ("Ireland", "Use a code such as eu-west-1."),
        ("EU-WEST-1", "Use eu-west-1."),
    ] {
        workspace.configure(&pipeline(STORE, &format!("{STORE}\nregion = \"{region}\"")));
        workspace.validate().fails().says(fix);
    }
    assert_eq!(account.calls(), []);
}

#[test]
fn a_region_of_the_environment_that_no_table_has_is_an_error_at_plan() {
    let account = Account::open();
    let mut workspace = Workspace::new(
        &account,
        "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n",
    );
    workspace.set_variable("AWS_REGION", "eu-wset-1");
    workspace.plan().fails().says("The closest match is eu-west-1.");
}

#[test]
fn a_region_or_an_arn_of_another_partition_is_an_error() {
    let workspace = Workspace::new(&Account::open(), "");
    for (from, to) in [
        (STORE, format!("{STORE}\nregion = \"cn-north-1\"")),
        (
            "name     = \"web\"",
            "name = \"web\"\nregion = \"us-gov-east-1\"".to_owned(),
        ),
        ("input_artifacts", "region = \"cn-north-1\"\ninput_artifacts".to_owned()),
        (
            "input_artifacts",
            "role_arn = \"arn:aws-cn:iam::111122223333:role/build\"\ninput_artifacts".to_owned(),
        ),
        (
            STORE,
            format!(
                "{STORE}\nencryption_key {{\n type = \"KMS\"\n id = \"arn:aws-us-gov:kms:us-gov-east-1:111122223333:key/k\"\n}}"
            ),
        ),
    ] {
        workspace.configure(&pipeline(from, &to));
        let outcome = workspace.validate();
        outcome
            .fails()
            .says("An account reaches only its own partition")
            .says("CPGL100");
        let text = outcome.to_string();
        assert_eq!(text.matches("This is check ").count(), 1, "{to}\n{text}");
    }
}

#[test]
fn an_encryption_key_must_be_in_the_region_of_its_store() {
    let workspace = Workspace::new(&Account::open(), "");
    let store =
        |id: &str| format!("{STORE}\nregion = \"eu-west-1\"\nencryption_key {{\n type = \"KMS\"\n id = \"{id}\"\n}}");
    workspace.configure(&pipeline(STORE, &store("arn:aws:kms:us-east-1:111122223333:key/k")));
    workspace
        .validate()
        .fails()
        .says("Use a key in eu-west-1.")
        .says("CPGL101");
    workspace.configure(&pipeline(STORE, &store("arn:aws:kms:eu-west-1:111122223333:key/k")));
    workspace.validate().succeeds().says_not("CPGL101");
    workspace.configure(&pipeline(STORE, &store("alias/artifacts")));
    workspace
        .validate()
        .succeeds()
        .says("data.aws_kms_alias.NAME.arn")
        .says("CPGL102");
    workspace.configure(&pipeline(STORE, &store("arn:aws:s3:::artifacts")));
    workspace
        .validate()
        .fails()
        .says("aws_kms_key.NAME.arn")
        .says("CPGL102");
}
