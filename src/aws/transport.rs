//! The one HTTP client that all AWS clients share: certificates, proxies, and what became of a request.
//!
//! Connectors are made at the first request of their scheme, so that plain HTTP never loads the certificate store.

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
    orchestrator::HttpRequest,
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};

use super::{
    environment,
    error::{Error, Kind, find, innermost},
    insecure,
    lock::lock,
    retry::Attempt,
    settings::Settings,
};

/// Attempts to reach an endpoint that refuses, does not resolve or shows a strange certificate.
const REACHING_ATTEMPTS: u32 = 3;

/// What is always reached directly: this machine, and the metadata services beside it.
const LOCAL: &str = "localhost,127.0.0.0/8,::1,169.254.169.254,169.254.170.2,169.254.170.23,fd00:ec2::254,fd00:ec2::23";

/// Scheme, host and port that an answer came from; kept with the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin(pub(crate) String);

/// The request was not sent, so nothing can have happened.
#[derive(Debug)]
pub(crate) struct NotSent {
    origin: Origin,
    source: ConnectorError,
}

/// Where a request goes and what is trusted there.
#[derive(Clone, Debug)]
pub(crate) struct Transport(Arc<Inner>);

struct Inner {
    trust: Trust,
    http_proxy: ProxyConfig,
    https_proxy: ProxyConfig,
    connectors: Mutex<BTreeMap<Key, SharedHttpConnector>>,
}

/// HTTPS or not, connect time-out, read time-out.
type Key = (bool, Option<Duration>, Option<Duration>);

enum Trust {
    /// The certificate authorities of the machine.
    Native,
    /// Those of a PEM file only.
    Bundle(Vec<u8>),
    /// Anybody; the proxy of HTTPS requests is reached by our own connector too.
    Anybody(insecure::Proxy),
}

impl Transport {
    /// Reads the certificate bundle, if any; connects nowhere.
    ///
    /// # Errors
    /// [`Kind::Settings`] when the bundle cannot be read or a proxy's address is none.
    pub(crate) async fn new(settings: &Settings) -> Result<Self, Error> {
        let proxies = Proxies::of(settings)?;
        let trust = match settings
            .custom_ca_bundle
            .clone()
            .or_else(|| environment::var("AWS_CA_BUNDLE"))
        {
            _ if settings.insecure => Trust::Anybody(proxies.insecure()),
            Some(file) => Trust::Bundle(read_bundle(&file).await?),
            None => Trust::Native,
        };
        Ok(Self(Arc::new(Inner {
            trust,
            http_proxy: proxies.config(proxies.http.as_ref(), ProxyConfig::http)?,
            https_proxy: proxies.config(proxies.https.as_ref(), ProxyConfig::https)?,
            connectors: Mutex::default(),
        })))
    }

    fn connector(&self, https: bool, settings: &HttpConnectorSettings) -> SharedHttpConnector {
        let key = (https, settings.connect_timeout(), settings.read_timeout());
        let mut connectors = lock(&self.0.connectors);
        connectors
            .entry(key)
            .or_insert_with(|| self.0.connect(https, settings))
            .clone()
    }
}

impl Inner {
    fn connect(&self, https: bool, settings: &HttpConnectorSettings) -> SharedHttpConnector {
        let builder = Connector::builder().connector_settings(settings.clone());
        if !https {
            return SharedHttpConnector::new(builder.proxy_config(self.http_proxy.clone()).build_http());
        }
        let builder = builder.proxy_config(self.https_proxy.clone());
        match &self.trust {
            Trust::Anybody(proxy) => insecure::connector(settings, proxy),
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

/// The bundle, once it is known to hold certificates: the connector takes that for granted.
async fn read_bundle(file: &str) -> Result<Vec<u8>, Error> {
    let refuse = |why: String| Error::new(Kind::Settings, format!("the CA bundle {file} cannot be used: {why}"));
    let pem = tokio::fs::read(environment::expanded(file))
        .await
        .map_err(|error| refuse(error.to_string()))?;
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|error| refuse(error.to_string()))?;
        roots.add(certificate).map_err(|error| refuse(error.to_string()))?;
    }
    if roots.is_empty() {
        Err(refuse("it holds no PEM certificate".into()))
    } else {
        Ok(pem)
    }
}

/// Proxies by the scheme of the request: settings first, then the environment.
struct Proxies {
    http: Option<http::Uri>,
    https: Option<http::Uri>,
    no: String,
}

impl Proxies {
    fn of(settings: &Settings) -> Result<Self, Error> {
        let all = || environment::first(&["ALL_PROXY", "all_proxy"]);
        let http = settings.http_proxy.clone();
        let https = settings
            .https_proxy
            .clone()
            .or_else(|| environment::first(&["HTTPS_PROXY", "https_proxy"]));
        let no = settings
            .no_proxy
            .clone()
            .or_else(|| environment::first(&["NO_PROXY", "no_proxy"]));
        Ok(Self {
            // As in hashicorp/aws, a configured HTTP proxy serves HTTPS too when there is no other.
            https: https
                .or_else(|| http.clone())
                .or_else(all)
                .map(|url| proxy_url("https_proxy", &url))
                .transpose()?,
            http: http
                .or_else(|| environment::first(&["HTTP_PROXY", "http_proxy"]))
                .or_else(all)
                .map(|url| proxy_url("http_proxy", &url))
                .transpose()?,
            no: no.map_or_else(|| LOCAL.to_owned(), |no| format!("{no},{LOCAL}")),
        })
    }

    /// What leads to the proxy `url`, or past all of them.
    fn config<E: fmt::Display>(
        &self,
        url: Option<&http::Uri>,
        made: fn(http::Uri) -> Result<ProxyConfig, E>,
    ) -> Result<ProxyConfig, Error> {
        let Some(url) = url else {
            return Ok(ProxyConfig::disabled().no_proxy(&self.no));
        };
        let config = made(url.clone()).map_err(|error| Error::new(Kind::Settings, error.to_string()))?;
        Ok(config.no_proxy(&self.no))
    }

    fn insecure(&self) -> insecure::Proxy {
        insecure::Proxy {
            url: self.https.as_ref().map(ToString::to_string),
            no: self.no.clone(),
        }
    }
}

/// Never quotes the address: it may hold a password.
fn proxy_url(argument: &str, url: &str) -> Result<http::Uri, Error> {
    let url = if url.contains("://") {
        url.to_owned()
    } else {
        format!("http://{url}")
    };
    url.parse::<http::Uri>()
        .ok()
        .filter(|uri| uri.host().is_some())
        .ok_or_else(|| {
            Error::new(
                Kind::Settings,
                format!("{argument} is not the address of a proxy, such as http://proxy:3128"),
            )
        })
}

impl HttpClient for Transport {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Route {
            transport: self.clone(),
            settings: settings.clone(),
        })
    }
}

/// Chooses the connector by the scheme of the request.
#[derive(Debug)]
struct Route {
    transport: Transport,
    settings: HttpConnectorSettings,
}

impl HttpConnector for Route {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let https = request.uri().starts_with("https:");
        let connector = self.transport.connector(https, &self.settings);
        let origin = Origin(request.uri().splitn(4, '/').take(3).collect::<Vec<_>>().join("/"));
        let attempt = request.extension::<Attempt>().copied();
        HttpConnectorFuture::new(async move {
            match connector.call(request).await {
                Ok(mut response) => {
                    response.add_extension(origin);
                    Ok(response)
                }
                Err(error) if is_not_sent(&error) => Err(not_sent(origin, error, attempt)),
                Err(error) => Err(error),
            }
        })
    }
}

/// Whether no connection came about.
fn is_not_sent(error: &ConnectorError) -> bool {
    find::<hyper_util::client::legacy::Error>(error).is_some_and(hyper_util::client::legacy::Error::is_connect)
}

/// A connection that does not come about is tried a few times only: more than a hiccup is a wrong address.
fn not_sent(origin: Origin, source: ConnectorError, attempt: Option<Attempt>) -> ConnectorError {
    let (timeout, last) = (
        source.is_timeout(),
        attempt.is_some_and(|attempt| attempt.0 >= REACHING_ATTEMPTS),
    );
    let error = Box::new(NotSent { origin, source });
    match (last, timeout) {
        (true, _) => ConnectorError::other(error, None),
        (false, true) => ConnectorError::timeout(error),
        (false, false) => ConnectorError::io(error),
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot be reached: {}", self.origin.0, innermost(&self.source))
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Prints no proxy: its address may hold a password.
impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}
