//! Finds the project in the path of a URL.

use super::{path_rule::PathRule, quote::fully_decoded, reserved};

/// The page that a URL's path belongs to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The rule for this kind of page; `None` for the project's own page.
    pub(crate) rule: Option<PathRule>,
    /// The project's path, if it can be determined; not checked yet.
    pub(crate) path: Option<String>,
}

impl Page {
    fn of(rule: PathRule, path: &[String]) -> Self {
        Self {
            rule: Some(rule),
            path: Some(path.join("/")),
        }
    }

    fn without_project(rule: PathRule) -> Self {
        Self {
            rule: Some(rule),
            path: None,
        }
    }
}

/// Parses the decoded, non-empty segments of a URL's path, without the relative URL path of GitLab.
pub(crate) fn of_url(segments: &[String]) -> Page {
    match segments.first().map(String::as_str) {
        None => Page::without_project(PathRule::HostOnly),
        Some("snippets") => Page::without_project(PathRule::SnippetUrl),
        Some(first) => marked(segments).unwrap_or_else(|| match first {
            "api" => Page::without_project(PathRule::ApiUrl),
            _ => inside_project(segments, PathRule::UiUrl, PathRule::RawViewUrl),
        }),
    }
}

/// Parses the segments if it is not known whether GitLab has a relative URL path: the segments before a page that
/// exists only at the root of GitLab are not part of a project.
pub(crate) fn of_url_with_root(segments: &[String]) -> Page {
    let inside = reserved::position(segments, 2).unwrap_or(segments.len());
    let pages = (1..segments.len()).take_while(|at| *at <= inside);
    let mut pages = pages.filter_map(|at| Some((at, marked(&segments[at..])?)));
    // A project has its own snippets, and a subgroup may be named `groups` or `projects`.
    let is_certain =
        |at: usize, page: &Page| at == 1 || matches!(page.rule, Some(PathRule::ApiUrl | PathRule::WebIdeUrl));
    let below_root = pages.find_map(|(at, page)| is_certain(at, &page).then_some(page));
    below_root
        .filter(|_| marked(segments).is_none())
        .unwrap_or_else(|| of_url(segments))
}

/// Returns the page that begins with these segments, if GitLab has it outside groups and projects.
fn marked(segments: &[String]) -> Option<Page> {
    let words: Vec<&str> = segments.iter().take(4).map(String::as_str).collect();
    Some(match words.as_slice() {
        ["-", "ide", "project", ..] => Page::of(PathRule::WebIdeUrl, until_ide_view(&segments[3..])),
        ["-", "snippets", ..] => Page::without_project(PathRule::SnippetUrl),
        ["groups", ..] => Page::without_project(PathRule::GroupUrl),
        ["projects", id, ..] if is_number(id) => Page::without_project(PathRule::NumericId),
        ["api", _version, "projects", id] if is_number(id) => Page::without_project(PathRule::ApiUrl),
        ["api", _version, "projects", id] => {
            // IDs that are encoded twice occur in practice.
            let id = fully_decoded(id);
            id.contains('/').then(|| Page::of(PathRule::ApiUrl, &[id]))?
        }
        _ => return None,
    })
}

/// Parses a string without a host whose end may be a page inside a project; `None` if nothing follows the project.
pub(crate) fn of_path(path: &str) -> Option<Page> {
    let segments: Vec<String> = path.split('/').map(str::to_owned).collect();
    let words: Vec<&str> = segments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [_, "-"] => None,
        ["-", "ide", "project", ..] | ["-", "snippets", ..] => marked(&segments),
        _ => {
            Some(inside_project(&segments, PathRule::UiPath, PathRule::RawViewPath)).filter(|page| page.rule.is_some())
        }
    }
}

/// Returns where an old form of a page (`…/issues/7`, `…/commit/1a2b3c4`) begins in a path. These words are valid
/// names, so they may be part of the path.
pub(crate) fn ambiguous_end(path: &str) -> Option<usize> {
    let segments: Vec<&str> = path.split('/').collect();
    let end = (2..segments.len().saturating_sub(1)).find(|&at| is_old_page(segments[at], segments[at + 1]))?;
    Some(segments[..end].iter().map(|segment| segment.len() + 1).sum::<usize>() - 1)
}

fn is_old_page(word: &str, argument: &str) -> bool {
    let is_hexadecimal = || argument.bytes().all(|byte| byte.is_ascii_hexdigit());
    match word {
        "issues" | "jobs" | "merge_requests" | "milestones" | "pipelines" | "snippets" => is_number(argument),
        "commit" => argument.len() >= 7 && is_hexadecimal(),
        "compare" => argument.contains(".."),
        "uploads" => argument.len() == 32 && is_hexadecimal(),
        _ => false,
    }
}

/// In URLs of the Web IDE, the project comes first, then the open file.
fn until_ide_view(segments: &[String]) -> &[String] {
    let is_view = |at: usize| match segments[at].as_str() {
        "-" | "blob" | "edit" | "tree" => true,
        "merge_requests" => segments.get(at + 1).is_some_and(|id| is_number(id)),
        _ => false,
    };
    &segments[..(1..segments.len()).find(|&at| is_view(at)).unwrap_or(segments.len())]
}

/// Cuts at `/-/`, at the first reserved word, or after `.git`, which cannot be inside a project's path.
fn inside_project(segments: &[String], page: PathRule, raw: PathRule) -> Page {
    if let Some(end) = end_of_repository(segments) {
        return Page::of(PathRule::CloneUrl, &segments[..end]);
    }
    if segments.get(1).is_some_and(|segment| segment == "-") {
        return Page::of(page, &segments[..1]);
    }
    match reserved::position(segments, 2) {
        Some(end) => {
            let view = if segments[end] == "-" {
                segments.get(end + 1)
            } else {
                segments.get(end)
            };
            let rule = if view.is_some_and(|view| view.eq_ignore_ascii_case("raw")) {
                raw
            } else {
                page
            };
            Page::of(rule, &segments[..end])
        }
        None => Page {
            rule: None,
            path: Some(segments.join("/")),
        },
    }
}

/// Returns the end of `group/project.git` if a part of the Git protocol follows.
fn end_of_repository(segments: &[String]) -> Option<usize> {
    const PROTOCOL: &[&str] = &[
        "HEAD",
        "git-receive-pack",
        "git-upload-pack",
        "gitlab-lfs",
        "info",
        "objects",
    ];
    let ends = |at: usize| segments[at - 1].ends_with(".git") && PROTOCOL.contains(&segments[at].as_str());
    (2..segments.len()).find(|&at| ends(at))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
