//! A guide and its blocks of code.

use std::{fs, path::PathBuf};

/// A page of `docs/guides`.
pub(super) struct Guide {
    /// The name of its file, without the extension.
    pub(super) name: String,
    pub(super) text: String,
}

/// A fenced block of code.
pub(super) struct Block {
    pub(super) language: String,
    pub(super) text: String,
}

impl Guide {
    /// Every guide, by name.
    pub(super) fn all() -> Vec<Self> {
        let mut names: Vec<String> = fs::read_dir(directory())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|file| Some(file.strip_suffix(".md")?.to_owned()))
            .collect();
        names.sort();
        names.iter().map(|name| Self::open(name)).collect()
    }

    pub(super) fn open(name: &str) -> Self {
        let text = fs::read_to_string(Self::path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self {
            name: name.to_owned(),
            text,
        }
    }

    pub(super) fn path(name: &str) -> PathBuf {
        directory().join(format!("{name}.md"))
    }

    /// A value of the front matter.
    pub(super) fn front_matter(&self, key: &str) -> &str {
        let (_, rest) = self
            .text
            .split_once(&format!("\n{key}: "))
            .expect("a key of the front matter");
        let rest = rest.strip_prefix("|-\n  ").unwrap_or(rest);
        rest.lines().next().unwrap_or_default().trim_matches('"')
    }

    /// The blocks of these languages, in order.
    pub(super) fn blocks(&self, languages: &[&str]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for line in self.text.lines() {
            match (&mut open, line.strip_prefix("```")) {
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(block), None) => block.text.extend([line, "\n"]),
                (None, Some(language)) => {
                    let (language, text) = (language.to_owned(), String::new());
                    open = Some(Block { language, text });
                }
                (None, None) => {}
            }
        }
        blocks.retain(|block| languages.contains(&block.language.as_str()));
        blocks
    }

    /// The configurations of Terraform in it, in order.
    pub(super) fn configurations(&self) -> Vec<String> {
        let blocks = self.blocks(&["terraform"]);
        blocks.into_iter().map(|block| block.text).collect()
    }
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/guides")
}

/// Returns the first word of a configuration, after its comments.
pub(super) fn first_word(configuration: &str) -> &str {
    let code = configuration
        .lines()
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    code.and_then(|line| line.split_whitespace().next()).unwrap_or_default()
}

/// Returns the file that a configuration belongs in: its first line names it in a comment, unless it is `main.tf`.
pub(super) fn file_name(configuration: &str) -> &str {
    let comment = configuration.lines().next().and_then(|line| line.strip_prefix("# "));
    let named = comment.filter(|name| !name.contains(' ') && (name.ends_with(".tf") || name.ends_with(".hcl")));
    named.unwrap_or(match first_word(configuration) {
        "list" => "main.tfquery.hcl",
        "mock_provider" => "tests/mocks.tftest.hcl",
        _ => "main.tf",
    })
}
