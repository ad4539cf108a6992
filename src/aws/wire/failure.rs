//! Failures of SDK calls as [`Error`]: errors of AWS, responses that do not come from AWS, missing responses.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{
    credentials_source::CredentialsSource,
    exchange::{AnswerCut, NotSent, Origin},
    refusal::Refusal,
};
use crate::aws::{
    arn::Arn,
    error::{Call, Error, Kind, find, innermost},
    error_codes,
};

/// Returns the failure of an SDK call, and logs it.
pub(in crate::aws) fn failed<E>(call: Call, error: SdkError<E, HttpResponse>) -> Error
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    // The SDK passes on a failure to resolve credentials, or an interruption, unchanged.
    if let Some(own) = find::<Error>(&error) {
        return own.clone();
    }
    let failure = match &error {
        SdkError::ServiceError(context) => refused(&Refusal::read(context.raw(), context.err())),
        SdkError::ResponseError(context) => unreadable(context.raw()),
        _ => unanswered(&error),
    };
    let failure = failure.of(call);
    tracing::debug!(
        service = call.service,
        operation = call.operation,
        request_id = failure.request_id(),
        code = failure.code(),
        "AWS call failed"
    );
    failure
}

/// Returns the failure of a response that lacks a required member.
pub(in crate::aws) fn missing(call: Call, member: &str) -> Error {
    let text = format!("the endpoint does not respond like AWS: the response has no {member}");
    Error::new(Kind::NotAws, text).of(call)
}

/// Returns the ARN of a response.
///
/// # Errors
/// Returns [`Kind::NotAws`] if it is not an ARN.
pub(in crate::aws) fn arn_in_answer(call: Call, arn: Option<&str>) -> Result<Arn, Error> {
    arn.and_then(|arn| arn.parse().ok()).ok_or_else(|| missing(call, "ARN"))
}

fn refused(refusal: &Refusal) -> Error {
    let Refusal {
        status,
        code,
        message,
        request_id,
        origin,
        credentials,
        ..
    } = refusal;
    let kind = error_codes::kind(code.as_deref().unwrap_or_default(), *status);
    if kind == Kind::Other && (*status < 300 || !refusal.is_from_aws()) {
        return not_aws(*status, origin.as_ref());
    }
    let message = message.clone().unwrap_or_else(|| format!("HTTP {status}"));
    let error = Error::new(kind, message).answered(code.clone(), request_id.clone());
    if kind == Kind::Credentials {
        return error.with_credentials_of(credentials.as_ref().and_then(CredentialsSource::get));
    }
    error
}

/// The body is not a response of this service.
fn unreadable(raw: &HttpResponse) -> Error {
    match raw.status().as_u16() {
        // Load balancers and gateways of AWS also respond in this way.
        status @ 500.. => Error::new(Kind::ServerError, format!("HTTP {status}")),
        status => not_aws(status, raw.extension::<Origin>()),
    }
}

/// Returns the failure of a response that does not come from AWS.
pub(super) fn not_aws(status: u16, origin: Option<&Origin>) -> Error {
    let origin = origin.map_or("the endpoint", |origin| origin.0.as_str());
    let text = format!("{origin} returned HTTP {status}, but does not respond like AWS");
    Error::new(Kind::NotAws, text)
}

/// Returns the failure of a call without a response. The connector recorded whether the request was sent.
fn unanswered<E>(error: &SdkError<E, HttpResponse>) -> Error
where
    E: StdError + Send + Sync + 'static,
{
    if let Some(not_sent) = find::<NotSent>(error) {
        return Error::new(Kind::EndpointUnreachable, not_sent.to_string());
    }
    let late = || Error::new(Kind::Timeout, "AWS did not respond in time");
    match (find::<AnswerCut>(error), error) {
        (Some(AnswerCut::TimedOut), _) | (_, SdkError::TimeoutError(_)) => late(),
        (Some(AnswerCut::TooLarge), _) => Error::new(Kind::NotAws, AnswerCut::TooLarge.to_string()),
        (None, SdkError::DispatchFailure(context)) if context.is_timeout() => late(),
        (None, SdkError::DispatchFailure(context)) if context.is_user() => Error::new(Kind::Other, innermost(error)),
        (None, SdkError::ConstructionFailure(_)) => Error::new(Kind::Other, innermost(error)),
        (Some(AnswerCut::Broken), _) => Error::new(Kind::LostAnswer, AnswerCut::Broken.to_string()),
        (None, _) => {
            let text = format!(
                "the request was sent, but no response was received ({})",
                innermost(error)
            );
            Error::new(Kind::LostAnswer, text)
        }
    }
}
