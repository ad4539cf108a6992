//! The certificate that a go-plugin host makes for one plugin process, and its look-alikes.

use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P521_SHA512, SignatureAlgorithm,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate with its key.
pub struct ClientIdentity {
    /// The certificate.
    pub certificate: CertificateDer<'static>,
    /// Its private key.
    pub key: PrivateKeyDer<'static>,
}

impl ClientIdentity {
    /// A new one as go-plugin makes it: P-521, self-signed, a certification authority for `localhost`.
    pub fn generate() -> Self {
        Self::on_curve(&PKCS_ECDSA_P521_SHA512)
    }

    /// The same on the curve that other tools prefer.
    pub fn generate_on_p256() -> Self {
        Self::on_curve(&PKCS_ECDSA_P256_SHA256)
    }

    fn on_curve(curve: &'static SignatureAlgorithm) -> Self {
        let key = KeyPair::generate_for(curve).expect("the curve is supported");
        let mut params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.distinguished_name.push(DnType::OrganizationName, "HashiCorp");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![
            KeyUsagePurpose::DigitalSignature,
            KeyUsagePurpose::KeyEncipherment,
            KeyUsagePurpose::KeyAgreement,
            KeyUsagePurpose::KeyCertSign,
        ];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth, ExtendedKeyUsagePurpose::ServerAuth];
        let certificate = params.self_signed(&key).expect("the key signs").der().clone();
        Self {
            certificate,
            key: key.into(),
        }
    }

    /// Returns this certificate with another client's key, like an attacker that read the environment of the process.
    pub fn with_the_key_of(&self, stranger: &Self) -> Self {
        Self {
            certificate: self.certificate.clone(),
            key: stranger.key.clone_key(),
        }
    }

    /// What the host announces in `PLUGIN_CLIENT_CERT`.
    pub fn pem(&self) -> String {
        let text = STANDARD.encode(&self.certificate);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(64)
            .map(|line| str::from_utf8(line).expect("ASCII"))
            .collect();
        format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            lines.join("\n")
        )
    }
}
