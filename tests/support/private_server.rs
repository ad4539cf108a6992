//! HTTPS servers with an untrusted certificate.

use std::{fs, path::PathBuf, sync::Arc};

use base64::Engine as _;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// The HTTP response to any call of ListConnections.
const NO_CONNECTIONS: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 18\r\nconnection: close\r\n\r\n{\"Connections\":[]}";

/// An HTTPS server without any connections.
pub(crate) async fn private_server() -> (String, String) {
    https_server(|_| NO_CONNECTIONS.to_vec()).await
}

/// An HTTPS server of the files in `directory`.
pub(crate) async fn file_server(directory: PathBuf) -> (String, String) {
    https_server(move |path| {
        let Ok(file) = fs::read(directory.join(path.trim_start_matches('/'))) else {
            return b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_vec();
        };
        let kind = if path.ends_with(".json") {
            "application/json"
        } else {
            "application/zip"
        };
        let length = file.len();
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
        [head.into_bytes(), file].concat()
    })
    .await
}

/// An HTTPS server with a certificate of its own, which responds by the path of the request. Answers its address and the
/// certificate as PEM.
async fn https_server(respond: impl Fn(&str) -> Vec<u8> + Send + 'static) -> (String, String) {
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
            if let Ok(read @ 1..) = stream.read(&mut request).await {
                let request = String::from_utf8_lossy(&request[..read]).into_owned();
                let path = request.split(' ').nth(1).unwrap_or_default();
                let _ = stream.write_all(&respond(path)).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (url, pem(cert.der()))
}

/// A certificate as text.
pub(crate) fn pem(der: &[u8]) -> String {
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}
