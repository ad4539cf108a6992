//! Quotes values in messages: short, printable in every terminal, and never with a secret.

use percent_encoding::percent_decode_str;

/// Maximum characters of a quoted value.
const LIMIT: usize = 60;

/// Maximum characters of a quoted message of a server or library.
const LONGEST_WORDS: usize = 200;

/// Maximum layers of percent-encoding to remove when looking for secrets or a path: strings that are encoded twice
/// occur in practice.
pub(crate) const DECODINGS: usize = 4;

/// Prefixes of GitLab and GitHub tokens. A string that contains one is never quoted.
const TOKEN_PREFIXES: &[&str] = &[
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glagent-",
    "glcbt-",
    "gldt-",
    "glffct-",
    "glft-",
    "glimt-",
    "gloas-",
    "glpat-",
    "glptt-",
    "glrt-",
    "glrtr-",
    "glsoat-",
    "glwt-",
];

/// Separators between user information and a host. The full-width and small forms may be typed by accident.
const AT_SIGNS: [char; 3] = ['@', '\u{fe6b}', '\u{ff20}'];

/// Query parameters that contain a secret, in GitLab's spelling.
const SECRET_PARAMETERS: &[&str] = &[
    "access_token=",
    "feed_token=",
    "job_token=",
    "password=",
    "private_token=",
    "rss_token=",
    "token=",
];

/// Returns a value in double quotes, truncated and escaped.
pub(crate) fn quoted(text: &str) -> String {
    cut_and_quoted(text, LIMIT)
}

/// Returns a message of a server or library in double quotes, truncated and escaped.
pub(crate) fn quoted_words(words: &str) -> String {
    cut_and_quoted(words, LONGEST_WORDS)
}

fn cut_and_quoted(text: &str, limit: usize) -> String {
    let mut quoted = String::from("\"");
    let mut characters = text.chars();
    for character in characters.by_ref().take(limit) {
        match character {
            '"' => quoted.push_str("\\\""),
            _ if is_unprintable(character) => quoted.extend(character.escape_unicode()),
            _ => quoted.push(character),
        }
    }
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}

/// Returns a character with its code point, as in `"а" (U+0430)`, which distinguishes look-alikes.
pub(crate) fn named(character: char) -> String {
    let code = format!("U+{:04X}", character as u32);
    if is_unprintable(character) || character.is_whitespace() {
        return code;
    }
    let quoted = quoted(&character.to_string());
    if character.is_ascii_graphic() {
        quoted
    } else {
        format!("{quoted} ({code})")
    }
}

/// Whether quoting any part of `text` could print a secret: it has user information, a token, or a token parameter.
pub(crate) fn may_hold_secret(text: &str) -> bool {
    fully_decoded(text).contains(AT_SIGNS) || holds_secret(text)
}

/// Whether `text` contains a token or a query parameter with a secret.
pub(crate) fn holds_secret(text: &str) -> bool {
    let lower = fully_decoded(text).to_ascii_lowercase();
    holds_token(&lower) || holds_secret_parameter(&lower)
}

/// Whether `lower`, in lowercase, contains a token.
pub(crate) fn holds_token(lower: &str) -> bool {
    TOKEN_PREFIXES.iter().any(|prefix| {
        let starts_word = |at: usize| !lower[..at].ends_with(|before: char| before.is_ascii_alphanumeric());
        lower
            .match_indices(prefix)
            .any(|(at, _)| starts_word(at) && lower[at + prefix.len()..].len() >= 12)
    })
}

/// Whether `lower`, in lowercase, contains a query parameter with a secret.
fn holds_secret_parameter(lower: &str) -> bool {
    SECRET_PARAMETERS.iter().any(|parameter| lower.contains(parameter))
}

/// Returns `text` with all layers of percent-encoding removed, at most [`DECODINGS`].
pub(crate) fn fully_decoded(text: &str) -> String {
    let mut decoded = text.to_owned();
    for _ in 0..DECODINGS {
        let next = percent_decode_str(&decoded).decode_utf8_lossy().into_owned();
        if next == decoded {
            break;
        }
        decoded = next;
    }
    decoded
}

/// Whether a character is invisible or changes the order in which a line is shown.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control() || is_invisible(character) || reorders_text(character)
}

/// Whether a character is invisible: zero-width characters, marks, soft hyphen, byte order mark, tags.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is an embedding, override or isolate of the bidirectional algorithm, which reorders the
/// displayed text.
pub(crate) fn reorders_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_short_and_printable() {
        assert_eq!(quoted("a\u{202e}b\n\"c"), r#""a\u{202e}b\u{a}\"c""#);
        assert_eq!(quoted(&"x".repeat(1_000_000)).chars().count(), LIMIT + 3);
        assert_eq!(named('а'), "\"а\" (U+0430)");
        assert_eq!(named('\u{7f}'), "U+007F");
    }

    #[test]
    fn secrets_are_seen_through_layers_of_encoding() {
        for text in [
            "a@b",
            "a%40b",
            "a%2540b",
            "a＠b",
            "a﹫b",
            "x/glpat-abcdefghijklmnop",
            "g/p?private_token=x",
            "g%3FPRIVATE_TOKEN%3Dx",
        ] {
            assert!(may_hold_secret(text), "{text}");
        }
        for text in ["group/project", "group/glpat-rotation", "ghost/project"] {
            assert!(!may_hold_secret(text), "{text}");
        }
    }
}
