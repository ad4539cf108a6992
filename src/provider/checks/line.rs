//! Strings that AWS accepts only without line breaks.

use terraform_provider_sdk::{schema::validators::Complaint, value::Value};

/// Whether a string has no line break.
pub fn is_single(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// Requires a string without a line break.
///
/// # Errors
/// Returns how to remove the line break.
pub fn single(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some(text) if !is_single(text) => Err(Complaint {
            summary: "More than one line".to_owned(),
            detail:
                "AWS accepts no line breaks here. Write the string on one line. A string from a file ends in a line break, \
                     which trimspace() or chomp() removes."
                    .to_owned(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_with_a_line_break_is_refused() {
        assert_eq!(single(&"one line".into()), Ok(()));
        for text in ["two\nlines", "two\r\nlines", "end\n", "\u{2028}"] {
            assert!(
                single(&text.into()).unwrap_err().detail.contains("trimspace"),
                "{text:?}"
            );
        }
    }
}
