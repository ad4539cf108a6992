//! The error that an ARN identifies no connection or host. AWS chooses their ARNs, so no apply can create them.

use terraform_provider_sdk::diagnostics::{Diagnostic, Diagnostics};

use super::client::Client;
use crate::aws::{Arn, arn::Kind};

/// Returns the error that the connection or host does not exist. It may exist under the ARN of the other API.
pub async fn error(client: &Client, arn: &Arn) -> Diagnostic {
    let (title, noun, other) = match arn.kind() {
        Kind::Host => ("Host not found", "host", client.hosts.other_arn(arn).await),
        _ => {
            let other = client.connections.other_arn(arn).await;
            ("Connection not found", "connection", other)
        }
    };
    Diagnostic::error(
        title,
        format!(
            "The {noun} {arn} does not exist. {}\n\nAWS chooses the ARN of a new {noun}, so no apply can create one with \
             this ARN.",
            how_to_find(noun, other.as_ref())
        ),
    )
}

/// Requires that an import has found the connection or host.
///
/// # Errors
/// See [`error`].
pub async fn imported<T>(client: &Client, arn: &Arn, found: Option<T>) -> Result<T, Diagnostics> {
    match found {
        Some(found) => Ok(found),
        None => Err(error(client, arn).await.into()),
    }
}

/// Returns what to do about the ARN of a `connection` or `host` that may exist under the `other` ARN.
pub fn how_to_find(noun: &str, other: Option<&Arn>) -> String {
    other.map_or_else(
        || format!("Check the ARN, its region and its account; a recreated {noun} has a new ARN."),
        |other| format!("It exists under the ARN of the other API: write {other}."),
    )
}
