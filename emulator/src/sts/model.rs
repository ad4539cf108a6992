//! STS's service model: the shape of every input, as data.

use serde_json::Value;

use crate::wire::{
    Failure,
    constraints::{Member, Shape, Wording, check, integer, list, matching, optional, required, text},
};

static ARN: Shape = matching(
    20,
    2048,
    r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
);
static SESSION_NAME: Shape = matching(2, 64, r"[\w+=,.@-]*");
static DURATION: Shape = integer(900, 43200);
static EXTERNAL_ID: Shape = matching(2, 1224, r"[\w+=,.@:\/-]*");
static POLICY: Shape = matching(1, 2048, r"[\u0009\u000A\u000D\u0020-\u00FF]+");
static POLICY_ARNS: Shape = list(&Shape::Structure(POLICY_ARN), 0, 10);
const POLICY_ARN: &[Member] = &[optional("arn", &ARN)];
static TAG_KEY: Shape = matching(1, 128, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+");
static TAG_VALUE: Shape = matching(0, 256, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*");
static TAGS: Shape = list(&Shape::Structure(TAG), 0, 50);
const TAG: &[Member] = &[required("Key", &TAG_KEY), required("Value", &TAG_VALUE)];
static TAG_KEYS: Shape = list(&TAG_KEY, 0, 50);
static PROVIDED_CONTEXTS: Shape = list(&Shape::Structure(PROVIDED_CONTEXT), 1, 5);
const PROVIDED_CONTEXT: &[Member] = &[
    optional("ProviderArn", &ARN),
    optional("ContextAssertion", &text(4, 2048)),
];
static SERIAL_NUMBER: Shape = matching(9, 256, r"[\w+=/:,.@-]*");
static TOKEN_CODE: Shape = matching(6, 6, r"[\d]*");
static WEB_IDENTITY_TOKEN: Shape = text(4, 20000);
static PROVIDER_ID: Shape = text(4, 2048);

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
    optional("ProvidedContexts", &PROVIDED_CONTEXTS),
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

/// Gives the numbers of a form their type and checks the input against `shape`.
///
/// # Errors
/// Returns `ValidationError` with every violation, or `MalformedInput` for a value of the wrong type.
pub(crate) fn checked(input: &Value, shape: &Shape) -> Result<Value, Failure> {
    let mut input = input.clone();
    if let Some(seconds) = input["DurationSeconds"]
        .as_str()
        .and_then(|text| text.parse::<i64>().ok())
    {
        input["DurationSeconds"] = seconds.into();
    }
    match check(&input, shape, Wording::WithValues) {
        Ok(()) => Ok(input),
        Err(Failure { class, message, .. }) if class == "SerializationException" => {
            Err(Failure::new("MalformedInput", message))
        }
        Err(Failure { message, .. }) => Err(Failure::new("ValidationError", message)),
    }
}
