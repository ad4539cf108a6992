//! The arguments of the provider block reach the AWS client, one by one.

use std::time::Duration;

use serde_json::{Value as Json, json};
use terraform_provider_codepipeline::{
    aws::settings::{AssumeRole, AssumeRoleWithWebIdentity, Endpoints, MetadataMode, Pace, RetryMode, Settings},
    provider::configuration::Config,
};
use terraform_provider_sdk::{
    typed::{Attributes as _, Document},
    value::json::decode,
};

/// The settings that a provider block leads to.
fn settings(block: &Json) -> Settings {
    let block = decode(block, &Config::block().value_type()).expect("a provider block");
    let config = Config::read(Document::new(&block)).expect("a provider block that can be read");
    config.aws(String::new())
}

/// A provider block in which every argument that concerns AWS has a value of its own.
fn full() -> Json {
    json!({
        "region": "region", "profile": "profile", "access_key": "access_key", "secret_key": "secret_key", "token": "token",
        "shared_config_files": ["config"], "shared_credentials_files": ["credentials"],
        "use_fips_endpoint": true, "use_dualstack_endpoint": false,
        "http_proxy": "http_proxy", "https_proxy": "https_proxy", "no_proxy": "no_proxy",
        "custom_ca_bundle": "ca_bundle", "insecure": true, "max_retries": 7, "retry_mode": "adaptive",
        "skip_credentials_validation": true, "skip_requesting_account_id": true, "skip_region_validation": true,
        "skip_metadata_api_check": true, "ec2_metadata_service_endpoint": "metadata",
        "ec2_metadata_service_endpoint_mode": "IPv6", "sts_region": "sts region",
        "allowed_account_ids": ["111122223333"], "forbidden_account_ids": ["444455556666"],
        "endpoints": [{
            "codeconnections": "codeconnections", "codestarconnections": "codestarconnections",
            "codepipeline": "codepipeline", "sts": "sts",
        }],
        "assume_role": [{
            "role_arn": "role", "duration": "15m", "external_id": "external", "policy": "policy",
            "policy_arns": ["policy_arn"], "session_name": "session", "source_identity": "identity",
            "tags": { "key": "value" }, "transitive_tag_keys": ["key"],
        }],
        "assume_role_with_web_identity": [{
            "role_arn": "web role", "duration": "20m", "policy": "web policy", "policy_arns": ["web policy_arn"],
            "session_name": "web session", "web_identity_token": "web token", "web_identity_token_file": "web file",
        }],
    })
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn one<C: FromIterator<String>>(text: &str) -> C {
    std::iter::once(text.to_owned()).collect()
}

fn role() -> AssumeRole {
    AssumeRole {
        role_arn: "role".to_owned(),
        external_id: some("external"),
        session_name: some("session"),
        duration: Some(Duration::from_secs(900)),
        policy: some("policy"),
        policy_arns: one("policy_arn"),
        tags: [("key".to_owned(), "value".to_owned())].into(),
        transitive_tag_keys: one("key"),
        source_identity: some("identity"),
    }
}

fn web_role() -> AssumeRoleWithWebIdentity {
    AssumeRoleWithWebIdentity {
        role_arn: "web role".to_owned(),
        session_name: some("web session"),
        duration: Some(Duration::from_secs(1200)),
        policy: some("web policy"),
        policy_arns: one("web policy_arn"),
        web_identity_token: some("web token"),
        web_identity_token_file: some("web file"),
    }
}

fn endpoints() -> Endpoints {
    Endpoints {
        codeconnections: some("codeconnections"),
        codestarconnections: some("codestarconnections"),
        codepipeline: some("codepipeline"),
        sts: some("sts"),
    }
}

/// Asserts that the settings have exactly these members, whatever is added to them.
#[track_caller]
fn assert_settings(found: Settings, expected: Settings) {
    // No `..`: a new member is to be compared here, too.
    let Settings {
        region,
        profile,
        access_key,
        secret_key,
        token,
        shared_config_files,
        shared_credentials_files,
        assume_role,
        assume_role_with_web_identity,
        endpoints,
        use_fips_endpoint,
        use_dualstack_endpoint,
        http_proxy,
        https_proxy,
        no_proxy,
        custom_ca_bundle,
        insecure,
        max_retries,
        retry_mode,
        skip_credentials_validation,
        skip_requesting_account_id,
        skip_region_validation,
        skip_metadata_api_check,
        ec2_metadata_service_endpoint,
        ec2_metadata_service_endpoint_mode,
        sts_region,
        user_agent,
        allowed_account_ids,
        forbidden_account_ids,
        pace,
    } = found;
    assert_eq!(region, expected.region);
    assert_eq!(profile, expected.profile);
    assert_eq!(access_key, expected.access_key);
    assert_eq!(secret_key, expected.secret_key);
    assert_eq!(token, expected.token);
    assert_eq!(shared_config_files, expected.shared_config_files);
    assert_eq!(shared_credentials_files, expected.shared_credentials_files);
    assert_eq!(assume_role, expected.assume_role);
    // Its Debug form prints no token, and so not what differs.
    assert!(assume_role_with_web_identity == expected.assume_role_with_web_identity);
    assert_eq!(endpoints, expected.endpoints);
    assert_eq!(use_fips_endpoint, expected.use_fips_endpoint);
    assert_eq!(use_dualstack_endpoint, expected.use_dualstack_endpoint);
    assert_eq!(http_proxy, expected.http_proxy);
    assert_eq!(https_proxy, expected.https_proxy);
    assert_eq!(no_proxy, expected.no_proxy);
    assert_eq!(custom_ca_bundle, expected.custom_ca_bundle);
    assert_eq!(insecure, expected.insecure);
    assert_eq!(max_retries, expected.max_retries);
    assert_eq!(retry_mode, expected.retry_mode);
    assert_eq!(skip_credentials_validation, expected.skip_credentials_validation);
    assert_eq!(skip_requesting_account_id, expected.skip_requesting_account_id);
    assert_eq!(skip_region_validation, expected.skip_region_validation);
    assert_eq!(skip_metadata_api_check, expected.skip_metadata_api_check);
    assert_eq!(ec2_metadata_service_endpoint, expected.ec2_metadata_service_endpoint);
    assert_eq!(
        ec2_metadata_service_endpoint_mode,
        expected.ec2_metadata_service_endpoint_mode
    );
    assert_eq!(sts_region, expected.sts_region);
    assert_eq!(user_agent, expected.user_agent);
    assert_eq!(allowed_account_ids, expected.allowed_account_ids);
    assert_eq!(forbidden_account_ids, expected.forbidden_account_ids);
    assert_eq!(pace, expected.pace);
}

#[test]
fn each_argument_of_the_provider_block_reaches_the_client_of_aws() {
    let expected = Settings {
        region: some("region"),
        profile: some("profile"),
        access_key: some("access_key"),
        secret_key: some("secret_key"),
        token: some("token"),
        shared_config_files: one("config"),
        shared_credentials_files: one("credentials"),
        assume_role: vec![role()],
        assume_role_with_web_identity: Some(web_role()),
        endpoints: endpoints(),
        use_fips_endpoint: Some(true),
        use_dualstack_endpoint: Some(false),
        http_proxy: some("http_proxy"),
        https_proxy: some("https_proxy"),
        no_proxy: some("no_proxy"),
        custom_ca_bundle: some("ca_bundle"),
        insecure: true,
        max_retries: Some(7),
        retry_mode: Some(RetryMode::Adaptive),
        skip_credentials_validation: true,
        skip_requesting_account_id: true,
        skip_region_validation: true,
        skip_metadata_api_check: Some(true),
        ec2_metadata_service_endpoint: some("metadata"),
        ec2_metadata_service_endpoint_mode: Some(MetadataMode::Ipv6),
        sts_region: some("sts region"),
        user_agent: String::new(),
        allowed_account_ids: one("111122223333"),
        forbidden_account_ids: one("444455556666"),
        pace: Pace::default(),
    };
    assert_settings(settings(&full()), expected);
}

#[test]
fn an_argument_omitted_from_the_provider_block_comes_from_the_environment() {
    let empty = json!({ "region": "", "http_proxy": "", "shared_config_files": [""], "endpoints": [{ "sts": "" }] });
    for block in [json!({}), empty] {
        assert_settings(settings(&block), Settings::default());
    }
}

/// The name of a switch, and its setting.
type Switch = (&'static str, fn(&Settings) -> bool);

#[test]
fn each_switch_is_read_by_itself() {
    let switches: [Switch; 4] = [
        ("insecure", |settings| settings.insecure),
        ("skip_credentials_validation", |settings| {
            settings.skip_credentials_validation
        }),
        ("skip_requesting_account_id", |settings| {
            settings.skip_requesting_account_id
        }),
        ("skip_region_validation", |settings| settings.skip_region_validation),
    ];
    for (name, _) in switches {
        let settings = settings(&json!({ name: true }));
        let on: Vec<&str> = switches
            .iter()
            .filter(|(_, of)| of(&settings))
            .map(|(name, _)| *name)
            .collect();
        assert_eq!(on, [name]);
    }
    let standard = settings(&json!({ "retry_mode": "standard" }));
    assert_eq!(standard.retry_mode, Some(RetryMode::Standard));
}
