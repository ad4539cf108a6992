//! Authentication errors, as each protocol words them.

use crate::{service::Service, wire::Failure};

/// The reasons to refuse the signature of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AuthenticationError {
    /// The call is not signed at all.
    Unsigned,
    /// The authorization header lacks parts, which the text names.
    Incomplete(String),
    /// The access key or its session token is unknown.
    UnknownKey,
    /// The temporary key has ended.
    Expired,
    /// The signature does not match the key. The string describes the difference.
    Mismatch(String),
}

impl AuthenticationError {
    /// The error as `service` returns it: STS has its own class names and returns 403, AWS JSON returns 400.
    pub(crate) fn failure(self, service: Service) -> Failure {
        let (json, query, message) = match self {
            Self::Unsigned => (
                "MissingAuthenticationTokenException",
                "MissingAuthenticationToken",
                "Request is missing Authentication Token".to_owned(),
            ),
            Self::Incomplete(text) => ("IncompleteSignatureException", "IncompleteSignature", text),
            Self::UnknownKey => (
                "UnrecognizedClientException",
                "InvalidClientTokenId",
                "The security token included in the request is invalid.".to_owned(),
            ),
            Self::Expired => (
                "ExpiredTokenException",
                "ExpiredToken",
                "The security token included in the request is expired".to_owned(),
            ),
            Self::Mismatch(text) => ("InvalidSignatureException", "SignatureDoesNotMatch", text),
        };
        match service {
            Service::Sts => Failure::new(query, message).with_status(403),
            _ => Failure::new(json, message),
        }
    }
}
