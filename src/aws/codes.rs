//! AWS's names of errors, and what kind of failure each means here.
//!
//! Sources: the service models of both connections APIs and of CodePipeline, the common errors of AWS, botocore's lists
//! of what is tried again.

use super::error::Kind;

/// Kind of an answer, by its code and else by its HTTP status.
pub(crate) fn kind(code: &str, status: u16) -> Kind {
    match code {
        "AccessDenied" | "AccessDeniedException" | "NotAuthorized" | "OptInRequired" | "UnauthorizedOperation" => {
            Kind::AccessDenied
        }
        "ResourceAlreadyExistsException" | "PipelineNameInUseException" => Kind::AlreadyExists,
        "ResourceUnavailableException" => Kind::Unavailable,
        "ConcurrentModificationException" | "ConditionalCheckFailedException" | "ConflictException" => Kind::Conflict,
        "ExpiredToken"
        | "ExpiredTokenException"
        | "IDPRejectedClaim"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "InvalidClientTokenId"
        | "InvalidIdentityToken"
        | "InvalidSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "RequestExpired"
        | "SignatureDoesNotMatch"
        | "UnrecognizedClientException" => Kind::Credentials,
        _ if is_throttling(code) => Kind::Throttled,
        _ if is_quota(code) || code == "TooManyTagsException" => Kind::Quota,
        _ if code.ends_with("NotFoundException") => Kind::NotFound,
        _ if code.starts_with("Invalid") || code.starts_with("Unsupported") || code.starts_with("Validation") => {
            Kind::Validation
        }
        "InternalFailure" | "InternalServerException" | "ServiceUnavailable" => Kind::ServerError,
        _ if status >= 500 => Kind::ServerError,
        _ => Kind::Other,
    }
}

/// Codes that ask for fewer calls, without the one that means a quota here. Source: botocore's retry lists.
pub(crate) fn is_throttling(code: &str) -> bool {
    const CODES: &[&str] = &[
        "BandwidthLimitExceeded",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    ];
    CODES.contains(&code)
}

/// Codes that mean a quota of the account; the SDK takes the first for throttling.
pub(crate) fn is_quota(code: &str) -> bool {
    matches!(
        code,
        "LimitExceededException" | "ConcurrentPipelineExecutionsLimitExceededException"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_kinds() {
        for (code, status, kind) in [
            ("ResourceNotFoundException", 400, Kind::NotFound),
            ("PipelineNotFoundException", 400, Kind::NotFound),
            ("AccessDeniedException", 400, Kind::AccessDenied),
            ("LimitExceededException", 400, Kind::Quota),
            ("ThrottlingException", 400, Kind::Throttled),
            ("ConflictException", 400, Kind::Conflict),
            ("InvalidStructureException", 400, Kind::Validation),
            ("ValidationException", 400, Kind::Validation),
            ("UnsupportedProviderTypeException", 400, Kind::Validation),
            ("InvalidClientTokenId", 403, Kind::Credentials),
            ("InvalidSignatureException", 403, Kind::Credentials),
            ("PipelineNameInUseException", 400, Kind::AlreadyExists),
            ("ResourceUnavailableException", 400, Kind::Unavailable),
            ("", 503, Kind::ServerError),
            ("Strange", 418, Kind::Other),
        ] {
            assert_eq!(super::kind(code, status), kind, "{code}");
        }
    }
}
