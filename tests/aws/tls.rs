//! Certificates: trusted by bundle, refused by default, ignored on request.

use terraform_provider_codepipeline::aws::{
    connections::{Connections, Filter},
    error::{Error, Kind},
    service::Service,
    settings::Settings,
};

use super::sessions::{REGION, session, settings};
use crate::support::private_server::private_server;

async fn list(settings: Settings) -> Result<usize, Error> {
    let connections = Connections::new(session(Settings {
        max_retries: Some(2),
        ..settings
    }));
    let listed = connections
        .list(Service::CodeConnections, REGION, &Filter::default())
        .await?;
    Ok(listed.len())
}

#[tokio::test]
async fn a_strange_certificate_is_refused() {
    let (url, _) = private_server().await;
    let error = list(settings(&url)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::EndpointUnreachable);
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[tokio::test]
async fn a_bundle_makes_a_private_certificate_trusted() {
    let (url, pem) = private_server().await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("bundle.pem");
    std::fs::write(&file, pem).unwrap();
    let settings = Settings {
        custom_ca_bundle: Some(file.display().to_string()),
        ..settings(&url)
    };
    assert_eq!(list(settings).await, Ok(0));
}

#[tokio::test]
async fn insecure_accepts_any_certificate() {
    let (url, _) = private_server().await;
    assert_eq!(
        list(Settings {
            insecure: true,
            ..settings(&url)
        })
        .await,
        Ok(0)
    );
}

#[tokio::test]
async fn an_invalid_bundle_is_an_error_that_names_the_file() {
    let directory = tempfile::tempdir().unwrap();
    let empty = directory.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").unwrap();
    for file in [empty, directory.path().join("missing.pem")] {
        let file = file.display().to_string();
        let error = list(Settings {
            custom_ca_bundle: Some(file.clone()),
            ..settings("https://localhost:9")
        })
        .await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), Kind::Settings);
        assert!(error.to_string().contains(&file), "{error}");
    }
}
