//! AWS GovCloud (US) and China: ARNs, endpoints' regions and links to the console.

use codepipeline_emulator_testing::pipelines::{REPOSITORY, gitlab_pipeline};

use crate::support::{account::Account, recorder::Recorder, workspace::Workspace};

const CONNECTION: &str = "resource \"codepipeline_connection\" \"web\" {\n  name = \"web\"\n}\n";

#[test]
fn objects_in_govcloud_have_its_arns_and_links() {
    let account = Account::open();
    let recorder = Recorder::before(account.url());
    let pipeline = gitlab_pipeline(
        "web",
        "codepipeline_connection.web.arn",
        "allow_pending_connection = true",
    )
    .replace("arn:aws:", "arn:aws-us-gov:");
    let host = "resource \"codepipeline_host\" \"git\" {\n  name = \"git\"\n  provider_type = \"GitLabSelfManaged\"\n  \
                provider_endpoint = \"https://gitlab.example.com\"\n}\n";
    let role = "provider \"codepipeline\" {\n  assume_role {\n    role_arn = \"arn:aws-us-gov:iam::111122223333:role/deploy\"\n  \
                }\n}\n";
    let mut workspace = Workspace::new(&account, &format!("{role}{CONNECTION}{host}{pipeline}"));
    workspace.set_variable("AWS_REGION", "us-gov-east-1");
    workspace.set_variable("AWS_ENDPOINT_URL", recorder.url());
    let console = "https://us-gov-east-1.console.amazonaws-us-gov.com/codesuite";
    workspace.apply().applied(3, 0, 0).says(&format!("{console}/settings/"));
    for (address, arn, url) in [
        (
            "codepipeline_connection.web",
            "codeconnections:us-gov-east-1:111122223333:connection/",
            "/settings/111122223333/us-gov-east-1/",
        ),
        (
            "codepipeline_host.git",
            "codeconnections:us-gov-east-1:111122223333:host/git-",
            "/settings/hosts?region=us-gov-east-1",
        ),
        (
            "codepipeline_pipeline.web",
            "codepipeline:us-gov-east-1:111122223333:web",
            "/codepipeline/pipelines/web/view?region=us-gov-east-1",
        ),
    ] {
        let object = workspace.resource(address);
        let text = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
        assert!(text("arn").starts_with(&format!("arn:aws-us-gov:{arn}")), "{object:#}");
        assert!(
            text("console_url").starts_with(&format!("{console}{url}")),
            "{object:#}"
        );
    }
    workspace.plan().has_no_changes();
    assert!(
        recorder
            .take()
            .iter()
            .all(|request| request.region() == "us-gov-east-1")
    );
    workspace.destroy().succeeds();
}

#[test]
fn a_pipeline_in_china_has_its_arn_and_link_and_a_connection_there_is_refused() {
    let account = Account::open();
    let mut pipeline = gitlab_pipeline("web", "\"none\"", "").replace("arn:aws:", "arn:aws-cn:");
    for (from, to) in [
        ("CodeStarSourceConnection", "S3"),
        ("ConnectionArn    = \"none\"", "S3Bucket = \"acme-templates\""),
        (
            &format!("FullRepositoryId = {REPOSITORY:?}"),
            "S3ObjectKey = \"all.zip\"",
        ),
        ("BranchName       = \"main\"", "PollForSourceChanges = \"false\""),
    ] {
        assert!(pipeline.contains(from), "{pipeline}");
        pipeline = pipeline.replace(from, to);
    }
    let mut workspace = Workspace::new(&account, &pipeline);
    workspace.set_variable("AWS_REGION", "cn-north-1");
    workspace.apply().applied(1, 0, 0);
    let object = workspace.resource("codepipeline_pipeline.web");
    assert_eq!(object["arn"], "arn:aws-cn:codepipeline:cn-north-1:111122223333:web");
    let page = "https://cn-north-1.console.amazonaws.cn/codesuite/codepipeline/pipelines/web/view?region=cn-north-1";
    assert_eq!(object["console_url"], page);
    workspace.plan().has_no_changes();
    workspace.destroy().succeeds();
    workspace.configure(CONNECTION);
    workspace
        .plan()
        .fails()
        .says("AWS does not support connections in China (cn-north-1)");
}
