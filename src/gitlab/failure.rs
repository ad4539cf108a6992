//! Failures of requests to GitLab.

use std::{error::Error, time::Duration};

use super::{quote::quoted_words, requester::Requester};

/// The reason why a request has no usable response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// 401: the token is invalid, expired or revoked.
    InvalidToken,
    /// 403 `insufficient_scope`: the token does not have the `read_api` scope.
    InsufficientScope,
    /// 403 for another reason; GitLab's message.
    Forbidden(String),
    /// 401, and no token is set.
    NeedsToken,
    /// 429 after all retries; the wait that GitLab requests, if any.
    RateLimited(Option<Duration>),
    /// A 5xx status after all retries.
    Server(u16),
    /// No response in time.
    TimedOut,
    /// The certificate is not trusted or does not match the host, or the server does not support TLS.
    Tls(String),
    /// The host cannot be found or refuses connections.
    Unreachable(String),
    /// A redirect to another scheme, host or port. The token is not sent there.
    RedirectedElsewhere(String),
    /// A response that does not come from GitLab's API.
    NotGitLab(String),
}

impl Failure {
    /// Whether GitLab could not be reached, so that the configuration is not checked. This is a warning unless the
    /// preflight is enforced.
    pub fn is_transport(&self) -> bool {
        !matches!(
            self,
            Self::InvalidToken | Self::InsufficientScope | Self::Forbidden(_) | Self::NeedsToken
        )
    }

    /// Whether every further request would fail in the same way.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::Tls(_) | Self::Unreachable(_) | Self::InvalidToken
        )
    }

    /// Classifies an error of the HTTP client, whose messages contain neither the token nor the URL.
    pub(crate) fn of(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let text = causes(&error)
            .last()
            .map_or_else(|| error.to_string(), ToString::to_string);
        if causes(&error).any(is_tls) {
            Self::Tls(text)
        } else {
            Self::Unreachable(text)
        }
    }

    /// Returns the cause in one sentence. Messages of servers and libraries are quoted.
    pub(crate) fn sentence(&self, requester: &Requester<'_>) -> String {
        let host = requester.host;
        match self {
            Self::InvalidToken => {
                let origin = requester
                    .token
                    .map(|origin| format!(" from {origin}"))
                    .unwrap_or_default();
                format!("{host} rejects the token{origin}: it is invalid, expired or revoked.")
            }
            Self::InsufficientScope => format!(
                "{host} reports that the token does not have the scope for this \
                                                request."
            ),
            Self::Forbidden(words) => format!("{host} rejects the request: {}.", quoted_words(words)),
            Self::NeedsToken => format!("{host} requires a token, and no token is set."),
            Self::RateLimited(Some(after)) => {
                format!(
                    "{host} limits the rate of requests. It accepts requests again in {} s.",
                    after.as_secs()
                )
            }
            Self::RateLimited(None) => format!("{host} limits the rate of requests."),
            Self::Server(status) => format!("{host} returned the status {status}."),
            Self::TimedOut => format!("{host} did not respond in time."),
            Self::Tls(words) => format!(
                "Cannot establish a secure connection to {host}: {}.",
                quoted_words(words)
            ),
            Self::Unreachable(words) => format!("Cannot reach {host}: {}.", quoted_words(words)),
            Self::RedirectedElsewhere(target) => {
                let target = quoted_words(target);
                format!(
                    "{host} redirects to {target}, which is another server. The provider does not send the token \
                         there."
                )
            }
            Self::NotGitLab(words) => format!("The server at {host} does not respond like the GitLab API: {words}."),
        }
    }

    /// Returns the fix.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::InvalidToken => {
                "Set \"token\" in the gitlab block, or GITLAB_TOKEN, to a valid token with the read_api scope."
            }
            Self::NeedsToken => {
                "Set \"token\" in the gitlab block, or GITLAB_TOKEN, to a token with the read_api scope."
            }
            Self::InsufficientScope => "Use a token with the read_api (or api) scope.",
            Self::Forbidden(_) => {
                "Check the token, the permissions of its user, and whether GitLab allows your IP address."
            }
            Self::RateLimited(_) => "Try again later.",
            Self::Server(_) => "Try again later, and check the status page of this GitLab.",
            Self::TimedOut | Self::Unreachable(_) => {
                "Check base_url (or GITLAB_BASE_URL), the network and the proxy. If GitLab is not reachable from this machine, \
                 set preflight to off."
            }
            Self::Tls(_) => {
                "Check base_url. If the server's certificate is signed by a private certificate authority, set \
                 custom_ca_bundle."
            }
            Self::RedirectedElsewhere(_) => {
                "Set base_url (or GITLAB_BASE_URL) to the target of the redirect, if that is your GitLab."
            }
            Self::NotGitLab(_) => {
                "Set base_url (or GITLAB_BASE_URL) to the URL of GitLab, including its relative URL path, if it has \
                 one."
            }
        }
    }
}

/// Returns the causes of an error, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// Whether the cause is a TLS error. The `source` of an I/O error does not include the error that it wraps.
fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    cause.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped))
}
