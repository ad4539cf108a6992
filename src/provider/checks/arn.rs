//! ARNs of the right kind.

use crate::{
    aws::{Arn, arn::Kind},
    framework::diagnostics::Diagnostic,
    provider::checks::codes,
};

/// The ARN of a connection.
///
/// # Errors
/// What it is instead, and what a right one looks like.
pub fn connection(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Connection)
}

/// The ARN of a host.
///
/// # Errors
/// What it is instead, and what a right one looks like.
pub fn host(text: &str) -> Result<Arn, Diagnostic> {
    of_kind(text, Kind::Host)
}

fn of_kind(text: &str, wanted: Kind) -> Result<Arn, Diagnostic> {
    let found = match text.parse::<Arn>() {
        Ok(arn) if arn.kind() == wanted => return Ok(arn),
        Ok(arn) => format!("{text:?} is the ARN of {}", named(arn.kind())),
        Err(why) => why.to_string(),
    };
    let example = match wanted {
        Kind::Host => "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605",
        _ => "arn:aws:codeconnections:eu-west-1:111122223333:connection/aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    };
    let wanted = named(wanted);
    let detail = format!("This must be the ARN of {wanted}, such as {example}, but {found}.");
    Err(Diagnostic::error(format!("Not the ARN of {wanted}"), detail).code(codes::WRONG_ARN))
}

const fn named(kind: Kind) -> &'static str {
    match kind {
        Kind::Connection => "a connection",
        Kind::Host => "a host",
        Kind::Pipeline => "a pipeline",
        Kind::Other => "something else",
    }
}
