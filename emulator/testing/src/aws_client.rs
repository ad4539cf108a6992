//! A client of AWS's wire protocols without the AWS SDK.

use std::fmt;

use codepipeline_emulator::Clock;
use serde_json::Value;

use super::sigv4::{Headers, Signer};

/// Returns an HTTP client that follows no redirect and trusts no certificate, because reading the certificates of the
/// machine takes a while.
pub fn http_client() -> reqwest::Client {
    // Another test may have installed it already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    reqwest::Client::builder()
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// A client of one region's services, with one key.
pub struct AwsClient {
    url: String,
    http: reqwest::Client,
    clock: Box<dyn Clock>,
    /// The signer; each call sets the service.
    pub signer: Signer,
}

/// An error of AWS.
#[derive(Debug, Clone, PartialEq)]
pub struct AwsError {
    /// HTTP status.
    pub status: u16,
    /// Error class, such as `ValidationException`.
    pub class: String,
    /// Error message.
    pub message: String,
}

impl fmt::Display for AwsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.status, self.class, self.message)
    }
}

impl AwsClient {
    /// A client of eu-west-1 with the key `test`.
    pub fn new(url: &str, clock: Box<dyn Clock>) -> Self {
        let signer = Signer {
            key_id: "test".to_owned(),
            secret: "test".to_owned(),
            token: None,
            region: "eu-west-1".to_owned(),
            service: String::new(),
        };
        Self {
            url: url.to_owned(),
            http: http_client(),
            clock,
            signer,
        }
    }

    /// The same client in another region.
    pub fn region(mut self, region: &str) -> Self {
        self.signer.region = region.to_owned();
        self
    }

    /// The same client with another key.
    pub fn key(mut self, key_id: &str, secret: &str, token: Option<&str>) -> Self {
        (self.signer.key_id, self.signer.secret) = (key_id.to_owned(), secret.to_owned());
        self.signer.token = token.map(str::to_owned);
        self
    }

    /// The unsigned headers of a call.
    pub fn headers(&self, service: &str, operation: &str) -> Headers {
        let (version, target) = match service {
            "codeconnections" => ("1.0", "com.amazonaws.codeconnections.CodeConnections_20231201"),
            "codestar-connections" => (
                "1.0",
                "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
            ),
            "codepipeline" => ("1.1", "CodePipeline_20150709"),
            other => panic!("{other} does not use JSON"),
        };
        vec![
            ("content-type".to_owned(), format!("application/x-amz-json-{version}")),
            ("host".to_owned(), self.url.replace("http://", "")),
            ("x-amz-target".to_owned(), format!("{target}.{operation}")),
        ]
    }

    /// The headers, signed for a body.
    pub fn signed(&self, service: &str, headers: Headers, body: &[u8]) -> Headers {
        let signer = Signer {
            service: service.to_owned(),
            ..self.signer.clone()
        };
        signer.sign(headers, body, self.clock.now())
    }

    /// Sends a body with exactly these headers.
    pub async fn send(&self, headers: Headers, body: Vec<u8>) -> reqwest::Result<reqwest::Response> {
        let request = self.http.post(&self.url).body(body);
        headers
            .into_iter()
            .fold(request, |request, (name, value)| request.header(name, value))
            .send()
            .await
    }

    /// Sends a signed call.
    pub async fn try_call(&self, service: &str, operation: &str, input: &Value) -> reqwest::Result<reqwest::Response> {
        let body = input.to_string().into_bytes();
        let headers = self.signed(service, self.headers(service, operation), &body);
        self.send(headers, body).await
    }

    /// Makes a call; an empty body is null.
    pub async fn call(&self, service: &str, operation: &str, input: Value) -> Result<Value, AwsError> {
        outcome(self.try_call(service, operation, &input).await.unwrap()).await
    }

    /// Makes a call that goes well.
    pub async fn ok(&self, service: &str, operation: &str, input: Value) -> Value {
        self.call(service, operation, input)
            .await
            .unwrap_or_else(|error| panic!("{operation}: {error}"))
    }

    /// Makes a call that fails.
    pub async fn fail(&self, service: &str, operation: &str, input: Value) -> AwsError {
        match self.call(service, operation, input).await {
            Err(error) => error,
            Ok(answer) => panic!("{operation} went well: {answer}"),
        }
    }

    /// Makes a call to STS; answers status and XML.
    pub async fn sts(&self, parameters: &[(&str, &str)]) -> (u16, String) {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body
            .extend_pairs(parameters)
            .append_pair("Version", "2011-06-15")
            .finish()
            .into_bytes();
        let headers = vec![
            (
                "content-type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            ),
            ("host".to_owned(), self.url.replace("http://", "")),
        ];
        let response = self.send(self.signed("sts", headers, &body), body).await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }
}

/// Returns the result of an AWS JSON call.
pub async fn outcome(response: reqwest::Response) -> Result<Value, AwsError> {
    let status = response.status().as_u16();
    assert!(
        response.headers().contains_key("x-amzn-requestid"),
        "every answer has a request id"
    );
    let body = response.text().await.unwrap();
    let value: Value = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&body).unwrap()
    };
    if status == 200 {
        return Ok(value);
    }
    let class = value["__type"].as_str().unwrap().rsplit('#').next().unwrap().to_owned();
    let message = value["message"]
        .as_str()
        .or_else(|| value["Message"].as_str())
        .unwrap()
        .to_owned();
    Err(AwsError { status, class, message })
}
