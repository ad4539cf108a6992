//! Limits of responses, so that no endpoint exhausts the memory, even with ten responses at a time.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// Maximum bytes of a response that contains a pipeline, several times the largest one.
const PIPELINE: usize = 4 << 20;

/// Maximum bytes of any other response, one page of a list included.
const OTHER: usize = 512 << 10;

/// Maximum values in the JSON of a response, several times those of the largest pipeline. A value of two bytes takes a
/// hundred times as much memory.
const VALUES: usize = 64 << 10;

/// Returns the maximum bytes of the response to a request.
pub(super) fn limit(request: &HttpRequest) -> usize {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    if target.ends_with("Pipeline") { PIPELINE } else { OTHER }
}

/// Whether JSON has more values than any response of AWS. Each follows one of `,:[{` outside strings.
pub(super) fn has_too_many_values(json: &[u8]) -> bool {
    let (mut in_string, mut is_escaped, mut values) = (false, false, 0);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            b',' | b':' | b'[' | b'{' if !in_string => values += 1,
            _ => {}
        }
    }
    values > VALUES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_strings_only() {
        let of = |text: &str| format!("{{\"x\":[{}]}}", text.repeat(VALUES - 3));
        assert!(!has_too_many_values(of("0,").as_bytes()));
        for many in ["0,0,", "{},[],", r#""a\"","b":"#] {
            assert!(has_too_many_values(of(many).as_bytes()), "{many}");
        }
        assert!(!has_too_many_values(of(r#""[\"{,,""#).as_bytes()));
    }
}
