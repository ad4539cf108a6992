//! The regular expressions of CodePipeline's model, as AWS prints them.

/// Names of pipelines, stages, actions and rules.
pub(super) const NAME: &str = r"[A-Za-z0-9.@\-_]+";
/// Names of artifacts.
pub(super) const ARTIFACT: &str = r"[a-zA-Z0-9_\-]+";
/// Namespaces of actions and names of variables.
pub(super) const NAMESPACE: &str = r"[A-Za-z0-9@\-_]+";
/// Providers and versions of action types.
pub(super) const PROVIDER: &str = r"[0-9A-Za-z_-]+";
/// Names of environment variables.
pub(super) const ENVIRONMENT: &str = r"[A-Za-z0-9_]+";
/// Names of buckets.
pub(super) const BUCKET: &str = r"[a-zA-Z0-9\-\.]+";
/// IDs of executions and tokens of approvals.
pub(super) const UUID: &str = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
/// Tokens that make a start idempotent.
pub(super) const REQUEST_TOKEN: &str = r"^[a-zA-Z0-9-]+$";
/// Reasons for disabling a transition.
pub(super) const REASON: &str = r"[a-zA-Z0-9!@ \(\)\.\*\?\-]+";
/// Strings without line breaks.
pub(super) const LINE: &str = ".*";
/// ARNs of IAM roles.
pub(super) const ROLE: &str = r"arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*";
/// ARNs of CodePipeline's own resources.
pub(super) const RESOURCE: &str = r"arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::constraints::matches;

    #[test]
    fn patterns_match_what_their_text_says() {
        let table: &[(&'static str, &[&str], &[&str])] = &[
            (NAME, &["a", "A.b@c-d_9"], &["", "a b", "é", "a/b"]),
            (ARTIFACT, &["src_1-a"], &["", "a.b", "a@b"]),
            (BUCKET, &["my-bucket.x"], &["", "my_bucket"]),
            (
                UUID,
                &["0f1e2d3c-0000-4000-8000-00000000abcd"],
                &["0F1E2D3C-0000-4000-8000-00000000abcd", "x", ""],
            ),
            (REASON, &["Stop! (a.b) *?-@"], &["", "a,b", "a/b"]),
            (LINE, &["", "a b"], &["a\nb"]),
            (
                ROLE,
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
                RESOURCE,
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
                assert!(matches(pattern, text), "{pattern} should match {text:?}");
            }
            for text in *refused {
                assert!(!matches(pattern, text), "{pattern} should not match {text:?}");
            }
        }
    }
}
