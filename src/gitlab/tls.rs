//! TLS for the preflight client, without a process-wide default, which other libraries may set.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject},
};

/// Returns a configuration that trusts the machine's certificate authorities and those in `ca_bundle` (PEM).
///
/// # Errors
/// Returns a sentence if the bundle contains no certificate, or if there is no certificate authority.
pub(crate) fn client_config(ca_bundle: Option<&[u8]>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(bundle) = ca_bundle {
        let certificates: Vec<CertificateDer<'_>> =
            CertificateDer::pem_slice_iter(bundle).filter_map(Result::ok).collect();
        if roots.add_parsable_certificates(certificates).0 == 0 {
            return Err("the certificate bundle contains no certificate in PEM format".to_owned());
        }
    }
    if roots.is_empty() {
        return Err("this machine has no trusted certificate authorities, and no certificate bundle is set".to_owned());
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
