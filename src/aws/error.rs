//! Failures of AWS calls as data: kind, call, AWS's code, message and request ID.

use std::{error::Error as StdError, fmt};

/// A failure of a call to AWS. Cheap to clone; `Display` is one sentence.
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
    credentials: Option<String>,
    argument: Option<Argument>,
    fix: Option<String>,
}

/// One operation of one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// Service prefix of IAM actions, such as `codeconnections`.
    pub service: &'static str,
    /// Name of the operation, such as `GetConnection`.
    pub operation: &'static str,
}

/// An argument of the provider block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, such as `custom_ca_bundle` or `assume_role`.
    pub name: &'static str,
    /// For a block with a role, its number, from 0.
    pub role: Option<usize>,
}

/// Class of a failure, which decides what a caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The object does not exist.
    NotFound,
    /// An object of that name already exists; [`Error::arns`] names it if known.
    AlreadyExists,
    /// The credentials lack a permission; [`Error::action`] names it.
    AccessDenied,
    /// AWS throttled the call in every attempt.
    Throttled,
    /// A quota of the account is exceeded; a retry does not help.
    Quota,
    /// Another change of the same object is in progress.
    Conflict,
    /// AWS rejected the request.
    Validation,
    /// The object, or another one that it needs, cannot be used at present.
    Unavailable,
    /// AWS failed (HTTP 5xx) in every attempt.
    ServerError,
    /// No credentials were found, or AWS does not accept them.
    Credentials,
    /// The account is forbidden, or not one of those allowed.
    WrongAccount,
    /// No region is configured.
    NoRegion,
    /// A setting cannot be used, such as a CA bundle that does not exist.
    Settings,
    /// Nothing was sent: the endpoint refused, its name does not resolve, or its certificate is not trusted.
    EndpointUnreachable,
    /// The endpoint responded, but not like AWS.
    NotAws,
    /// The request was sent, but no response was received. AWS may have completed it.
    LostAnswer,
    /// After a lost response, several objects may be the one that was created; [`Error::arns`] lists them.
    Ambiguous,
    /// The response to a create call was lost, and a permission is missing to look for the object.
    Unconfirmed,
    /// AWS did not respond in time.
    Timeout,
    /// The command was interrupted.
    Cancelled,
    /// Any other failure.
    Other,
}

impl Kind {
    /// Whether every call fails this way until the configuration or the environment changes.
    pub const fn lasts(self) -> bool {
        matches!(
            self,
            Self::Credentials
                | Self::WrongAccount
                | Self::NoRegion
                | Self::Settings
                | Self::EndpointUnreachable
                | Self::NotAws
        )
    }
}

impl Error {
    /// Returns an error that does not come from a response of AWS; `message` is a sentence without a full stop.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Detail {
            kind,
            call: None,
            code: None,
            message: message.into(),
            request_id: None,
            arns: Vec::new(),
            credentials: None,
            argument: None,
            fix: None,
        }))
    }

    /// Returns the error with the ARNs of the objects that it is about.
    #[must_use]
    pub fn with_arns(mut self, arns: impl IntoIterator<Item = String>) -> Self {
        self.0.arns = arns.into_iter().collect();
        self
    }

    /// Returns the error as one of this call.
    #[must_use]
    pub fn of(mut self, call: Call) -> Self {
        self.0.call = Some(call);
        self
    }

    /// Returns the error with AWS's code and request ID.
    #[must_use]
    pub(super) fn answered(mut self, code: Option<String>, request_id: Option<String>) -> Self {
        (self.0.code, self.0.request_id) = (code, request_id);
        self
    }

    /// Returns the error with the source of the credentials that AWS rejected.
    #[must_use]
    pub(super) fn with_credentials_of(mut self, source: Option<&str>) -> Self {
        self.0.credentials = source.map(str::to_owned);
        self
    }

    /// Returns the error with sentences that say what to do, if its kind alone does not.
    #[must_use]
    pub(super) fn with_fix(mut self, fix: Option<String>) -> Self {
        self.0.fix = fix;
        self
    }

    /// Returns the error as one that this argument of the provider block causes.
    #[must_use]
    pub(super) fn at(mut self, name: &'static str) -> Self {
        self.0.argument = Some(Argument { name, role: None });
        self
    }

    /// Returns the error as one of the role in this block of the provider block.
    #[must_use]
    pub(super) fn at_role(mut self, name: &'static str, number: usize) -> Self {
        let role = Some(number);
        self.0.argument = Some(Argument { name, role });
        self
    }

    /// Returns the class of the failure.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Returns the call that failed.
    pub(super) fn call(&self) -> Option<Call> {
        self.0.call
    }

    /// Returns the service that was called, such as `codepipeline`.
    pub fn service(&self) -> Option<&'static str> {
        self.0.call.map(|call| call.service)
    }

    /// Returns the operation that was called, such as `GetPipeline`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.call.map(|call| call.operation)
    }

    /// Returns AWS's name of the error, such as `AccessDeniedException`.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns AWS's message, or ours if AWS did not respond.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the request ID for AWS Support.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns, for [`Kind::AccessDenied`], the missing IAM action, such as `codeconnections:GetConnection`.
    ///
    /// It is taken from AWS's message, else from the call.
    pub fn action(&self) -> Option<String> {
        if self.kind() != Kind::AccessDenied {
            return None;
        }
        let quoted = self.message().split("not authorized to perform: ").nth(1);
        let quoted = quoted.and_then(|rest| rest.split([' ', ',']).next());
        let quoted = quoted.filter(|action| action.contains(':')).map(str::to_owned);
        quoted.or_else(|| self.0.call.map(|call| format!("{}:{}", call.service, call.operation)))
    }

    /// Returns the source of the credentials that AWS rejected, such as `the environment`.
    pub fn credentials_source(&self) -> Option<&str> {
        self.0.credentials.as_deref()
    }

    /// Returns what to do, in sentences, if the kind of the failure alone does not say it.
    pub fn fix(&self) -> Option<&str> {
        self.0.fix.as_deref()
    }

    /// Returns the argument of the provider block that causes the failure.
    pub fn argument(&self) -> Option<Argument> {
        self.0.argument
    }

    /// Returns the ARNs of the objects that the error is about.
    pub fn arns(&self) -> &[String] {
        &self.0.arns
    }

    /// Whether AWS may have completed the call although it failed.
    pub fn may_have_happened(&self) -> bool {
        matches!(
            self.kind(),
            Kind::LostAnswer | Kind::Timeout | Kind::ServerError | Kind::NotAws
        )
    }

    /// Whether a later call may succeed without a fix, because the network or AWS failed.
    pub fn is_transient(&self) -> bool {
        matches!(
            self.kind(),
            Kind::EndpointUnreachable | Kind::LostAnswer | Kind::Timeout | Kind::Throttled | Kind::ServerError
        )
    }

    /// Returns whether CodePipeline could not assume the pipeline's role, which passes shortly after the role is created.
    pub fn is_role_not_assumable(&self) -> bool {
        let message = self.message().to_ascii_lowercase();
        self.code() == Some("InvalidStructureException") && message.contains("not authorized to perform assumerole")
    }
}

/// Returns `None` for an object that does not exist.
pub(super) fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the first error of type `T` in the chain of causes.
pub(super) fn find<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// Returns the message of the innermost cause, which is the most specific one.
pub(super) fn innermost(error: &(dyn StdError + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// Returns the most specific cause. An I/O error does not name the file or the server, unlike the error that it causes.
pub(super) fn reason(error: &(dyn StdError + 'static)) -> String {
    let causes: Vec<_> = causes(error).collect();
    let text = match causes[..] {
        [.., cause, innermost] if innermost.is::<std::io::Error>() => format!("{cause}: {innermost}"),
        _ => innermost(error),
    };
    text.trim().to_owned()
}

/// Returns the error, its cause, the cause of that one, and so on.
pub(super) fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Call { service, operation }) = self.0.call {
            write!(f, "{operation} of {service} failed: ")?;
        }
        f.write_str(self.message().trim_end_matches('.'))?;
        match (self.code(), self.request_id()) {
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
    fn a_denied_action_comes_from_the_message_else_from_the_call() {
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
        let error = Error::new(Kind::Throttled, "Rate exceeded.")
            .of(call)
            .answered(Some("ThrottlingException".into()), Some("id-1".into()));
        assert_eq!(
            error.to_string(),
            "GetPipeline of codepipeline failed: Rate exceeded (ThrottlingException, request id id-1)"
        );
    }
}
