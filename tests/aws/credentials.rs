//! Credentials: found once, failed once, and by the right calls.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use codepipeline_emulator_testing::emulator::Emulator;
use serde_json::json;
use terraform_provider_codepipeline::aws::{
    Error,
    error::Kind,
    pipelines::Pipelines,
    settings::{AssumeRole, AssumeRoleWithWebIdentity, Settings},
};
use tokio::{net::TcpListener, task::JoinSet};

use super::sessions::{REGION, session, settings};

/// Starts a metadata service that accepts connections, counts them and never answers.
async fn silent_metadata_service() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            open.push(stream);
        }
    });
    (url, count)
}

/// Returns the errors of several concurrent callers, the number of calls to the metadata service, and the time taken.
async fn fail_together(callers: usize) -> (Vec<Error>, usize, Duration) {
    let (metadata, asked) = silent_metadata_service().await;
    let settings = Settings {
        access_key: None,
        secret_key: None,
        ec2_metadata_service_endpoint: Some(metadata),
        ..settings("http://127.0.0.1:9")
    };
    let pipelines = Arc::new(Pipelines::new(session(settings)));
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..callers {
        let pipelines = Arc::clone(&pipelines);
        tasks.spawn(async move { pipelines.get(REGION, "demo").await.unwrap_err() });
    }
    let errors = tasks.join_all().await;
    (errors, asked.load(Ordering::SeqCst), start.elapsed())
}

#[tokio::test]
async fn fifty_callers_without_credentials_share_one_time_out_and_one_error() {
    let ((alone, asked_by_one, time_of_one), (together, asked_by_fifty, time_of_fifty)) =
        tokio::join!(fail_together(1), fail_together(50));
    assert_eq!(asked_by_fifty, asked_by_one);
    assert!(
        time_of_fifty < time_of_one * 3,
        "{time_of_fifty:?} instead of {time_of_one:?}"
    );
    assert!(together.iter().all(|error| *error == together[0]));
    let error = &alone[0];
    assert_eq!(error.kind(), Kind::Credentials);
    for source in [
        "the environment",
        "the default profile",
        "the container",
        "the EC2 instance metadata service",
    ] {
        assert!(error.to_string().contains(source), "{source} is missing: {error}");
    }
}

#[tokio::test]
async fn the_metadata_service_is_left_alone_on_request() {
    let (metadata, asked) = silent_metadata_service().await;
    let settings = Settings {
        access_key: None,
        secret_key: None,
        skip_metadata_api_check: Some(true),
        ec2_metadata_service_endpoint: Some(metadata),
        ..settings("http://127.0.0.1:9")
    };
    let error = session(settings).account_id().await.unwrap_err();
    assert_eq!((error.kind(), asked.load(Ordering::SeqCst)), (Kind::Credentials, 0));
}

#[tokio::test]
async fn a_profile_that_is_not_there_is_named() {
    let settings = Settings {
        access_key: None,
        secret_key: None,
        profile: Some("absent".into()),
        ..settings("http://127.0.0.1:9")
    };
    let error = session(settings).account_id().await.unwrap_err();
    assert_eq!(error.kind(), Kind::Credentials);
    assert!(error.to_string().contains("absent"), "{error}");
}

#[tokio::test]
async fn a_profile_of_the_settings_wins_over_other_sources() {
    let emulator = Emulator::start().await;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("credentials");
    std::fs::write(
        &file,
        "[work]\naws_access_key_id = test\naws_secret_access_key = test\n",
    )
    .unwrap();
    let settings = Settings {
        access_key: None,
        secret_key: None,
        profile: Some("work".into()),
        shared_credentials_files: vec![file.display().to_string()],
        ..settings(emulator.url())
    };
    assert_eq!(
        session(settings).account_id().await.unwrap().as_deref(),
        Some("111122223333")
    );
}

async fn sts_calls(emulator: &Emulator) -> Vec<String> {
    let calls = emulator.get_json("/_emulator/calls").await;
    let sts = calls.as_array().unwrap().iter().filter(|call| call["service"] == "sts");
    sts.map(|call| call["operation"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_roles_of_a_profile_are_assumed_where_the_settings_say() {
    let role = |name: &str| format!("role_arn = arn:aws:iam::111122223333:role/{name}\n");
    let keys = "aws_access_key_id = test\naws_secret_access_key = test\n";
    let text = format!(
        "[profile plain]\n{keys}[profile simple]\n{}source_profile = plain\n[profile twice]\n{}source_profile = \
         simple\n[profile itself]\n{}source_profile = itself\n{keys}[profile keys-first]\n{}source_profile = itself\n\
         [profile loop]\n{}source_profile = loop2\n[profile loop2]\n{}source_profile = loop\n",
        role("simple"),
        role("twice"),
        role("itself"),
        role("keys-first"),
        role("loop"),
        role("loop2"),
    );
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("config");
    std::fs::write(&file, text).unwrap();
    for (profile, assumed) in [
        ("plain", 0),
        ("simple", 1),
        ("twice", 2),
        ("itself", 1),
        ("keys-first", 1),
    ] {
        let emulator = Emulator::start().await;
        let settings = with_profile(&emulator, profile, &file);
        let account = session(settings).account_id().await;
        assert_eq!(account.unwrap().as_deref(), Some("111122223333"), "{profile}");
        let calls = sts_calls(&emulator).await;
        assert_eq!(
            calls.iter().filter(|call| *call == "AssumeRole").count(),
            assumed,
            "{profile}"
        );
    }
    let emulator = Emulator::start().await;
    let error = session(with_profile(&emulator, "loop", &file))
        .account_id()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("loop"), "{error}");
}

/// Settings with a profile alone.
fn with_profile(emulator: &Emulator, profile: &str, file: &std::path::Path) -> Settings {
    Settings {
        access_key: None,
        secret_key: None,
        profile: Some(profile.to_owned()),
        shared_config_files: vec![file.display().to_string()],
        ..settings(emulator.url())
    }
}

#[tokio::test]
async fn a_chain_of_two_roles_takes_two_calls_for_all_callers() {
    let emulator = Emulator::start().await;
    let role = |name: &str| AssumeRole {
        role_arn: format!("arn:aws:iam::111122223333:role/{name}"),
        external_id: Some("external".into()),
        session_name: Some(format!("session-of-{name}")),
        duration: Some(Duration::from_secs(900)),
        tags: [("team".to_owned(), "payments".to_owned())].into(),
        transitive_tag_keys: vec!["team".to_owned()],
        source_identity: Some("alice".into()),
        ..AssumeRole::default()
    };
    let mut second = role("second");
    (second.tags, second.transitive_tag_keys) = Default::default();
    let settings = Settings {
        assume_role: vec![role("first"), second],
        ..settings(emulator.url())
    };
    let pipelines = Arc::new(Pipelines::new(session(settings)));
    let mut tasks = JoinSet::new();
    for _ in 0..10 {
        let pipelines = Arc::clone(&pipelines);
        tasks.spawn(async move { pipelines.get(REGION, "demo").await });
    }
    for result in tasks.join_all().await {
        assert_eq!(result, Ok(None));
    }
    assert_eq!(sts_calls(&emulator).await, ["AssumeRole", "AssumeRole"]);
}

#[tokio::test]
async fn a_role_that_cannot_be_assumed_is_named_once_for_all() {
    let emulator = Emulator::start().await;
    emulator
        .fault(json!({"service": "sts", "operation": "AssumeRole", "kind": "deny", "times": 0}))
        .await;
    let role_arn = "arn:aws:iam::111122223333:role/closed".to_owned();
    let role = AssumeRole {
        role_arn: role_arn.clone(),
        ..AssumeRole::default()
    };
    let session = session(Settings {
        assume_role: vec![role],
        ..settings(emulator.url())
    });
    let (one, two) = (
        session.account_id().await.unwrap_err(),
        session.account_id().await.unwrap_err(),
    );
    assert_eq!(one, two);
    assert_eq!(one.kind(), Kind::Credentials);
    assert!(
        one.to_string().contains(&role_arn) && one.to_string().contains("AccessDenied"),
        "{one}"
    );
    assert_eq!(sts_calls(&emulator).await, ["AssumeRole"]);
}

#[tokio::test]
async fn a_token_file_is_exchanged_for_credentials() {
    let emulator = Emulator::start().await;
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({"sub": "project_path:acme/app", "iss": "https://gitlab.com", "aud": "sts.amazonaws.com"});
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("token");
    std::fs::write(
        &file,
        format!("{}.{}.c2ln\n", part(json!({"alg": "RS256"})), part(claims)),
    )
    .unwrap();
    let settings = Settings {
        access_key: None,
        secret_key: None,
        assume_role_with_web_identity: Some(AssumeRoleWithWebIdentity {
            role_arn: "arn:aws:iam::111122223333:role/pipeline".into(),
            web_identity_token_file: Some(file.display().to_string()),
            ..AssumeRoleWithWebIdentity::default()
        }),
        ..settings(emulator.url())
    };
    assert_eq!(
        session(settings).account_id().await.unwrap().as_deref(),
        Some("111122223333")
    );
    assert_eq!(
        sts_calls(&emulator).await,
        ["AssumeRoleWithWebIdentity", "GetCallerIdentity"]
    );
}

#[tokio::test]
async fn an_account_that_is_not_allowed_is_refused_before_any_other_call() {
    let emulator = Emulator::start().await;
    let other = || ["999988887777".to_owned()].into();
    let own = || ["111122223333".to_owned()].into();
    for settings in [
        Settings {
            allowed_account_ids: other(),
            ..settings(emulator.url())
        },
        Settings {
            forbidden_account_ids: own(),
            ..settings(emulator.url())
        },
    ] {
        let error = Pipelines::new(session(settings)).get(REGION, "demo").await.unwrap_err();
        assert_eq!(error.kind(), Kind::WrongAccount);
        assert!(error.to_string().contains("111122223333"), "{error}");
    }
    let calls = emulator.get_json("/_emulator/calls").await;
    assert!(
        calls.as_array().unwrap().iter().all(|call| call["service"] == "sts"),
        "{calls}"
    );
    let allowed = Settings {
        allowed_account_ids: own(),
        ..settings(emulator.url())
    };
    assert_eq!(Pipelines::new(session(allowed)).get(REGION, "demo").await, Ok(None));
}

#[tokio::test]
async fn an_account_list_that_cannot_be_checked_is_an_error() {
    let settings = Settings {
        allowed_account_ids: ["111122223333".to_owned()].into(),
        skip_requesting_account_id: true,
        ..settings("http://127.0.0.1:9")
    };
    assert_eq!(session(settings).account_id().await.unwrap_err().kind(), Kind::Settings);
}

#[tokio::test]
async fn wrong_keys_are_a_matter_of_credentials() {
    let emulator = Emulator::start().await;
    let settings = Settings {
        secret_key: Some("wrong".into()),
        ..settings(emulator.url())
    };
    let error = Pipelines::new(session(settings)).get(REGION, "demo").await.unwrap_err();
    assert_eq!(error.kind(), Kind::Credentials, "{error}");
    assert!(error.request_id().is_some() && error.code().is_some(), "{error}");
}
