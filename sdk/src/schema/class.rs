//! Character classes, the only kind of pattern for strings.
//!
//! A class is written as in regular expressions: `[A-Za-z0-9@.\-_]+`, in ASCII. It contains characters and ranges; a
//! backslash escapes the next character. `+` requires at least one character, and `*` allows none.

/// Returns `class`, which the compiler validates.
///
/// # Panics
/// If it is not a class. In a `const`, this is a compile error.
pub const fn checked(class: &'static str) -> &'static str {
    assert!(
        is_class(class.as_bytes()),
        "a pattern is one character class and `+` or `*`, such as `[A-Za-z0-9_-]+`"
    );
    class
}

const fn is_class(class: &[u8]) -> bool {
    let length = class.len();
    if length < 4 || class[0] != b'[' || class[length - 2] != b']' || !matches!(class[length - 1], b'+' | b'*') {
        return false;
    }
    let end = length - 2;
    let mut at = 1;
    while at < end {
        match item(class, at, end) {
            Some(item) if item.first <= item.last && item.last < 128 => at = item.next,
            _ => return false,
        }
    }
    true
}

/// A character or a range of characters in a class.
#[derive(Clone, Copy)]
struct Item {
    first: u8,
    last: u8,
    /// Where the next item begins.
    next: usize,
}

/// The item that begins at `at`.
const fn item(class: &[u8], at: usize, end: usize) -> Option<Item> {
    let Some((first, next)) = character(class, at, end) else {
        return None;
    };
    // A hyphen at the end is literal.
    if next + 1 >= end || class[next] != b'-' {
        return Some(Item {
            first,
            last: first,
            next,
        });
    }
    match character(class, next + 1, end) {
        Some((last, next)) => Some(Item { first, last, next }),
        None => None,
    }
}

const fn character(class: &[u8], at: usize, end: usize) -> Option<(u8, usize)> {
    match class[at] {
        b'\\' if at + 1 < end => Some((class[at + 1], at + 2)),
        b'\\' | b'[' | b']' | b'^' => None,
        plain => Some((plain, at + 1)),
    }
}

/// The items of a class that was [`checked`].
fn items(class: &str) -> impl Iterator<Item = Item> + '_ {
    let bytes = class.as_bytes();
    let end = bytes.len().saturating_sub(2);
    let mut at = 1;
    std::iter::from_fn(move || {
        let item = if at < end { item(bytes, at, end) } else { None }?;
        at = item.next;
        Some(item)
    })
}

/// Returns the first character of `text` that is not in the class.
pub fn stranger(class: &str, text: &str) -> Option<char> {
    text.chars().find(|character| {
        u8::try_from(*character).map_or(true, |byte| {
            !items(class).any(|item| (item.first..=item.last).contains(&byte))
        })
    })
}

/// Whether the class requires at least one character.
pub fn wants_some(class: &str) -> bool {
    class.ends_with('+')
}

/// The class in words, with single characters in backquotes.
pub fn describe(class: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut singles = String::new();
    let ranges: Vec<(u8, u8)> = items(class).map(|item| (item.first, item.last)).collect();
    let letters = ranges.contains(&(b'a', b'z')) && ranges.contains(&(b'A', b'Z'));
    for (first, last) in ranges {
        match (first, last) {
            (b'a', b'z') if letters => words.push("letters".to_owned()),
            (b'A', b'Z') if letters => {}
            (b'a', b'z') => words.push("lowercase letters".to_owned()),
            (b'A', b'Z') => words.push("uppercase letters".to_owned()),
            (b'0', b'9') => words.push("digits".to_owned()),
            (b' ', _) if first == last => words.push("spaces".to_owned()),
            _ if first == last => {
                singles.push_str(" `");
                singles.push(char::from(first));
                singles.push('`');
            }
            _ => words.push(format!("{} to {}", char::from(first), char::from(last))),
        }
    }
    if !singles.is_empty() {
        words.push(singles.trim_start().to_owned());
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_class_with_a_repetition_is_a_pattern() {
        for class in ["[a-z]+", "[A-Za-z0-9@.\\-_]*", "[-a]+", "[a-]+", "[\\]\\[]+", "[ -~]*"] {
            assert!(is_class(class.as_bytes()), "{class}");
        }
        for text in [
            "", "[]+", "[a-z]", "a+", "[^a]+", "[z-a]+", "[a-z]+$", "[a[b]+", "[ä]+", "[a\\]+",
        ] {
            assert!(!is_class(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn a_stranger_is_named() {
        assert_eq!(stranger("[A-Za-z0-9._-]+", "Note_1.0-a"), None);
        assert_eq!(stranger("[A-Za-z0-9._-]+", "a b"), Some(' '));
        assert_eq!(stranger("[a-z]+", "grüße"), Some('ü'));
        assert_eq!(stranger("[a\\-z]+", "m"), Some('m'));
        assert_eq!(stranger("[a-]+", "a-"), None);
    }

    #[test]
    fn a_class_can_be_said_in_words() {
        for (class, words) in [
            ("[A-Za-z0-9_@.-]+", "letters, digits and `_` `@` `.` `-`"),
            ("[a-z]+", "lowercase letters"),
            ("[A-Z0-9]*", "uppercase letters and digits"),
            ("[0-5 ]+", "0 to 5 and spaces"),
        ] {
            assert_eq!(describe(class), words);
        }
    }
}
