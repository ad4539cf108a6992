//! Texts that AWS takes on one line only.

use terraform_provider_sdk::{schema::validators::Complaint, value::Value};

/// Whether a text stands on one line.
pub(super) fn is_single(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

/// The text must not hold a line break.
///
/// # Errors
/// That it does.
pub fn single(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some(text) if !is_single(text) => Err(Complaint {
            summary: "More than one line".to_owned(),
            detail:
                "AWS takes no line breaks here. Write the text on one line; a text from a file ends in a line break, \
                     which trimspace() or chomp() takes away."
                    .to_owned(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_line_break_is_refused() {
        assert_eq!(single(&"one line".into()), Ok(()));
        for text in ["two\nlines", "two\r\nlines", "end\n", "\u{2028}"] {
            assert!(
                single(&text.into()).unwrap_err().detail.contains("trimspace"),
                "{text:?}"
            );
        }
    }
}
