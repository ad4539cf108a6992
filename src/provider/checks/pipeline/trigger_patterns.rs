//! The patterns in the filters of triggers.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::{findings::Findings, sketch::Sketch, trigger_filters::lists};
use crate::{
    aws::triggers::Glob,
    provider::checks::{codes, line},
};

pub(super) fn are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (criterion, list, patterns) in lists(sketch) {
        for (path, text) in patterns.texts().known {
            judge((criterion, list), path, text, findings);
        }
    }
}

fn judge(place: (&str, &str), at: Path, text: &str, findings: &mut Findings) {
    let quoted = quote(text);
    if !line::is_single(text) {
        findings.error(
            codes::PATTERN,
            at,
            "Pattern with a line break",
            "AWS takes no line breaks in patterns. Write one line.",
        );
    } else if let Err(broken) = Glob::parse(text) {
        let detail = format!(
            "{quoted} is broken at character {}: {}. What AWS makes of it is not documented. A pattern knows *, **, ?, [abc], \
             [!abc] and {{a,b}}; a backslash takes the next character as it is.",
            broken.position + 1,
            broken.cause
        );
        findings.warning(codes::PATTERN, at, format!("Broken pattern {quoted}"), detail);
    } else if let Some((cause, instead)) = matches_nothing(place, text) {
        let instead = instead.filter(|instead| !instead.is_empty());
        let instead = instead.map(|instead| format!(" Write {}.", quote(&instead)));
        let detail = format!("{cause}{}", instead.unwrap_or_default());
        let summary = format!("The pattern {quoted} probably matches nothing");
        findings.warning(codes::PATTERN, at, summary, detail);
    }
}

/// Why no name can have the form of a pattern, and what is probably meant.
fn matches_nothing((criterion, list): (&str, &str), text: &str) -> Option<(&'static str, Option<String>)> {
    if let Some(name) = text.strip_prefix('!') {
        let cause =
            "A pattern is not turned around by a \"!\": what is to be kept out stands in `excludes`, without it.";
        return Some((cause, Some(name.to_owned()).filter(|_| list == "excludes")));
    }
    match criterion {
        "file_paths" => no_path(text).map(|(cause, path)| (cause, Some(path))),
        _ => no_reference(text),
    }
}

fn no_path(text: &str) -> Option<(&'static str, String)> {
    let path = text.strip_prefix("./").unwrap_or(text).trim_start_matches('/');
    match path.strip_suffix('/') {
        Some(folder) => Some((
            "File paths are matched, which never end in a slash.",
            format!("{folder}/**"),
        )),
        None if path != text => Some((
            "The paths of files begin at the root of the repository, without \"/\" or \"./\".",
            path.to_owned(),
        )),
        None => None,
    }
}

/// Git allows no blanks and none of these in the name of a branch or tag.
fn no_reference(text: &str) -> Option<(&'static str, Option<String>)> {
    let prefixes = ["refs/heads/", "refs/tags/"];
    if let Some(name) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        let cause = "Names are matched without refs/heads/ and refs/tags/.";
        return Some((cause, Some(name.to_owned())));
    }
    let cause =
        "No name of a branch or tag holds a blank, \"^\", \"~\" or \":\". Patterns are globs, not regular expressions.";
    // Of the alternatives in a group, those without a blank may match.
    let is_none = text.contains(['^', '~', ':']) || (text.contains(' ') && !text.contains('{'));
    is_none.then_some((cause, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_no_name_has_is_answered_with_the_right_one() {
        for (criterion, text, instead) in [
            ("file_paths", "/src/**", Some("src/**")),
            ("file_paths", "src/", Some("src/**")),
            ("file_paths", "/src/", Some("src/**")),
            ("file_paths", "src/**", None),
            ("file_paths", "refs/heads/x", None),
            ("branches", "refs/heads/main", Some("main")),
            ("tags", "refs/tags/v*", Some("v*")),
            ("branches", "main", None),
            ("branches", "{main, dev}", None),
            ("branches", "!main", None),
            ("file_paths", "./src/**", Some("src/**")),
            ("file_paths", "a b/^c", None),
        ] {
            let found = matches_nothing((criterion, "includes"), text).and_then(|(_, instead)| instead);
            assert_eq!(found.as_deref(), instead, "{criterion} {text}");
        }
        for text in ["^main$", "feature/a b", "v1~2"] {
            assert!(matches_nothing(("branches", "includes"), text).is_some(), "{text}");
            assert!(matches_nothing(("file_paths", "includes"), text).is_none(), "{text}");
        }
        let (_, instead) = matches_nothing(("branches", "excludes"), "!main").unwrap();
        assert_eq!(instead.as_deref(), Some("main"));
    }
}
