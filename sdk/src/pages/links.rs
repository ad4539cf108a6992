//! Links from the names of types to their pages.

use std::collections::BTreeSet;

use crate::pages::sources::Page;

/// The folders of types, in the order in which a type of several kinds is looked for.
const FOLDERS: [&str; 5] = [
    "resources",
    "data-sources",
    "list-resources",
    "actions",
    "ephemeral-resources",
];

/// Returns the pages with a link from each name of another type, such as `` `example_note` ``. A page links to its own kind
/// first.
///
/// A link is relative and contains the name of the file: GitHub requires the extension, and the Terraform Registry removes
/// it. The index has no links, because the Terraform Registry resolves them from the folder above.
pub(super) fn add(pages: Vec<Page>, provider: &str) -> Vec<Page> {
    let paths: BTreeSet<String> = pages.iter().map(|page| page.path.clone()).collect();
    let with_links = |page: Page| {
        let link = |name: &str| target(&paths, &page.path, name.strip_prefix(provider)?.strip_prefix('_')?);
        Page {
            text: linked(&page.text, link),
            path: page.path.clone(),
        }
    };
    pages.into_iter().map(with_links).collect()
}

/// Returns the way from a page to that of the type `name`, which is without the prefix of the provider.
fn target(paths: &BTreeSet<String>, page: &str, name: &str) -> Option<String> {
    let (own, _) = page.split_once('/')?;
    let folders = std::iter::once(own).chain(FOLDERS);
    let mut found = folders.map(|folder| (folder, format!("{folder}/{name}.md")));
    let (folder, _) = found.find(|(_, path)| path != page && paths.contains(path))?;
    Some(if folder == own {
        format!("{name}.md")
    } else {
        format!("../{folder}/{name}.md")
    })
}

/// Returns a page with a link for each code span in a sentence that has one.
fn linked(text: &str, link: impl Fn(&str) -> Option<String>) -> String {
    let Some((front, body)) = text.split_once("\n---\n") else {
        return text.to_owned();
    };
    let mut in_code = false;
    let lines = body.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        let line = if in_code || fence {
            line.to_owned()
        } else {
            linked_line(line, &link)
        };
        line + "\n"
    });
    format!("{front}\n---\n{}", lines.collect::<String>())
}

fn linked_line(line: &str, link: impl Fn(&str) -> Option<String>) -> String {
    let mut written = String::new();
    for (index, part) in line.split('`').enumerate() {
        let target = if index % 2 == 0 || written.ends_with('[') {
            None
        } else {
            link(part)
        };
        match target {
            Some(target) => written.push_str(&format!("[`{part}`]({target})")),
            None if index % 2 == 1 => written.push_str(&format!("`{part}`")),
            None => written.push_str(part),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str) -> Vec<Page> {
        let page = |path: &str| Page {
            path: path.to_owned(),
            text: format!("---\n`box_a`\n---\n{text}\n"),
        };
        [
            "index.md",
            "actions/b.md",
            "data-sources/a.md",
            "resources/a.md",
            "resources/b.md",
        ]
        .map(page)
        .into()
    }

    fn links(path: &str, text: &str) -> String {
        let pages = add(pages(text), "box");
        let page = pages.into_iter().find(|page| page.path == path).unwrap();
        let body = page
            .text
            .strip_prefix("---\n`box_a`\n---\n")
            .expect("the front matter has no links");
        body.trim_end().to_owned()
    }

    #[test]
    fn a_type_is_linked_to_the_page_of_its_own_kind_or_else_of_the_resource() {
        for (path, text, expected) in [
            ("resources/a.md", "`box_b`", "[`box_b`](b.md)"),
            ("data-sources/a.md", "`box_b`", "[`box_b`](../resources/b.md)"),
            ("data-sources/a.md", "`box_a`", "[`box_a`](../resources/a.md)"),
            ("resources/b.md", "and `box_a`, `a`", "and [`box_a`](a.md), `a`"),
            ("resources/b.md", "`box_c` and `box_b.x`", "`box_c` and `box_b.x`"),
            ("resources/b.md", "[`box_a`](x.md)", "[`box_a`](x.md)"),
            ("resources/b.md", "```\n`box_a`\n```", "```\n`box_a`\n```"),
            ("index.md", "`box_a`", "`box_a`"),
        ] {
            assert_eq!(links(path, text), expected, "{path}");
        }
    }
}
