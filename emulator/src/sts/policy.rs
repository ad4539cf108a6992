//! The session policy that may come with a role.

use serde_json::Value;

use crate::sts::Failure;

/// Characters that a packed session policy may have.
const PACKED: usize = 2048;

/// Percentage of the allowed size that the session policy and tags take, `None` without either.
///
/// # Errors
/// Returns `MalformedPolicyDocument` for what is no JSON object, `PackedPolicyTooLarge` above 100 %.
pub(crate) fn packed_size(input: &Value) -> Result<Option<usize>, Failure> {
    let policy = input["Policy"].as_str().unwrap_or_default();
    if !policy.is_empty() && !serde_json::from_str::<Value>(policy).is_ok_and(|policy| policy.is_object()) {
        return Err(Failure::new("MalformedPolicyDocument", "Syntax errors in policy."));
    }
    let extra: usize = [&input["PolicyArns"], &input["Tags"]]
        .iter()
        .map(|list| text_length(list))
        .sum();
    let percent = ((policy.len() + extra) * 100).div_ceil(PACKED);
    match percent {
        0 => Ok(None),
        1..=100 => Ok(Some(percent)),
        _ => Err(Failure::new(
            "PackedPolicyTooLarge",
            format!("Packed policy consumes {percent}% of allotted space, please use smaller policy."),
        )),
    }
}

fn text_length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(text_length).sum(),
        Value::Object(members) => members.values().map(text_length).sum(),
        _ => 0,
    }
}
