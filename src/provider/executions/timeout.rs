//! The timeout of an action that follows an execution.

use std::time::Duration as Span;

use terraform_provider_sdk::typed::Duration;

/// Timeout by default.
const DEFAULT: Span = Span::from_secs(60 * 60);

/// Returns the configured timeout, or one hour.
pub fn of(configured: Option<&Duration>) -> Span {
    configured.map_or(DEFAULT, Duration::span)
}
