//! The subset of Markdown that the pages need.

use crate::{pages::sources::Page, schema::doc_comment::reflow};

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
