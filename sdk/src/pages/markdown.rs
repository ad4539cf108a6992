//! The subset of Markdown that the pages need.

use crate::pages::sources::Page;

/// A page in progress.
pub(super) struct Document(String);

impl Document {
    /// A page with this front matter. The first paragraph of `description` becomes the page's description.
    pub(super) fn new(title: &str, subcategory: Option<&str>, description: &str) -> Self {
        let first = reflow(description.split("\n\n").next().unwrap_or_default());
        let subcategory = subcategory
            .map(|subcategory| format!("subcategory: \"{subcategory}\"\n"))
            .unwrap_or_default();
        Self(format!(
            "---\npage_title: \"{title}\"\n{subcategory}description: |-\n  {}\n---\n",
            first.replace('\n', "\n  ")
        ))
    }

    /// Adds a heading.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.paragraph(&format!("{} {text}", "#".repeat(level)));
    }

    /// Adds a paragraph, or several.
    pub(super) fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.push('\n');
            self.0.push_str(text.trim_end());
            self.0.push('\n');
        }
    }

    /// The finished page.
    pub(super) fn page(self, path: &str) -> Page {
        Page {
            path: path.to_owned(),
            text: self.0,
        }
    }
}

/// A block of code.
pub(super) fn code(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```", text.trim_end())
}

/// Returns `text` with one line for each paragraph and list item, because doc comments are wrapped. Code and tables are
/// unchanged.
pub(super) fn reflow(text: &str) -> String {
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
}
