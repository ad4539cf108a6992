//! Tags.

use terraform_provider_sdk::{
    author::{Plan, Resource},
    diagnostics::{Diagnostic, Diagnostics, Severity, quote},
    typed::Field,
};

use super::{
    check::{self, Check, Judge},
    example::{Edit, Example, Place},
    findings::Findings,
};
use crate::provider::{
    client::Client,
    tags::{self, OwnTags, Tags},
};

/// Tags that AWS does not accept.
pub const TAGS: Check = Check {
    code: "CPGL016",
    severity: check::Severity::ErrorOrWarning,
    title: "Tags that AWS does not accept",
    cause: "Keys that begin with `aws:` are reserved. A key has 1 to 128 characters and a value at most 256: letters, \
            digits, spaces and `_` `.` `:` `/` `=` `+` `-` `@`. A pipeline can have at most 50 tags, including `default_tags`. AWS \
            does not document the limit for connections and hosts: more than 50 tags are a warning.",
    fix: "Choose another key, or remove tags. AWS does not raise this quota.",
    example: Example::new(
        Place::File,
        r#"resource "codepipeline_connection" "gitlab" {
  name = "gitlab"

  tags = {
    team = "platform"
  }
}"#,
        Edit {
            replace: "team",
            with: r#""aws:team""#,
        },
    ),
    judge: Judge::Argument,
};

/// Maximum tags of a pipeline.
const MAX_TAGS: usize = 50;

/// Judges the planned tags of an object, those of the provider block included. `too_many` is the severity of more than 50.
pub fn plan<R: Resource<Client = Client>>(plan: &mut Plan<'_, '_, R>, tags: Field<OwnTags>, too_many: Severity) {
    let all = tags::planned(plan, tags);
    let findings = all.map(|all| judge(&all, too_many)).into_iter().flatten();
    plan.report_all(findings.map(|found| found.at(tags.path())));
}

fn judge(tags: &Tags, too_many: Severity) -> Diagnostics {
    let mut findings = Findings::of(TAGS.code);
    for key in tags.keys().filter(|key| key.to_ascii_lowercase().starts_with("aws:")) {
        let detail = format!(
            "The key of the tag {} begins with aws:, which AWS reserves. Choose another key, here or in `default_tags`.",
            quote(key)
        );
        findings.report(Diagnostic::error("Reserved tag key", detail));
    }
    for (key, value) in tags {
        findings.extend(wrong_part("key", key, (1, MAX_KEY), key));
        findings.extend(wrong_part("value", value, (0, MAX_VALUE), key));
    }
    let count = tags.len();
    if count > MAX_TAGS {
        let detail = format!(
            "An object can have at most {MAX_TAGS} tags, and this one has {count}, including `default_tags`. AWS does \
             not raise this quota. Remove tags."
        );
        findings.report(Diagnostic::error(format!("Too many tags: {count}"), detail).with_severity(too_many));
    }
    findings.into_diagnostics()
}

/// Maximum characters of a key and of a value.
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 256;

/// Returns the problem with the key or the value of the tag `key`.
fn wrong_part(part: &str, text: &str, (least, most): (usize, usize), key: &str) -> Option<Diagnostic> {
    let length = text.chars().count();
    let is_valid = |character: char| character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character);
    let key = quote(key);
    let problem = if length < least || length > most {
        format!("has {length} characters. AWS allows {least} to {most}.")
    } else {
        let invalid = text.chars().find(|character| !is_valid(*character))?;
        let invalid = quote(&invalid.to_string());
        format!("contains {invalid}. AWS allows letters, digits, spaces and _ . : / = + - @ in tags.")
    };
    Some(Diagnostic::error(
        format!("Invalid {part} of the tag {key}"),
        format!("The {part} of the tag {key} {problem} Change it, here or in `default_tags`."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(keys: impl Iterator<Item = String>, too_many: Severity) -> Vec<Severity> {
        let tags = keys.map(|key| (key, String::new())).collect();
        let found = judge(&tags, too_many);
        assert!(found.iter().all(|found| found.code == Some(TAGS.code)));
        found.iter().map(|found| found.severity).collect()
    }

    #[test]
    fn reserved_keys_and_too_many_tags_are_found() {
        let numbered = |count: usize| (0..count).map(|number| format!("key{number}"));
        let (error, warning) = (Severity::Error, Severity::Warning);
        assert_eq!(found(numbered(50), error), []);
        assert_eq!(found(numbered(51), error), [error]);
        assert_eq!(found(numbered(51), warning), [warning]);
        assert_eq!(
            found(["AWS:x".to_owned(), "aws".to_owned()].into_iter(), warning),
            [error]
        );
    }

    #[test]
    fn characters_and_lengths_that_aws_refuses_are_found() {
        let found = |key: &str, value: &str| {
            let tags = [(key.to_owned(), value.to_owned())].into();
            judge(&tags, Severity::Error)
                .iter()
                .next()
                .map(|found| found.detail.clone())
        };
        for (key, value) in [
            ("team", ""),
            ("cost center", "a+b=c@d.e:f/g_h-i"),
            ("équipe", "日本"),
            ("k", "x"),
        ] {
            assert_eq!(found(key, value), None, "{key} = {value}");
        }
        let long = "x".repeat(257);
        for (key, value, says) in [
            ("", "x", "has 0 characters"),
            ("k", &*long, "has 257 characters"),
            (&long[..129], "", "has 129 characters"),
            ("team#1", "x", "contains \"#\""),
            ("team", "a,b", "contains \",\""),
            ("team", "a\nb", "contains \"\\n\""),
        ] {
            let detail = found(key, value).unwrap();
            assert!(detail.contains(says), "{detail}");
        }
    }
}
