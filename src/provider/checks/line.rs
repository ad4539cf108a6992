//! Texts that AWS takes on one line only.

use crate::framework::{validators::Complaint, value::Value};

/// The text must not hold a line break.
///
/// # Errors
/// That it does.
pub fn single(value: &Value) -> Result<(), Complaint> {
    let breaks = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
    match value.as_str() {
        Some(text) if text.contains(breaks) => Err(Complaint {
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
