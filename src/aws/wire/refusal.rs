//! AWS's errors: code, message and request ID of an error response.
//!
//! The SDK parses the message of only a few error classes, but every error response has one: `message` from
//! CodePipeline, `Message` from the connections APIs.

use aws_smithy_runtime_api::{client::orchestrator::HttpResponse, http::Headers};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value;

use super::{credentials_source::CredentialsSource, exchange::Origin};
use crate::aws::secrets::Secrets;

/// Maximum characters of a message. Those of AWS are shorter, encoded authorization messages included.
const LONGEST: usize = 8 << 10;

/// An error response.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) origin: Option<Origin>,
    pub(super) credentials: Option<CredentialsSource>,
    /// Whether the body has the form of an AWS response.
    is_plausible: bool,
}

impl Refusal {
    /// Reads the code and message from the body, otherwise (STS returns XML) from the SDK's `error`. The provider's own
    /// secrets are masked, and long texts are truncated.
    pub(super) fn read(raw: &HttpResponse, error: &impl ProvideErrorMetadata) -> Self {
        let body = body(raw);
        let masked = |text: String| match raw.extension::<Secrets>() {
            Some(secrets) => truncated(secrets.masked(text)),
            None => truncated(text),
        };
        let text = |member: &str| body.get(member).and_then(Value::as_str).map(str::to_owned);
        Self {
            status: raw.status().as_u16(),
            code: code(raw).or_else(|| error.code().map(str::to_owned)).map(masked),
            message: text("message")
                .or_else(|| text("Message"))
                .or_else(|| error.message().map(str::to_owned))
                .map(masked),
            request_id: request_id(raw.headers()).map(masked),
            origin: raw.extension().cloned(),
            credentials: raw.extension().cloned(),
            is_plausible: body.is_object() || raw.body().bytes().is_some_and(<[u8]>::is_empty),
        }
    }

    /// Whether the response comes from AWS, and not from a proxy or a web server.
    pub(super) fn is_from_aws(&self) -> bool {
        self.code.is_some() || (self.request_id.is_some() && self.is_plausible)
    }
}

/// Returns AWS's name of the error, without its namespace.
///
/// Source: the error rules of awsJson1.x; `X-Amzn-ErrorType`, else `__type`, else `code`.
pub(super) fn code(raw: &HttpResponse) -> Option<String> {
    let body = body(raw);
    let member = |name: &str| body.get(name).and_then(Value::as_str);
    let text = raw
        .headers()
        .get("x-amzn-errortype")
        .or_else(|| member("__type"))
        .or_else(|| member("code"))?;
    let text = text.split(':').next()?;
    let code = text.rsplit('#').next()?;
    (!code.is_empty()).then(|| code.to_owned())
}

fn truncated(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn body(raw: &HttpResponse) -> Value {
    raw.body()
        .bytes()
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .unwrap_or_default()
}

fn request_id(headers: &Headers) -> Option<String> {
    headers
        .get("x-amzn-requestid")
        .or_else(|| headers.get("x-amz-request-id"))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::{body::SdkBody, error::ErrorMetadata};

    use super::*;

    fn refusal(header: Option<&'static str>, body: &'static str) -> Refusal {
        let mut raw = HttpResponse::new(400.try_into().unwrap(), SdkBody::from(body));
        raw.headers_mut().insert("x-amzn-requestid", "id-1");
        if let Some(header) = header {
            raw.headers_mut().insert("x-amzn-errortype", header);
        }
        Refusal::read(
            &raw,
            &ErrorMetadata::builder().code("FromXml").message("from xml").build(),
        )
    }

    #[test]
    fn code_and_message_are_read_in_every_documented_form() {
        for (header, body, code, message) in [
            (
                None,
                r#"{"__type":"ValidationException","message":"m"}"#,
                "ValidationException",
                "m",
            ),
            (
                None,
                r#"{"__type":"com.amazonaws.codestar.connections#LimitExceededException","Message":"m"}"#,
                "LimitExceededException",
                "m",
            ),
            (
                Some("Denied:http://internal/"),
                r#"{"__type":"Other","Message":"m"}"#,
                "Denied",
                "m",
            ),
            (None, "<ErrorResponse/>", "FromXml", "from xml"),
        ] {
            let refusal = refusal(header, body);
            assert_eq!(
                (refusal.code.as_deref(), refusal.message.as_deref()),
                (Some(code), Some(message)),
                "{body}"
            );
            assert_eq!(refusal.request_id.as_deref(), Some("id-1"));
        }
    }
}
