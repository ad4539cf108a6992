//! `FullRepositoryId` for connections of every provider type.

use super::{
    address::{self, Address, Form},
    grammar::{is_path_char, refusal},
    hosts::Hosts,
    path_rule::PathRule,
    project_path::{ProjectPath, join_segments},
    provider_type::ProviderType,
    quote::{fully_decoded, holds_secret, is_unprintable, may_hold_secret, named},
    repository_address,
    verdict::{Problem, Verdict},
};

/// Longest value of an action's configuration, in characters. Source: AWS's quotas for CodePipeline.
const MAX_LENGTH: usize = 1000;

/// Judges a repository ID. Without a `provider_type`, only what is invalid for every type is refused, and what is
/// invalid for GitLab is a warning. `hosts` is used for GitLab types only.
pub fn judge(text: &str, provider_type: Option<ProviderType>, hosts: &Hosts) -> Verdict<PathRule> {
    if provider_type.is_some_and(ProviderType::is_gitlab) {
        return ProjectPath::judge(text, hosts);
    }
    match wrong_everywhere(text, provider_type).or_else(|| wrong_name(text, provider_type)) {
        Some(problem) => Verdict::Refused(problem),
        None if provider_type.is_none() => Verdict::Accepted(doubt(text).into_iter().collect()),
        None => Verdict::Accepted(Vec::new()),
    }
}

fn accepts(text: &str, provider_type: ProviderType) -> bool {
    judge(text, Some(provider_type), &Hosts::any()).is_accepted()
}

/// Returns the problem of a string that is not a valid repository ID for any provider type.
fn wrong_everywhere(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    if text.trim().is_empty() {
        return Some(refusal(PathRule::Empty));
    }
    if text.chars().count() > MAX_LENGTH {
        return Some(Problem::new(
            PathRule::TooLong,
            "The repository's ID is too long: AWS allows at most 1000 characters.",
        ));
    }
    if text.trim() != text {
        return Some(fixed(PathRule::SurroundingSpace, text.trim(), provider_type));
    }
    if text.chars().any(is_unprintable) {
        let is_control = text.chars().any(char::is_control);
        return Some(refusal(if is_control {
            PathRule::ControlChar
        } else {
            PathRule::InvisibleChar
        }));
    }
    wrong_address(text, provider_type)
        .or_else(|| holds_secret(text).then(|| with_secret(text, provider_type)))
        .or_else(|| wrong_shape(text, provider_type))
}

/// Returns the problem of an address, including one with an encoded `@`.
fn wrong_address(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    let decoded = Some(fully_decoded(text)).filter(|decoded| !text.contains('@') && decoded.contains('@'));
    let text = decoded.as_deref().unwrap_or(text);
    match address::form(text, &Hosts::any()) {
        Form::Hopeless(rule) => Some(refusal(rule)),
        Form::Address(address) if is_certain(&address) => {
            Some(repository_address::problem(text, &address, provider_type, accepts))
        }
        _ => None,
    }
}

/// Whether an address is certain for every type. Names can contain dots, so the first segment of an address without a
/// scheme may not be a host.
fn is_certain(address: &Address) -> bool {
    address.rule != PathRule::SoftHostPrefix || address.credentials || address.doubtful
}

/// Returns the problem of a string that contains a token. Only the path that GitLab's grammar extracts may be shown.
fn with_secret(text: &str, provider_type: Option<ProviderType>) -> Problem<PathRule> {
    let reading = ProjectPath::judge(text, &Hosts::any());
    let path = reading.refusal().and_then(|problem| problem.suggestion.clone());
    Problem {
        suggestion: path.filter(|path| judge(path, provider_type, &Hosts::any()).is_accepted()),
        ..repository_address::general(PathRule::CredentialsInUrl)
    }
}

fn wrong_shape(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    let fixed = |rule, rest: &str| Some(fixed(rule, rest, provider_type));
    match text {
        _ if text.split('/').any(|segment| matches!(segment, "." | "..")) => Some(refusal(PathRule::RelativePath)),
        _ if text.contains('\\') => fixed(PathRule::Backslash, &text.replace('\\', "/")),
        _ if text.starts_with('/') => fixed(PathRule::LeadingSlash, text.trim_start_matches('/')),
        _ if text.ends_with('/') => fixed(PathRule::TrailingSlash, text.trim_end_matches('/')),
        _ if text.contains("//") => fixed(PathRule::EmptySegment, &join_segments(text)),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(Problem::new(
            PathRule::NumericId,
            "This is a number. AWS requires the repository with its user, group or project, as in \
             \"owner/repository\".",
        )),
        _ if !text.contains('/') => Some(Problem::new(
            PathRule::MissingNamespace,
            "The repository's ID has only one segment. Write the user, group or project of the repository before it, \
             as in \"owner/repository\".",
        )),
        _ => None,
    }
}

/// Returns the problem of the names in a string of the right form.
fn wrong_name(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    match provider_type {
        Some(ProviderType::Bitbucket | ProviderType::GitHub | ProviderType::GitHubEnterpriseServer) => {
            not_owner_and_repository(text)
        }
        // Azure DevOps allows any name, and AWS does not document the form of the ID.
        _ => beyond_the_name(text, provider_type),
    }
}

/// Returns the part after the name of a repository, with characters that no provider allows in a name.
fn beyond_the_name(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    let namespace = text.find('/')?;
    if text[namespace..].contains('*') {
        return Some(refusal(PathRule::Wildcard));
    }
    let end = namespace + text[namespace..].find(['?', '#', ':'])?;
    let rule = match text.as_bytes()[end] {
        b'?' => PathRule::Query,
        b'#' => PathRule::Fragment,
        _ => PathRule::RefSuffix,
    };
    Some(fixed(rule, &text[..end], provider_type))
}

/// Returns the problem of a string that applies if the connection of unknown type is a connection to GitLab.
fn doubt(text: &str) -> Option<Problem<PathRule>> {
    if let Form::Address(address) = address::form(text, &Hosts::any()) {
        return Some(repository_address::problem(text, &address, None, accepts));
    }
    let reading = ProjectPath::judge(text, &Hosts::any());
    reading.refusal().map(|problem| Problem {
        sentence: format!(
            "If this is a connection to GitLab, the path is invalid. {}",
            problem.sentence
        ),
        ..problem.clone()
    })
}

/// Returns the problem of the rule, which suggests `rest` if that is an ID and the string contains no secret.
fn fixed(rule: PathRule, rest: &str, provider_type: Option<ProviderType>) -> Problem<PathRule> {
    match judge(rest, provider_type, &Hosts::any()) {
        Verdict::Refused(problem) if problem.rule == PathRule::CredentialsInUrl => problem,
        Verdict::Refused(Problem { suggestion, .. }) => Problem {
            suggestion,
            ..refusal(rule)
        },
        Verdict::Accepted(doubts) => {
            let better = doubts.into_iter().find_map(|doubt| doubt.suggestion);
            Problem {
                suggestion: better.or_else(|| (!may_hold_secret(rest)).then(|| rest.to_owned())),
                ..refusal(rule)
            }
        }
    }
}

/// Returns the problem of a string that is not `owner/repository`, two segments of letters, digits, `_`, `-` and `.`.
fn not_owner_and_repository(text: &str) -> Option<Problem<PathRule>> {
    let segments: Vec<&str> = text.split('/').collect();
    if let Some(offender) = text
        .chars()
        .find(|character| *character != '/' && !is_path_char(*character))
    {
        let offender = if may_hold_secret(text) {
            "a character".to_owned()
        } else {
            named(offender)
        };
        return Some(Problem::new(
            PathRule::BadChar,
            format!(
                "Owner and repository can contain only letters, digits, \"_\", \"-\" and \".\". This one contains \
                     {offender}."
            ),
        ));
    }
    match segments.as_slice() {
        [_, repository] if *repository == ".git" || segments.contains(&"") => Some(refusal(PathRule::EmptySegment)),
        [_, repository] => repository.strip_suffix(".git").map(|_| {
            fixed(
                PathRule::GitSuffix,
                text.strip_suffix(".git").unwrap_or(text),
                Some(ProviderType::GitHub),
            )
        }),
        _ => Some(Problem::new(
            PathRule::NotOwnerAndRepository,
            format!(
                "This must be an owner and a repository, as in \"owner/repository\", but it has {} segments.",
                segments.len()
            ),
        )),
    }
}
