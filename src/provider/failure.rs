//! Diagnostics for failures of AWS calls: title, cause with AWS's message, fix.

use terraform_provider_sdk::{diagnostics::Diagnostic, value::Path};

use super::notices::steps;
use crate::aws::{
    self,
    error::{Argument, Kind},
};

/// Returns the error that `doing` failed: `doing` completes "Cannot …", such as `create the connection "web"`.
pub fn error(doing: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::error(format!("Cannot {doing}"), cause(error))
}

/// Returns the error that `doing` failed, at the argument of the provider block that causes it.
pub fn in_provider_block(doing: &str, failure: &aws::Error) -> Diagnostic {
    let found = error(doing, failure);
    let Some(Argument { name, role }) = failure.argument() else {
        return found;
    };
    let argument = Path::attribute(name);
    found.at(match role {
        Some(number) => argument.index(number).name("role_arn"),
        None => argument,
    })
}

/// Returns the warning that `doing` failed although everything else succeeded.
pub fn warning(doing: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::warning(format!("Could not {doing}"), cause(error))
}

/// Returns the warning that a check was skipped because a permission is missing.
pub fn skipped(what: &str, error: &aws::Error) -> Diagnostic {
    skipped_with(what, "The operation continues without it.", error)
}

/// Returns the warning that no equal object, such as a `connection`, was searched because a permission is missing.
pub fn unsearched(noun: &str, error: &aws::Error) -> Diagnostic {
    let consequence = format!(
        "An identical {noun} that already exists is not reported. If the response to the create call is lost, the \
         provider cannot look for the {noun} that AWS may have created."
    );
    skipped_with(&format!("the search for an identical {noun}"), &consequence, error)
}

fn skipped_with(what: &str, consequence: &str, error: &aws::Error) -> Diagnostic {
    let action = error.action().unwrap_or_else(|| "a permission".to_owned());
    Diagnostic::warning(
        format!("Skipped {what}: {action} is not allowed"),
        format!("{}\n\n{consequence} To enable it, allow {action}.", sentence(error)),
    )
}

/// Returns the error that a `connection` or `host` may exist although its creation failed, and cannot be looked for.
pub fn unconfirmed(noun: &str, name: &str, list: Option<&str>, error: &aws::Error) -> Diagnostic {
    let open = steps::open(list, "Open the list in the AWS console");
    let block = steps::import_block(&format!("codepipeline_{noun}"), name, "ARN");
    Diagnostic::error(
        format!("The {noun} {name:?} may exist, but is not in the state"),
        format!(
            "{}\n\nBefore you apply again, check whether it exists: another apply would create a second {noun}. {open}\nIf \
             {name:?} exists, delete it, or import it with this block, with the address of your resource and the \
             ARN:\n\n{block}",
            sentence(error)
        ),
    )
}

/// Returns the warning that saving a pipeline may have overwritten a concurrent change.
pub fn doubt(pipeline: &str, error: &aws::Error) -> Diagnostic {
    Diagnostic::warning(
        format!("A concurrent change to the pipeline {pipeline:?} may be lost"),
        format!(
            "The pipeline was changed as planned. It was also changed out of band at the same time, and the provider \
             could not confirm that this other change was kept. {} Compare the versions of the pipeline: aws \
             codepipeline get-pipeline --name {pipeline} --pipeline-version N.",
            sentence(error)
        ),
    )
}

/// Returns what a plan reports if `doing` failed: an error if the apply would fail too, such as for rejected credentials,
/// else a warning.
pub fn at_plan(doing: &str, error: &aws::Error) -> Diagnostic {
    if !error.kind().lasts() {
        return warning(doing, error);
    }
    let summary = match error.kind() {
        Kind::Credentials if error.code().is_some() => "AWS rejects the credentials",
        Kind::EndpointUnreachable => "AWS cannot be reached",
        Kind::NotAws => "Not an AWS endpoint",
        _ => "Cannot use the AWS account",
    };
    Diagnostic::error(summary, cause(error))
}

/// Returns the error message from AWS, then the fix.
pub fn cause(error: &aws::Error) -> String {
    let sentence = with_origin_of_credentials(sentence(error), error);
    if error.kind() == Kind::AccessDenied {
        let action = error.action().unwrap_or_else(|| "the action".to_owned());
        return format!(
            "{sentence}\n\nAllow {action} for the identity that Terraform uses, then run the command again."
        );
    }
    match error.fix().or_else(|| advice(error)) {
        Some(advice) => format!("{sentence}\n\n{advice}"),
        None => sentence,
    }
}

fn with_origin_of_credentials(sentence: String, error: &aws::Error) -> String {
    match error.credentials_source() {
        Some(source) => format!(
            "{}. The credentials come from {source}.",
            sentence.trim_end_matches('.')
        ),
        None => sentence,
    }
}

/// Returns the error message from AWS as a sentence. A name at its beginning, such as that of an argument, keeps its
/// spelling.
pub fn sentence(error: &aws::Error) -> String {
    let mut text = error.to_string();
    let begins_with_name = text.split(' ').next().is_some_and(|word| word.contains(['_', ':']));
    if let Some(first) = text.chars().next().filter(|_| !begins_with_name) {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    if !text.ends_with(['.', '!', '?', ')']) {
        text.push('.');
    }
    text
}

fn advice(error: &aws::Error) -> Option<&'static str> {
    Some(match error.kind() {
        Kind::Throttled => {
            "AWS throttles the calls. Run the command again later, use a lower -parallelism, or set `retry_mode = \
             \"adaptive\"` in the provider block."
        }
        Kind::Quota if error.code() == Some("TooManyTagsException") => {
            "An object can have at most 50 tags, and AWS does not raise this quota. Remove tags of the resource or of \
             `default_tags`."
        }
        Kind::Quota => {
            "This is a quota of the AWS account, so a retry does not help. Delete what is no longer needed, or request an \
             increase in Service Quotas."
        }
        Kind::Conflict => "The same object is being changed out of band. Run the command again.",
        Kind::Credentials => {
            "Check the credentials of the provider block, the environment or the profile, for example with: aws sts \
             get-caller-identity."
        }
        Kind::WrongAccount => {
            "Use credentials of another account, or change `allowed_account_ids` or `forbidden_account_ids` in the \
             provider block."
        }
        Kind::NoRegion => {
            "Set `region` in the provider block or on the resource, or the environment variable AWS_REGION."
        }
        Kind::EndpointUnreachable | Kind::NotAws => {
            "Check the network, the proxy, and the `endpoints` of the provider block (or AWS_ENDPOINT_URL)."
        }
        Kind::LostAnswer | Kind::Timeout => {
            "AWS may have completed the call. Run the command again: the next plan shows what exists."
        }
        Kind::ServerError => "This is an internal AWS error. Run the command again later.",
        Kind::Cancelled => "The command was interrupted. Run it again to continue.",
        // `cause` or AWS's own message is sufficient.
        Kind::AccessDenied
        | Kind::Settings
        | Kind::NotFound
        | Kind::AlreadyExists
        | Kind::Validation
        | Kind::Unavailable
        | Kind::Ambiguous
        | Kind::Unconfirmed
        | Kind::Other => return None,
    })
}
