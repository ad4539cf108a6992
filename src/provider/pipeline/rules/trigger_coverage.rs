//! Coverage of patterns: excludes that exclude everything, and includes that miss part of a folder.

use terraform_provider_sdk::diagnostics::quote;

use super::trigger_filters::criteria;
use crate::{
    aws::triggers::Glob,
    provider::{
        checks::{
            check::{Check, Judge, Severity},
            example::{Edit, Example, Place},
            findings::Findings,
        },
        pipeline::open::OpenPipeline,
    },
};

/// Filter that excludes everything it includes.
pub const NOTHING_LEFT: Check = Check {
    code: "CPGL106",
    severity: Severity::Warning,
    title: "Filter that excludes everything it includes",
    cause: "A name that matches a pattern in `includes` and a pattern in `excludes` is excluded. Every name that the filter \
            includes is also excluded, so nothing passes the filter.",
    fix: "Remove the pattern from `excludes`, or include more names.",
    example: Example::new(
        Place::Trigger,
        r#"push {
  branches {
    includes = ["release/**"]
    excludes = ["release/old/**"]
  }
}"#,
        Edit {
            replace: r#"["release/old/**"]"#,
            with: r#"["release/**"]"#,
        },
    ),
    judge: Judge::Pipeline(excludes_leave_something),
};

fn excludes_leave_something(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    for (name, criterion) in criteria(pipeline) {
        let (includes, excludes) = (criterion.get("includes"), criterion.get("excludes"));
        let included = includes.strings();
        let excluded = excludes.strings().known;
        let is_excluded = |pattern: &str| excluded.iter().any(|(_, exclude)| covers(exclude, pattern));
        let all = included.known.iter().all(|(_, pattern)| is_excluded(pattern));
        let has_none = included.known.is_empty() && included.is_complete && is_excluded("**");
        if (!included.known.is_empty() && included.is_complete && all) || has_none {
            let detail = format!(
                "Everything that `{name}` includes is also excluded, and `excludes` takes precedence: nothing passes this \
                 filter. Remove the pattern from `excludes`, or include more names."
            );
            findings.warning(
                excludes.path,
                format!("`{name}` excludes everything it includes"),
                detail,
            );
        }
    }
}

/// Pattern that misses files directly in a folder.
pub const FOLDER: Check = Check {
    code: "CPGL107",
    severity: Severity::Warning,
    title: "Pattern that misses files directly in a folder",
    cause: "A slash next to `**` in a pattern must be in the path, too: `apps/**/*` matches `apps/web/main.go` and \
            misses `apps/main.go`, and `**/*.tf` misses `main.tf`.",
    fix: "Write `apps/**` for all files below `apps`, or add a pattern for the files directly in the folder.",
    example: Example::new(
        Place::Trigger,
        r#"push {
  branches {
    includes = ["main"]
  }

  file_paths {
    includes = ["apps/**"]
  }
}"#,
        Edit {
            replace: r#""apps/**""#,
            with: r#""apps/**/*""#,
        },
    ),
    judge: Judge::Pipeline(includes_have_the_folder_itself),
};

fn includes_have_the_folder_itself(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let of_files = criteria(pipeline).filter(|(name, _)| *name == "file_paths");
    for (_, criterion) in of_files {
        let includes = criterion.get("includes").strings();
        for (path, pattern) in &includes.known {
            let Some(missed) = missed(pattern) else { continue };
            let is_covered = |(_, other): &(_, &str)| covers(other, &missed);
            if !includes.is_complete || includes.known.iter().any(is_covered) {
                continue;
            }
            let fix = match pattern.strip_suffix("/**/*") {
                Some(folder) => format!("Write {} for all files below {folder}.", quote(&format!("{folder}/**"))),
                None => format!("To include them, add {}.", quote(&missed)),
            };
            let (quoted, missed) = (quote(pattern), quote(&missed));
            let detail =
                format!("{quoted} requires a folder in place of `**`, so it misses files that {missed} matches. {fix}");
            findings.warning(path.clone(), format!("The pattern {quoted} may miss files"), detail);
        }
    }
}

/// Returns the pattern of the files that are missed because `**` stands between slashes.
fn missed(pattern: &str) -> Option<String> {
    match pattern.strip_prefix("**/") {
        Some(rest) => Some(rest.to_owned()).filter(|rest| !rest.is_empty()),
        None => pattern.contains("/**/").then(|| pattern.replacen("/**/", "/", 1)),
    }
}

/// Whether one pattern certainly matches every name that the other one matches.
fn covers(one: &str, other: &str) -> bool {
    if one == other || one == "**" {
        return true;
    }
    // `*` and `**` also match the wildcards of the other pattern. A single `*` stops at a slash.
    let is_literal = !other.contains(['*', '?', '[', '{', '\\']);
    let crosses = |text: &str| text.contains("**");
    let has_single = one.replace("**", "").contains(['*', '?', '[']);
    let is_plain = !other.contains(['[', '{', '\\', '?']) && !one.contains(['?', '[', '{', '\\']);
    let is_comparable = is_literal || (is_plain && (!has_single || !crosses(other)));
    is_comparable && Glob::parse(one).is_ok_and(|glob| glob.matches(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_what_it_certainly_matches() {
        for (one, other) in [
            ("main", "main"),
            ("**", "release/*"),
            ("release/**", "release/*"),
            ("release/**", "release/v1"),
            ("release/*", "release/v1"),
            ("v*", "v1*"),
            ("{main,dev}", "dev"),
        ] {
            assert!(covers(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("main", "master"),
            ("release/*", "release/**"),
            ("*", "a/b"),
            ("v?", "v*"),
            ("a", "?"),
            ("x*", "{xa,b}"),
        ] {
            assert!(!covers(one, other), "{one} {other}");
        }
    }

    #[test]
    fn the_files_of_a_folder_itself_are_missed() {
        for (pattern, missing) in [
            ("apps/**/*", Some("apps/*")),
            ("**/*.tf", Some("*.tf")),
            ("a/**/b/**/c", Some("a/b/**/c")),
            ("apps/**", None),
            ("**", None),
        ] {
            assert_eq!(missed(pattern).as_deref(), missing, "{pattern}");
        }
    }
}
