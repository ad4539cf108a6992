//! The constraints of STS's inputs.

use serde_json::Value;

use crate::wire::{ANYTHING, Failure, Member, Shape, optional, required};

static ARN: Shape = Shape::Text(20, 2048, ANYTHING);
static SESSION_NAME: Shape = Shape::Text(2, 64, r"[\w+=,.@-]*");
static DURATION: Shape = Shape::Integer(900, 43200);
static EXTERNAL_ID: Shape = Shape::Text(2, 1224, r"[\w+=,.@:\/-]*");
static POLICY: Shape = Shape::Text(1, 2048, ANYTHING);
static POLICY_ARNS: Shape = Shape::List(0, 10, &Shape::Structure(POLICY_ARN));
const POLICY_ARN: &[Member] = &[optional("arn", &ARN)];
static TAG_KEY: Shape = Shape::Text(1, 128, ANYTHING);
static TAG_VALUE: Shape = Shape::Text(0, 256, ANYTHING);
static TAGS: Shape = Shape::List(0, 50, &Shape::Structure(TAG));
const TAG: &[Member] = &[required("Key", &TAG_KEY), required("Value", &TAG_VALUE)];
static TAG_KEYS: Shape = Shape::List(0, 50, &TAG_KEY);
static SERIAL_NUMBER: Shape = Shape::Text(9, 256, r"[\w+=/:,.@-]*");
static TOKEN_CODE: Shape = Shape::Text(6, 6, r"[\d]*");
static WEB_IDENTITY_TOKEN: Shape = Shape::Text(4, 20000, ANYTHING);
static PROVIDER_ID: Shape = Shape::Text(4, 2048, ANYTHING);

/// Input of AssumeRole.
pub(crate) static ASSUME_ROLE: Shape = Shape::Structure(&[
    required("RoleArn", &ARN),
    required("RoleSessionName", &SESSION_NAME),
    optional("DurationSeconds", &DURATION),
    optional("ExternalId", &EXTERNAL_ID),
    optional("Policy", &POLICY),
    optional("PolicyArns", &POLICY_ARNS),
    optional("Tags", &TAGS),
    optional("TransitiveTagKeys", &TAG_KEYS),
    optional("SerialNumber", &SERIAL_NUMBER),
    optional("TokenCode", &TOKEN_CODE),
    optional("SourceIdentity", &SESSION_NAME),
]);

/// Input of AssumeRoleWithWebIdentity.
pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY: Shape = Shape::Structure(&[
    required("RoleArn", &ARN),
    required("RoleSessionName", &SESSION_NAME),
    required("WebIdentityToken", &WEB_IDENTITY_TOKEN),
    optional("ProviderId", &PROVIDER_ID),
    optional("Policy", &POLICY),
    optional("PolicyArns", &POLICY_ARNS),
    optional("DurationSeconds", &DURATION),
]);

/// Gives the numbers of a form their type and checks the whole against `shape`.
///
/// # Errors
/// `ValidationError`, as STS names what the other services call `ValidationException`.
pub(crate) fn checked(input: &Value, shape: &Shape) -> Result<Value, Failure> {
    let mut input = input.clone();
    if let Some(seconds) = input["DurationSeconds"]
        .as_str()
        .and_then(|text| text.parse::<i64>().ok())
    {
        input["DurationSeconds"] = seconds.into();
    }
    match shape.check(&input) {
        Ok(()) => Ok(input),
        Err(Failure { class, message, .. }) if class == "SerializationException" => {
            Err(Failure::new("MalformedInput", message))
        }
        Err(Failure { message, .. }) => Err(Failure::new("ValidationError", message)),
    }
}
