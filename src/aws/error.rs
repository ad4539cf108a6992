//! Why a call to AWS did not succeed, in words for a person and as a kind for code.

use std::{error::Error as StdError, fmt};

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{
    answer::Answer,
    codes,
    transport::{NotSent, Origin},
};

/// Why a call to AWS did not succeed. Cheap to clone; `Display` is one sentence.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Detail>);

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    kind: Kind,
    call: Option<Call>,
    code: Option<String>,
    message: String,
    request_id: Option<String>,
    arns: Vec<String>,
}

/// One operation of one service in one region, for messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Name of the service as it stands in IAM actions, such as `codeconnections`.
    pub service: &'static str,
    /// Name of the operation, such as `GetConnection`.
    pub operation: &'static str,
}

/// What kind of failure it was; decides what a caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The resource is not there.
    NotFound,
    /// An object of that name is already there; [`Error::arns`] names it where known.
    AlreadyExists,
    /// The credentials lack a permission; [`Error::action`] names it.
    AccessDenied,
    /// AWS asks for fewer calls, and went on doing so for all attempts.
    Throttled,
    /// A quota of the account is used up; trying again does not help.
    Quota,
    /// Somebody else is changing the same resource.
    Conflict,
    /// AWS refuses the request as it is.
    Validation,
    /// AWS cannot use the resource, or another that it needs, at present.
    Unavailable,
    /// AWS failed (HTTP 5xx), for all attempts.
    ServerError,
    /// There are no credentials, or AWS does not accept them.
    Credentials,
    /// The account is not one to be worked on.
    WrongAccount,
    /// No region is configured.
    NoRegion,
    /// A setting cannot be used, such as a CA bundle that is not there.
    Settings,
    /// Nothing was sent: the endpoint refused, its name does not resolve, or its certificate is not trusted.
    EndpointUnreachable,
    /// Something answered that is not AWS.
    NotOurEndpoint,
    /// The request was sent and no answer came: AWS may or may not have done it.
    LostAnswer,
    /// After a lost answer, several objects could be the one that was made; [`Error::arns`] lists them.
    Ambiguous,
    /// It took longer than it may.
    Timeout,
    /// Somebody said stop.
    Cancelled,
    /// Anything else.
    Other,
}

impl Error {
    /// An error that does not come from an answer of AWS; `message` is a whole sentence without a full stop.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Detail {
            kind,
            call: None,
            code: None,
            message,
            request_id: None,
            arns: Vec::new(),
        }))
    }

    /// The same error, with the ARNs of the objects that it is about.
    #[must_use]
    pub fn with_arns(mut self, arns: impl IntoIterator<Item = String>) -> Self {
        self.0.arns = arns.into_iter().collect();
        self
    }

    /// The same error, of this call.
    #[must_use]
    pub fn of(mut self, call: Call) -> Self {
        self.0.call = Some(call);
        self
    }

    /// What kind of failure it was.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Service that was called, such as `codepipeline`.
    pub fn service(&self) -> Option<&'static str> {
        self.0.call.map(|call| call.service)
    }

    /// Operation that was called, such as `GetPipeline`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.call.map(|call| call.operation)
    }

    /// AWS's name of the error, such as `AccessDeniedException`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// AWS's own words, or ours when AWS did not answer.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Id under which AWS support finds the call.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// For [`Kind::AccessDenied`], the IAM action that is missing, such as `codeconnections:GetConnection`.
    ///
    /// Taken from AWS's words, else from the call.
    pub fn action(&self) -> Option<String> {
        if self.kind() != Kind::AccessDenied {
            return None;
        }
        let named = self
            .0
            .message
            .split("not authorized to perform: ")
            .nth(1)
            .and_then(|rest| {
                let action = rest.split([' ', ',']).next()?;
                action.contains(':').then(|| action.to_owned())
            });
        named.or_else(|| self.0.call.map(|call| format!("{}:{}", call.service, call.operation)))
    }

    /// ARNs of the objects that the error is about, where it is about some.
    pub fn arns(&self) -> &[String] {
        &self.0.arns
    }

    /// Whether AWS may have done what was asked although the call failed.
    pub fn may_have_happened(&self) -> bool {
        matches!(self.kind(), Kind::LostAnswer | Kind::Timeout | Kind::ServerError)
    }

    /// Whether CodePipeline could not assume the pipeline's role; right after the role was made, this passes.
    pub fn is_role_not_assumable(&self) -> bool {
        self.code() == Some("InvalidStructureException")
            && self
                .message()
                .to_ascii_lowercase()
                .contains("not authorized to perform assumerole")
    }

    /// What an SDK call failed with.
    pub(crate) fn from_sdk<E>(call: Call, error: SdkError<E, HttpResponse>) -> Self
    where
        E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
    {
        if let Some(own) = find::<Self>(&error) {
            return own.clone();
        }
        let converted = match &error {
            SdkError::ServiceError(context) => Self::from_answer(&Answer::read(context.raw(), context.err())),
            SdkError::ResponseError(context) => Self::from_unreadable(context.raw()),
            _ => Self::from_silence(&error),
        };
        let converted = converted.of(call);
        tracing::debug!(
            service = call.service,
            operation = call.operation,
            request_id = converted.request_id(),
            code = converted.code(),
            "AWS call failed"
        );
        converted
    }

    fn from_answer(answer: &Answer) -> Self {
        let kind = codes::kind(answer.code.as_deref().unwrap_or_default(), answer.status);
        if kind == Kind::Other && (answer.status < 300 || !answer.is_aws()) {
            return Self::not_ours(answer.status, answer.origin.as_ref());
        }
        let mut error = Self::new(
            kind,
            answer
                .message
                .clone()
                .unwrap_or_else(|| format!("HTTP {}", answer.status)),
        );
        error.0.code.clone_from(&answer.code);
        error.0.request_id.clone_from(&answer.request_id);
        error
    }

    /// A body that is no answer of this service.
    fn from_unreadable(raw: &HttpResponse) -> Self {
        if raw.body().bytes().is_none() {
            return Self::new(Kind::LostAnswer, "the connection was cut while AWS was answering");
        }
        match raw.status().as_u16() {
            // Load balancers and gateways of AWS answer so too.
            status @ 500.. => Self::new(Kind::ServerError, format!("HTTP {status}")),
            status => Self::not_ours(status, raw.extension::<Origin>()),
        }
    }

    fn not_ours(status: u16, origin: Option<&Origin>) -> Self {
        let origin = origin.map_or("the endpoint", |origin| origin.0.as_str());
        Self::new(
            Kind::NotOurEndpoint,
            format!("{origin} answered with HTTP {status}, but not as AWS does"),
        )
    }

    /// No answer came; the connector knows whether the request was sent.
    fn from_silence<E>(error: &SdkError<E, HttpResponse>) -> Self
    where
        E: StdError + Send + Sync + 'static,
    {
        if let Some(not_sent) = find::<NotSent>(error) {
            return Self::new(Kind::EndpointUnreachable, not_sent.to_string());
        }
        match error {
            SdkError::ConstructionFailure(_) => Self::new(Kind::Other, innermost(error)),
            SdkError::TimeoutError(_) => Self::new(Kind::Timeout, "AWS did not answer in time"),
            SdkError::DispatchFailure(context) if context.is_timeout() => {
                Self::new(Kind::Timeout, "AWS did not answer in time")
            }
            SdkError::DispatchFailure(context) if context.is_user() => Self::new(Kind::Other, innermost(error)),
            _ => Self::new(
                Kind::LostAnswer,
                format!("the request was sent and no answer came ({})", innermost(error)),
            ),
        }
    }
}

/// What was asked for, or `None` when it is not there.
pub(crate) fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The first error of type `T` in the chain of causes.
pub(crate) fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// The words of the last cause, which say what happened; the outer ones only say where.
pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail {
            call,
            code,
            message,
            request_id,
            ..
        } = &*self.0;
        if let Some(Call { service, operation }) = call {
            write!(f, "{operation} of {service} failed: ")?;
        }
        f.write_str(message.trim_end_matches('.'))?;
        match (code, request_id) {
            (Some(code), Some(id)) => write!(f, " ({code}, request id {id})"),
            (Some(code), None) => write!(f, " ({code})"),
            (None, Some(id)) => write!(f, " (request id {id})"),
            (None, None) => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0.kind)
    }
}

impl StdError for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_action_is_named_in_awss_words_or_by_the_call() {
        let call = Call {
            service: "codeconnections",
            operation: "GetConnection",
        };
        let denied = |message: &str| Error::new(Kind::AccessDenied, message).of(call).action();
        assert_eq!(
            denied("User: arn:x is not authorized to perform: codestar-connections:GetConnection on resource: arn:y"),
            Some("codestar-connections:GetConnection".into())
        );
        assert_eq!(denied("no"), Some("codeconnections:GetConnection".into()));
        assert_eq!(Error::new(Kind::Quota, "no").of(call).action(), None);
    }

    #[test]
    fn an_error_is_one_sentence() {
        let call = Call {
            service: "codepipeline",
            operation: "GetPipeline",
        };
        let mut error = Error::new(Kind::Throttled, "Rate exceeded.").of(call);
        error.0.code = Some("ThrottlingException".into());
        error.0.request_id = Some("id-1".into());
        assert_eq!(
            error.to_string(),
            "GetPipeline of codepipeline failed: Rate exceeded (ThrottlingException, request id id-1)"
        );
    }
}
