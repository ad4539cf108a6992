//! What a person does in the console.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::connections::{create, get};
use crate::support::aws_client::AwsClient;
use crate::support::emulator::Emulator;

const SERVICE: &str = "codeconnections";

async fn page(emulator: &Emulator, path: &str) -> String {
    emulator
        .get(path)
        .await
        .error_for_status()
        .unwrap()
        .text()
        .await
        .unwrap()
}

/// Presses a button of a form: where it leads, with what the form holds.
async fn press(emulator: &Emulator, path: &str, fields: &[(&str, &str)]) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let http = crate::support::aws_client::http_client();
    let request = http.post(format!("{}{path}", emulator.url())).body(body);
    let response = request
        .header("content-type", "application/x-www-form-urlencoded")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// The first link of a page whose address ends so.
fn link(page: &str, ending: &str) -> String {
    let end = page
        .find(&format!("{ending}\""))
        .unwrap_or_else(|| panic!("no link to …{ending} in {page}"))
        + ending.len();
    page[page[..end].rfind('"').unwrap() + 1..end].to_owned()
}

#[tokio::test]
async fn a_person_finds_a_pending_connection_and_authorizes_it() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), SERVICE, "app").await;
    let home = page(&emulator, "/console/").await;
    assert!(home.contains("PENDING"));
    let connection = page(&emulator, &link(&home, arn.rsplit('/').next().unwrap())).await;
    assert!(connection.contains("Update pending connection"));
    let handshake = link(&connection, "/handshake");
    assert!(
        page(&emulator, &handshake)
            .await
            .contains("Authorize AWS Connector for GitLab")
    );
    let back = press(&emulator, &handshake, &[("decision", "authorize")]).await;
    assert!(page(&emulator, &back).await.contains("AVAILABLE"));
    assert_eq!(
        get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"],
        "AVAILABLE"
    );
}

#[tokio::test]
async fn a_refused_handshake_is_an_error_that_can_be_mended() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), SERVICE, "app").await;
    let id = arn.rsplit('/').next().unwrap();
    let handshake = format!("/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}/handshake");
    let back = press(&emulator, &handshake, &[("decision", "refuse")]).await;
    assert_eq!(get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"], "ERROR");
    assert!(page(&emulator, &back).await.contains("Update pending connection"));
    press(&emulator, &handshake, &[("decision", "authorize")]).await;
    assert_eq!(
        get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"],
        "AVAILABLE"
    );
}

#[tokio::test]
async fn the_paths_of_aws_s_console_lead_to_the_same_pages() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), "codestar-connections", "the-app").await;
    let id = arn.rsplit('/').next().unwrap();
    let path = format!("/codesuite/settings/111122223333/eu-west-1/codestar-connections/connections/{id}");
    assert!(
        page(&emulator, &format!("{path}?region=eu-west-1"))
            .await
            .contains("the-app")
    );
    assert!(
        page(&emulator, "/codesuite/settings/connections?region=eu-west-1")
            .await
            .contains("the-app")
    );
    let redirect = emulator
        .get(&format!("/codesuite/settings/connections/redirect?connectionArn={arn}"))
        .await;
    assert_eq!(redirect.headers()["location"], path);
}

#[tokio::test]
async fn names_are_escaped() {
    let emulator = Emulator::start().await;
    create(&emulator.aws(), SERVICE, "<script>\"&'</script>").await;
    let home = page(&emulator, "/console/").await;
    assert!(
        home.contains("&lt;script&gt;&quot;&amp;'&lt;/script&gt;") && !home.contains("<script"),
        "{home}"
    );
}

#[tokio::test]
async fn no_page_needs_anything_from_elsewhere() {
    let emulator = Emulator::start().await;
    let home = page(&emulator, "/console/").await;
    assert!(
        !home.contains("<script") && !home.contains("src=") && !home.contains("http://") && !home.contains("https://")
    );
}

#[tokio::test]
async fn a_person_sets_a_host_up() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let host =
        json!({"Name": "our host", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h.example.com"});
    let arn = aws.ok(SERVICE, "CreateHost", host).await["HostArn"].clone();
    let hosts = page(&emulator, "/console/hosts").await;
    let id = arn.as_str().unwrap().rsplit('/').next().unwrap().replace(' ', "%20");
    let setup = link(&page(&emulator, &link(&hosts, &id)).await, "/setup");
    assert!(page(&emulator, &setup).await.contains("Personal access token"));
    let fields = [("token", "glpat-secret"), ("decision", "authorize")];
    assert!(
        page(&emulator, &press(&emulator, &setup, &fields).await)
            .await
            .contains("AVAILABLE")
    );
    assert_eq!(
        aws.ok(SERVICE, "GetHost", json!({"HostArn": arn})).await["Status"],
        "AVAILABLE"
    );
}

#[tokio::test]
async fn a_page_of_nothing_is_not_found() {
    let emulator = Emulator::start().await;
    for path in [
        "/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/none",
        "/codesuite/settings/111122223333/eu-west-1/codeconnections/hosts/none",
        "/codesuite/codepipeline/pipelines/none/view?region=eu-west-1",
    ] {
        assert_eq!(emulator.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

/// Creates a pipeline that waits for an approval after its source.
async fn create_pipeline(emulator: &Emulator, aws: &AwsClient) {
    let connection = create(aws, SERVICE, "app").await;
    emulator.set_connection_status(&connection, "AVAILABLE").await;
    let source = json!({
        "name": "GitLab", "outputArtifacts": [{"name": "src"}],
        "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1"},
        "configuration": {"ConnectionArn": connection, "FullRepositoryId": "group/sub/app", "BranchName": "main"},
    });
    let gate = json!({
        "name": "Gate", "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
    });
    let pipeline = json!({
        "name": "shop", "roleArn": "arn:aws:iam::111122223333:role/shop", "pipelineType": "V2",
        "artifactStore": {"type": "S3", "location": "shop-artifacts"},
        "stages": [{"name": "Source", "actions": [source]}, {"name": "Approve", "actions": [gate]}],
    });
    aws.ok("codepipeline", "CreatePipeline", json!({"pipeline": pipeline}))
        .await;
}

/// The value of a hidden field of a form.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let start = page.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
    &page[start..start + page[start..].find('"').unwrap()]
}

#[tokio::test]
async fn a_person_watches_a_pipeline_and_approves_its_execution() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let list = page(&emulator, "/console/pipelines").await;
    let path = link(&list, "/shop/view?region=eu-west-1&amp;account=111122223333").replace("&amp;", "&");
    let drawn = page(&emulator, &path).await;
    for text in [
        "GitLab",
        "group/sub/app @ main",
        "Gate",
        "Approve",
        "CreatePipeline",
        "InProgress",
    ] {
        assert!(drawn.contains(text), "{text}");
    }
    let fields = ["stage", "action", "token"].map(|name| (name, field(&drawn, name)));
    let form = path.replace("/view", "/approval");
    let back = press(&emulator, &form, &[&fields[..], &[("decision", "authorize")]].concat()).await;
    assert!(page(&emulator, &back).await.contains("Release change"));
    assert_eq!(executions(&aws).await[0]["status"], "Succeeded");
}

#[tokio::test]
async fn a_person_releases_a_change_and_looks_at_the_execution() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create_pipeline(&emulator, &aws).await;
    let form = "/codesuite/codepipeline/pipelines/shop/start?region=eu-west-1";
    press(&emulator, form, &[]).await;
    let id = executions(&aws).await[0]["pipelineExecutionId"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/codesuite/codepipeline/pipelines/shop/executions/{id}/timeline?region=eu-west-1");
    let shown = page(&emulator, &path).await;
    assert!(
        shown.contains(&id) && shown.contains("StartPipelineExecution") && shown.contains("GitLab"),
        "{shown}"
    );
}

async fn executions(aws: &AwsClient) -> Value {
    let answer = aws
        .ok(
            "codepipeline",
            "ListPipelineExecutions",
            json!({"pipelineName": "shop"}),
        )
        .await;
    answer["pipelineExecutionSummaries"].clone()
}
