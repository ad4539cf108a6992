//! Failures of AWS calls as practitioners read them: title, cause in AWS's words, what to do.

use terraform_provider_sdk::diagnostics::Diagnostic;

use crate::aws::{self, error::Kind};

/// The error that `doing` failed: `doing` completes "Cannot …", such as `create the connection "web"`.
pub fn error(doing: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::error(format!("Cannot {doing}"), cause(error))
}

/// The warning that `doing` failed although everything else succeeded.
pub fn warning(doing: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::warning(format!("Could not {doing}"), cause(error))
}

/// The warning that a check or courtesy was left out because a permission is missing.
pub fn skipped(what: &str, error: &aws::Error) -> Diagnostic {
    let action = error.action().unwrap_or_else(|| "a permission".to_owned());
    Diagnostic::warning(
        format!("Skipped {what}: {action} is not allowed"),
        format!(
            "{}\n\nNothing else depends on it. Allow {action} to have it back.",
            sentence(error)
        ),
    )
}

/// The warning that a pipeline was changed, and that it is not certain whether somebody else's change was lost by that.
pub fn doubt(pipeline: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::warning(
        format!("A change of the pipeline {pipeline:?} by somebody else may be lost"),
        format!(
            "The pipeline was changed as planned. Somebody else changed it at the same time, and whether their change is \
             still there could not be made sure of: {} Compare the pipeline's versions: aws codepipeline get-pipeline \
             --name {pipeline} --pipeline-version N.",
            sentence(error)
        ),
    )
}

/// The cause in AWS's words, then what to do.
pub fn cause(error: &aws::Error) -> String {
    let sentence = sentence(error);
    if error.kind() == Kind::AccessDenied {
        let action = error.action().unwrap_or_else(|| "the action".to_owned());
        return format!(
            "{sentence}\n\nAllow {action} to the identity that Terraform runs as, then run the command again."
        );
    }
    match advice(error) {
        Some(advice) => format!("{sentence}\n\n{advice}"),
        None => sentence,
    }
}

fn sentence(error: &aws::Error) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?', ')']) { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}

fn advice(error: &aws::Error) -> Option<&'static str> {
    Some(match error.kind() {
        Kind::Throttled => {
            "AWS keeps refusing calls because there are too many. Run the command again later, with a smaller -parallelism, or \
             set `retry_mode = \"adaptive\"` in the provider block."
        }
        Kind::Quota if error.code() == Some("TooManyTagsException") => {
            "An object can have 50 tags, which AWS raises for nobody. Remove some, of the resource or of `default_tags`."
        }
        Kind::Quota => {
            "This is a quota of the AWS account, so trying again does not help. Remove what is not needed any more, or ask AWS \
             for more under Service Quotas."
        }
        Kind::Conflict => "Somebody else is changing the same object. Run the command again.",
        Kind::Credentials => {
            "Check the credentials that the provider block, the environment or the profile gives, for example with: aws sts \
             get-caller-identity."
        }
        Kind::NoRegion => {
            "Set `region` in the provider block or on the resource, or the environment variable AWS_REGION."
        }
        Kind::EndpointUnreachable | Kind::NotAws => {
            "Check the network, the proxy, and the `endpoints` of the provider block (or AWS_ENDPOINT_URL)."
        }
        Kind::LostAnswer | Kind::Timeout => {
            "It is not known whether AWS carried it out. Run the command again: the next plan shows what is there."
        }
        Kind::ServerError => "This is a failure inside AWS. Run the command again later.",
        Kind::Cancelled => "The command was interrupted. Run it again to go on.",
        // What `cause` says itself, and what AWS's words say well enough.
        Kind::AccessDenied
        | Kind::WrongAccount
        | Kind::Settings
        | Kind::NotFound
        | Kind::AlreadyExists
        | Kind::Validation
        | Kind::Unavailable
        | Kind::Ambiguous
        | Kind::Other => return None,
    })
}
