//! User actions in the console.

mod contrast;
mod executions;
mod lists;
mod log;
mod pipelines;
mod simulated_events;

use codepipeline_emulator_testing::emulator::Emulator;
use reqwest::StatusCode;
use serde_json::json;

use super::connections::{create, get};

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
    let http = codepipeline_emulator_testing::aws_client::http_client();
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
    let mut links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let link = links.find(|link| link.ends_with(ending));
    link.unwrap_or_else(|| panic!("no link to …{ending} in {page}"))
        .to_owned()
}

#[tokio::test]
async fn a_pending_connection_can_be_found_and_authorized() {
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
    let authorized = page(&emulator, &back).await;
    assert!(authorized.contains("AVAILABLE") && authorized.contains("You authorized the connection."));
    assert_eq!(
        get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"],
        "AVAILABLE"
    );
}

#[tokio::test]
async fn a_refused_handshake_is_an_error_that_can_be_fixed() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), SERVICE, "app").await;
    let id = arn.rsplit('/').next().unwrap();
    let handshake = format!("/codesuite/settings/111122223333/eu-west-1/codeconnections/connections/{id}/handshake");
    let back = press(&emulator, &handshake, &[("decision", "deny")]).await;
    assert_eq!(get(&emulator.aws(), SERVICE, &arn).await["ConnectionStatus"], "ERROR");
    let denied = page(&emulator, &back).await;
    assert!(
        denied.contains("Update pending connection")
            && denied.contains("You denied the authorization of the connection.")
    );
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
        home.contains("&lt;script&gt;&quot;&amp;'&lt;/script&gt;") && home.matches("<script").count() == 1,
        "{home}"
    );
}

#[tokio::test]
async fn no_page_needs_anything_from_elsewhere() {
    let emulator = Emulator::start().await;
    let home = page(&emulator, "/console/").await;
    assert!(!home.contains("src=") && !home.contains("http://") && !home.contains("https://"));
    assert!(!home.contains("http-equiv"), "the script updates the page in place");
}

#[tokio::test]
async fn a_host_can_be_set_up() {
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
async fn a_connection_is_not_authorized_before_its_host_is_set_up() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let host =
        json!({"Name": "gitlab", "ProviderType": "GitLabSelfManaged", "ProviderEndpoint": "https://h.example.com"});
    let host = aws.ok(SERVICE, "CreateHost", host).await["HostArn"].clone();
    let input = json!({"ConnectionName": "app", "HostArn": host});
    let arn = aws.ok(SERVICE, "CreateConnection", input).await["ConnectionArn"].clone();
    let arn = arn.as_str().unwrap();
    let home = page(&emulator, "/console/").await;
    let connection = page(&emulator, &link(&home, arn.rsplit('/').next().unwrap())).await;
    let handshake = format!("{}{}", emulator.url(), link(&connection, "/handshake"));
    let http = codepipeline_emulator_testing::aws_client::http_client();
    let request = http.post(handshake).body("decision=authorize");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    let refused = request.send().await.unwrap().text().await.unwrap();
    assert!(refused.contains("Set up the host gitlab first"), "{refused}");
    assert_eq!(get(&aws, SERVICE, arn).await["ConnectionStatus"], "PENDING");
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

/// Returns an error page with its status.
async fn error_page(emulator: &Emulator, path: &str) -> (u16, String) {
    let response = emulator.get(path).await;
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html"),
        "{path}"
    );
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn whatever_goes_wrong_is_a_page_of_its_area() {
    let emulator = Emulator::start().await;
    for (path, status, area, text) in [
        ("/console/nothing", 404, "/console/", "Page /console/nothing not found."),
        (
            "/console/hosts/nothing",
            404,
            "/console/hosts",
            "Page /console/hosts/nothing not found",
        ),
        (
            "/codesuite/codepipeline/pipelines/none/view",
            400,
            "/console/pipelines",
            "missing field `region`",
        ),
        (
            "/codesuite/codepipeline/pipelines/none/view?region=eu-west-1",
            404,
            "/console/pipelines",
            "PipelineNotFoundException",
        ),
        (
            "/codesuite/codepipeline/pipelines/none/start?region=eu-west-1",
            405,
            "/console/pipelines",
            "form submissions only",
        ),
        (
            "/codesuite/settings/connections/redirect",
            400,
            "/console/",
            "connectionArn",
        ),
        (
            "/codesuite/settings/1/eu-west-1/codeconnections/hosts/none",
            404,
            "/console/hosts",
            "Host arn:aws:codeconnections:eu-west-1:1:host/none not found",
        ),
    ] {
        let (answered, page) = error_page(&emulator, path).await;
        assert_eq!(answered, status, "{path}");
        assert!(
            page.contains(&format!("href=\"{area}\" aria-current=\"page\"")),
            "{path}: {page}"
        );
        assert!(
            page.contains(text) && page.contains(&format!("<p><a href=\"{area}\">")),
            "{path}: {page}"
        );
    }
    let form = emulator.url().to_owned() + "/codesuite/codepipeline/pipelines/none/approval?region=eu-west-1";
    let http = codepipeline_emulator_testing::aws_client::http_client();
    let request = http
        .post(form)
        .header("content-type", "application/x-www-form-urlencoded");
    let response = request.body("stage=a").send().await.unwrap();
    assert_eq!(response.status(), 422);
    assert!(response.text().await.unwrap().contains("missing field `action`"));
}
