//! Accepts only the client with the certificate that the host announced.

use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, UnixTime, pem::PemObject},
    server::{
        ParsedCertificate,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
};

/// Accepts only clients that have the key of the pinned certificate.
///
/// go-plugin's certificate is a certificate authority that is used as a leaf, which chain validators reject. A
/// comparison of the bytes, with a proof of the key, is stricter and needs no chain.
#[derive(Debug)]
pub(super) struct PinnedClient {
    /// `None` if the host's announcement could not be read: every client is rejected then.
    pinned: Option<CertificateDer<'static>>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl PinnedClient {
    /// Pins the certificate in `pem`; logs an error if `pem` does not contain one.
    pub(super) fn from_pem(pem: &[u8], algorithms: WebPkiSupportedAlgorithms) -> Self {
        let pinned = parse(pem)
            .inspect_err(|cause| {
                tracing::error!(
                    cause,
                    "PLUGIN_CLIENT_CERT is not a certificate in PEM format, so clients cannot connect"
                );
            })
            .ok();
        Self { pinned, algorithms }
    }
}

fn parse(pem: &[u8]) -> Result<CertificateDer<'static>, String> {
    let certificate = CertificateDer::from_pem_slice(pem).map_err(|cause| cause.to_string())?;
    ParsedCertificate::try_from(&certificate).map_err(|cause| cause.to_string())?;
    Ok(certificate)
}

impl ClientCertVerifier for PinnedClient {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match &self.pinned {
            Some(pinned) if pinned == end_entity => Ok(ClientCertVerified::assertion()),
            _ => Err(Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            )),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
