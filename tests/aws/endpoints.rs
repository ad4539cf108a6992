//! Destinations of calls: URLs, FIPS, dual stack and proxies; and the errors when no server answers.

use std::time::{Duration, Instant};

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
use crate::support::closed_proxy::ClosedProxy;

async fn first_error(settings: Settings) -> Error {
    Pipelines::new(session(settings)).get(REGION, "demo").await.unwrap_err()
}

/// One of the called services.
#[derive(Clone, Copy, Debug)]
enum Called {
    Pipelines,
    Connections(Service),
    Sts,
}

/// The request that an HTTPS proxy gets for a call with these settings.
async fn requested(called: Called, region: &str, change: impl FnOnce(&mut Settings)) -> String {
    let proxy = ClosedProxy::start().await;
    let mut settings = Settings {
        region: Some(region.to_owned()),
        endpoints: Endpoints::default(),
        ..settings("")
    };
    (settings.https_proxy, settings.max_retries) = (Some(proxy.url.clone()), Some(1));
    change(&mut settings);
    let session = session(settings);
    let error = match called {
        Called::Pipelines => Pipelines::new(session).get(region, "demo").await.unwrap_err(),
        Called::Connections(api) => Connections::new(session)
            .list(api, region, &Filter::default())
            .await
            .unwrap_err(),
        Called::Sts => session.account_id().await.unwrap_err(),
    };
    assert_eq!(error.kind(), Kind::EndpointUnreachable, "{error}");
    proxy.lines().first().cloned().unwrap_or_default()
}

const PIPELINES: Called = Called::Pipelines;
const NEW: Called = Called::Connections(Service::CodeConnections);
const OLD: Called = Called::Connections(Service::CodeStarConnections);
const STS: Called = Called::Sts;

/// Service, region, FIPS, dual stack, and the host that AWS documents for them.
type Host = (Called, &'static str, bool, bool, &'static str);

/// Sources: "Service endpoints and quotas" and "FIPS endpoints" of AWS, and the endpoint rules of the service models.
const HOSTS: &[Host] = &[
    (
        PIPELINES,
        "eu-west-1",
        false,
        false,
        "codepipeline.eu-west-1.amazonaws.com",
    ),
    (
        PIPELINES,
        "us-east-1",
        true,
        false,
        "codepipeline-fips.us-east-1.amazonaws.com",
    ),
    (PIPELINES, "us-east-1", false, true, "codepipeline.us-east-1.api.aws"),
    (
        PIPELINES,
        "us-east-1",
        true,
        true,
        "codepipeline-fips.us-east-1.api.aws",
    ),
    (
        PIPELINES,
        "us-gov-west-1",
        false,
        false,
        "codepipeline.us-gov-west-1.amazonaws.com",
    ),
    (
        PIPELINES,
        "us-gov-west-1",
        true,
        false,
        "codepipeline-fips.us-gov-west-1.amazonaws.com",
    ),
    (
        PIPELINES,
        "us-gov-west-1",
        false,
        true,
        "codepipeline.us-gov-west-1.api.aws",
    ),
    (
        PIPELINES,
        "cn-north-1",
        false,
        false,
        "codepipeline.cn-north-1.amazonaws.com.cn",
    ),
    (
        PIPELINES,
        "cn-north-1",
        false,
        true,
        "codepipeline.cn-north-1.api.amazonwebservices.com.cn",
    ),
    (
        NEW,
        "eu-west-1",
        false,
        false,
        "codeconnections.eu-west-1.amazonaws.com",
    ),
    (
        NEW,
        "us-east-1",
        true,
        false,
        "codeconnections-fips.us-east-1.amazonaws.com",
    ),
    (NEW, "us-east-1", false, true, "codeconnections.us-east-1.api.aws"),
    (NEW, "us-east-1", true, true, "codeconnections-fips.us-east-1.api.aws"),
    (
        NEW,
        "us-gov-east-1",
        false,
        false,
        "codeconnections.us-gov-east-1.amazonaws.com",
    ),
    (
        NEW,
        "us-gov-east-1",
        true,
        false,
        "codeconnections-fips.us-gov-east-1.amazonaws.com",
    ),
    (
        OLD,
        "eu-west-1",
        false,
        false,
        "codestar-connections.eu-west-1.amazonaws.com",
    ),
    (
        OLD,
        "us-east-1",
        true,
        false,
        "codestar-connections-fips.us-east-1.amazonaws.com",
    ),
    (OLD, "us-east-1", false, true, "codestar-connections.us-east-1.api.aws"),
    (
        OLD,
        "us-east-1",
        true,
        true,
        "codestar-connections-fips.us-east-1.api.aws",
    ),
    (
        OLD,
        "us-gov-east-1",
        true,
        false,
        "codestar-connections-fips.us-gov-east-1.amazonaws.com",
    ),
    (STS, "eu-west-1", false, false, "sts.eu-west-1.amazonaws.com"),
    (STS, "us-east-1", true, false, "sts-fips.us-east-1.amazonaws.com"),
    (STS, "us-east-1", false, true, "sts.us-east-1.api.aws"),
    (STS, "us-east-1", true, true, "sts-fips.us-east-1.api.aws"),
    // The regional hosts of GovCloud are FIPS hosts.
    (STS, "us-gov-west-1", false, false, "sts.us-gov-west-1.amazonaws.com"),
    (STS, "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com"),
    (
        STS,
        "cn-northwest-1",
        false,
        false,
        "sts.cn-northwest-1.amazonaws.com.cn",
    ),
    (
        STS,
        "cn-northwest-1",
        false,
        true,
        "sts.cn-northwest-1.api.amazonwebservices.com.cn",
    ),
];

#[tokio::test]
async fn hosts_follow_service_region_fips_and_dual_stack() {
    for (called, region, fips, dual_stack, host) in HOSTS {
        let line = requested(*called, region, |settings| {
            (settings.use_fips_endpoint, settings.use_dualstack_endpoint) = (Some(*fips), Some(*dual_stack));
        })
        .await;
        assert_eq!(line, format!("CONNECT {host}:443 HTTP/1.1"), "{called:?}");
    }
    // The setting for HTTP serves HTTPS when there is no other.
    let http_only = |settings: &mut Settings| settings.http_proxy = settings.https_proxy.take();
    let line = requested(PIPELINES, "eu-west-1", http_only).await;
    assert_eq!(line, "CONNECT codepipeline.eu-west-1.amazonaws.com:443 HTTP/1.1");
}

#[tokio::test]
async fn sts_has_a_region_of_its_own_and_with_legacy_its_global_host() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config");
    std::fs::write(&file, "[default]\nsts_regional_endpoints = legacy\n").unwrap();
    let legacy = |settings: &mut Settings| settings.shared_config_files = vec![file.display().to_string()];
    for (region, sts_region, is_legacy, host) in [
        ("eu-west-1", Some("us-west-2"), false, "sts.us-west-2.amazonaws.com"),
        ("eu-west-1", None, true, "sts.amazonaws.com"),
        ("eu-west-1", Some("us-west-2"), true, "sts.us-west-2.amazonaws.com"),
        // AWS does not use the global host for regions that it added later, and for other partitions.
        ("eu-south-1", None, true, "sts.eu-south-1.amazonaws.com"),
        ("cn-north-1", None, true, "sts.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", None, true, "sts.us-gov-west-1.amazonaws.com"),
    ] {
        let line = requested(STS, region, |settings| {
            settings.sts_region = sts_region.map(str::to_owned);
            if is_legacy {
                legacy(settings);
            }
        })
        .await;
        assert_eq!(line, format!("CONNECT {host}:443 HTTP/1.1"), "{region}");
    }
}

#[tokio::test]
async fn a_fips_host_that_does_not_exist_is_said_before_calling() {
    let settings = Settings {
        use_fips_endpoint: Some(true),
        endpoints: Endpoints::default(),
        ..settings("")
    };
    let connections = Connections::new(session(settings.clone()));
    let listed = connections
        .list(Service::CodeConnections, "eu-west-1", &Filter::default())
        .await;
    for error in [listed.unwrap_err(), first_error(settings).await] {
        assert_eq!(error.kind(), Kind::Settings);
        assert!(error.to_string().contains("eu-west-1"), "{error}");
    }
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
    assert_eq!(proxy.lines()[0], format!("POST {far}/ HTTP/1.1"));
    settings.no_proxy = Some("example.invalid".into());
    settings.max_retries = Some(1);
    assert_eq!(first_error(settings).await.kind(), Kind::EndpointUnreachable);
    assert_eq!(proxy.lines().len(), 1, "the excepted host is called itself");
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
    assert_eq!(proxy.lines(), Vec::<String>::new());
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
