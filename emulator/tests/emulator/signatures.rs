//! Who is let in.

use codepipeline_emulator_testing::{
    aws_client::{AwsError, outcome},
    emulator::Emulator,
    sigv4::Headers,
};
use reqwest::header::HeaderMap;
use serde_json::json;

const SERVICE: &str = "codeconnections";

/// Sends ListConnections with headers and body changed after signing.
async fn changed(emulator: &Emulator, change: impl FnOnce(&mut Headers, &mut Vec<u8>)) -> Result<(), AwsError> {
    let aws = emulator.aws();
    let mut body = json!({"MaxResults": 5}).to_string().into_bytes();
    let mut headers = aws.signed(SERVICE, aws.headers(SERVICE, "ListConnections"), &body);
    change(&mut headers, &mut body);
    outcome(aws.send(headers, body).await.unwrap()).await.map(|_| ())
}

fn header<'a>(headers: &'a mut Headers, name: &str) -> &'a mut String {
    &mut headers.iter_mut().find(|(found, _)| found == name).unwrap().1
}

#[tokio::test]
async fn a_signed_call_is_let_in() {
    assert_eq!(changed(&Emulator::start().await, |_, _| {}).await, Ok(()));
}

#[tokio::test]
async fn changing_any_byte_of_the_body_is_refused() {
    let emulator = Emulator::start().await;
    for index in 0..json!({"MaxResults": 5}).to_string().len() {
        let error = changed(&emulator, |_, body| body[index] ^= 1).await.unwrap_err();
        assert_eq!(
            (error.status, error.class.as_str()),
            (400, "InvalidSignatureException"),
            "byte {index}"
        );
    }
}

#[tokio::test]
async fn changing_any_digit_of_the_signature_is_refused() {
    let emulator = Emulator::start().await;
    for from_end in 1..=64 {
        let error = changed(&emulator, |headers, _| {
            let authorization = header(headers, "authorization");
            let index = authorization.len() - from_end;
            let other = if authorization.as_bytes()[index] == b'0' {
                "1"
            } else {
                "0"
            };
            authorization.replace_range(index..=index, other);
        })
        .await
        .unwrap_err();
        assert_eq!(error.class, "InvalidSignatureException");
        assert!(
            error
                .message
                .starts_with("The request signature we calculated does not match"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn changing_the_operation_after_signing_is_refused() {
    let emulator = Emulator::start().await;
    let error = changed(&emulator, |headers, _| {
        let target = header(headers, "x-amz-target");
        *target = target.replace("ListConnections", "ListHosts");
    })
    .await
    .unwrap_err();
    assert_eq!(error.class, "InvalidSignatureException");
}

#[tokio::test]
async fn a_header_in_aws_s_name_must_be_signed() {
    let emulator = Emulator::start().await;
    let error = changed(&emulator, |headers, _| {
        headers.push(("x-amz-extra".to_owned(), "1".to_owned()))
    });
    assert!(
        error
            .await
            .unwrap_err()
            .message
            .contains("'x-amz-extra' must be a 'SignedHeader'")
    );
}

#[tokio::test]
async fn signed_headers_are_sorted_in_lower_case_and_named_once() {
    let emulator = Emulator::start().await;
    for (from, to) in [
        ("content-type;host;", "host;content-type;"),
        ("content-type;host;", "content-type;Host;"),
        ("content-type;host;", "content-type;host;host;"),
    ] {
        let error = changed(&emulator, |headers, _| {
            let authorization = header(headers, "authorization");
            assert!(authorization.contains(from));
            *authorization = authorization.replace(from, to);
        });
        let error = error.await.unwrap_err();
        assert_eq!(error.class, "InvalidSignatureException");
        assert!(
            error.message.starts_with("'SignedHeaders' must contain each name once"),
            "{to}: {error}"
        );
    }
}

#[tokio::test]
async fn a_digest_of_the_body_that_is_sent_along_must_be_right() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let send = async |digest: &str| {
        let mut headers = aws.headers(SERVICE, "ListHosts");
        headers.push(("x-amz-content-sha256".to_owned(), digest.to_owned()));
        let headers = aws.signed(SERVICE, headers, b"{}");
        outcome(aws.send(headers, b"{}".to_vec()).await.unwrap()).await
    };
    send("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")
        .await
        .unwrap();
    for digest in [
        "UNSIGNED-PAYLOAD",
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8b",
        "",
    ] {
        let error = send(digest).await.unwrap_err();
        assert_eq!(error.class, "InvalidSignatureException");
        assert!(
            error.message.contains("'x-amz-content-sha256' header does not match"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn an_unsigned_call_is_refused() {
    let emulator = Emulator::start().await;
    let error = changed(&emulator, |headers, _| {
        headers.retain(|(name, _)| name != "authorization")
    });
    assert_eq!(
        error.await.unwrap_err().to_string(),
        "400 MissingAuthenticationTokenException: Request is missing Authentication Token"
    );
}

#[tokio::test]
async fn an_authorization_without_its_parts_is_incomplete() {
    let emulator = Emulator::start().await;
    let error = changed(&emulator, |headers, _| {
        *header(headers, "authorization") =
            "AWS4-HMAC-SHA256 Credential=test/20260102/eu-west-1/x/aws4_request".to_owned();
    });
    let error = error.await.unwrap_err();
    assert_eq!(error.class, "IncompleteSignatureException");
    assert_eq!(
        error.message,
        "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter."
    );
}

#[tokio::test]
async fn an_unknown_key_is_refused() {
    let emulator = Emulator::start().await;
    let error = emulator
        .aws()
        .key("other", "test", None)
        .fail(SERVICE, "ListHosts", json!({}))
        .await;
    assert_eq!(
        error.to_string(),
        "400 UnrecognizedClientException: The security token included in the request is invalid."
    );
}

#[tokio::test]
async fn a_session_token_that_belongs_to_no_key_is_refused() {
    let emulator = Emulator::start().await;
    let error = emulator
        .aws()
        .key("test", "test", Some("token"))
        .fail(SERVICE, "ListHosts", json!({}))
        .await;
    assert_eq!(error.class, "UnrecognizedClientException");
}

#[tokio::test]
async fn a_wrong_secret_is_refused() {
    let emulator = Emulator::start().await;
    let error = emulator
        .aws()
        .key("test", "wrong", None)
        .fail(SERVICE, "ListHosts", json!({}))
        .await;
    assert_eq!(error.class, "InvalidSignatureException");
}

#[tokio::test]
async fn the_scope_must_name_the_service_that_is_asked() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let headers = aws.signed("codepipeline", aws.headers(SERVICE, "ListHosts"), b"{}");
    let error = outcome(aws.send(headers, b"{}".to_vec()).await.unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error.message,
        "Credential should be scoped to correct service: 'codeconnections'."
    );
}

#[tokio::test]
async fn the_scope_must_name_a_region() {
    let emulator = Emulator::start().await;
    let error = emulator
        .aws()
        .region("europe")
        .fail(SERVICE, "ListHosts", json!({}))
        .await;
    assert_eq!(
        error.message,
        "Credential should be scoped to a valid region, not 'europe'."
    );
}

#[tokio::test]
async fn a_signature_counts_for_five_minutes() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let headers = aws.signed(SERVICE, aws.headers(SERVICE, "ListHosts"), b"{}");
    let send = async || outcome(aws.send(headers.clone(), b"{}".to_vec()).await.unwrap()).await;
    emulator.pass(299.0);
    send().await.unwrap();
    emulator.pass(2.0);
    let error = send().await.unwrap_err();
    assert!(error.message.starts_with("Signature expired: "), "{error}");
    emulator.pass(-700.0);
    let error = send().await.unwrap_err();
    assert!(error.message.starts_with("Signature not yet current: "), "{error}");
}

#[tokio::test]
async fn each_service_answers_errors_in_its_own_form() {
    let emulator = Emulator::start().await;
    let forms = [
        (
            "codeconnections",
            "1.0",
            r#""__type":"com.amazonaws.codeconnections#Missing"#,
            r#""Message":"#,
        ),
        (
            "codestar-connections",
            "1.0",
            r#""__type":"com.amazonaws.codestar.connections#Missing"#,
            r#""Message":"#,
        ),
        ("codepipeline", "1.1", r#""__type":"Missing"#, r#""message":"#),
    ];
    for (service, version, class, text) in forms {
        let aws = emulator.aws();
        let response = aws
            .send(aws.headers(service, "ListHosts"), b"{}".to_vec())
            .await
            .unwrap();
        assert_eq!(
            content_type(response.headers()),
            format!("application/x-amz-json-{version}")
        );
        let body = response.text().await.unwrap();
        assert!(body.contains(class) && body.contains(text), "{body}");
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers["content-type"].to_str().unwrap()
}

#[tokio::test]
async fn an_unknown_operation_is_404() {
    let emulator = Emulator::start().await;
    let error = emulator.aws().fail(SERVICE, "UpdateConnection", json!({})).await;
    assert_eq!((error.status, error.class.as_str()), (404, "UnknownOperationException"));
    let unsigned = reqwest::Method::POST;
    assert_eq!(emulator.send(unsigned, "/", json!({})).await.status(), 404);
}

#[tokio::test]
async fn a_body_that_is_no_object_is_a_serialization_exception() {
    let emulator = Emulator::start().await;
    for input in [json!([]), json!("text"), json!({"ConnectionArn": 7})] {
        assert_eq!(
            emulator.aws().fail(SERVICE, "GetConnection", input).await.class,
            "SerializationException"
        );
    }
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)).into_bytes();
    let aws = emulator.aws();
    let headers = aws.signed(SERVICE, aws.headers(SERVICE, "GetConnection"), &deep);
    let error = outcome(aws.send(headers, deep).await.unwrap()).await.unwrap_err();
    assert_eq!(error.class, "SerializationException");
}
