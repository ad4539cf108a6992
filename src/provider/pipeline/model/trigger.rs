//! Triggers of a pipeline.

use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use crate::provider::checks;

/// The events that start a pipeline, for one source action.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Trigger {
    /// Filters for events in the repository.
    #[attr(block = "list")]
    #[json(key)]
    pub git_configuration: GitConfiguration,
    /// Provider of the source action.
    pub provider_type: TriggerProvider,
}

/// Provider of the source action of a trigger.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum TriggerProvider {
    /// A source that uses a connection, of any provider type.
    CodeStarSourceConnection,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Filters of a trigger. An event that passes any of them starts the pipeline.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct GitConfiguration {
    /// Filter for pull requests, which GitLab calls merge requests.
    #[attr(block)]
    pub pull_request: Vec<PullRequest>,
    /// Filter for pushes of branches or tags.
    #[attr(block)]
    pub push: Vec<Push>,
    /// Name of the source action.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    #[json(key)]
    pub source_action_name: String,
}

/// A filter for pushes. All criteria must be met. Branches and tags cannot be combined.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Push {
    /// Patterns for the branch of the push.
    #[attr(block = "list")]
    pub branches: Option<Criteria>,
    /// Patterns for the paths of the changed files. At least one changed file must pass.
    #[attr(block = "list")]
    pub file_paths: Option<Criteria>,
    /// Patterns for the pushed tag.
    #[attr(block = "list")]
    pub tags: Option<Criteria>,
}

/// A filter for pull requests. All criteria must be met.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct PullRequest {
    /// Patterns for the target branch of the request.
    #[attr(block = "list")]
    pub branches: Option<Criteria>,
    /// Events of the request.
    pub events: Option<Vec<Event>>,
    /// Patterns for the paths of the changed files. At least one changed file must pass.
    #[attr(block = "list")]
    pub file_paths: Option<Criteria>,
}

/// Patterns: no exclude may match, and at least one include must match unless the list of includes is empty.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Criteria {
    /// Patterns that must not match.
    pub excludes: Option<Vec<String>>,
    /// Patterns, at least one of which must match.
    pub includes: Option<Vec<String>>,
}

/// Event of a pull request.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    /// The request is closed or merged.
    Closed,
    /// The request is opened.
    Open,
    /// The source branch of the request has new commits.
    Updated,
    /// An event that AWS has added since.
    #[choice(other)]
    Other(String),
}

impl Trigger {
    /// Returns the name of the source action.
    pub fn source(&self) -> &str {
        &self.git_configuration.source_action_name
    }

    /// Whether the trigger has a form that AWS's own triggers can have: no tags, no file paths, no pull requests.
    pub fn looks_automatic(&self) -> bool {
        let filters = &self.git_configuration;
        filters.pull_request.is_empty()
            && filters
                .push
                .iter()
                .all(|push| push.tags.is_none() && push.file_paths.is_none())
    }
}
