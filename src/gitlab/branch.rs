//! Branch names that GitLab and AWS accept in `BranchName`.
//!
//! Source: git-check-ref-format, and GitLab's `GitRefValidator`, which also rejects full ref names and commit IDs.

use super::{
    branch_rule::BranchRule,
    branch_url,
    quote::{is_unprintable, named},
    verdict::{Problem, Verdict},
};

/// Longest value of an action's configuration, in characters. Source: AWS's quotas for CodePipeline.
const MAX_LENGTH: usize = 1000;

/// Characters that Git does not allow in a ref name.
const REFUSED: &[char] = &['~', '^', ':', '?', '*', '[', '\\'];

/// Judges the branch name of a source action.
pub fn judge(text: &str) -> Verdict<BranchRule> {
    match check(text) {
        Ok(()) => Verdict::Accepted(warnings(text)),
        Err(problem) => Verdict::Refused(problem),
    }
}

fn check(text: &str) -> Result<(), Problem<BranchRule>> {
    let trimmed = text.trim_matches(is_refused_space);
    if trimmed.is_empty() {
        return Err(refusal(BranchRule::Empty));
    }
    if text.chars().count() > MAX_LENGTH {
        return Err(refusal(BranchRule::TooLong));
    }
    if trimmed != text {
        return Err(suggesting(BranchRule::Space, trimmed));
    }
    if text.contains("://") {
        return Err(Problem {
            suggestion: branch_url::branch_of(text).filter(|branch| is_valid(branch)),
            ..refusal(BranchRule::Url)
        });
    }
    if let Some(name) = without_ref_prefix(text) {
        return Err(suggesting(BranchRule::RefsPrefix, name));
    }
    match broken_rule(text) {
        Some(BranchRule::BadChar) => Err(bad_character(text)),
        Some(rule) => Err(refusal(rule)),
        None => Ok(()),
    }
}

/// Returns the first rule that a name breaks if no prefix or suffix can be removed from it.
fn broken_rule(text: &str) -> Option<BranchRule> {
    match text {
        "HEAD" => Some(BranchRule::Head),
        _ if text.starts_with("refs/tags/") => Some(BranchRule::SoftRefsTag),
        _ if text.chars().any(|character| character.is_ascii_control()) => Some(BranchRule::ControlChar),
        _ if text.contains(' ') => Some(BranchRule::Space),
        _ if text.contains('*') => Some(BranchRule::Wildcard),
        _ if text.contains(REFUSED) => Some(BranchRule::BadChar),
        _ if text.starts_with('-') => Some(BranchRule::LeadingDash),
        _ if text.contains("@{") => Some(BranchRule::AtBrace),
        _ if text.contains("..") => Some(BranchRule::DotDot),
        _ if text.starts_with('/') => Some(BranchRule::LeadingSlash),
        _ if text.ends_with('/') => Some(BranchRule::TrailingSlash),
        _ if text.ends_with('.') => Some(BranchRule::TrailingDot),
        _ if text.contains("//") => Some(BranchRule::EmptyComponent),
        _ if text.split('/').any(|component| component.starts_with('.')) => Some(BranchRule::LeadingDot),
        _ if text.split('/').any(|component| component.ends_with(".lock")) => Some(BranchRule::DotLock),
        _ if is_hexadecimal(text, 40) => Some(BranchRule::LooksLikeSha),
        _ => None,
    }
}

/// Returns warnings about an accepted name.
fn warnings(text: &str) -> Vec<Problem<BranchRule>> {
    let mut warnings = Vec::new();
    let mut warn = |applies: bool, rule: BranchRule| warnings.extend(applies.then(|| refusal(rule)));
    warn(text == "@", BranchRule::AtSign);
    warn(is_percent_encoded(text), BranchRule::PercentEncoded);
    warn(
        text.contains(['$', '`', ';', '|', '&', '<', '>', '(', ')', '\'', '"', '!']),
        BranchRule::ShellMetachar,
    );
    warn(text.chars().any(is_unprintable), BranchRule::InvisibleChar);
    warn(is_hexadecimal(text, 64), BranchRule::LooksLikeSha256);
    warn(text.starts_with("refs/"), BranchRule::SoftRefsPrefix);
    warn(
        text.split_once('{')
            .is_some_and(|(_, rest)| rest.contains(',') && rest.contains('}')),
        BranchRule::SoftPattern,
    );
    for (prefix, rule) in [
        ("remotes/origin/", BranchRule::RemotePrefix),
        ("origin/", BranchRule::RemotePrefix),
        ("heads/", BranchRule::HeadsPrefix),
    ] {
        warnings.extend(text.strip_prefix(prefix).map(|name| suggesting(rule, name)));
    }
    if text.chars().any(is_foreign_space) {
        warnings.push(match text.trim_matches(is_foreign_space) {
            trimmed if trimmed != text => suggesting(BranchRule::ForeignSpace, trimmed),
            _ => refusal(BranchRule::ForeignSpace),
        });
    }
    warnings
}

/// Returns the branch name in a full ref name, without the remote of a remote-tracking branch.
fn without_ref_prefix(text: &str) -> Option<&str> {
    let remote = |rest: &'_ str| rest.find('/').map_or(rest.len(), |slash| slash + 1);
    text.strip_prefix("refs/heads/")
        .or_else(|| text.strip_prefix("refs/remotes/").map(|rest| &rest[remote(rest)..]))
}

/// Whether Git rejects the character as white space: only ASCII white space.
fn is_refused_space(character: char) -> bool {
    character.is_ascii() && character.is_whitespace()
}

/// Whether Git accepts the white space as part of a name, such as a no-break space.
fn is_foreign_space(character: char) -> bool {
    !character.is_ascii() && character.is_whitespace() && !is_unprintable(character)
}

fn is_valid(name: &str) -> bool {
    check(name).is_ok()
}

fn refusal(rule: BranchRule) -> Problem<BranchRule> {
    Problem::new(rule, rule.sentence())
}

fn suggesting(rule: BranchRule, name: &str) -> Problem<BranchRule> {
    if is_valid(name) {
        refusal(rule).suggesting(name)
    } else {
        refusal(rule)
    }
}

fn bad_character(text: &str) -> Problem<BranchRule> {
    let offender = text
        .chars()
        .find(|character| REFUSED.contains(character))
        .expect("the rule found a refused character");
    Problem::new(
        BranchRule::BadChar,
        format!(
            "{} is not allowed here. {}",
            named(offender),
            BranchRule::BadChar.sentence()
        ),
    )
}

fn is_hexadecimal(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_percent_encoded(text: &str) -> bool {
    let encodes = |after: &str| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    text.split('%').skip(1).any(encodes)
}
