//! The protection of connections: mutual TLS, or plain text if the host announced no certificate.

use std::{io, sync::Arc, time::Duration};

use rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::CertificateDer, server::NoServerSessionStorage};
use tokio_rustls::TlsAcceptor;

use crate::plugin::{Error, client_verifier::PinnedClient, server_certificate::ServerCertificate, socket::Socket};

/// Time limit for a client to authenticate.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// The protection of every connection of this process.
#[derive(Clone)]
pub(super) enum Security {
    /// The host announced no certificate (`TF_DISABLE_PLUGIN_TLS`, or a debugging session).
    Plaintext,
    /// Both sides must show the certificate that the other side announced.
    MutualTls {
        acceptor: TlsAcceptor,
        certificate: CertificateDer<'static>,
    },
}

impl Security {
    /// Chooses by what the host announced: `client` is the PEM of its certificate.
    ///
    /// An invalid certificate still means mutual TLS, with a server that rejects every client.
    pub(super) fn for_client(client: Option<&[u8]>) -> Result<Self, Error> {
        match client {
            None => Ok(Self::Plaintext),
            Some(pem) => mutual_tls(pem).map_err(Error::Certificate),
        }
    }

    /// Returns the certificate to announce to the host, in DER format.
    pub(super) fn certificate(&self) -> Option<&[u8]> {
        match self {
            Self::Plaintext => None,
            Self::MutualTls { certificate, .. } => Some(certificate),
        }
    }

    /// Establishes a connection on a new socket, or rejects its client.
    pub(super) async fn secure(&self, socket: Socket) -> io::Result<Socket> {
        match self {
            Self::Plaintext => Ok(socket),
            Self::MutualTls { acceptor, .. } => {
                let stream = tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(socket)).await??;
                Ok(Box::pin(stream))
            }
        }
    }
}

fn mutual_tls(client: &[u8]) -> Result<Security, Box<dyn std::error::Error + Send + Sync>> {
    // Not ring, which cannot verify the P-521 certificate of go-plugin hosts.
    let provider = aws_lc_rs::default_provider();
    let verifier = PinnedClient::from_pem(client, provider.signature_verification_algorithms);
    let ServerCertificate { certificate, key } = ServerCertificate::generate()?;

    let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(vec![certificate.clone()], key)?;
    // Without ALPN, grpc-go 1.67 and later refuse the connection.
    config.alpn_protocols = vec![b"h2".to_vec()];
    // There is one connection for the life of the process, so session resumption is not needed, and every connection
    // proves that it has the key.
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    Ok(Security::MutualTls {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        certificate,
    })
}
