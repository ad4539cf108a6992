//! What a test can make go wrong.

use std::time::{Duration, Instant};

use codepipeline_emulator_testing::{
    aws_client::{AwsClient, http_client},
    emulator::Emulator,
};
use serde_json::{Value, json};

use super::connections::create;

const SERVICE: &str = "codeconnections";

async fn creates_lost(emulator: &Emulator, kind: &str) -> usize {
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": kind}))
        .await;
    let input = json!({"ConnectionName": "app", "ProviderType": "GitLab"});
    let error = emulator
        .aws()
        .try_call(SERVICE, "CreateConnection", &input)
        .await
        .unwrap_err();
    assert!(
        error.is_request() && error.status().is_none(),
        "no byte of an answer: {error:?}"
    );
    count(&emulator.aws()).await
}

async fn count(aws: &AwsClient) -> usize {
    aws.ok(SERVICE, "ListConnections", json!({})).await["Connections"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn throttle_answers_rate_exceeded() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"service": SERVICE, "operation": "ListHosts", "kind": "throttle"}))
        .await;
    let error = emulator.aws().fail(SERVICE, "ListHosts", json!({})).await;
    assert_eq!(error.to_string(), "400 ThrottlingException: Rate exceeded");
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
}

#[tokio::test]
async fn internal_answers_500_and_does_nothing() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": "internal"}))
        .await;
    let input = json!({"ConnectionName": "app", "ProviderType": "GitLab"});
    let error = emulator.aws().fail(SERVICE, "CreateConnection", input).await;
    assert_eq!((error.status, error.class.as_str()), (500, "InternalFailure"));
    assert_eq!(count(&emulator.aws()).await, 0);
}

#[tokio::test]
async fn deny_names_caller_action_and_resource() {
    let emulator = Emulator::start().await;
    let arn = create(&emulator.aws(), SERVICE, "app").await;
    emulator
        .fault(json!({"operation": "GetConnection", "kind": "deny"}))
        .await;
    let error = emulator
        .aws()
        .fail(SERVICE, "GetConnection", json!({"ConnectionArn": arn}))
        .await;
    assert_eq!(error.class, "AccessDeniedException");
    assert_eq!(
        error.message,
        format!(
            "User: arn:aws:iam::111122223333:user/test is not authorized to perform: codeconnections:GetConnection on \
             resource: {arn} because no identity-based policy allows the codeconnections:GetConnection action"
        )
    );
    emulator
        .fault(json!({"operation": "GetPipeline", "kind": "deny"}))
        .await;
    let error = emulator
        .aws()
        .fail("codepipeline", "GetPipeline", json!({"name": "app"}))
        .await;
    assert!(
        error
            .message
            .contains("on resource: arn:aws:codepipeline:eu-west-1:111122223333:app because"),
        "{error}"
    );
}

#[tokio::test]
async fn drop_before_cuts_the_connection_and_does_nothing() {
    assert_eq!(creates_lost(&Emulator::start().await, "drop-before").await, 0);
}

#[tokio::test]
async fn drop_after_does_the_work_and_cuts_the_connection() {
    assert_eq!(creates_lost(&Emulator::start().await, "drop-after").await, 1);
}

#[tokio::test]
async fn slow_takes_its_time() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListHosts", "kind": "slow", "delay_ms": 150}))
        .await;
    let start = Instant::now();
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn latency_slows_every_call() {
    let emulator = Emulator::with(|options| options.latency = Duration::from_millis(80)).await;
    let start = Instant::now();
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
    assert!(start.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn pause_holds_a_call_until_the_faults_are_deleted() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "CreateConnection", "kind": "pause"}))
        .await;
    let aws = emulator.aws();
    let paused = tokio::spawn(async move { create(&aws, SERVICE, "app").await });
    while emulator.get_json("/_emulator/calls").await == json!([]) {
        tokio::task::yield_now().await;
    }
    assert_eq!(count(&emulator.aws()).await, 0, "nothing is done while it is paused");
    assert!(!paused.is_finished());
    emulator.clear_faults().await;
    paused.await.unwrap();
    assert_eq!(count(&emulator.aws()).await, 1);
}

#[tokio::test]
async fn a_call_whose_client_leaves_is_done_all_the_same() {
    let slow = json!({"operation": "CreateConnection", "kind": "slow", "delay_ms": 100});
    let pause = json!({"operation": "CreateConnection", "kind": "pause"});
    for (latency, fault) in [(0, Some(slow)), (0, Some(pause)), (100, None)] {
        let emulator = Emulator::with(|options| options.latency = Duration::from_millis(latency)).await;
        if let Some(fault) = fault {
            emulator.fault(fault).await;
        }
        let aws = emulator.aws();
        let left = tokio::spawn(async move { create(&aws, SERVICE, "app").await });
        while emulator.get_json("/_emulator/calls").await == json!([]) {
            tokio::task::yield_now().await;
        }
        left.abort();
        assert!(left.await.unwrap_err().is_cancelled());
        emulator.clear_faults().await;
        let deadline = Instant::now() + Duration::from_secs(20);
        while count(&emulator.aws()).await == 0 {
            assert!(Instant::now() < deadline, "it is never done");
        }
    }
}

#[tokio::test]
async fn after_and_times_choose_the_calls() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListHosts", "kind": "throttle", "after": 1, "times": 2}))
        .await;
    let mut went_well = Vec::new();
    for _ in 0..4 {
        went_well.push(emulator.aws().call(SERVICE, "ListHosts", json!({})).await.is_ok());
    }
    assert_eq!(went_well, [true, false, false, true]);
}

#[tokio::test]
async fn times_zero_lasts_until_the_faults_are_deleted() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListHosts", "kind": "throttle", "times": 0}))
        .await;
    for _ in 0..3 {
        emulator.aws().fail(SERVICE, "ListHosts", json!({})).await;
    }
    emulator.clear_faults().await;
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
}

#[tokio::test]
async fn a_fault_of_one_api_spares_the_other_and_sts_has_its_own_words() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"service": "codestar-connections", "operation": "ListHosts", "kind": "deny"}))
        .await;
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
    emulator
        .aws()
        .fail("codestar-connections", "ListHosts", json!({}))
        .await;
    emulator
        .fault(json!({"service": "sts", "operation": "GetCallerIdentity", "kind": "deny"}))
        .await;
    let (status, xml) = emulator.aws().sts(&[("Action", "GetCallerIdentity")]).await;
    assert!(status == 403 && xml.contains("<Code>AccessDenied</Code>"), "{xml}");
}

#[tokio::test]
async fn a_role_can_be_denied_in_the_words_of_sts() {
    let emulator = Emulator::start().await;
    let role = "arn:aws:iam::222233334444:role/Deploy";
    let assume = |action: &'static str| [("Action", action), ("RoleArn", role), ("RoleSessionName", "me")];
    emulator
        .fault(json!({"service": "sts", "operation": "AssumeRole", "kind": "deny"}))
        .await;
    let (status, xml) = emulator.aws().sts(&assume("AssumeRole")).await;
    let text = format!(
        "<Message>User: arn:aws:iam::111122223333:user/test is not authorized to perform: sts:AssumeRole on resource: \
         {role}</Message>"
    );
    assert!(
        status == 403 && xml.starts_with("<ErrorResponse ") && xml.contains(&text),
        "{xml}"
    );
    assert_eq!(emulator.aws().sts(&assume("AssumeRole")).await.0, 200, "once");
    emulator
        .fault(json!({"service": "sts", "operation": "AssumeRoleWithWebIdentity", "kind": "deny"}))
        .await;
    let (status, xml) = emulator.aws().sts(&assume("AssumeRoleWithWebIdentity")).await;
    let text = "<Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message>";
    assert!(status == 403 && xml.contains(text), "{xml}");
}

#[tokio::test]
async fn an_invalid_fault_is_refused() {
    let emulator = Emulator::start().await;
    for fault in [
        json!({"operation": "ListHosts"}),
        json!({"operation": "ListHosts", "kind": "explode"}),
        json!({"operation": "ListHosts", "kind": "slow"}),
        json!({"operation": "ListHosts", "kind": "deny", "delay_ms": 5}),
        json!({"operation": "ListHosts", "kind": "lag"}),
        json!({"operation": "CreateHost", "kind": "lag", "delay_ms": 5}),
        json!({"operation": "ListHosts", "kind": "error"}),
        json!({"operation": "ListHosts", "kind": "error", "class": "ConflictException", "status": 200}),
        json!({"operation": "ListHosts", "kind": "deny", "class": "ConflictException"}),
        json!({"service": "s3", "operation": "ListHosts", "kind": "deny"}),
        json!({"operation": "ListHosts", "kind": "deny", "typo": 1}),
        json!({"operation": "ListHost", "kind": "deny"}),
        json!({"service": "codepipeline", "operation": "ListHosts", "kind": "deny"}),
    ] {
        let answer = emulator.send(reqwest::Method::POST, "/_emulator/faults", fault).await;
        assert_eq!(answer.status(), 400);
        assert!(answer.json::<Value>().await.unwrap()["message"].is_string());
    }
}

#[tokio::test]
async fn an_unknown_path_of_the_control_api_is_not_found() {
    let emulator = Emulator::start().await;
    let answer = emulator.get("/_emulator/fault").await;
    assert_eq!(answer.status(), 404);
    let expected = json!({"error": "NotFound", "message": "/_emulator/fault not found"});
    assert_eq!(answer.json::<Value>().await.unwrap(), expected);
}

#[tokio::test]
async fn the_calls_are_logged_with_their_errors_and_can_be_forgotten() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"operation": "ListConnections", "kind": "drop-before"}))
        .await;
    emulator.aws().ok(SERVICE, "ListHosts", json!({})).await;
    emulator
        .aws()
        .fail("codestar-connections", "GetConnection", json!({}))
        .await;
    emulator
        .aws()
        .try_call(SERVICE, "ListConnections", &json!({}))
        .await
        .unwrap_err();
    emulator.aws().sts(&[("Action", "GetCallerIdentity")]).await;
    let expected = json!([
        {"service": SERVICE, "operation": "ListHosts", "error": null},
        {"service": "codestar-connections", "operation": "GetConnection", "error": "ValidationException"},
        {"service": SERVICE, "operation": "ListConnections", "error": "drop-before"},
        {"service": "sts", "operation": "GetCallerIdentity", "error": null},
    ]);
    assert_eq!(emulator.get_json("/_emulator/calls").await, expected);
    emulator
        .send(reqwest::Method::DELETE, "/_emulator/calls", json!(null))
        .await
        .error_for_status()
        .unwrap();
    assert_eq!(emulator.get_json("/_emulator/calls").await, json!([]));
}

#[tokio::test]
async fn error_answers_as_chosen_and_does_nothing() {
    let emulator = Emulator::start().await;
    for (status, expected) in [(json!(null), 400), (json!(409), 409)] {
        let mut fault = json!({"operation": "CreateConnection", "kind": "error", "class": "ConflictException",
            "message": "The connection is being changed."});
        if !status.is_null() {
            fault["status"] = status;
        }
        emulator.fault(fault).await;
        let input = json!({"ConnectionName": "app", "ProviderType": "GitLab"});
        let error = emulator.aws().fail(SERVICE, "CreateConnection", input).await;
        assert_eq!(
            error.to_string(),
            format!("{expected} ConflictException: The connection is being changed.")
        );
    }
    assert_eq!(count(&emulator.aws()).await, 0);
}

#[tokio::test]
async fn lag_hides_what_was_written_shortly_before() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    create(&aws, SERVICE, "old").await;
    for operation in ["ListConnections", "GetConnection"] {
        emulator
            .fault(json!({"operation": operation, "kind": "lag", "delay_ms": 5000, "times": 0}))
            .await;
    }
    let arn = create(&aws, SERVICE, "new").await;
    assert_eq!(count(&aws).await, 1);
    let error = aws.fail(SERVICE, "GetConnection", json!({"ConnectionArn": arn})).await;
    assert_eq!(error.class, "ResourceNotFoundException");
    emulator.pass(6.0);
    assert_eq!(count(&aws).await, 2);
    aws.ok(SERVICE, "GetConnection", json!({"ConnectionArn": arn})).await;
}

/// `curl -d` sends the content type of a form.
#[tokio::test]
async fn a_fault_is_read_from_a_body_of_any_content_type() {
    let emulator = Emulator::start().await;
    let fault = json!({"operation": "ListHosts", "kind": "throttle"});
    let request = http_client().post(format!("{}/_emulator/faults", emulator.url()));
    let request = request.header("Content-Type", "application/x-www-form-urlencoded");
    let response = request.body(fault.to_string()).send().await.unwrap();
    assert!(response.status().is_success(), "{response:?}");
    let error = emulator.aws().fail(SERVICE, "ListHosts", json!({})).await;
    assert_eq!(error.class, "ThrottlingException");
}
