//! URLs instead of a repository ID, with messages for every provider type.

use super::{
    address::Address,
    hosts::{Hosts, Relation},
    path_rule::PathRule,
    project_path::{ProjectPath, segments_of},
    provider_type::ProviderType,
    quote::may_hold_secret,
    verdict::Problem,
};

/// First segments of GitHub and Bitbucket pages that do not belong to a repository.
const OWN_PAGES: &[&str] = &[
    "account",
    "apps",
    "collections",
    "dashboard",
    "enterprise",
    "enterprises",
    "explore",
    "features",
    "issues",
    "login",
    "marketplace",
    "notifications",
    "orgs",
    "pulls",
    "search",
    "settings",
    "sponsors",
    "stars",
    "topics",
    "trending",
    "users",
];

/// Returns the problem of an address. On GitHub and Bitbucket, the first two segments are the ID; elsewhere, GitLab's
/// rules apply. `accepts` judges a suggested ID.
pub(crate) fn problem(
    text: &str,
    address: &Address,
    provider_type: Option<ProviderType>,
    accepts: fn(&str, ProviderType) -> bool,
) -> Problem<PathRule> {
    let reading = ProjectPath::judge(text, &Hosts::any());
    let reading = reading.refusal().cloned().unwrap_or_else(|| general(PathRule::Url));
    let is_on_two_segments = match provider_type {
        Some(ProviderType::AzureDevOps) => return general(reading.rule),
        Some(other) if is_on_gitlab(address) => return on_gitlab(&reading, other),
        Some(_) => true,
        None => matches!(
            address.host.to_ascii_lowercase().as_str(),
            "github.com" | "bitbucket.org"
        ),
    };
    if is_on_two_segments && !address.doubtful {
        return owner_and_repository(address, provider_type.unwrap_or(ProviderType::GitHub), accepts);
    }
    if is_general(&reading, address) {
        Problem {
            suggestion: reading.suggestion.clone(),
            ..general(reading.rule)
        }
    } else {
        reading
    }
}

/// Whether GitLab's problem only states that this is a URL, or applies to GitLab only.
fn is_general(reading: &Problem<PathRule>, address: &Address) -> bool {
    match reading.rule {
        PathRule::Url
        | PathRule::CloneUrl
        | PathRule::CredentialsInUrl
        | PathRule::RawViewUrl
        | PathRule::SoftHostPrefix
        | PathRule::WebIdeUrl => true,
        PathRule::UiUrl => reading.suggestion.is_some(),
        PathRule::OtherHost => Hosts::any().relation(&address.host) == Relation::Elsewhere,
        _ => false,
    }
}

/// Whether an address belongs to a GitLab, because of its host or because only GitLab has such pages.
fn is_on_gitlab(address: &Address) -> bool {
    let first = address.host.split('.').next().unwrap_or("");
    Hosts::any().owns(&address.host)
        || first.eq_ignore_ascii_case("gitlab")
        || address.path.split('/').any(|segment| segment == "-")
}

fn on_gitlab(reading: &Problem<PathRule>, provider_type: ProviderType) -> Problem<PathRule> {
    match reading.rule {
        PathRule::CredentialsInUrl => general(PathRule::CredentialsInUrl),
        _ => Problem::new(
            PathRule::OtherHost,
            format!("The URL is on a GitLab, and the connection has the type {provider_type}."),
        ),
    }
}

fn owner_and_repository(
    address: &Address,
    provider_type: ProviderType,
    accepts: fn(&str, ProviderType) -> bool,
) -> Problem<PathRule> {
    let segments = segments_of(address);
    let is_own_page = segments
        .first()
        .is_some_and(|first| OWN_PAGES.contains(&first.to_ascii_lowercase().as_str()));
    let id = segments.into_iter().take(2).collect::<Vec<_>>().join("/");
    let id = id.strip_suffix(".git").unwrap_or(&id);
    let rule = if address.credentials {
        PathRule::CredentialsInUrl
    } else {
        address.rule
    };
    let is_id = !is_own_page && !may_hold_secret(id) && accepts(id, provider_type);
    Problem {
        suggestion: is_id.then(|| id.to_owned()),
        ..general(rule)
    }
}

/// Returns the problem of an address with a message for every provider type.
pub(crate) fn general(rule: PathRule) -> Problem<PathRule> {
    let sentence = match rule {
        PathRule::CredentialsInUrl => {
            "The URL contains credentials, which must not be in a configuration. Revoke them. AWS requires only the \
             repository's ID."
        }
        PathRule::SoftHostPrefix => {
            "This begins with what looks like a host. AWS requires only the repository's ID, as in \
             \"owner/repository\"."
        }
        _ => "This is a URL. AWS requires only the repository's ID, as in \"owner/repository\".",
    };
    Problem::new(rule, sentence)
}
