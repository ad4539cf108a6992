//! The grammar of a bare project path, `group/subgroup/project`, which is not part of a URL.
//!
//! Paths that GitLab cannot route are errors. Paths that GitLab can route but no longer allows for new projects are
//! warnings. Source: GitLab's `lib/gitlab/path_regex.rb`, `Gitlab::Regex.oci_repository_path_regex`, and the `Route`,
//! `Namespace` and `Project` models.

use super::{
    path_rule::PathRule,
    quote::{named, quoted},
    reserved,
    verdict::Problem,
};

/// Maximum length of a segment and of a path, in characters.
const MAX_LENGTH: usize = 255;

/// Maximum segments: a group has at most 20 ancestors, and the project follows it.
const MAX_SEGMENTS: usize = 22;

/// Checks whether GitLab can route the path, including reserved words. With `discreet`, messages quote no part of the
/// path.
pub(crate) fn check(path: &str, discreet: bool) -> Result<(), Problem<PathRule>> {
    let segments: Vec<&str> = path.split('/').collect();
    let (project, namespace) = segments.split_last().expect("split yields at least one segment");
    if namespace.is_empty() {
        return Err(single_segment(project, discreet));
    }
    if segments.contains(&"") {
        return Err(refusal(PathRule::EmptySegment));
    }
    if segments.iter().any(|segment| matches!(*segment, "." | "..")) {
        return Err(refusal(PathRule::RelativePath));
    }
    if segments.iter().any(|segment| *segment != segment.trim()) {
        return Err(refusal(PathRule::DisplayName));
    }
    for segment in &segments {
        check_segment(segment).map_err(|rule| about(rule, segment, discreet))?;
    }
    for segment in namespace {
        check_namespace(segment).map_err(|rule| about(rule, segment, discreet))?;
    }
    if project.ends_with(".git") {
        return Err(refusal(PathRule::GitSuffix));
    }
    check_whole(path, &segments)
}

/// Returns warnings about a path that [`check`] accepts.
pub(crate) fn warnings(path: &str) -> Vec<Problem<PathRule>> {
    let (namespace, _project) = path.rsplit_once('/').unwrap_or(("", path));
    let mut rules = Vec::new();
    if path.split('/').any(is_scheduled_for_deletion) {
        rules.push(PathRule::PendingDeletion);
    }
    if path
        .split('/')
        .any(|segment| segment.to_ascii_lowercase().ends_with(".git"))
    {
        rules.push(PathRule::GitSuffixCase);
    }
    if !path.split('/').all(can_be_created) || namespace.split('/').any(|segment| segment.len() < 2) {
        rules.push(PathRule::Legacy);
    }
    rules.into_iter().map(refusal).collect()
}

/// Returns a problem with the sentence of the rule.
pub(crate) fn refusal(rule: PathRule) -> Problem<PathRule> {
    Problem::new(rule, rule.sentence())
}

fn single_segment(segment: &str, discreet: bool) -> Problem<PathRule> {
    let is_number = !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit());
    match check_segment(segment) {
        _ if is_number => refusal(PathRule::NumericId),
        Err(rule @ (PathRule::BadChar | PathRule::Wildcard)) => about(rule, segment, discreet),
        _ if matches!(segment, "." | "..") => refusal(PathRule::RelativePath),
        _ if segment == "-" => keeps(PathRule::ReservedTopLevel, "-"),
        _ => refusal(PathRule::MissingNamespace),
    }
}

fn check_segment(segment: &str) -> Result<(), PathRule> {
    if segment.chars().any(char::is_whitespace) {
        return Err(PathRule::SpaceInSegment);
    }
    if segment.contains('*') {
        return Err(PathRule::Wildcard);
    }
    if !segment.chars().all(is_path_char) {
        return Err(PathRule::BadChar);
    }
    if segment.starts_with('-') && segment != "-" {
        return Err(PathRule::BadStart);
    }
    if segment.ends_with(".atom") {
        return Err(PathRule::AtomSuffix);
    }
    if segment.len() > MAX_LENGTH {
        return Err(PathRule::TooLong);
    }
    Ok(())
}

fn check_namespace(segment: &str) -> Result<(), PathRule> {
    match segment {
        _ if segment.ends_with(".git") => Err(PathRule::GitSuffixInNamespace),
        _ if segment.ends_with('.') => Err(PathRule::DotEndInNamespace),
        _ => Ok(()),
    }
}

fn check_whole(path: &str, segments: &[&str]) -> Result<(), Problem<PathRule>> {
    if let Some(word) = reserved::first(segments[0]) {
        return Err(keeps(PathRule::ReservedTopLevel, word));
    }
    if let Some(at) = reserved::position(segments, 1) {
        let word = reserved::later(segments, at).expect("position finds a reserved word");
        return Err(keeps(PathRule::ReservedWord, word));
    }
    match () {
        _ if segments.len() > MAX_SEGMENTS => Err(refusal(PathRule::TooDeep)),
        _ if path.len() > MAX_LENGTH => Err(refusal(PathRule::TooLong)),
        _ => Ok(()),
    }
}

/// Whether a segment of a path can contain the character.
pub(crate) fn is_path_char(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
}

/// Whether the segment consists of letters and digits with single `.`, `_` or `-` between them.
fn can_be_created(segment: &str) -> bool {
    segment.split(['.', '_', '-']).all(|part| !part.is_empty())
}

fn is_scheduled_for_deletion(segment: &str) -> bool {
    ["-deletion_scheduled-", "-deleted-"].iter().any(|mark| {
        let id = segment.rsplit_once(mark).map(|(_, id)| id);
        id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn keeps(rule: PathRule, word: &str) -> Problem<PathRule> {
    Problem::new(
        rule,
        format!("{} is not allowed here. {}", quoted(word), rule.sentence()),
    )
}

/// Returns a problem with the sentence of the rule and the invalid segment or character.
fn about(rule: PathRule, segment: &str, discreet: bool) -> Problem<PathRule> {
    let offender = segment.chars().find(|character| !is_path_char(*character));
    let sentence = match (rule, offender) {
        _ if discreet => rule.sentence().to_owned(),
        (PathRule::BadChar, Some(offender)) => {
            format!(
                "{} in {} is not allowed. {}",
                named(offender),
                quoted(segment),
                rule.sentence()
            )
        }
        _ => format!("{} is not allowed. {}", quoted(segment), rule.sentence()),
    };
    Problem::new(rule, sentence)
}
