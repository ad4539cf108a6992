//! Quotes configured strings in messages.

/// Maximum number of characters of a string that a message shows.
const LONGEST: usize = 60;

/// Returns `text` in quotes for a message: truncated if it is long, with control, invisible and bidirectional
/// characters escaped.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars();
    for character in characters.by_ref().take(LONGEST) {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' | '\r' | '\t' => quoted.extend(character.escape_default()),
            hidden if is_hidden(hidden) => quoted.extend(hidden.escape_unicode()),
            plain => quoted.push(plain),
        }
    }
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}

/// Whether a character is a control character, a bidirectional mark or a zero-width character.
const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Returns the names in backquotes, separated by commas, with `and` or `or` before the last one.
pub fn enumerate<'a>(names: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_string_cannot_control_a_terminal() {
        for (text, quoted) in [
            ("main", "\"main\""),
            ("a \"b\" \\", "\"a \\\"b\\\" \\\\\""),
            ("a\nb\u{1b}[31m", "\"a\\nb\\u{1b}[31m\""),
            ("abc\u{202e}fed", "\"abc\\u{202e}fed\""),
            ("zero\u{200b}width", "\"zero\\u{200b}width\""),
            ("grüße 日本", "\"grüße 日本\""),
        ] {
            assert_eq!(quote(text), quoted);
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(quote(&"é".repeat(LONGEST)).chars().count(), LONGEST + 2);
        assert_eq!(quote(&"é".repeat(1_000_000)).chars().count(), LONGEST + 3);
    }

    #[test]
    fn names_are_enumerated() {
        assert_eq!(enumerate(["a"], "or"), "`a`");
        assert_eq!(enumerate(["a", "b", "c"], "or"), "`a`, `b` or `c`");
    }
}
