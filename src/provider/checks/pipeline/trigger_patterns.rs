//! The patterns in the filters of triggers.

use super::{findings::Findings, sketch::Sketch, trigger_filters::lists};
use crate::{
    aws::triggers::Glob,
    framework::{path::Path, quote::quote},
    provider::checks::{codes, line},
};

pub(super) fn are_well_formed(sketch: &Sketch<'_>, findings: &mut Findings) {
    for (criterion, _, patterns) in lists(sketch) {
        for (path, text) in patterns.texts().known {
            judge(criterion, path, text, findings);
        }
    }
}

fn judge(criterion: &str, at: Path, text: &str, findings: &mut Findings) {
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
            "{quoted} is broken behind {} characters: {} What AWS makes of it is not documented. A pattern knows *, **, ?, \
             [abc], [!abc] and {{a,b}}; a backslash takes the next character as it is.",
            broken.position, broken.sentence
        );
        findings.warning(codes::PATTERN, at, format!("Broken pattern {quoted}"), detail);
    } else if let Some((cause, instead)) = matches_nothing(criterion, text) {
        let detail = format!("{cause} Write {}.", quote(&instead));
        let summary = format!("The pattern {quoted} probably matches nothing");
        findings.warning(codes::PATTERN, at, summary, detail);
    }
}

/// Why no name can have the form of a pattern, and what is probably meant.
fn matches_nothing(criterion: &str, text: &str) -> Option<(&'static str, String)> {
    if criterion == "file_paths" {
        let path = text.trim_start_matches('/');
        return match path.strip_suffix('/') {
            Some(folder) => Some((
                "File paths are matched, which never end in a slash.",
                format!("{folder}/**"),
            )),
            None if path != text => Some((
                "The paths of files begin without a slash, at the root of the repository.",
                path.to_owned(),
            )),
            None => None,
        };
    }
    let prefixes = ["refs/heads/", "refs/tags/"];
    let name = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let cause = "Names are matched without refs/heads/ and refs/tags/.";
    Some((cause, name.to_owned()))
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
        ] {
            let found = matches_nothing(criterion, text).map(|(_, instead)| instead);
            assert_eq!(found.as_deref(), instead, "{criterion} {text}");
        }
    }
}
