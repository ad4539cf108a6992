//! Links lead somewhere: those of Markdown files, and those to the project's own pages in every file.
//!
//! A page below `docs/` has readers on GitHub and on two registries. GitHub follows a relative link to a file. The Terraform
//! Registry removes the extension and resolves the link from the page, that of the index from the folder above. The
//! OpenTofu Registry removes the extension only if the link has no slash. So a page links to others by the names of their
//! files, and the index links to the registry.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{self, Source};

/// The addresses at which the default branch and the pages of the registry can be read, and what they show.
const OWN: [(&str, &str, &str); 4] = [
    (
        "https://github.com/gitlab-aws/terraform-provider-codepipeline/blob/main/",
        "",
        "",
    ),
    (
        "https://github.com/gitlab-aws/terraform-provider-codepipeline/tree/main/",
        "",
        "",
    ),
    (
        "https://raw.githubusercontent.com/gitlab-aws/terraform-provider-codepipeline/main/",
        "",
        "",
    ),
    (
        "https://registry.terraform.io/providers/gitlab-aws/codepipeline/latest/docs/",
        "docs/",
        ".md",
    ),
];

/// The folders of `docs/` that a registry shows.
const SHOWN: [&str; 6] = [
    "actions",
    "data-sources",
    "functions",
    "guides",
    "list-resources",
    "resources",
];

/// The Markdown in a file, as its reader sees it.
#[derive(Default)]
struct Page {
    anchors: BTreeSet<String>,
    targets: Vec<String>,
}

impl Page {
    fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let text = without_fences(text);
        for line in text.lines() {
            if let Some(heading) = heading(line) {
                let slug = slug(heading);
                let times = seen.entry(slug.clone()).or_default();
                page.anchors
                    .insert(if *times == 0 { slug } else { format!("{slug}-{times}") });
                *times += 1;
            }
        }
        for paragraph in text.split("\n\n") {
            let prose = without_code(paragraph);
            page.anchors.extend(between(&prose, "id=\"", '"'));
            let targets = ["href=\"", "src=\""]
                .iter()
                .flat_map(|start| between(&prose, start, '"'));
            page.targets.extend(targets);
            page.targets.extend(between(&prose, "](", ')'));
            let definitions = prose
                .lines()
                .filter_map(|line| line.strip_prefix('[')?.split_once("]: "));
            page.targets
                .extend(definitions.map(|(_, target)| target.trim().to_owned()));
        }
        page
    }
}

fn without_fences(text: &str) -> String {
    let mut in_code = false;
    let lines = text.lines().map(|line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        if in_code || fence {
            "\n".to_owned()
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

/// Returns the paragraph without the content of its code spans.
fn without_code(paragraph: &str) -> String {
    let parts = paragraph.split('`').enumerate();
    parts
        .map(|(index, part)| if index % 2 == 0 { part } else { "" })
        .collect()
}

fn between(text: &str, start: &str, end: char) -> Vec<String> {
    let rests = text.split(start).skip(1);
    rests
        .filter_map(|rest| Some(rest.split_once(end)?.0.to_owned()))
        .collect()
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    (1..=6)
        .contains(&(line.len() - text.len()))
        .then(|| text.strip_prefix(' '))
        .flatten()
}

/// Returns the anchor of a heading on GitHub.
fn slug(heading: &str) -> String {
    let letters = heading.trim().chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        _ => letter.is_alphanumeric().then(|| letter.to_ascii_lowercase()),
    });
    letters.collect()
}

/// The files, and the pages among them by path.
struct Tree<'a> {
    sources: &'a [Source],
    pages: BTreeMap<&'a str, Page>,
}

impl<'a> Tree<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let pages = sources.iter().filter(|source| source.path.ends_with(".md"));
        Self {
            sources,
            pages: pages
                .map(|source| (source.path.as_str(), Page::read(&source.text)))
                .collect(),
        }
    }

    /// Returns what is wrong with the way to `path` and `anchor`, from the root.
    fn lost(&self, path: &str, anchor: Option<&str>) -> Option<String> {
        let path = path.trim_end_matches('/');
        let is_there = |source: &Source| {
            let rest = source.path.strip_prefix(path);
            rest.is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        // Pictures are not among the texts.
        if !self.sources.iter().any(is_there) && !tree::root().join(path).is_file() {
            return Some(format!("there is no {path}"));
        }
        let page = self.pages.get(path)?;
        let anchor = anchor.filter(|anchor| !page.anchors.contains(*anchor))?;
        Some(format!("{path} has no #{anchor}"))
    }

    fn breaches(&self) -> Vec<String> {
        let links = self.pages.iter().flat_map(|(path, page)| {
            let broken = move |target: &String| Some(format!("{path}: {target}: {}", self.problem(path, target)?));
            page.targets.iter().filter_map(broken)
        });
        let own = self.sources.iter().flat_map(|source| {
            let broken = |(url, path, anchor): (String, String, Option<String>)| {
                let problem = self.lost(&path, anchor.as_deref())?;
                Some(format!("{}: {url}: {problem}", source.path))
            };
            own_links(&source.text).into_iter().filter_map(broken)
        });
        links.chain(own).collect()
    }

    /// Returns what is wrong with a link of the page at `from`. Links to the project's own pages are checked in every file.
    fn problem(&self, from: &str, target: &str) -> Option<String> {
        if let Some(rest) = target.strip_prefix("https://") {
            let host = rest.split('/').next().unwrap_or_default();
            let is_url = host.contains('.') && !target.contains(char::is_whitespace);
            return (!is_url).then(|| "is not a URL".to_owned());
        }
        if target.contains("://") {
            return Some("does not begin with https://".to_owned());
        }
        let (path, anchor) = target
            .split_once('#')
            .map_or((target, None), |(path, anchor)| (path, Some(anchor)));
        if path.is_empty() {
            return self.lost(from, anchor);
        }
        if from.contains("src/") {
            return Some("is relative in a page of rustdoc".to_owned());
        }
        let path = joined(from, path);
        if is_shown(from) && (from == "docs/index.md" || !is_shown(&path)) {
            return Some("does not lead anywhere on the registry: use an absolute link".to_owned());
        }
        self.lost(&path, anchor)
    }
}

fn is_shown(path: &str) -> bool {
    path.strip_prefix("docs/").is_some_and(|path| {
        let folder = path.split_once('/').map(|(folder, _)| folder);
        path.ends_with(".md") && folder.map_or(path == "index.md", |folder| SHOWN.contains(&folder))
    })
}

/// Returns the path from the root for one that is relative to the file `from`.
fn joined(from: &str, path: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Returns each link to the project's own pages: the link, the path that it shows, and the anchor.
fn own_links(text: &str) -> Vec<(String, String, Option<String>)> {
    let is_end = |letter: char| letter.is_whitespace() || "\"'`()<>[]{}|,\\".contains(letter);
    let links = OWN.iter().flat_map(|(url, folder, ending)| {
        text.split(url).skip(1).filter_map(move |rest| {
            let rest = rest.split(is_end).next()?.trim_end_matches('.');
            let (path, anchor) = rest
                .split_once('#')
                .map_or((rest, None), |(path, anchor)| (path, Some(anchor)));
            // The constant itself, or a URL that is made of parts.
            let path = (!path.is_empty()).then(|| format!("{folder}{path}{ending}"))?;
            Some((format!("{url}{rest}"), path, anchor.map(str::to_owned)))
        })
    });
    links.collect()
}

#[test]
fn every_link_leads_somewhere() {
    tree::assert_none("links", &Tree::of(&tree::REPOSITORY).breaches());
}

#[test]
fn a_heading_has_the_anchor_that_github_gives_it() {
    for (heading, anchor) in [
        ("By ID", "by-id"),
        ("The `moved` block, in short", "the-moved-block-in-short"),
        ("CPGL001: Path is a URL", "cpgl001-path-is-a-url"),
        ("snake_case & kebab-case", "snake_case--kebab-case"),
    ] {
        assert_eq!(slug(heading), anchor);
    }
    let page = Page::read("# One\n\n## Two\n```\n# code\n```\n## Two\n\n<a id=\"own\"></a>\n");
    assert_eq!(Vec::from_iter(page.anchors), ["one", "own", "two", "two-1"]);
}

#[test]
fn a_broken_link_is_found() {
    let registry = OWN[3].0;
    let blob = OWN[0].0;
    let text = |page: &str| format!("# Head\n\n{page}\n");
    let breaches = |path: &str, page: &str| {
        let files = [
            (path, &*text(page)),
            ("docs/guides/a.md", "# A\n\n## Part\n"),
            ("docs/benchmark.md", ""),
            ("examples/b/main.tf", ""),
        ];
        Tree::of(&tree::tree(&files)).breaches().len()
    };
    for (path, page, count) in [
        (
            "README.md",
            "[a](docs/guides/a.md#part), [b](examples/b), [c](#head)".to_owned(),
            0,
        ),
        (
            "README.md",
            "[a](docs/guides/a.md#parts) [b](examples/c) [c](#heads)".to_owned(),
            3,
        ),
        (
            "README.md",
            "<img src=\"docs/a.svg\"> and `[x](y)` and [d]\n\n[d]: docs/d.md".to_owned(),
            2,
        ),
        (
            "README.md",
            "[a](http://example.com) [b](https://nowhere) [c](https://example.com/x)".to_owned(),
            2,
        ),
        (
            "README.md",
            format!("<{blob}examples/b/main.tf> <{blob}examples/c/main.tf>"),
            1,
        ),
        (
            "src/a.rs",
            format!("\"{registry}guides/a#part\", \"{registry}guides/a#x\", \"{registry}guides/b\""),
            2,
        ),
        ("src/a.md", "[a](../docs/guides/a.md)".to_owned(), 1),
        (
            "docs/resources/c.md",
            "[a](../guides/a.md#part) [b](c.md)".to_owned(),
            0,
        ),
        (
            "docs/resources/c.md",
            "[a](../benchmark.md) [b](../../examples/b/main.tf) [c](a)".to_owned(),
            3,
        ),
        ("docs/index.md", "[a](guides/a.md)".to_owned(), 1),
        ("docs/index.md", format!("[a]({registry}guides/a)"), 0),
    ] {
        assert_eq!(breaches(path, &page), count, "{path}: {page}");
    }
}
