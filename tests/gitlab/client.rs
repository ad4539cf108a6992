//! The preflight's way to GitLab: redirects, limits, failures, TLS, and the token that stays at home.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::pki_types::PrivateKeyDer;
use terraform_provider_codepipeline::gitlab::{
    client::{Limits, Settings},
    failure::Failure,
    finding::{BranchList, FindingKind, Findings},
    preflight::{Preflight, Question},
    token::Token,
};

use super::{
    fake::{Canned, Fake, Project, TOKEN},
    preflight::{question, settings},
};
use crate::support::hostile_server::{HostileServer, Rest};

fn canned(status: u16, headers: &[(&'static str, &str)], body: &str) -> Canned {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    Canned {
        status,
        headers,
        body: body.to_owned(),
    }
}

async fn project() -> Fake {
    Fake::start(vec![Project::new(7, "group/project")]).await
}

fn asked() -> Question {
    question("group/project", "main")
}

async fn examine(settings: Settings) -> Findings {
    Preflight::new(settings).examine(&asked()).await
}

#[tokio::test]
async fn the_token_never_follows_a_redirect_to_another_server() {
    let (home, elsewhere) = (project().await, project().await);
    for status in [301, 302, 307, 308] {
        let target = format!("{}/api/v4/projects/7", elsewhere.url());
        // The first answer is for GraphQL, the second for REST.
        home.edit(|contents| {
            contents
                .canned
                .extend([canned(404, &[], "{}"), canned(status, &[("location", &target)], "")])
        });
        let findings = examine(settings(&home.url())).await;
        assert!(
            matches!(findings.incomplete, Some(Failure::RedirectedElsewhere(_))),
            "{findings:?}"
        );
        assert!(findings.problems[0].is_transport());
    }
    assert_eq!(elsewhere.lines(), Vec::<String>::new());
    assert!(
        home.calls()
            .iter()
            .all(|call| call.headers["authorization"] == format!("Bearer {TOKEN}"))
    );
}

#[tokio::test]
async fn a_graphql_redirect_elsewhere_carries_no_token_either() {
    let (home, elsewhere) = (project().await, project().await);
    let target = format!("{}/api/graphql", elsewhere.url());
    home.edit(|contents| contents.canned.push_back(canned(307, &[("location", &target)], "")));
    let findings = examine(settings(&home.url())).await;
    assert!(
        matches!(findings.incomplete, Some(Failure::RedirectedElsewhere(_))),
        "{findings:?}"
    );
    assert_eq!(elsewhere.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirect_to_another_scheme_is_another_server() {
    let home = project().await;
    let target = home.url().replace("http:", "https:");
    home.edit(|contents| {
        contents
            .canned
            .extend([canned(404, &[], "{}"), canned(302, &[("location", &target)], "")])
    });
    let findings = examine(settings(&home.url())).await;
    assert!(
        matches!(findings.incomplete, Some(Failure::RedirectedElsewhere(_))),
        "{findings:?}"
    );
}

#[tokio::test]
async fn redirects_without_end_end() {
    let home = project().await;
    let back = canned(302, &[("location", "/api/v4/projects/group%2Fproject")], "");
    home.edit(|contents| {
        contents
            .canned
            .extend([vec![canned(404, &[], "{}")], vec![back; 10]].concat())
    });
    let findings = examine(settings(&home.url())).await;
    assert!(
        matches!(findings.incomplete, Some(Failure::NotGitLab(_))),
        "{findings:?}"
    );
    assert!(home.lines().len() < 7, "{:?}", home.lines());
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_as_long_as_gitlab_says() {
    let home = project().await;
    home.edit(|contents| {
        contents
            .canned
            .push_back(canned(429, &[("retry-after", "1")], "Retry later\n"))
    });
    let start = Instant::now();
    assert_eq!(examine(settings(&home.url())).await.problems, []);
    assert!(start.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_rate_limit_without_a_time_is_tried_again_soon() {
    let home = project().await;
    let body = r#"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#;
    home.edit(|contents| contents.canned.extend([canned(429, &[], body), canned(429, &[], body)]));
    assert_eq!(examine(settings(&home.url())).await.problems, []);
    assert_eq!(home.lines()[..3], ["POST /api/graphql"; 3]);
}

#[tokio::test]
async fn a_wait_beyond_the_limit_is_reported_at_once() {
    let home = project().await;
    home.edit(|contents| {
        contents
            .canned
            .push_back(canned(429, &[("retry-after", "3600")], "Retry later\n"))
    });
    let start = Instant::now();
    let findings = examine(settings(&home.url())).await;
    assert_eq!(
        findings.incomplete,
        Some(Failure::RateLimited(Some(Duration::from_secs(3600))))
    );
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(findings.problems[0].kind, FindingKind::Transport);
    assert!(!findings.problems[0].kind.is_severe());
    assert_eq!(findings.branch_list(), BranchList::Unknown);
}

#[tokio::test]
async fn a_server_error_is_tried_again_and_then_reported() {
    let home = project().await;
    home.edit(|contents| {
        contents
            .canned
            .extend([canned(404, &[], "{}"), canned(503, &[], "busy")])
    });
    assert_eq!(examine(settings(&home.url())).await.problems, []);
    home.edit(|contents| contents.canned.extend(vec![canned(500, &[], "oops"); 9]));
    let findings = examine(settings(&home.url())).await;
    assert_eq!(findings.incomplete, Some(Failure::Server(500)));
    assert!(findings.problems[0].is_transport());
}

#[tokio::test]
async fn a_wrong_token_and_a_missing_scope_are_told_apart_and_are_no_transport_failures() {
    let home = project().await;
    let wrong = Settings {
        token: Token::new("glpat-wrong-0123456789"),
        ..settings(&home.url())
    };
    let findings = examine(wrong).await;
    assert_eq!(findings.problems[0].kind, FindingKind::InvalidToken);
    assert!(
        findings.problems[0].sentence.contains("`token` in the `gitlab` block"),
        "{findings:?}"
    );
    assert!(!format!("{findings:?}").contains("glpat"), "{findings:?}");

    let body = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges","scope":"api read_api"}"#;
    home.edit(|contents| contents.canned.extend(vec![canned(403, &[], body); 2]));
    let findings = examine(settings(&home.url())).await;
    assert_eq!(findings.problems[0].kind, FindingKind::InsufficientScope);
    assert!(findings.problems[0].kind.is_severe());
    assert!(findings.problems[0].hint.contains("read_api"));
}

#[tokio::test]
async fn what_a_server_says_is_quoted_and_cut() {
    let home = project().await;
    let words = format!("{{\"message\":\"Terms\\n\\u001b[31m {}\"}}", "x".repeat(5000));
    home.edit(|contents| contents.canned.extend(vec![canned(403, &[], &words); 2]));
    let findings = examine(settings(&home.url())).await;
    let sentence = &findings.problems[0].sentence;
    assert_eq!(findings.problems[0].kind, FindingKind::Forbidden);
    assert!(sentence.contains("\"Terms\\u{a}\\u{1b}[31m"), "{sentence}");
    assert!(sentence.chars().count() < 300, "{sentence}");
}

#[tokio::test]
async fn a_token_that_no_header_can_hold_is_a_wrong_token() {
    let home = project().await;
    let findings = examine(Settings {
        token: Token::new("a\nb"),
        ..settings(&home.url())
    })
    .await;
    assert_eq!(findings.problems[0].kind, FindingKind::InvalidToken);
    assert_eq!(home.lines(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_in_place_of_the_api_is_no_gitlab() {
    let home = project().await;
    home.edit(|contents| {
        contents.canned.extend(vec![
            canned(
                200,
                &[("content-type", "text/html")],
                "<html>Sign in</html>"
            );
            2
        ])
    });
    let findings = examine(settings(&home.url())).await;
    assert!(
        matches!(findings.incomplete, Some(Failure::NotGitLab(_))),
        "{findings:?}"
    );
    assert!(findings.problems[0].is_transport());
}

#[tokio::test]
async fn a_silent_server_costs_one_time_out() {
    let home = project().await;
    home.edit(|contents| contents.delay = Duration::from_secs(30));
    let limits = Limits {
        timeout: Duration::from_millis(300),
        ..Limits::default()
    };
    let preflight = Preflight::new(Settings {
        limits,
        ..settings(&home.url())
    });
    let start = Instant::now();
    for path in ["group/project", "group/other", "group/third"] {
        let findings = preflight.examine(&question(path, "main")).await;
        assert_eq!(findings.incomplete, Some(Failure::TimedOut), "{path}");
    }
    assert!(start.elapsed() < Duration::from_millis(900));
    assert_eq!(home.lines().len(), 1);
}

#[tokio::test]
async fn a_response_that_stalls_or_drips_ends_with_the_timeout() {
    let headers = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let early_hints = "HTTP/1.1 103 Early Hints\r\n\r\n".into();
    for server in [
        HostileServer::start(|_| Vec::new(), Rest::Silence).await,
        HostileServer::start(|_| Vec::new(), Rest::Flood(early_hints)).await,
        HostileServer::start(move |_| format!("{headers}x-more: ").into(), Rest::Drip(b'x')).await,
        HostileServer::start(move |_| format!("{headers}\r\n{{\"x\":\"").into(), Rest::Drip(b'x')).await,
        HostileServer::start(move |_| format!("{headers}\r\n{{\"x\":\"").into(), Rest::Silence).await,
    ] {
        let limits = Limits {
            timeout: Duration::from_millis(300),
            ..Limits::default()
        };
        let start = Instant::now();
        let findings = examine(Settings {
            limits,
            ..settings(&server.url)
        })
        .await;
        assert_eq!(findings.incomplete, Some(Failure::TimedOut));
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_closed_port_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let findings = examine(settings(&url)).await;
    assert!(
        matches!(findings.incomplete, Some(Failure::Unreachable(_))),
        "{findings:?}"
    );
}

#[tokio::test]
async fn few_requests_are_under_way_at_a_time() {
    let projects: Vec<Project> = (1..=24)
        .map(|id| Project::new(id, &format!("group/project-{id}")))
        .collect();
    let home = Fake::start(projects).await;
    home.edit(|contents| contents.delay = Duration::from_millis(10));
    let preflight = Arc::new(Preflight::new(settings(&home.url())));
    let mut tasks = tokio::task::JoinSet::new();
    for id in 1..=24 {
        let preflight = Arc::clone(&preflight);
        tasks.spawn(async move {
            preflight
                .examine(&question(&format!("group/project-{id}"), "main"))
                .await
        });
    }
    assert!(
        tasks
            .join_all()
            .await
            .iter()
            .all(|findings| findings.problems.is_empty())
    );
    assert!((2..=4).contains(&home.most_under_way()), "{}", home.most_under_way());
}

#[tokio::test]
async fn settings_do_not_print_the_token() {
    let home = project().await;
    let settings = settings(&home.url());
    let preflight = Preflight::new(settings.clone());
    preflight.examine(&asked()).await;
    assert!(!format!("{settings:?} {preflight:?}").contains(TOKEN));
}

/// Accepts connections over TLS; those that do not become one are dropped.
struct TlsListener {
    listener: tokio::net::TcpListener,
    acceptor: tokio_rustls::TlsAcceptor,
}

impl axum::serve::Listener for TlsListener {
    type Io = tokio_rustls::server::TlsStream<tokio::net::TcpStream>;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.listener.accept().await.unwrap();
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

/// Serves the fake over TLS with a certificate that no machine trusts; gives its base URL and the certificate.
async fn over_tls() -> (String, String) {
    let signed = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let builder = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()));
    let config = builder
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    let config = config.with_single_cert(vec![signed.cert.der().clone()], key).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = TlsListener {
        listener,
        acceptor: tokio_rustls::TlsAcceptor::from(Arc::new(config)),
    };
    let router = Fake::unserved(vec![Project::new(7, "group/project")], address).router();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, signed.cert.der());
    let certificate = format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n");
    (format!("https://localhost:{}", address.port()), certificate)
}

#[tokio::test]
async fn an_untrusted_certificate_is_a_tls_failure_and_the_bundle_fixes_it() {
    let (url, certificate) = over_tls().await;
    let findings = examine(settings(&url)).await;
    assert!(matches!(findings.incomplete, Some(Failure::Tls(_))), "{findings:?}");
    assert!(findings.problems[0].is_transport());
    assert!(findings.problems[0].hint.contains("custom_ca_bundle"));

    let trusting = Settings {
        ca_bundle: Some(certificate.into_bytes()),
        ..settings(&url)
    };
    assert_eq!(examine(trusting).await.problems, []);

    let broken = Settings {
        ca_bundle: Some(b"no certificate".to_vec()),
        ..settings(&url)
    };
    assert!(matches!(examine(broken).await.incomplete, Some(Failure::Tls(_))));
}
