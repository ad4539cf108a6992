//! STS: identities and temporary keys.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::json;

use super::connections::create;

const ROLE: &str = "arn:aws:iam::222233334444:role/path/Deploy";

/// The text of the first element of that name.
fn element(xml: &str, name: &str) -> String {
    let start = xml
        .find(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("no {name} in {xml}"))
        + name.len()
        + 2;
    xml[start..start + xml[start..].find('<').unwrap()].to_owned()
}

/// The client with the key that an answer of STS holds.
fn with_answered_key(aws: AwsClient, xml: &str) -> AwsClient {
    let token = element(xml, "SessionToken");
    aws.key(
        &element(xml, "AccessKeyId"),
        &element(xml, "SecretAccessKey"),
        Some(&token),
    )
}

/// A client with the key of an assumed role.
pub(super) async fn assumed(emulator: &Emulator, role: &[(&str, &str)]) -> AwsClient {
    let (_, xml) = emulator.aws().sts(&[&[("Action", "AssumeRole")], role].concat()).await;
    with_answered_key(emulator.aws(), &xml)
}

async fn assume(aws: &AwsClient, more: &[(&str, &str)]) -> (u16, String) {
    let parameters = [
        &[("Action", "AssumeRole"), ("RoleArn", ROLE), ("RoleSessionName", "me")],
        more,
    ]
    .concat();
    aws.sts(&parameters).await
}

#[tokio::test]
async fn the_caller_is_the_account_s_user() {
    let emulator = Emulator::with(|options| options.account = "999900001111".to_owned()).await;
    let (status, xml) = emulator.aws().sts(&[("Action", "GetCallerIdentity")]).await;
    assert_eq!(status, 200);
    assert!(xml.starts_with(
        r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>"#
    ));
    assert_eq!(element(&xml, "Arn"), "arn:aws:iam::999900001111:user/test");
    assert_eq!(element(&xml, "Account"), "999900001111");
    assert_eq!(element(&xml, "RequestId").len(), 36);
}

#[tokio::test]
async fn an_assumed_role_calls_as_itself_in_its_own_account() {
    let emulator = Emulator::start().await;
    let (_, xml) = assume(&emulator.aws(), &[]).await;
    let assumed = with_answered_key(emulator.aws(), &xml);
    let (_, identity) = assumed.sts(&[("Action", "GetCallerIdentity")]).await;
    assert_eq!(
        element(&identity, "Arn"),
        "arn:aws:sts::222233334444:assumed-role/Deploy/me"
    );
    assert_eq!(element(&identity, "UserId"), element(&xml, "AssumedRoleId"));
    let arn = create(&assumed, "codeconnections", "app").await;
    assert!(arn.contains(":222233334444:connection/"), "{arn}");
    let input = json!({"ConnectionArn": arn});
    let error = emulator.aws().fail("codeconnections", "GetConnection", input).await;
    assert_eq!(
        error.class, "ResourceNotFoundException",
        "another account does not see it"
    );
}

#[tokio::test]
async fn a_temporary_key_needs_its_token_and_ends() {
    let emulator = Emulator::start().await;
    let (_, xml) = assume(&emulator.aws(), &[("DurationSeconds", "900")]).await;
    let (key, secret) = (element(&xml, "AccessKeyId"), element(&xml, "SecretAccessKey"));
    assert!(key.starts_with("ASIA") && key.len() == 20, "{key}");
    let without = emulator.aws().key(&key, &secret, None);
    let error = without.fail("codeconnections", "ListHosts", json!({})).await;
    assert_eq!(error.class, "UnrecognizedClientException");
    let with = with_answered_key(emulator.aws(), &xml);
    with.ok("codeconnections", "ListHosts", json!({})).await;
    emulator.pass(900.0);
    assert_eq!(
        with.fail("codeconnections", "ListHosts", json!({})).await.class,
        "ExpiredTokenException"
    );
}

#[tokio::test]
async fn a_chain_of_roles_lasts_an_hour_at_most() {
    let emulator = Emulator::start().await;
    let (_, xml) = assume(&emulator.aws(), &[("DurationSeconds", "43200")]).await;
    let assumed = with_answered_key(emulator.aws(), &xml);
    assert_eq!(assume(&assumed, &[]).await.0, 200);
    let (status, xml) = assume(&assumed, &[("DurationSeconds", "3601")]).await;
    assert_eq!((status, element(&xml, "Code")), (400, "ValidationError".to_owned()));
    assert!(element(&xml, "Message").contains("1 hour session limit"));
}

#[tokio::test]
async fn bad_parameters_are_named_all_at_once() {
    let emulator = Emulator::start().await;
    let parameters = [
        ("Action", "AssumeRole"),
        ("RoleArn", "short"),
        ("RoleSessionName", "no spaces"),
        ("DurationSeconds", "899"),
    ];
    let (status, xml) = emulator.aws().sts(&parameters).await;
    assert_eq!((status, element(&xml, "Code")), (400, "ValidationError".to_owned()));
    assert!(element(&xml, "Message").starts_with("3 validation errors detected: Value 'short' at 'roleArn' failed"));
}

#[tokio::test]
async fn a_malformed_role_arn_is_refused() {
    let emulator = Emulator::start().await;
    for arn in [
        "arn:aws:iam::222233334444:user/alice",
        "arn:aws:iam::2222:role/path/Deploy",
        "arn:aws:iam::222233334444:role/",
    ] {
        let (status, xml) = emulator
            .aws()
            .sts(&[("Action", "AssumeRole"), ("RoleArn", arn), ("RoleSessionName", "me")])
            .await;
        assert_eq!((status, element(&xml, "Message")), (400, format!("{arn} is invalid")));
    }
}

#[tokio::test]
async fn tags_policies_and_source_identity_are_taken() {
    let emulator = Emulator::start().await;
    let more = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "a"),
        ("TransitiveTagKeys.member.1", "team"),
        ("Policy", r#"{"Version":"2012-10-17"}"#),
        ("SourceIdentity", "alice"),
    ];
    let (status, xml) = assume(&emulator.aws(), &more).await;
    assert_eq!((status, element(&xml, "SourceIdentity")), (200, "alice".to_owned()));
    assert_eq!(element(&xml, "PackedPolicySize"), "2");
    let (status, xml) = assume(&emulator.aws(), &[("Policy", "no json")]).await;
    assert_eq!(
        (status, element(&xml, "Code")),
        (400, "MalformedPolicyDocument".to_owned())
    );
}

#[tokio::test]
async fn a_policy_may_have_2048_characters() {
    let emulator = Emulator::start().await;
    let policy = |length: usize| format!("{{\"Version\":\"{}\"}}", "2".repeat(length - 14));
    assert_eq!(policy(2048).len(), 2048);
    let (status, xml) = assume(&emulator.aws(), &[("Policy", &policy(2048))]).await;
    assert_eq!((status, element(&xml, "PackedPolicySize")), (200, "100".to_owned()));
    let more = [
        ("Policy", &*policy(2048)),
        ("Tags.member.1.Key", "a"),
        ("Tags.member.1.Value", "b"),
    ];
    let (status, xml) = assume(&emulator.aws(), &more).await;
    assert_eq!(
        (status, element(&xml, "Code")),
        (400, "PackedPolicyTooLarge".to_owned())
    );
}

#[tokio::test]
async fn sts_refuses_wrong_signatures_in_its_own_words() {
    let emulator = Emulator::start().await;
    let codes = [
        (emulator.aws().key("test", "wrong", None), "SignatureDoesNotMatch"),
        (emulator.aws().key("other", "test", None), "InvalidClientTokenId"),
    ];
    for (aws, code) in codes {
        let (status, xml) = aws.sts(&[("Action", "GetCallerIdentity")]).await;
        assert_eq!((status, element(&xml, "Code").as_str()), (403, code));
    }
}

/// Posts an unsigned AssumeRoleWithWebIdentity.
async fn bear(emulator: &Emulator, token: &str) -> (u16, String) {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", "AssumeRoleWithWebIdentity")
        .append_pair("Version", "2011-06-15")
        .append_pair("RoleArn", ROLE)
        .append_pair("RoleSessionName", "job")
        .append_pair("WebIdentityToken", token)
        .finish();
    let headers = vec![(
        "content-type".to_owned(),
        "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
    )];
    let response = emulator.aws().send(headers, body.into_bytes()).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

fn jwt(claims: serde_json::Value) -> String {
    let [header, claims] = [json!({"alg": "none"}), claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
    format!("{header}.{claims}.signature")
}

#[tokio::test]
async fn a_web_identity_needs_no_signature() {
    let emulator = Emulator::start().await;
    let token =
        jwt(json!({"sub": "project_path:group/app", "iss": "https://gitlab.com", "aud": ["sts.amazonaws.com"]}));
    let (status, xml) = bear(&emulator, &token).await;
    assert_eq!(status, 200, "{xml}");
    assert_eq!(element(&xml, "SubjectFromWebIdentityToken"), "project_path:group/app");
    assert_eq!(element(&xml, "Provider"), "https://gitlab.com");
    let (_, identity) = with_answered_key(emulator.aws(), &xml)
        .sts(&[("Action", "GetCallerIdentity")])
        .await;
    assert_eq!(
        element(&identity, "Arn"),
        "arn:aws:sts::222233334444:assumed-role/Deploy/job"
    );
}

#[tokio::test]
async fn a_bad_web_identity_is_refused() {
    let emulator = Emulator::start().await;
    let ended = jwt(json!({"sub": "a", "iss": "b", "aud": "c", "exp": 1}));
    let without_subject = jwt(json!({"iss": "b", "aud": "c"}));
    for (token, code) in [
        ("opaque", "InvalidIdentityToken"),
        (&ended, "ExpiredTokenException"),
        (&without_subject, "InvalidIdentityToken"),
    ] {
        let (status, xml) = bear(&emulator, token).await;
        assert_eq!((status, element(&xml, "Code").as_str()), (400, code));
    }
}
