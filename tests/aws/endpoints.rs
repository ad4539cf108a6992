//! Destinations of calls: URLs, FIPS, dual stack and proxies; and the errors when no server answers.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use codepipeline_emulator_testing::emulator::Emulator;
use terraform_provider_codepipeline::aws::{
    connections::{Connections, Filter},
    error::{Error, Kind},
    pipelines::Pipelines,
    service::Service,
    settings::{Endpoints, Settings},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

use super::{
    scripted::Scripted,
    sessions::{REGION, session, settings},
};

/// An HTTP proxy that notes the first line of each request and lets nothing through.
struct ClosedProxy {
    url: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl ClosedProxy {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&lines);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                let mut line = String::new();
                if stream.read_line(&mut line).await.is_ok() {
                    noted.lock().unwrap().push(line.trim_end().to_owned());
                    let _ = stream
                        .write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                        .await;
                }
            }
        });
        Self { url, lines }
    }

    fn first_line(&self) -> String {
        self.lines.lock().unwrap().first().cloned().unwrap_or_default()
    }
}

async fn first_error(settings: Settings) -> Error {
    Pipelines::new(session(settings)).get(REGION, "demo").await.unwrap_err()
}

/// What an HTTPS proxy is asked for when a pipeline or a connection is read with these settings.
async fn source_provider(region: &str, api: Option<Service>, change: impl FnOnce(&mut Settings)) -> String {
    let proxy = ClosedProxy::start().await;
    let mut settings = Settings {
        endpoints: Endpoints::default(),
        ..settings("")
    };
    (settings.https_proxy, settings.max_retries) = (Some(proxy.url.clone()), Some(1));
    change(&mut settings);
    let session = session(settings);
    let error = match api {
        None => Pipelines::new(session).get(region, "demo").await.unwrap_err(),
        Some(api) => Connections::new(session)
            .list(api, region, &Filter::default())
            .await
            .unwrap_err(),
    };
    assert_eq!(error.kind(), Kind::EndpointUnreachable, "{error}");
    proxy.first_line()
}

#[tokio::test]
async fn hosts_follow_region_fips_and_dual_stack() {
    let fips = |settings: &mut Settings| settings.use_fips_endpoint = Some(true);
    let dual = |settings: &mut Settings| settings.use_dualstack_endpoint = Some(true);
    let both = |settings: &mut Settings| {
        fips(settings);
        dual(settings);
    };
    let line = |host: &str| format!("CONNECT {host}:443 HTTP/1.1");
    let (new, old) = (Some(Service::CodeConnections), Some(Service::CodeStarConnections));
    assert_eq!(
        source_provider("eu-west-1", None, |_| {}).await,
        line("codepipeline.eu-west-1.amazonaws.com")
    );
    assert_eq!(
        source_provider("cn-north-1", None, |_| {}).await,
        line("codepipeline.cn-north-1.amazonaws.com.cn")
    );
    assert_eq!(
        source_provider("us-east-1", None, fips).await,
        line("codepipeline-fips.us-east-1.amazonaws.com")
    );
    assert_eq!(
        source_provider("us-east-1", None, dual).await,
        line("codepipeline.us-east-1.api.aws")
    );
    assert_eq!(
        source_provider("eu-west-1", new, |_| {}).await,
        line("codeconnections.eu-west-1.amazonaws.com")
    );
    assert_eq!(
        source_provider("eu-west-1", old, |_| {}).await,
        line("codestar-connections.eu-west-1.amazonaws.com")
    );
    assert_eq!(
        source_provider("us-east-1", new, both).await,
        line("codeconnections-fips.us-east-1.api.aws")
    );
    assert_eq!(
        source_provider("us-east-1", old, both).await,
        line("codestar-connections-fips.us-east-1.api.aws")
    );
    // The setting for HTTP serves HTTPS when there is no other.
    let http_only = |settings: &mut Settings| settings.http_proxy = settings.https_proxy.take();
    assert_eq!(
        source_provider("eu-west-1", None, http_only).await,
        line("codepipeline.eu-west-1.amazonaws.com")
    );
}

#[tokio::test]
async fn a_fips_host_that_does_not_exist_is_said_before_calling() {
    let settings = Settings {
        use_fips_endpoint: Some(true),
        endpoints: Endpoints::default(),
        ..settings("")
    };
    let connections = Connections::new(session(settings));
    let error = connections
        .list(Service::CodeConnections, "eu-west-1", &Filter::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Settings);
    assert!(error.to_string().contains("eu-west-1"), "{error}");
}

#[tokio::test]
async fn an_address_of_the_settings_excludes_fips_and_dual_stack() {
    let emulator = Emulator::start().await;
    let settings = Settings {
        use_fips_endpoint: Some(true),
        use_dualstack_endpoint: Some(true),
        ..settings(emulator.url())
    };
    assert_eq!(Pipelines::new(session(settings)).get(REGION, "demo").await, Ok(None));
}

#[tokio::test]
async fn a_profile_sets_the_urls_and_attempts_that_the_settings_omit() {
    let emulator = Emulator::start().await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config");
    let url = emulator.url();
    let profile = format!(
        "[profile work]\nservices = local\nmax_attempts = 3\naws_access_key_id = test\n\
         aws_secret_access_key = test\n[services local]\ncodepipeline =\n  endpoint_url = {url}\n"
    );
    std::fs::write(&file, profile).unwrap();
    let settings = Settings {
        profile: Some("work".into()),
        shared_config_files: vec![file.display().to_string()],
        endpoints: Endpoints::default(),
        access_key: None,
        secret_key: None,
        ..settings("")
    };
    let fault = serde_json::json!({"operation": "GetPipeline", "kind": "throttle", "times": 0});
    emulator.fault(fault).await;
    let error = first_error(settings).await;
    assert_eq!(error.kind(), Kind::Throttled, "{error}");
    let calls = emulator.get_json("/_emulator/calls").await;
    assert_eq!(calls.as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn plain_http_goes_through_its_proxy_unless_excepted() {
    let proxy = ClosedProxy::start().await;
    let far = "http://codepipeline.example.invalid";
    let mut settings = settings(far);
    (settings.http_proxy, settings.no_proxy) = (Some(proxy.url.clone()), Some("example.com".into()));
    let error = first_error(settings.clone()).await;
    assert_eq!(error.kind(), Kind::NotAws);
    assert_eq!(proxy.first_line(), format!("POST {far}/ HTTP/1.1"));
    settings.no_proxy = Some("example.invalid".into());
    settings.max_retries = Some(1);
    assert_eq!(first_error(settings).await.kind(), Kind::EndpointUnreachable);
    assert_eq!(
        proxy.lines.lock().unwrap().len(),
        1,
        "the excepted host is called itself"
    );
}

#[tokio::test]
async fn this_machine_is_reached_without_a_proxy() {
    let (proxy, emulator) = (ClosedProxy::start().await, Emulator::start().await);
    for url in [
        emulator.url().to_owned(),
        emulator.url().replace("127.0.0.1", "localhost"),
    ] {
        let mut settings = settings(&url);
        (settings.http_proxy, settings.no_proxy) = (Some(proxy.url.clone()), None);
        assert_eq!(Pipelines::new(session(settings)).get(REGION, "demo").await, Ok(None));
    }
    assert_eq!(proxy.first_line(), "");
}

#[tokio::test]
async fn a_proxy_that_is_no_address_is_refused_without_its_password() {
    let wrong = || Some("http://u:s3cr3t@".to_owned());
    for (name, http_proxy, https_proxy) in [("http_proxy", wrong(), None), ("https_proxy", None, wrong())] {
        let error = first_error(Settings {
            http_proxy,
            https_proxy,
            ..settings("http://x")
        })
        .await;
        assert_eq!(error.kind(), Kind::Settings);
        assert!(
            error.to_string().starts_with(name) && !error.to_string().contains("s3cr3t"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_endpoint_that_refuses_is_named_soon() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let start = Instant::now();
    let error = first_error(settings(&format!("http://u:s3cr3t@{free}"))).await;
    assert!(!error.to_string().contains("s3cr3t"), "{error}");
    assert_eq!(error.kind(), Kind::EndpointUnreachable);
    assert!(!error.may_have_happened());
    assert!(
        error.to_string().contains(&url) && error.to_string().to_lowercase().contains("refused"),
        "{error}"
    );
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_endpoint_that_answers_html_is_not_aws() {
    for status in [200, 302, 404] {
        let server = Scripted::start(move |_, _| (status, "<html><body>Welcome</body></html>".to_owned())).await;
        let with_password = server.url.replace("http://", "http://u:s3cr3t@");
        let connections = Connections::new(session(settings(&with_password)));
        let error = connections
            .list(Service::CodeConnections, REGION, &Filter::default())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), Kind::NotAws, "{status}: {error}");
        assert!(!error.to_string().contains("s3cr3t"), "{error}");
        assert!(error.to_string().contains(&server.url), "{error}");
        assert_eq!(server.operations().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_a_lost_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|read| read > 2) {
                line.clear();
            }
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"pipe")
                .await;
        }
    });
    let error = first_error(Settings {
        max_retries: Some(1),
        ..settings(&url)
    })
    .await;
    assert_eq!(error.kind(), Kind::LostAnswer, "{error}");
}

#[tokio::test]
async fn a_region_comes_from_the_settings_or_the_profile() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config");
    std::fs::write(&file, "[profile work]\nregion = sa-east-1\n").unwrap();
    let from_profile = Settings {
        region: None,
        profile: Some("work".into()),
        shared_config_files: vec![file.display().to_string()],
        ..settings("http://x")
    };
    assert_eq!(session(settings("http://x")).region().await.as_deref(), Ok(REGION));
    assert_eq!(session(from_profile).region().await.as_deref(), Ok("sa-east-1"));
}

#[tokio::test]
async fn no_region_is_an_error_that_says_where_it_was_looked_for() {
    let settings = Settings {
        region: None,
        profile: Some("work".into()),
        ..settings("http://x")
    };
    let start = Instant::now();
    let error = session(settings).region().await.unwrap_err();
    assert_eq!(error.kind(), Kind::NoRegion);
    for place in ["AWS_REGION", "AWS_DEFAULT_REGION", "\"work\""] {
        assert!(error.to_string().contains(place), "{error}");
    }
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "the metadata service was asked"
    );
}
