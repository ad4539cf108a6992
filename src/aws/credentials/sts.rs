//! The Security Token Service: the account of credentials, and the credentials of roles.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sdk_sts::{
    Client, types,
    types::{PolicyDescriptorType, Tag},
};

use crate::aws::{
    environment,
    error::{Call, Error, Kind},
    settings::{AssumeRole, AssumeRoleWithWebIdentity},
    wire::{failed, missing},
};

/// Default name of sessions.
const SESSION_NAME: &str = "terraform-provider-codepipeline";

/// Returns the account of the client's credentials, 12 digits. Needs no permission.
pub(in crate::aws) async fn account_id(client: &Client) -> Result<String, Error> {
    let call = call("GetCallerIdentity");
    let identity = client
        .get_caller_identity()
        .send()
        .await
        .map_err(|error| failed(call, error))?;
    identity.account.ok_or_else(|| missing(call, "account"))
}

/// Returns the credentials of `role`, requested with the client's.
pub(super) async fn assume_role(client: &Client, role: &AssumeRole) -> Result<Credentials, Error> {
    let call = call("AssumeRole");
    let answer = client
        .assume_role()
        .role_arn(&role.role_arn)
        .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
        .set_duration_seconds(role.duration.map(seconds))
        .set_external_id(role.external_id.clone())
        .set_policy(role.policy.clone())
        .set_policy_arns(policies(&role.policy_arns))
        .set_tags(tags(role))
        .set_transitive_tag_keys(some(role.transitive_tag_keys.clone()))
        .set_source_identity(role.source_identity.clone())
        .send()
        .await
        .map_err(|error| failed(call, error))?;
    credentials(call, answer.credentials)
}

/// Returns the credentials of `role`, requested with an OpenID Connect token; the call is not signed.
pub(super) async fn assume_role_with_web_identity(
    client: &Client,
    role: &AssumeRoleWithWebIdentity,
) -> Result<Credentials, Error> {
    let (call, token) = (call("AssumeRoleWithWebIdentity"), token(role).await?);
    let answer = client
        .assume_role_with_web_identity()
        .role_arn(&role.role_arn)
        .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
        .web_identity_token(token)
        .set_duration_seconds(role.duration.map(seconds))
        .set_policy(role.policy.clone())
        .set_policy_arns(policies(&role.policy_arns))
        .send()
        .await
        .map_err(|error| failed(call, error))?;
    credentials(call, answer.credentials)
}

fn call(operation: &'static str) -> Call {
    Call {
        service: "sts",
        operation,
    }
}

async fn token(role: &AssumeRoleWithWebIdentity) -> Result<String, Error> {
    if let Some(token) = &role.web_identity_token {
        return Ok(token.clone());
    }
    let Some(file) = &role.web_identity_token_file else {
        return Err(Error::new(
            Kind::Settings,
            "assume_role_with_web_identity has neither a token nor a token file",
        ));
    };
    let read = tokio::fs::read_to_string(environment::expanded(file)).await;
    read.map(|token| token.trim().to_owned())
        .map_err(|error| Error::new(Kind::Credentials, format!("cannot read the token file {file}: {error}")))
}

fn credentials(call: Call, answer: Option<types::Credentials>) -> Result<Credentials, Error> {
    let answer = answer.ok_or_else(|| missing(call, "credentials"))?;
    let expiration = u64::try_from(answer.expiration.secs()).unwrap_or_default();
    Ok(Credentials::new(
        answer.access_key_id,
        answer.secret_access_key,
        Some(answer.session_token),
        UNIX_EPOCH
            .checked_add(std::time::Duration::from_secs(expiration))
            .or(Some(SystemTime::UNIX_EPOCH)),
        call.operation,
    ))
}

fn seconds(duration: std::time::Duration) -> i32 {
    i32::try_from(duration.as_secs()).unwrap_or(i32::MAX)
}

fn policies(arns: &[String]) -> Option<Vec<PolicyDescriptorType>> {
    some(
        arns.iter()
            .map(|arn| PolicyDescriptorType::builder().arn(arn).build())
            .collect(),
    )
}

fn tags(role: &AssumeRole) -> Option<Vec<Tag>> {
    let tag = |(key, value)| {
        Tag::builder()
            .key(key)
            .value(value)
            .build()
            .expect("key and value are given")
    };
    some(role.tags.iter().map(tag).collect())
}

/// Omits an empty list from the request.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
