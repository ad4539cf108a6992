//! Data that accompanies a request and its response.

use std::{error::Error, fmt};

use aws_smithy_runtime_api::client::result::ConnectorError;

use crate::aws::error::innermost;

/// Number of the attempt, from 1; an extension of the request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt(pub(super) u32);

/// Scheme, host and port of the server; an extension of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin(pub(super) String);

impl Origin {
    /// Returns the origin of a URL, without user information.
    pub(super) fn of(url: &str) -> Self {
        let mut parts = url.splitn(4, '/');
        let (scheme, authority) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        let host = authority.rsplit('@').next().unwrap_or_default();
        Self(format!("{scheme}//{host}"))
    }
}

/// The request was not sent, so AWS did nothing.
#[derive(Debug)]
pub(super) struct NotSent {
    origin: Origin,
    source: ConnectorError,
}

impl NotSent {
    /// Returns a failure that is retried, unless this was the last attempt: a persistent failure means a wrong
    /// endpoint.
    pub(super) fn error(origin: Origin, source: ConnectorError, is_last: bool) -> ConnectorError {
        let is_timeout = source.is_timeout();
        let error = Box::new(Self { origin, source });
        match (is_last, is_timeout) {
            (true, _) => ConnectorError::other(error, None),
            (false, true) => ConnectorError::timeout(error),
            (false, false) => ConnectorError::io(error),
        }
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot reach {}: {}", self.origin.0, innermost(&self.source))
    }
}

impl Error for NotSent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}

/// A response that began and was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnswerCut {
    /// The deadline passed.
    TimedOut,
    /// It is larger than any response of AWS.
    TooLarge,
    /// The connection was cut.
    Broken,
}

impl fmt::Display for AnswerCut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TimedOut => "the response was not complete in time",
            Self::TooLarge => "the endpoint does not respond like AWS: the response is too large",
            Self::Broken => "the connection was closed while AWS was responding",
        })
    }
}

impl Error for AnswerCut {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_no_user_information() {
        for (url, origin) in [
            (
                "https://codepipeline.eu-west-1.amazonaws.com/",
                "https://codepipeline.eu-west-1.amazonaws.com",
            ),
            ("http://127.0.0.1:4780/a/b", "http://127.0.0.1:4780"),
            ("http://u:s3cr3t@host:1/", "http://host:1"),
        ] {
            assert_eq!(Origin::of(url).0, origin);
        }
    }
}
