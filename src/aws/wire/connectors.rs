//! The HTTP client that all AWS clients share: certificates, proxies, deadlines, and whether a request was sent.
//!
//! Connectors are created at the first request of their scheme, so that plain HTTP never loads the certificate store.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_smithy_http_client::{
    Connector, ConnectorBuilder,
    proxy::ProxyConfig,
    tls::{self, TlsContext, TrustStore},
};
use aws_smithy_runtime_api::client::{
    http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use percent_encoding::percent_decode_str;
use rustls::pki_types::{CertificateDer, pem::PemObject};
use tokio_util::sync::CancellationToken;

use super::{
    answer_size,
    exchange::{AnswerCut, Attempt, NotSent, Origin},
    unverified_tls,
};
use crate::aws::{
    environment,
    error::{Error, Kind, find},
    lock::lock,
    proxies::Proxies,
    secrets::Secrets,
    settings::Settings,
};

/// Maximum attempts to reach an endpoint, or to receive a response in time.
const REACHING_ATTEMPTS: u32 = 3;

/// Time for a read to complete after an interruption.
const GRACE: Duration = Duration::from_secs(3);

/// Creates and keeps the connectors.
#[derive(Clone, Debug)]
pub(in crate::aws) struct Connectors(Arc<Inner>);

struct Inner {
    trust: Trust,
    http_proxy: ProxyConfig,
    https_proxy: ProxyConfig,
    cancel: CancellationToken,
    secrets: Secrets,
    user_agent: String,
    connectors: Mutex<BTreeMap<Key, SharedHttpConnector>>,
}

/// Whether HTTPS is used, connect timeout, read timeout.
type Key = (bool, Option<Duration>, Option<Duration>);

/// Which server certificates are accepted.
enum Trust {
    /// Those of the machine's certificate authorities.
    Native,
    /// Those of the authorities in a PEM file.
    Bundle(Vec<u8>),
    /// All; the proxy of HTTPS requests is reached by the same connector.
    All(unverified_tls::Proxy),
}

impl Connectors {
    /// Reads the certificate bundle, if any, without connecting. `cancel` ends calls that only read.
    ///
    /// # Errors
    /// Returns [`Kind::Settings`] if the bundle cannot be read or a proxy is not a URL.
    pub(in crate::aws) async fn new(settings: &Settings, cancel: &CancellationToken) -> Result<Self, Error> {
        let [http, https, excluded] = [&settings.http_proxy, &settings.https_proxy, &settings.no_proxy];
        let proxies = Proxies::of(http.as_deref(), https.as_deref(), excluded.as_deref())?;
        let secrets = Secrets::default();
        proxies.secrets().iter().for_each(|secret| secrets.add(secret));
        let trust = match environment::ca_bundle(settings.custom_ca_bundle.as_deref()) {
            _ if settings.insecure => Trust::All(unverified_tls::Proxy {
                url: proxies.https_url(),
                excluded: proxies.excluded().to_owned(),
            }),
            Some(file) => match read_bundle(&file).await {
                Err(error) if settings.custom_ca_bundle.is_some() => return Err(error.at("custom_ca_bundle")),
                read => Trust::Bundle(read?),
            },
            None => Trust::Native,
        };
        Ok(Self(Arc::new(Inner {
            trust,
            http_proxy: proxies.http()?,
            https_proxy: proxies.https()?,
            cancel: cancel.clone(),
            secrets,
            user_agent: settings.user_agent.clone(),
            connectors: Mutex::default(),
        })))
    }

    /// Returns the secrets that are masked in responses.
    pub(in crate::aws) fn secrets(&self) -> &Secrets {
        &self.0.secrets
    }
}

impl Inner {
    fn connector(&self, https: bool, settings: &HttpConnectorSettings) -> SharedHttpConnector {
        let key = (https, settings.connect_timeout(), settings.read_timeout());
        let mut connectors = lock(&self.connectors);
        let connector = connectors.entry(key).or_insert_with(|| self.create(https, settings));
        connector.clone()
    }

    fn create(&self, https: bool, settings: &HttpConnectorSettings) -> SharedHttpConnector {
        let builder = Connector::builder().connector_settings(settings.clone());
        if !https {
            return SharedHttpConnector::new(builder.proxy_config(self.http_proxy.clone()).build_http());
        }
        let builder = builder.proxy_config(self.https_proxy.clone());
        match &self.trust {
            Trust::All(proxy) => unverified_tls::connector(settings, proxy),
            Trust::Bundle(pem) => verified(builder, TrustStore::empty().with_pem_certificate(pem.as_slice())),
            Trust::Native => verified(builder, TrustStore::default()),
        }
    }
}

fn verified(builder: ConnectorBuilder, trust: TrustStore) -> SharedHttpConnector {
    let context = TlsContext::builder()
        .with_trust_store(trust)
        .build()
        .expect("a context of roots alone is complete");
    let provider = tls::Provider::rustls(tls::rustls_provider::CryptoMode::AwsLc);
    SharedHttpConnector::new(builder.tls_provider(provider).tls_context(context).build())
}

/// Checks that the bundle contains certificates, which the connector does not check.
async fn read_bundle(file: &str) -> Result<Vec<u8>, Error> {
    let unusable = |why: String| Error::new(Kind::Settings, format!("cannot use the CA bundle {file}: {why}"));
    let read = tokio::fs::read(file).await;
    let pem = read.map_err(|error| unusable(error.to_string()))?;
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| unusable(error.to_string()))?;
        roots.add(certificate).map_err(|error| unusable(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(unusable("it contains no PEM certificate".into()));
    }
    Ok(pem)
}

impl HttpClient for Connectors {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(ByScheme {
            connectors: self.clone(),
            settings: settings.clone(),
        })
    }
}

/// Chooses the connector by the scheme of the request.
#[derive(Debug)]
struct ByScheme {
    connectors: Connectors,
    settings: HttpConnectorSettings,
}

impl HttpConnector for ByScheme {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        name_user_agent(&mut request, &self.connectors.0.user_agent);
        let connector = self
            .connectors
            .0
            .connector(request.uri().starts_with("https:"), &self.settings);
        let (origin, attempt) = (Origin::of(request.uri()), request.extension::<Attempt>().copied());
        let cancel = is_read(&request).then(|| self.connectors.0.cancel.clone());
        let timeout = self.settings.read_timeout();
        let secrets = self.connectors.secrets().clone();
        secrets.add(request.headers().get("x-amz-security-token").unwrap_or_default());
        secrets.add(&web_identity_token(&request));
        HttpConnectorFuture::new(async move {
            let exchange = exchange(&connector, request, timeout);
            let answered = match cancel {
                None => exchange.await,
                Some(cancel) => tokio::select! {
                    answered = exchange => answered,
                    () = interruption(&cancel) => return Err(interrupted()),
                },
            };
            let is_last = attempt.is_some_and(|attempt| attempt.0 >= REACHING_ATTEMPTS);
            match answered {
                Ok(mut response) => {
                    response.add_extension(origin);
                    response.add_extension(secrets);
                    Ok(response)
                }
                Err(source) if is_not_sent(&source) => Err(NotSent::error(origin, source, is_last)),
                Err(error) if error.is_timeout() && is_last => {
                    Err(ConnectorError::other(AnswerCut::TimedOut.into(), None))
                }
                Err(error) => Err(error),
            }
        })
    }
}

/// Puts the products of the settings in front of those of the SDK. Signatures do not cover this header.
fn name_user_agent(request: &mut HttpRequest, products: &str) {
    let sdk = request.headers().get("user-agent").unwrap_or_default();
    let name = format!("{products} {sdk}").trim().to_owned();
    request.headers_mut().insert("user-agent", name);
}

/// Returns the token of an identity provider in a request to STS, wherever the SDK or the settings have it from.
fn web_identity_token(request: &HttpRequest) -> String {
    let form = str::from_utf8(request.body().bytes().unwrap_or_default()).unwrap_or_default();
    let token = form
        .split('&')
        .find_map(|field| field.strip_prefix("WebIdentityToken="));
    let token = percent_decode_str(token.unwrap_or_default());
    token.decode_utf8_lossy().into_owned()
}

/// Returns whether a request only reads: an interruption may cut it short.
fn is_read(request: &HttpRequest) -> bool {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default();
    request.method() == "GET" || operation.starts_with("Get") || operation.starts_with("List")
}

/// Waits until the command is interrupted, and a moment longer, so that reads after a write can complete.
async fn interruption(cancel: &CancellationToken) {
    cancel.cancelled().await;
    tokio::time::sleep(GRACE).await;
}

fn interrupted() -> ConnectorError {
    let error = Error::new(Kind::Cancelled, "interrupted while waiting for a response");
    ConnectorError::other(error.into(), None)
}

/// Returns the whole response, which must arrive within `timeout` of its beginning.
async fn exchange(
    connector: &SharedHttpConnector,
    request: HttpRequest,
    timeout: Option<Duration>,
) -> Result<HttpResponse, ConnectorError> {
    let limit = answer_size::limit(&request);
    let mut response = connector.call(request).await?;
    let body = read_whole(response.take_body(), limit);
    let body = match timeout {
        None => body.await?,
        Some(timeout) => tokio::time::timeout(timeout, body)
            .await
            .map_err(|_| ConnectorError::timeout(AnswerCut::TimedOut.into()))??,
    };
    *response.body_mut() = SdkBody::from(body);
    Ok(response)
}

async fn read_whole(body: SdkBody, limit: usize) -> Result<Vec<u8>, ConnectorError> {
    let too_large = || ConnectorError::other(AnswerCut::TooLarge.into(), None);
    let (mut stream, mut whole) = (ByteStream::new(body), Vec::new());
    while let Some(part) = stream.next().await {
        let part = part.map_err(|_| ConnectorError::io(AnswerCut::Broken.into()))?;
        if whole.len() + part.len() > limit {
            return Err(too_large());
        }
        whole.extend_from_slice(&part);
    }
    if answer_size::has_too_many_values(&whole) {
        return Err(too_large());
    }
    Ok(whole)
}

/// Returns whether no connection was established.
fn is_not_sent(error: &ConnectorError) -> bool {
    find::<hyper_util::client::legacy::Error>(error).is_some_and(hyper_util::client::legacy::Error::is_connect)
}

/// Never prints the proxy, because its URL may contain a password.
impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connectors").finish_non_exhaustive()
    }
}
