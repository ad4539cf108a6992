//! Responses in the format of each protocol.

use axum::{body::Body, response::Response};
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::{
    service::Service,
    wire::{Failure, Xml},
};

/// The attribute of the outermost element of every STS response.
const STS_NAMESPACE: &str = " xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"";

/// Marks a response that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

/// The output of an operation.
pub(crate) enum Output {
    /// AWS JSON; `None` is an empty body.
    Json(Option<Value>),
    /// The result of an STS operation.
    Query(Xml),
}

/// Returns the response to a successful call.
pub(crate) fn succeeded(service: Service, operation: &str, output: &Output, id: &str) -> Response {
    let body = match output {
        Output::Json(None) => String::new(),
        Output::Json(Some(value)) => value.to_string(),
        Output::Query(result) => {
            let (outer, inner) = (format!("{operation}Response"), format!("{operation}Result"));
            let result = result.document(&inner, "");
            let metadata = Xml::Elements(vec![("RequestId", Xml::text(id))]).document("ResponseMetadata", "");
            format!("<{outer}{STS_NAMESPACE}>{result}{metadata}</{outer}>")
        }
    };
    response(200, service.content_type(), id, body)
}

/// Returns the response to a failed call; without a service, in CodePipeline's format.
pub(crate) fn failed(service: Option<Service>, failure: &Failure, id: &str) -> Response {
    let service = service.unwrap_or(Service::CodePipeline);
    let body = match service {
        Service::Sts => {
            let side = if failure.status < 500 { "Sender" } else { "Receiver" };
            let error = Xml::Elements(vec![
                ("Type", Xml::text(side)),
                ("Code", Xml::text(failure.class.clone())),
                ("Message", Xml::text(failure.message.clone())),
            ]);
            Xml::Elements(vec![("Error", error), ("RequestId", Xml::text(id))]).document("ErrorResponse", STS_NAMESPACE)
        }
        _ => {
            let class = format!("{}{}", service.error_namespace(), failure.class);
            json!({"__type": class, service.error_text_member(): failure.message}).to_string()
        }
    };
    response(failure.status, service.content_type(), id, body)
}

fn response(status: u16, content_type: &str, id: &str, body: String) -> Response {
    Response::builder()
        .status(status)
        .header(CONTENT_TYPE, content_type)
        .header("x-amzn-RequestId", id)
        .body(Body::from(body))
        .expect("the headers are plain ASCII")
}
