//! `FullRepositoryId` for connections of every provider type.

use super::address::{self, Form};
use super::grammar::{is_path_char, refusal};
use super::hosts::Hosts;
use super::path_rule::PathRule;
use super::project_path::{ProjectPath, join_segments, segments_of};
use super::provider_type::ProviderType;
use super::quote::{is_unprintable, may_hold_secret, named};
use super::verdict::{Problem, Verdict};

/// Longest value of an action's configuration, in characters. Source: AWS's quotas for CodePipeline.
const MAX_LENGTH: usize = 1000;

/// Judges a repository's id. `provider_type` is `None` where the connection's type is not known: then only what is wrong
/// for every type is refused. `hosts` counts for GitLab types only.
pub fn judge(text: &str, provider_type: Option<ProviderType>, hosts: &Hosts) -> Verdict<PathRule> {
    if provider_type.is_some_and(ProviderType::is_gitlab) {
        return ProjectPath::judge(text, hosts);
    }
    let problem = wrong_everywhere(text, provider_type).or_else(|| match provider_type {
        Some(ProviderType::Bitbucket | ProviderType::GitHub | ProviderType::GitHubEnterpriseServer) => {
            not_owner_and_repository(text)
        }
        // Names in Azure DevOps are free text, and AWS does not document the form of the id.
        _ => None,
    });
    problem.map_or(Verdict::Accepted(Vec::new()), Verdict::Refused)
}

/// What is wrong with a text that is no repository's id anywhere.
fn wrong_everywhere(text: &str, provider_type: Option<ProviderType>) -> Option<Problem<PathRule>> {
    if text.trim().is_empty() {
        return Some(refusal(PathRule::Empty));
    }
    if text.chars().count() > MAX_LENGTH {
        return Some(Problem::new(
            PathRule::TooLong,
            "The text is too long: AWS takes at most 1000 characters.",
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
    match address::form(text, &Hosts::any()) {
        Form::Hopeless(rule) => Some(refusal(rule)),
        // Dots are legal in names: without a scheme it is not certain for every type that there is a host.
        Form::Address(address) if address.rule != PathRule::SoftHostPrefix => Some(from_address(text, provider_type)),
        _ => wrong_shape(text, provider_type),
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
            "This is a number. AWS takes the repository with the user, group or project that it belongs to, as in \"owner/repository\".",
        )),
        _ if !text.contains('/') => Some(Problem::new(
            PathRule::MissingNamespace,
            "Only one segment: the user, group or project that the repository belongs to comes first, as in \"owner/repository\".",
        )),
        _ => None,
    }
}

/// The rule's problem, suggesting `rest` if that is an id.
fn fixed(rule: PathRule, rest: &str, provider_type: Option<ProviderType>) -> Problem<PathRule> {
    match judge(rest, provider_type, &Hosts::any()) {
        Verdict::Accepted(_) => refusal(rule).suggesting(rest),
        Verdict::Refused(Problem { suggestion, .. }) => Problem {
            suggestion,
            ..refusal(rule)
        },
    }
}

/// An address's problem. The first two segments are the id on GitHub and Bitbucket; elsewhere GitLab's reading counts.
fn from_address(text: &str, provider_type: Option<ProviderType>) -> Problem<PathRule> {
    let reading = ProjectPath::judge(text, &Hosts::any());
    let problem = reading.refusal().cloned().unwrap_or_else(|| refusal(PathRule::Url));
    let Form::Address(address) = address::form(text, &Hosts::any()) else {
        return problem;
    };
    let on_two_segments = match provider_type {
        Some(ProviderType::AzureDevOps) => {
            return Problem {
                suggestion: None,
                ..general(problem.rule)
            };
        }
        Some(_) => true,
        None => matches!(
            address.host.to_ascii_lowercase().as_str(),
            "github.com" | "bitbucket.org"
        ),
    };
    if !on_two_segments || address.doubtful {
        return Problem {
            suggestion: problem.suggestion.clone(),
            ..general(problem.rule)
        };
    }
    let id = segments_of(&address).into_iter().take(2).collect::<Vec<_>>().join("/");
    let id = id.strip_suffix(".git").unwrap_or(&id);
    let rule = if address.credentials {
        PathRule::CredentialsInUrl
    } else {
        address.rule
    };
    Problem {
        suggestion: not_owner_and_repository(id).is_none().then(|| id.to_owned()),
        ..general(rule)
    }
}

/// An address's problem in words that hold for every provider type.
fn general(rule: PathRule) -> Problem<PathRule> {
    match rule {
        PathRule::CredentialsInUrl => Problem::new(
            rule,
            "The address holds credentials, which must not stand in a configuration: revoke them. AWS takes the repository's id alone.",
        ),
        _ => Problem::new(
            rule,
            "This is an address. AWS takes the repository's id alone, as in \"owner/repository\".",
        ),
    }
}

/// `owner/repository`: two segments of letters, digits, `_`, `-` and `.`.
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
            format!("Owner and repository hold letters, digits, \"_\", \"-\" and \".\" only; here is {offender}."),
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
                "Expected owner and repository, \"owner/repository\": here are {} segments.",
                segments.len()
            ),
        )),
    }
}
