//! The regular expressions of the service models.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use regex_lite::Regex;

/// The expressions used so far. Compiling one costs more than a thousand matches.
static COMPILED: RwLock<BTreeMap<&'static str, Regex>> = RwLock::new(BTreeMap::new());

/// Returns whether the whole of `text` matches `pattern`.
pub(crate) fn matches(pattern: &'static str, text: &str) -> bool {
    let text = &*plain(pattern, text);
    if let Some(regex) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return regex.is_match(text);
    }
    let regex = compile(pattern);
    let is_match = regex.is_match(text);
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, regex);
    is_match
}

/// Returns the text with a letter, digit or space of ASCII in place of each other one, if the pattern names Unicode's
/// categories: regex-lite does not have these. Combining marks pass as letters.
fn plain<'t>(pattern: &str, text: &'t str) -> Cow<'t, str> {
    let stand_in = |letter: char| match letter {
        _ if letter.is_ascii() => letter,
        _ if letter.is_alphabetic() => 'a',
        _ if letter.is_numeric() => '0',
        _ if letter.is_whitespace() && !letter.is_control() => ' ',
        _ => letter,
    };
    if pattern.contains(r"\p{") {
        Cow::Owned(text.chars().map(stand_in).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Compiles a pattern with Java's reading of the dot, which stops at every line terminator.
fn compile(pattern: &str) -> Regex {
    const DOT: &str = r"[^\n\r\u{85}\u{2028}\u{2029}]";
    let pattern = pattern
        .replace(".*", &format!("{DOT}*"))
        .replace(".+", &format!("{DOT}+"))
        .replace(r"\p{L}", "A-Za-z")
        .replace(r"\p{N}", "0-9")
        .replace(r"\p{Z}", " ");
    Regex::new(&format!("^(?:{pattern})$")).expect("the pattern of a model is valid")
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn categories_of_unicode_hold_letters_digits_and_spaces_of_every_script() {
        let pattern = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
        for text in ["a", "é", "日本", "٣", "a\u{a0}b", "_.:/=+-@"] {
            assert!(matches(pattern, text), "{text:?}");
        }
        for text in ["", "a!", "\t", "\u{85}", "→"] {
            assert!(!matches(pattern, text), "{text:?}");
        }
    }
}
