//! Identifies the service and the operation of a request.

use bytes::Bytes;
use http::{header::CONTENT_TYPE, request::Parts};
use serde_json::{Value, json};

use crate::{service::Service, wire::Failure};

/// The version of STS's only API.
const STS_VERSION: &str = "2011-06-15";
/// More steps than any parameter name of STS has.
const DEEPEST: usize = 8;

/// One call as it arrived.
#[derive(Debug)]
pub(crate) struct Request {
    /// The called service.
    pub(crate) service: Service,
    /// Name of the operation, not checked yet.
    pub(crate) operation: String,
    /// Everything before the body.
    pub(crate) parts: Parts,
    /// The body as it was signed.
    pub(crate) body: Bytes,
}

impl Request {
    /// Identifies the operation of a request.
    ///
    /// # Errors
    /// Returns `UnknownOperationException` if it names no service that is emulated.
    pub(crate) fn identify(parts: Parts, body: Bytes) -> Result<Self, Failure> {
        let target = parts.headers.get("x-amz-target").and_then(|value| value.to_str().ok());
        let (service, operation) = match target {
            Some(target) => {
                let (service, operation) = Service::of_target(target).ok_or_else(unknown)?;
                (service, operation.to_owned())
            }
            None => (Service::Sts, action(&parts, &body).ok_or_else(unknown)?),
        };
        Ok(Self {
            service,
            operation,
            parts,
            body,
        })
    }

    /// Decodes the body.
    ///
    /// # Errors
    /// Returns `SerializationException` if it is not in the service's form.
    pub(crate) fn input(&self) -> Result<Value, Failure> {
        if self.service == Service::Sts {
            return Ok(query_input(&self.body));
        }
        if self.body.is_empty() {
            return Ok(json!({}));
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(members)) => Ok(Value::Object(members)),
            Ok(_) => Err(Failure::new("SerializationException", "The body must be a JSON object")),
            Err(error) => Err(Failure::new(
                "SerializationException",
                format!("The body is not JSON: {error}"),
            )),
        }
    }
}

fn unknown() -> Failure {
    Failure::new(
        "UnknownOperationException",
        "The request does not name an operation of an emulated service.",
    )
    .with_status(404)
}

/// The action of a query request, if this is one for STS.
fn action(parts: &Parts, body: &[u8]) -> Option<String> {
    let form = parts
        .headers
        .get(CONTENT_TYPE)?
        .to_str()
        .ok()?
        .starts_with("application/x-www-form-urlencoded");
    let input = query_input(body);
    let version = input["Version"].as_str() == Some(STS_VERSION);
    if form && version {
        input["Action"].as_str().map(str::to_owned)
    } else {
        None
    }
}

/// Turns `Tags.member.1.Key=a&…` into the tree that it stands for. Numbers stay text: the form has no types.
fn query_input(body: &[u8]) -> Value {
    let mut input = json!({});
    for (name, value) in url::form_urlencoded::parse(body) {
        let steps: Vec<&str> = name.split('.').filter(|step| *step != "member").take(DEEPEST).collect();
        // The outermost level has names, not positions: anything else is no parameter.
        if steps.first().is_some_and(|step| step.parse::<usize>().is_err()) {
            put(&mut input, &steps, &value);
        }
    }
    input
}

fn put(place: &mut Value, steps: &[&str], value: &str) {
    let Some((step, rest)) = steps.split_first() else {
        *place = value.into();
        return;
    };
    match step.parse::<usize>() {
        Ok(position) => put_in_list(place, position, rest, value),
        Err(_) => {
            if !place.is_object() {
                *place = json!({});
            }
            put(&mut place[*step], rest, value);
        }
    }
}

/// Only the next free position is taken: a body cannot make a list longer than itself.
fn put_in_list(place: &mut Value, position: usize, rest: &[&str], value: &str) {
    if !place.is_array() {
        *place = json!([]);
    }
    let Some(items) = place.as_array_mut() else { return };
    if position == items.len() + 1 {
        items.push(Value::Null);
    }
    if let Some(item) = position.checked_sub(1).and_then(|index| items.get_mut(index)) {
        put(item, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_body_becomes_some_tree(body in r"(([A-Za-z]{1,3}|member|[0-9]{1,12})(\.|=|&|%)){0,40}") {
            prop_assert!(query_input(body.as_bytes()).is_object());
        }
    }

    #[test]
    fn a_query_becomes_a_tree() {
        let body = b"Action=AssumeRole&Tags.member.1.Key=a&Tags.member.1.Value=b%20c&TransitiveTagKeys.member.1=a";
        assert_eq!(
            query_input(body),
            json!({"Action": "AssumeRole", "Tags": [{"Key": "a", "Value": "b c"}], "TransitiveTagKeys": ["a"]})
        );
    }

    #[test]
    fn a_position_far_away_makes_no_long_list() {
        assert_eq!(query_input(b"Tags.member.4000000000.Key=a"), json!({"Tags": []}));
    }
}
