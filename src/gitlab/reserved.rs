//! The words that GitLab reserves for its own pages and files, compared as whole words without regard to case.
//!
//! Source: GitLab's list of reserved project and group names and `lib/gitlab/path_regex.rb`. Older lists contained more
//! words (`ci`, `u`, `unicorn_test` …), which are no longer reserved.

/// Words that cannot be the first segment of a path. They are valid as later segments.
const FIRST: &[&str] = &[
    "-",
    ".well-known",
    "404.html",
    "422.html",
    "500.html",
    "502.html",
    "503.html",
    "admin",
    "api",
    "apple-touch-icon.png",
    "assets",
    "dashboard",
    "deploy.html",
    "explore",
    "favicon.ico",
    "favicon.png",
    "files",
    "groups",
    "health_check",
    "help",
    "import",
    "jwt",
    "login",
    "oauth",
    "profile",
    "projects",
    "public",
    "robots.txt",
    "s",
    "search",
    "sitemap",
    "sitemap.xml",
    "sitemap.xml.gz",
    "slash-command-logo.png",
    "snippets",
    "unsubscribes",
    "uploads",
    "users",
    "v2",
];

/// Words that cannot be a later segment. They are valid as the first segment.
const LATER: &[&str] = &[
    "-",
    "badges",
    "blame",
    "blob",
    "builds",
    "commits",
    "create",
    "create_dir",
    "edit",
    "environments/folders",
    "files",
    "find_file",
    "gitlab-lfs/objects",
    "info/lfs/objects",
    "new",
    "preview",
    "raw",
    "refs",
    "tree",
    "update",
    "wikis",
];

/// Returns the first segment of a path if it is a reserved word.
pub(crate) fn first(segment: &str) -> Option<&'static str> {
    FIRST.iter().copied().find(|word| word.eq_ignore_ascii_case(segment))
}

/// Returns the reserved word that begins at `segments[index]`, if any. Some are several segments long. `index` is not
/// 0.
pub(crate) fn later<S: AsRef<str>>(segments: &[S], index: usize) -> Option<&'static str> {
    LATER.iter().copied().find(|word| {
        let mut rest = segments[index..].iter();
        word.split('/').all(|part| {
            rest.next()
                .is_some_and(|segment| part.eq_ignore_ascii_case(segment.as_ref()))
        })
    })
}

/// Returns the index of the first reserved word at `from` or later.
pub(crate) fn position<S: AsRef<str>>(segments: &[S], from: usize) -> Option<usize> {
    (from..segments.len()).find(|&index| later(segments, index).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_lists_hold_in_their_own_place_only() {
        assert_eq!(first("Users"), Some("users"));
        assert_eq!(first("blob"), None);
        assert_eq!(later(&["root", "admin"], 1), None);
        assert_eq!(later(&["g", "Blob"], 1), Some("blob"));
    }

    #[test]
    fn words_of_several_segments_need_all_of_them() {
        assert_eq!(position(&["x", "environments"], 1), None);
        assert_eq!(position(&["x", "environments", "folders"], 1), Some(1));
        assert_eq!(position(&["x", "y", "info", "lfs", "objects"], 1), Some(2));
    }
}
