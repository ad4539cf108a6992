//! References to variables: `#{namespace.key}` in a configuration value.

use crate::provider::pipeline::open::Node;

/// Returns the references in a configuration, each with the key of its value. One with a blank may be plain text: another
/// check reports it.
pub(super) fn in_configuration<'a>(configuration: &Node<'a>) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let entries = configuration.string_entries();
    let references = entries.flat_map(|(key, value)| all(value).map(move |reference| (key, reference)));
    references.filter(|(_, reference)| !has_blank(reference))
}

/// Returns what is between `#{` and `}` for each reference in `text`.
pub(super) fn all(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let begin = rest.find("#{")? + 2;
        let length = rest[begin..].find('}')?;
        let reference = &rest[begin..begin + length];
        rest = &rest[begin + length + 1..];
        // AWS treats an earlier reference that is not closed as plain text, so the innermost one applies.
        Some(reference.rsplit("#{").next().unwrap_or(reference))
    })
}

/// Returns the string of a setting, unless it is empty, which another check reports, or known only when the pipeline
/// runs.
pub fn literal<'a>(setting: &Node<'a>) -> Option<&'a str> {
    setting.as_str().filter(|text| !text.is_empty() && !has_any(text))
}

/// Whether a reference contains a blank.
pub(super) fn has_blank(reference: &str) -> bool {
    reference.contains(char::is_whitespace)
}

/// Returns the text with each reference replaced.
pub(super) fn replaced(text: &str, with: &str) -> String {
    all(text).fold(text.to_owned(), |text, reference| {
        text.replacen(&format!("#{{{reference}}}"), with, 1)
    })
}

/// Whether `text` has a reference, so that its value is known only when the pipeline runs.
pub(super) fn has_any(text: &str) -> bool {
    all(text).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_replaced() {
        assert_eq!(replaced("a #{x.y} b #{z}", "0"), "a 0 b 0");
        assert_eq!(replaced("#{open", "0"), "#{open");
    }

    #[test]
    fn references_are_found_anywhere_in_a_value() {
        for (text, found) in [
            ("plain", vec![]),
            ("a #{x.y} b #{z}", vec!["x.y", "z"]),
            ("#{open", vec![]),
            ("#{a #{b.c}", vec!["b.c"]),
            ("#{}", vec![""]),
        ] {
            assert_eq!(all(text).collect::<Vec<_>>(), found, "{text}");
        }
    }
}
