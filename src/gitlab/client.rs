//! Client of GitLab's API: read-only, with limited retries. The token is never sent to another server.

use std::{
    fmt,
    sync::{Mutex, OnceLock},
    time::Duration,
};

use reqwest::{
    Method, NoProxy, Proxy, StatusCode,
    header::{AUTHORIZATION, HeaderMap, LOCATION, RETRY_AFTER},
    redirect,
};
use serde_json::Value;
use tokio::sync::Semaphore;
use url::Url;

use super::{base_url::BaseUrl, failure::Failure, requester::Requester, tls, token::Token};

/// Settings of the client.
#[derive(Clone, Debug)]
pub struct Settings {
    /// URL of GitLab.
    pub base_url: BaseUrl,
    /// Token; without one, only public projects are visible.
    pub token: Option<Token>,
    /// Additional certificate authorities to trust, in PEM format.
    pub ca_bundle: Option<Vec<u8>>,
    /// Proxies.
    pub proxies: Proxies,
    /// The header `User-Agent`.
    pub user_agent: String,
    /// Timeouts and the maximum attempts per call.
    pub limits: Limits,
}

/// The proxies of requests, by their scheme. None by default; the environment is not read.
#[derive(Clone, Default)]
pub struct Proxies {
    /// URL of the proxy of plain HTTP requests.
    pub http: Option<String>,
    /// URL of the proxy of HTTPS requests.
    pub https: Option<String>,
    /// Hosts that are reached without a proxy, separated by commas.
    pub excluded: String,
}

/// Prints no URL, because it may contain a password.
impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

/// Timeouts and retries of the client.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Timeout of one request and its response.
    pub timeout: Duration,
    /// Timeout of the connection.
    pub connect_timeout: Duration,
    /// Maximum wait that GitLab may request with `Retry-After`; a longer one fails immediately.
    pub max_wait: Duration,
    /// First wait if GitLab sends no `Retry-After`; doubles with each attempt.
    pub backoff: Duration,
    /// Maximum concurrent requests.
    pub concurrency: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(5),
            max_wait: Duration::from_secs(10),
            backoff: Duration::from_secs(1),
            concurrency: 4,
        }
    }
}

/// A response with an expected status: success, 400, 403 for this object, or 404.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// Whether the body is JSON, as in all responses of GitLab's API.
    pub(crate) is_json: bool,
    /// Whether the response follows a redirect, such as for a project that was moved.
    pub(crate) moved: bool,
    /// The next page of a list.
    pub(crate) next_page: Option<u32>,
}

impl Reply {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns GitLab's message in an unsuccessful response.
    pub(crate) fn message(&self) -> String {
        let message = ["message", "error_description", "error"]
            .iter()
            .find_map(|member| self.body.get(member));
        match message {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => format!("status {}", self.status),
        }
    }
}

/// The client, which connects at the first request.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    http: OnceLock<Result<reqwest::Client, Failure>>,
    permits: Semaphore,
    /// A failure that applies to all further requests.
    lasting: Mutex<Option<Failure>>,
}

/// Maximum attempts per call, and maximum redirects.
const MAX_ATTEMPTS: u32 = 3;

/// Maximum size of a body in bytes, several times that of a page of 100 branches.
const MAX_BODY: usize = 1 << 20;

impl Client {
    /// Returns a client that has sent no request yet.
    pub fn new(settings: Settings) -> Self {
        let permits = Semaphore::new(settings.limits.concurrency.max(1));
        Self {
            settings,
            http: OnceLock::new(),
            permits,
            lasting: Mutex::new(None),
        }
    }

    /// Returns the host of GitLab.
    pub fn host(&self) -> &str {
        self.settings.base_url.host()
    }

    /// Returns the URL of GitLab.
    pub(crate) fn address(&self) -> &str {
        self.settings.base_url.as_str()
    }

    /// Whether GitLab, or the local end of a tunnel to it, is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.settings.base_url.is_loopback()
    }

    /// Returns the requester for messages.
    pub(crate) fn requester(&self) -> Requester<'_> {
        Requester {
            host: self.host(),
            token: self.settings.token.as_ref().map(Token::origin),
        }
    }

    /// Returns the web page of a project.
    pub(crate) fn page(&self, project: &str) -> String {
        self.settings.base_url.page(project)
    }

    /// Whether requests are sent with a token.
    pub(crate) fn has_token(&self) -> bool {
        self.settings.token.is_some()
    }

    /// Makes one REST call; `path` begins after `/api/v4/`.
    pub(crate) async fn get(&self, path: &str) -> Result<Reply, Failure> {
        self.ask(Method::GET, self.settings.base_url.rest(path), None).await
    }

    /// Makes one GraphQL call.
    pub(crate) async fn graphql(&self, query: &Value) -> Result<Reply, Failure> {
        self.ask(Method::POST, self.settings.base_url.graphql(), Some(query))
            .await
    }

    async fn ask(&self, method: Method, url: Url, body: Option<&Value>) -> Result<Reply, Failure> {
        let _permit = self.permits.acquire().await.expect("the semaphore is never closed");
        if let Some(failure) = self.lasting.lock().expect("no holder panics").clone() {
            return Err(failure);
        }
        let result = self.ask_patiently(method, url, body).await;
        let masked = result.map(|mut reply| {
            if let Some(token) = &self.settings.token {
                token.mask(&mut reply.body);
            }
            reply
        });
        let result = masked.map_err(|failure| match failure {
            Failure::InvalidToken if !self.has_token() => Failure::NeedsToken,
            failure => failure,
        });
        if let Some(failure) = result.as_ref().err().filter(|failure| failure.is_lasting()) {
            *self.lasting.lock().expect("no holder panics") = Some(failure.clone());
        }
        result
    }

    /// Retries while GitLab is busy, and follows redirects on the same server.
    async fn ask_patiently(&self, method: Method, mut url: Url, body: Option<&Value>) -> Result<Reply, Failure> {
        let (mut attempt, mut redirects) = (1, 0);
        loop {
            let response = self.send(&method, &url, body).await?;
            let status = response.status();
            if status.is_redirection() {
                url = self.target(&method, &url, &response)?;
                redirects += 1;
                if redirects > MAX_ATTEMPTS {
                    return Err(Failure::NotGitLab("too many redirects".to_owned()));
                }
                continue;
            }
            let Some(busy) = busy(status, response.headers()) else {
                return read(response, redirects > 0).await;
            };
            let wait = self.wait(&busy, attempt);
            if attempt == MAX_ATTEMPTS || wait > self.settings.limits.max_wait {
                return Err(busy);
            }
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    /// Returns the wait before the next attempt. Some rate limits have no `Retry-After`.
    fn wait(&self, busy: &Failure, attempt: u32) -> Duration {
        match busy {
            Failure::RateLimited(Some(after)) => *after,
            _ => self.settings.limits.backoff * 2_u32.pow(attempt - 1),
        }
    }

    /// Returns the target of a redirect if it is on the same server.
    fn target(&self, method: &Method, url: &Url, response: &reqwest::Response) -> Result<Url, Failure> {
        let location = response
            .headers()
            .get(LOCATION)
            .and_then(|location| location.to_str().ok());
        let target = location.and_then(|location| url.join(location).ok());
        match target {
            Some(target) if !self.settings.base_url.has_origin_of(&target) => {
                Err(Failure::RedirectedElsewhere(target.origin().ascii_serialization()))
            }
            Some(target) if method == Method::GET => Ok(target),
            _ => Err(Failure::NotGitLab(format!(
                "it returns the status {}",
                response.status().as_u16()
            ))),
        }
    }

    async fn send(&self, method: &Method, url: &Url, body: Option<&Value>) -> Result<reqwest::Response, Failure> {
        let http = self.http.get_or_init(|| build(&self.settings)).clone()?;
        let mut request = http.request(method.clone(), url.clone());
        if let Some(token) = &self.settings.token {
            request = request.header(AUTHORIZATION, token.header().ok_or(Failure::InvalidToken)?);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        request.send().await.map_err(Failure::of)
    }
}

/// Builds an HTTP client without redirects: its own would not compare ports and schemes as strictly as
/// [`Client::target`].
fn build(settings: &Settings) -> Result<reqwest::Client, Failure> {
    let mut builder = reqwest::Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .timeout(settings.limits.timeout)
        .connect_timeout(settings.limits.connect_timeout)
        .user_agent(&settings.user_agent)
        .tls_backend_preconfigured(tls::client_config(settings.ca_bundle.as_deref()).map_err(Failure::Tls)?);
    // Without TLS, a proxy could read the token in requests to this machine.
    if !settings.base_url.is_loopback() {
        for proxy in proxies(&settings.proxies).map_err(Failure::of)? {
            builder = builder.proxy(proxy);
        }
    }
    builder.build().map_err(Failure::of)
}

fn proxies(proxies: &Proxies) -> Result<Vec<Proxy>, reqwest::Error> {
    let excluded = NoProxy::from_string(&proxies.excluded);
    let http = proxies.http.as_ref().map(Proxy::http);
    let https = proxies.https.as_ref().map(Proxy::https);
    let given = [http, https].into_iter().flatten();
    given.map(|proxy| Ok(proxy?.no_proxy(excluded.clone()))).collect()
}

/// Returns the failure of a status for which a retry may help.
fn busy(status: StatusCode, headers: &HeaderMap) -> Option<Failure> {
    match status {
        StatusCode::TOO_MANY_REQUESTS => {
            let after = headers
                .get(RETRY_AFTER)
                .and_then(|after| after.to_str().ok()?.trim().parse().ok());
            Some(Failure::RateLimited(after.map(Duration::from_secs)))
        }
        status if status.is_server_error() => Some(Failure::Server(status.as_u16())),
        _ => None,
    }
}

/// Reads a response that is neither a redirect nor a retryable failure.
async fn read(mut response: reqwest::Response, moved: bool) -> Result<Reply, Failure> {
    let status = response.status().as_u16();
    let next_page = response
        .headers()
        .get("x-next-page")
        .and_then(|page| page.to_str().ok()?.parse().ok());
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(Failure::of)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_BODY {
            return Err(Failure::NotGitLab("the response is too large".to_owned()));
        }
    }
    let body: Option<Value> = serde_json::from_slice(&bytes).ok();
    let reply = Reply {
        status,
        body: body.clone().unwrap_or(Value::Null),
        is_json: body.is_some(),
        moved,
        next_page,
    };
    match status {
        401 => Err(Failure::InvalidToken),
        403 if reply.body.get("error").and_then(Value::as_str) == Some("insufficient_scope") => {
            Err(Failure::InsufficientScope)
        }
        403 | 404 => Ok(reply),
        _ if body.is_none() => Err(Failure::NotGitLab(format!(
            "the response with the status {status} is not JSON"
        ))),
        _ => Ok(reply),
    }
}
