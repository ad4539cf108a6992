//! Doc comments as Markdown.

/// Returns `text` with one line for each paragraph and list item, because doc comments are wrapped. Code and tables are
/// unchanged.
pub(crate) fn reflow(text: &str) -> String {
    let mut flowed = String::new();
    let mut in_code = false;
    let mut joins = false;
    for line in text.lines() {
        let fence = line.trim_start().starts_with("```");
        if joins && !in_code && !fence && !starts_new_line(line) {
            flowed.push(' ');
            flowed.push_str(line.trim_start());
        } else {
            if !flowed.is_empty() {
                flowed.push('\n');
            }
            flowed.push_str(line);
        }
        in_code ^= fence;
        joins = !fence && !in_code && !line.trim().is_empty() && !line.starts_with('|');
    }
    flowed
}

/// Returns whether a line cannot continue the previous line.
fn starts_new_line(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line
        .trim_start_matches(|character: char| character.is_ascii_digit())
        .starts_with(". ");
    line.is_empty()
        || ["- ", "* ", "|", "#", ">"].iter().any(|mark| line.starts_with(mark))
        || numbered && line.starts_with(|character: char| character.is_ascii_digit())
}

/// Returns `text` with the text of each relative link in place of the link, which leads nowhere outside its page.
pub(crate) fn without_relative_links(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(link) = Link::first(rest) {
        let is_relative = !link.target.contains("://");
        kept.push_str(link.before);
        kept.push_str(if is_relative { link.text } else { link.whole });
        rest = link.after;
    }
    kept + rest
}

/// A link in Markdown, `[text](target)`, with what surrounds it.
struct Link<'a> {
    before: &'a str,
    whole: &'a str,
    text: &'a str,
    target: &'a str,
    after: &'a str,
}

impl<'a> Link<'a> {
    fn first(text: &'a str) -> Option<Self> {
        let middle = text.find("](")?;
        let start = text[..middle].rfind('[')?;
        let end = middle + text[middle..].find(')')?;
        Some(Self {
            before: &text[..start],
            whole: &text[start..=end],
            text: &text[start + 1..middle],
            target: &text[middle + 2..end],
            after: &text[end + 1..],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_items_become_one_line_each() {
        for (text, flowed) in [
            ("One\ntwo.\n\nThree.", "One two.\n\nThree."),
            ("List:\n- one\n  more\n- two", "List:\n- one more\n- two"),
            ("1. one\n   more\n2. two", "1. one more\n2. two"),
            (
                "Code:\n```\na\n  b\n```\nand\nmore",
                "Code:\n```\na\n  b\n```\nand more",
            ),
            ("| a |\n| - |\n| b |", "| a |\n| - |\n| b |"),
        ] {
            assert_eq!(reflow(text), flowed);
        }
    }

    #[test]
    fn only_absolute_links_remain() {
        for (text, kept) in [
            (
                "See the [guide](../guides/a.md#b) and [x](https://x.example/y).",
                "See the guide and [x](https://x.example/y).",
            ),
            ("`a = [b, c]` and [`d`](#e)", "`a = [b, c]` and `d`"),
            ("no link", "no link"),
        ] {
            assert_eq!(without_relative_links(text), kept);
        }
    }
}
