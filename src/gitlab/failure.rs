//! Why GitLab gave no answer to a question.

use std::{error::Error, time::Duration};

use super::{quote::quoted_words, requester::Requester};

/// Why a request has no answer that the preflight can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// 401: the token is wrong, expired or revoked.
    InvalidToken,
    /// 403 `insufficient_scope`: the token lacks `read_api`.
    InsufficientScope,
    /// 403 for another reason; GitLab's words.
    Forbidden(String),
    /// 401, and no token is given.
    NeedsToken,
    /// 429, still after waiting; what GitLab asks to wait for, if it says so.
    RateLimited(Option<Duration>),
    /// A 5xx status, also on the second attempt.
    Server(u16),
    /// No answer in time.
    TimedOut,
    /// The certificate is not trusted or does not fit the host, or there is no TLS at all.
    Tls(String),
    /// The host cannot be found or refuses connections.
    Unreachable(String),
    /// A redirect to another scheme, host or port, to which no token is sent.
    RedirectedElsewhere(String),
    /// An answer that no GitLab gives at this address.
    NotGitLab(String),
}

impl Failure {
    /// Whether the way to GitLab failed, so that nothing is known about the configuration: a warning unless enforced.
    pub fn is_transport(&self) -> bool {
        !matches!(
            self,
            Self::InvalidToken | Self::InsufficientScope | Self::Forbidden(_) | Self::NeedsToken
        )
    }

    /// Whether every further request would fail in the same way, after the same time.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(
            self,
            Self::TimedOut | Self::Tls(_) | Self::Unreachable(_) | Self::InvalidToken
        )
    }

    /// Classifies what the HTTP client reports; its messages contain neither token nor URL.
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

    /// The cause in one sentence. What others say is quoted.
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
            Self::Forbidden(words) => format!("{host} refuses the request: {}.", quoted_words(words)),
            Self::NeedsToken => format!("{host} requires a token, and no token is set."),
            Self::RateLimited(Some(after)) => {
                format!(
                    "{host} limits the rate of requests and requires a wait of {} s.",
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

    /// What the user can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::InvalidToken => {
                "Set \"token\" in the gitlab block, or GITLAB_TOKEN, to a valid token with the scope read_api."
            }
            Self::NeedsToken => {
                "Set \"token\" in the gitlab block, or GITLAB_TOKEN, to a token with the scope read_api."
            }
            Self::InsufficientScope => "Use a token with the scope read_api (or api).",
            Self::Forbidden(_) => {
                "Check the token, the permissions of its user, and whether GitLab allows your IP address."
            }
            Self::RateLimited(_) => "Try again later.",
            Self::Server(_) => "Try again later, and check the status page of this GitLab.",
            Self::TimedOut | Self::Unreachable(_) => {
                "Check base_url (or GITLAB_BASE_URL) and the network. If GitLab is not reachable from this machine, \
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

/// The causes of an error, outermost first.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source())
}

/// Input and output errors hide what they wrap from `source`.
fn is_tls(cause: &(dyn Error + 'static)) -> bool {
    let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    cause.is::<rustls::Error>() || wrapped.is_some_and(|wrapped| is_tls(wrapped))
}
