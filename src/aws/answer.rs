//! What AWS answered, in particular when it refused.
//!
//! The SDK knows the text of few error classes, yet all carry one on the wire: `message` from CodePipeline, `Message`
//! from the connections APIs.

use aws_smithy_runtime_api::{client::orchestrator::HttpResponse, http::Headers};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use serde_json::Value;

use super::{
    arn::Arn,
    error::{Call, Error, Kind},
    transport::Origin,
};

/// A refusal of AWS.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) origin: Option<Origin>,
    /// Whether the body is one that AWS could have sent.
    is_plausible: bool,
}

impl Answer {
    /// Reads code and text from the body; what it does not hold (STS answers in XML) comes from the SDK's `error`.
    pub(crate) fn read(raw: &HttpResponse, error: &impl ProvideErrorMetadata) -> Self {
        let body = body(raw);
        let text = |member: &str| body.get(member).and_then(Value::as_str).map(str::to_owned);
        Self {
            status: raw.status().as_u16(),
            code: code(raw).or_else(|| error.code().map(str::to_owned)),
            message: text("message")
                .or_else(|| text("Message"))
                .or_else(|| error.message().map(str::to_owned)),
            request_id: request_id(raw.headers()),
            origin: raw.extension().cloned(),
            is_plausible: body.is_object() || raw.body().bytes().is_some_and(<[u8]>::is_empty),
        }
    }

    /// Whether this looks like an answer of AWS at all, rather than a page of something else.
    pub(crate) fn is_aws(&self) -> bool {
        self.code.is_some() || (self.request_id.is_some() && self.is_plausible)
    }
}

/// AWS's name of the error, without its namespace.
///
/// Source: the error rules of awsJson1.x; `X-Amzn-ErrorType`, else `__type`, else `code`.
pub(crate) fn code(raw: &HttpResponse) -> Option<String> {
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

/// The ARN of an answer, which is useless without.
pub(crate) fn arn_of(call: Call, arn: Option<&str>) -> Result<Arn, Error> {
    let arn = arn.unwrap_or_default();
    arn.parse()
        .map_err(|_| Error::new(Kind::NotOurEndpoint, format!("{arn:?} in the answer is no ARN")).of(call))
}

/// A text of an answer; an empty one is none.
pub(crate) fn text(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.is_empty())
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

    fn answer(header: Option<&'static str>, body: &'static str) -> Answer {
        let mut raw = HttpResponse::new(400.try_into().unwrap(), SdkBody::from(body));
        raw.headers_mut().insert("x-amzn-requestid", "id-1");
        if let Some(header) = header {
            raw.headers_mut().insert("x-amzn-errortype", header);
        }
        Answer::read(
            &raw,
            &ErrorMetadata::builder().code("FromXml").message("from xml").build(),
        )
    }

    #[test]
    fn code_and_text_are_read_in_every_documented_form() {
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
            let answer = answer(header, body);
            assert_eq!(
                (answer.code.as_deref(), answer.message.as_deref()),
                (Some(code), Some(message)),
                "{body}"
            );
            assert_eq!(answer.request_id.as_deref(), Some("id-1"));
        }
    }
}
