//! Certificates: trusted by bundle, refused by default, ignored on request.

use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use terraform_provider_codepipeline::aws::connections::{Connections, Filter, Service};
use terraform_provider_codepipeline::aws::error::{Error, Kind};
use terraform_provider_codepipeline::aws::settings::Settings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::sessions::{REGION, pem, session, settings};

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 18\r\nconnection: close\r\n\r\n{\"Connections\":[]}";

/// An HTTPS server with a certificate of its own; answers its address and the certificate as PEM.
async fn private_server() -> (String, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(cert.der().to_vec())], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 8192];
            if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                let _ = stream.write_all(ANSWER).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (url, pem(cert.der()))
}

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
async fn a_bundle_that_is_none_is_an_error_that_names_the_file() {
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
