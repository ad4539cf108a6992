//! Labels of a Mermaid drawing: any text, written so that it is shown as it is.

use std::fmt::Write as _;

/// A space without width.
const NO_WIDTH: &str = "#8203;";

/// Returns `text` in one line as a part of a label, after at most `longest` characters with `…`.
///
/// Mermaid reads labels as Markdown and HTML, and GitLab refuses to show a drawing with many `&` at once. So every character
/// is written as its code that could begin a directive, a comment, a tag, a list, a link or emphasis. Formulas and icons are
/// found after the codes are read: a space without width breaks their signs.
pub(super) fn escaped(text: &str, longest: usize) -> String {
    let words: Vec<&str> = text
        .split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    let mut label = String::new();
    let mut last = ' ';
    for character in cut(&line, longest) {
        let is_plain = match character {
            ' ' => true,
            '-' | ',' => last.is_ascii_alphanumeric(),
            _ => character.is_ascii_alphanumeric(),
        };
        if matches!((last, character), ('$', '$') | (':', 'f')) {
            label.push_str(NO_WIDTH);
        }
        if is_plain {
            label.push(character);
        } else {
            let _ = write!(label, "#{};", u32::from(character));
        }
        last = character;
    }
    label
}

fn cut(line: &str, longest: usize) -> impl Iterator<Item = char> {
    let is_long = line.chars().nth(longest).is_some();
    let kept = if is_long { longest.saturating_sub(1) } else { longest };
    line.chars().take(kept).chain(is_long.then_some('…'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text that Mermaid shows.
    fn shown(label: &str) -> String {
        let mut parts = label.split('#');
        let mut text = parts.next().unwrap().to_owned();
        for part in parts {
            let (code, rest) = part.split_once(';').expect("a code ends");
            text.push(char::from_u32(code.parse().expect("a number")).expect("a character"));
            text.push_str(rest);
        }
        text
    }

    #[test]
    fn a_label_shows_markup_as_it_is() {
        for (text, label) in [
            ("Build-Web", "Build-Web"),
            ("1. a", "1#46; a"),
            ("- a", "#45; a"),
            ("end", "end"),
            ("_a_\n\t`b`", "#95;a#95; #96;b#96;"),
            ("\"]:::x", "#34;#93;#58;#58;#58;x"),
            ("%%{init}%%", "#37;#37;#123;init#125;#37;#37;"),
            ("#35;", "#35;35#59;"),
            ("Größe", "Gr#246;#223;e"),
            ("$$x$$", "#36;#8203;#36;x#36;#8203;#36;"),
            ("fa:fa-x", "fa#58;#8203;fa-x"),
            ("", ""),
        ] {
            assert_eq!(escaped(text, 50), label);
        }
        assert_eq!(escaped("abcdef", 4), "abc#8230;");
        assert_eq!(escaped("abcd", 4), "abcd");
    }

    proptest! {
        #[test]
        fn any_text_is_shown_in_one_line_without_a_character_of_the_languages(text in any::<String>(), longest in 1_usize..60) {
            let label = escaped(&text, longest);
            let is_harmless = |character: char| character.is_ascii_alphanumeric() || " -,#;".contains(character);
            prop_assert!(label.chars().all(is_harmless), "{label}");
            let line: Vec<&str> = text
                .split(|character: char| character.is_whitespace() || character.is_control())
                .filter(|word| !word.is_empty())
                .collect();
            let visible = |text: String| text.replace('\u{200b}', "");
            let (line, shown) = (visible(line.join(" ")), visible(shown(&label)));
            match shown.strip_suffix('…').filter(|_| line.chars().count() > longest) {
                Some(start) => prop_assert!(line.starts_with(start) && shown.chars().count() == longest),
                None => prop_assert_eq!(shown, line),
            }
        }

        #[test]
        fn a_name_that_aws_allows_is_shown_whole(name in "[A-Za-z0-9.@_-]{1,100}") {
            prop_assert_eq!(shown(&escaped(&name, 100)), name);
        }
    }
}
