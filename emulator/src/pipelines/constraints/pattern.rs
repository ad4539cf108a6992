//! The regular expressions of the service model, each with a plain function that decides it.

/// A regular expression that a whole string must match.
#[derive(Debug)]
pub(in crate::pipelines) struct Pattern {
    /// As AWS prints it.
    pub(super) text: &'static str,
    /// Does the whole string match?
    pub(super) matches: fn(&str) -> bool,
}

/// Names of pipelines, stages, actions and rules.
pub(super) const NAME: Pattern = Pattern {
    text: r"[A-Za-z0-9.@\-_]+",
    matches: |name| all(name, |c| is_word(c) || ".@-".contains(c)),
};

/// Names of artifacts.
pub(super) const ARTIFACT: Pattern = Pattern {
    text: r"[a-zA-Z0-9_\-]+",
    matches: |name| all(name, |c| is_word(c) || c == '-'),
};

/// Namespaces of actions and names of variables.
pub(super) const NAMESPACE: Pattern = Pattern {
    text: r"[A-Za-z0-9@\-_]+",
    matches: |name| all(name, |c| is_word(c) || "@-".contains(c)),
};

/// Providers and versions of action types.
pub(super) const PROVIDER: Pattern = Pattern {
    text: r"[0-9A-Za-z_-]+",
    matches: |name| all(name, |c| is_word(c) || c == '-'),
};

/// Names of environment variables.
pub(super) const ENVIRONMENT: Pattern = Pattern {
    text: r"[A-Za-z0-9_]+",
    matches: |name| all(name, is_word),
};

/// Names of buckets.
pub(super) const BUCKET: Pattern = Pattern {
    text: r"[a-zA-Z0-9\-\.]+",
    matches: |name| all(name, |c| c.is_ascii_alphanumeric() || "-.".contains(c)),
};

/// Ids of executions and tokens of approvals.
pub(super) const UUID: Pattern = Pattern {
    text: r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    matches: is_uuid,
};

/// Tokens that make a start idempotent.
pub(super) const REQUEST_TOKEN: Pattern = Pattern {
    text: r"^[a-zA-Z0-9-]+$",
    matches: |token| all(token, |c| c.is_ascii_alphanumeric() || c == '-'),
};

/// Why a transition is disabled.
pub(super) const REASON: Pattern = Pattern {
    text: r"[a-zA-Z0-9!@ \(\)\.\*\?\-]+",
    matches: |reason| all(reason, |c| c.is_ascii_alphanumeric() || "!@ ().*?-".contains(c)),
};

/// Text without line breaks.
pub(super) const LINE: Pattern = Pattern {
    text: ".*",
    matches: is_line,
};

/// ARNs of IAM roles.
pub(super) const ROLE: Pattern = Pattern {
    text: r"arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*",
    matches: |arn| {
        after_partition(arn)
            .and_then(|rest| rest.strip_prefix("iam::"))
            .is_some_and(|rest| {
                let account = rest.as_bytes().iter().take_while(|byte| byte.is_ascii_digit()).count();
                account == 12 && rest[account..].strip_prefix(":role/").is_some_and(is_line)
            })
    },
};

/// ARNs of CodePipeline's own resources.
pub(super) const RESOURCE: Pattern = Pattern {
    text: r"arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+",
    matches: |arn| {
        after_partition(arn)
            .and_then(|rest| rest.strip_prefix("codepipeline:"))
            .is_some_and(|rest| {
                is_line(rest)
                    && rest
                        .match_indices(':')
                        .any(|(at, _)| at > 0 && starts_with_account(&rest[at + 1..]))
            })
    },
};

fn all(text: &str, accepts: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(accepts)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_line(text: &str) -> bool {
    !text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
}

/// What follows `arn:{partition}:`, if the partition is one of AWS's.
fn after_partition(arn: &str) -> Option<&str> {
    let (partition, rest) = arn.strip_prefix("arn:aws")?.split_once(':')?;
    let suffixes = partition
        .strip_prefix('-')
        .map(|suffixes| suffixes.split('-').all(|suffix| all(suffix, is_word)));
    (partition.is_empty() || suffixes == Some(true)).then_some(rest)
}

/// Twelve digits, a colon and something more.
fn starts_with_account(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 12 && text[digits..].strip_prefix(':').is_some_and(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_what_their_text_says() {
        let table: &[(&Pattern, &[&str], &[&str])] = &[
            (&NAME, &["a", "A.b@c-d_9"], &["", "a b", "é", "a/b"]),
            (&ARTIFACT, &["src_1-a"], &["", "a.b", "a@b"]),
            (&BUCKET, &["my-bucket.x"], &["", "my_bucket"]),
            (
                &UUID,
                &["0f1e2d3c-0000-4000-8000-00000000abcd"],
                &["0F1E2D3C-0000-4000-8000-00000000abcd", "x", ""],
            ),
            (&REASON, &["Stop! (a.b) *?-@"], &["", "a,b", "a/b"]),
            (&LINE, &["", "a b"], &["a\nb"]),
            (
                &ROLE,
                &[
                    "arn:aws:iam::111122223333:role/a/b",
                    "arn:aws-us-gov:iam::111122223333:role/",
                ],
                &[
                    "",
                    "role",
                    "arn:aws:iam::1:role/x",
                    "arn:aws-:iam::111122223333:role/x",
                    "arn:awsx:iam::111122223333:role/x",
                ],
            ),
            (
                &RESOURCE,
                &["arn:aws:codepipeline:eu-west-1:111122223333:demo"],
                &[
                    "arn:aws:codepipeline::111122223333:demo",
                    "arn:aws:codepipeline:eu-west-1:111122223333:",
                    "arn:aws:s3:::x",
                ],
            ),
        ];
        for (pattern, accepted, refused) in table {
            for text in *accepted {
                assert!((pattern.matches)(text), "{} should match {text:?}", pattern.text);
            }
            for text in *refused {
                assert!(!(pattern.matches)(text), "{} should not match {text:?}", pattern.text);
            }
        }
    }
}
