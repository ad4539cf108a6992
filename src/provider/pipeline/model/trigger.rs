//! Triggers of a pipeline.

use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use crate::provider::{checks, same};

/// What starts a pipeline, for one source action.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Trigger {
    /// Filters for what happens in a repository.
    #[attr(block = "list")]
    #[json(key)]
    pub git_configuration: GitConfiguration,
    /// Kind of the source.
    pub provider_type: TriggerProvider,
}

/// Kind of source that a trigger watches.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
pub enum TriggerProvider {
    /// A source that fetches through a connection, whatever the connection leads to.
    CodeStarSourceConnection,
    /// A kind that AWS has added since.
    #[choice(other)]
    Other(String),
}

/// Filters of a trigger: what passes one of them starts the pipeline.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct GitConfiguration {
    /// A filter for pull requests, which GitLab calls merge requests.
    #[attr(block)]
    pub pull_request: Vec<PullRequest>,
    /// A filter for pushes of branches or tags.
    #[attr(block)]
    pub push: Vec<Push>,
    /// Name of the source action.
    #[attr(length(1..=100), pattern("[A-Za-z0-9.@_-]+"))]
    #[json(key)]
    pub source_action_name: String,
}

/// A filter for pushes. All that it asks for must hold; branches and tags do not go together.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Push {
    /// The branch that is pushed to.
    #[attr(block = "list")]
    pub branches: Option<Criteria>,
    /// The changed files, of which one must pass.
    #[attr(block = "list")]
    pub file_paths: Option<Criteria>,
    /// The tag that is pushed.
    #[attr(block = "list")]
    pub tags: Option<Criteria>,
}

/// A filter for pull requests. All that it asks for must hold.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct PullRequest {
    /// The branch into which the request is to be merged.
    #[attr(block = "list")]
    pub branches: Option<Criteria>,
    /// What happens to the request.
    #[attr(same = same::unset)]
    pub events: Option<Vec<Event>>,
    /// The changed files, of which one must pass.
    #[attr(block = "list")]
    pub file_paths: Option<Criteria>,
}

/// Patterns: no exclude may match, and one include must, unless the list of includes is empty.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Criteria {
    /// Patterns of which none may match.
    #[attr(same = same::unset)]
    pub excludes: Option<Vec<String>>,
    /// Patterns of which one must match.
    #[attr(same = same::unset)]
    pub includes: Option<Vec<String>>,
}

/// What happens to a pull request.
#[derive(Choice, Clone, Debug, PartialEq, Eq)]
#[choice(rename = "SCREAMING_SNAKE_CASE")]
pub enum Event {
    /// It is closed or merged.
    Closed,
    /// It is opened.
    Open,
    /// Its source branch has new commits.
    Updated,
    /// An event that AWS has added since.
    #[choice(other)]
    Other(String),
}

impl Trigger {
    /// The name of the source action that it watches.
    pub fn source(&self) -> &str {
        &self.git_configuration.source_action_name
    }

    /// Whether it has a form that AWS's own triggers can have: no tags, no paths, no pull requests.
    pub fn looks_automatic(&self) -> bool {
        let filters = &self.git_configuration;
        filters.pull_request.is_empty()
            && filters
                .push
                .iter()
                .all(|push| push.tags.is_none() && push.file_paths.is_none())
    }
}
