//! AWS's error codes and the kind of failure that each means: one row for each code.
//!
//! Sources: the service models of both connections APIs and of CodePipeline, the common errors of AWS, botocore's retry
//! lists.

use super::error::Kind;

const CODES: &[(&str, Kind)] = &[
    ("AccessDenied", Kind::AccessDenied),
    ("AccessDeniedException", Kind::AccessDenied),
    ("ActionNotFoundException", Kind::NotFound),
    ("ApprovalAlreadyCompletedException", Kind::Unavailable),
    ("BandwidthLimitExceeded", Kind::Throttled),
    ("ConcurrentModificationException", Kind::Conflict),
    ("ConcurrentPipelineExecutionsLimitExceededException", Kind::Quota),
    ("ConditionalCheckFailedException", Kind::Conflict),
    ("ConflictException", Kind::Conflict),
    ("DuplicatedStopRequestException", Kind::Unavailable),
    ("ExpiredToken", Kind::Credentials),
    ("ExpiredTokenException", Kind::Credentials),
    ("IDPRejectedClaim", Kind::Credentials),
    ("IncompleteSignature", Kind::Credentials),
    ("IncompleteSignatureException", Kind::Credentials),
    ("InternalFailure", Kind::ServerError),
    ("InternalServerException", Kind::ServerError),
    ("InvalidClientTokenId", Kind::Credentials),
    ("InvalidIdentityToken", Kind::Credentials),
    ("InvalidSignatureException", Kind::Credentials),
    // The SDK treats this code as throttling.
    ("LimitExceededException", Kind::Quota),
    ("MissingAuthenticationToken", Kind::Credentials),
    ("MissingAuthenticationTokenException", Kind::Credentials),
    ("NotAuthorized", Kind::AccessDenied),
    ("NotLatestPipelineExecutionException", Kind::Unavailable),
    ("OptInRequired", Kind::AccessDenied),
    ("PipelineExecutionNotFoundException", Kind::NotFound),
    ("PipelineExecutionNotStoppableException", Kind::Unavailable),
    ("PipelineNameInUseException", Kind::AlreadyExists),
    ("PipelineNotFoundException", Kind::NotFound),
    ("PipelineVersionNotFoundException", Kind::NotFound),
    ("PriorRequestNotComplete", Kind::Throttled),
    ("ProvisionedThroughputExceededException", Kind::Throttled),
    ("RequestExpired", Kind::Credentials),
    ("RequestLimitExceeded", Kind::Throttled),
    ("RequestThrottled", Kind::Throttled),
    ("RequestThrottledException", Kind::Throttled),
    ("ResourceAlreadyExistsException", Kind::AlreadyExists),
    ("ResourceNotFoundException", Kind::NotFound),
    ("ResourceUnavailableException", Kind::Unavailable),
    ("ServiceUnavailable", Kind::ServerError),
    ("SignatureDoesNotMatch", Kind::Credentials),
    ("SlowDown", Kind::Throttled),
    ("StageNotFoundException", Kind::NotFound),
    ("StageNotRetryableException", Kind::Unavailable),
    ("ThrottledException", Kind::Throttled),
    ("Throttling", Kind::Throttled),
    ("ThrottlingException", Kind::Throttled),
    ("TooManyRequestsException", Kind::Throttled),
    ("TooManyTagsException", Kind::Quota),
    ("UnauthorizedOperation", Kind::AccessDenied),
    ("UnrecognizedClientException", Kind::Credentials),
];

/// Prefixes of the codes of rejected requests.
const REJECTED: [&str; 3] = ["Invalid", "Unsupported", "Validation"];

/// Returns the kind of a failure by its code, else by its HTTP status.
pub(super) fn kind(code: &str, status: u16) -> Kind {
    match of_code(code) {
        Some(kind) => kind,
        None if status >= 500 => Kind::ServerError,
        None => Kind::Other,
    }
}

/// Returns the kind of a failure by its code.
pub(super) fn of_code(code: &str) -> Option<Kind> {
    let row = CODES.binary_search_by_key(&code, |(code, _)| code);
    let rejected = || REJECTED.iter().any(|prefix| code.starts_with(prefix));
    row.map(|row| CODES[row].1)
        .ok()
        .or_else(|| rejected().then_some(Kind::Validation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_alphabetical() {
        assert!(CODES.is_sorted_by_key(|(code, _)| code));
    }

    #[test]
    fn a_code_outside_the_table_is_classified_by_its_prefix_or_by_the_status() {
        for (code, status, expected) in [
            ("InvalidStructureException", 400, Kind::Validation),
            ("ValidationException", 400, Kind::Validation),
            ("UnsupportedProviderTypeException", 400, Kind::Validation),
            ("InvalidClientTokenId", 403, Kind::Credentials),
            ("", 503, Kind::ServerError),
            ("Strange", 418, Kind::Other),
        ] {
            assert_eq!(kind(code, status), expected, "{code}");
        }
    }
}
