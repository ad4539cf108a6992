//! The patterns in the filters of triggers.

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::trigger_filters::{Patterns, patterns};
use crate::{
    aws::triggers::Glob,
    provider::{
        checks::{
            check::{Check, Judge, Severity},
            example::{Edit, Example, Place},
            findings::Findings,
            line,
        },
        pipeline::open::OpenPipeline,
    },
};

/// Pattern that matches nothing.
pub const PATTERN: Check = Check {
    code: "CPGL035",
    severity: Severity::ErrorOrWarning,
    title: "Pattern that matches nothing",
    cause: "A pattern in a filter is malformed, or no name can match it. A line break is an error, because AWS \
            rejects it.",
    fix: "A pattern can have `*` (which does not match a slash), `**`, `?`, `[abc]`, `[!abc]` and `{a,b}`. Names are \
          matched without `refs/heads/` and `refs/tags/`, and file paths without a slash at either end: `src/**`.",
    example: Example::new(
        Place::Trigger,
        r#"push {
  branches {
    includes = ["release/**"]
  }
}"#,
        Edit {
            replace: r#"["release/**"]"#,
            with: r#"["refs/heads/release/**"]"#,
        },
    ),
    judge: Judge::Pipeline(patterns_can_match),
};

fn patterns_can_match(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for patterns in patterns(pipeline) {
        for (path, text) in patterns.node.strings().known {
            judge(&patterns, path, text, findings);
        }
    }
}

fn judge(patterns: &Patterns<'_>, at: Path, text: &str, findings: &mut Findings) {
    let quoted = quote(text);
    if !line::is_single(text) {
        let detail = "AWS accepts no line breaks in patterns. Write the pattern on one line.";
        findings.error(at, "Pattern with a line break", detail);
    } else if let Err(malformed) = Glob::parse(text) {
        let detail = format!(
            "{quoted} is malformed at character {}: {}. AWS does not document how it treats such a pattern. A pattern can have \
             *, **, ?, [abc], [!abc] and {{a,b}}; a backslash escapes the next character.",
            malformed.position + 1,
            malformed.cause
        );
        findings.warning(at, format!("Malformed pattern {quoted}"), detail);
    } else if let Some((cause, instead)) = matches_nothing((patterns.criterion, patterns.list), text) {
        let instead = instead.filter(|instead| !instead.is_empty());
        let instead = instead.map(|instead| format!(" Write {}.", quote(&instead)));
        let detail = format!("{cause}{}", instead.unwrap_or_default());
        findings.warning(at, format!("The pattern {quoted} probably matches nothing"), detail);
    }
}

/// Returns why nothing can match a pattern, and the suggested pattern.
fn matches_nothing((criterion, list): (&str, &str), text: &str) -> Option<(&'static str, Option<String>)> {
    if let Some(name) = text.strip_prefix('!') {
        let cause = "A \"!\" does not negate a pattern. To exclude names, use `excludes` without it.";
        return Some((cause, Some(name.to_owned()).filter(|_| list == "excludes")));
    }
    match criterion {
        "file_paths" => not_a_path(text).map(|(cause, path)| (cause, Some(path))),
        _ => not_a_reference(text),
    }
}

fn not_a_path(text: &str) -> Option<(&'static str, String)> {
    let path = text.strip_prefix("./").unwrap_or(text).trim_start_matches('/');
    match path.strip_suffix('/') {
        Some(folder) => Some((
            "Patterns match paths of files, which never end in a slash.",
            format!("{folder}/**"),
        )),
        None if path != text => Some((
            "File paths begin at the root of the repository, without \"/\" or \"./\".",
            path.to_owned(),
        )),
        None => None,
    }
}

/// Git allows no space and none of these characters in the name of a branch or tag.
fn not_a_reference(text: &str) -> Option<(&'static str, Option<String>)> {
    let prefixes = ["refs/heads/", "refs/tags/"];
    if let Some(name) = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        let cause = "Names are matched without refs/heads/ and refs/tags/.";
        return Some((cause, Some(name.to_owned())));
    }
    let cause = "The name of a branch or tag has no space, \"^\", \"~\" or \":\". Patterns are globs, not regular \
                 expressions.";
    // Of the alternatives in a group, those without a space may match.
    let is_invalid = text.contains(['^', '~', ':']) || (text.contains(' ') && !text.contains('{'));
    is_invalid.then_some((cause, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_matches_nothing_is_answered_with_the_right_one() {
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
