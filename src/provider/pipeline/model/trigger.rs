//! Triggers of a pipeline.

use serde_json::Value as Declaration;
use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use crate::provider::{attribute_form::AttributeForm, checks, pipeline::open::CONNECTION_SOURCE, same};

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
    #[attr(same = same::unset)]
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
    #[attr(same = same::unset)]
    pub excludes: Option<Vec<String>>,
    /// Patterns, at least one of which must match.
    #[attr(same = same::unset)]
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

/// What starts the pipeline.
#[derive(Attributes, Json, Clone, Debug, Default, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Filters {
    /// Filters for pull requests, which GitLab calls merge requests.
    #[json(name = "gitConfiguration.pullRequest")]
    pub pull_request: Option<Vec<AttributeForm<PullRequest>>>,
    /// Filters for pushes of branches or tags.
    #[json(name = "gitConfiguration.push")]
    pub push: Option<Vec<AttributeForm<Push>>>,
}

impl Filters {
    /// Returns the filters of a trigger in AWS's JSON. What is empty reads as absent.
    pub fn declared(trigger: &Declaration) -> Self {
        Self::read(trigger).unwrap_or_default()
    }

    /// Returns AWS's JSON for the trigger of the source action `source`, over the one that is there.
    pub fn write_for(&self, source: &str, base: &Declaration) -> Declaration {
        let mut written = self.write(base).unwrap_or_default();
        written["gitConfiguration"]["sourceActionName"] = source.into();
        if written["providerType"].is_null() {
            written["providerType"] = CONNECTION_SOURCE.into();
        }
        written
    }

    /// Returns the trigger of the source action `source` that has these filters.
    pub fn for_source(self, source: &str) -> Trigger {
        fn plain<T>(filters: Option<Vec<AttributeForm<T>>>) -> Vec<T> {
            filters.into_iter().flatten().map(|filter| filter.0).collect()
        }
        Trigger {
            git_configuration: GitConfiguration {
                pull_request: plain(self.pull_request),
                push: plain(self.push),
                source_action_name: source.to_owned(),
            },
            provider_type: TriggerProvider::CodeStarSourceConnection,
        }
    }
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn only(push: Push) -> Filters {
        Filters {
            push: Some(vec![AttributeForm(push)]),
            pull_request: None,
        }
    }

    fn including(text: &str) -> Option<Criteria> {
        Some(Criteria {
            includes: Some(vec![text.to_owned()]),
            excludes: None,
        })
    }

    fn branch(text: &str) -> Push {
        Push {
            branches: including(text),
            file_paths: None,
            tags: None,
        }
    }

    #[test]
    fn a_trigger_is_read_as_it_was_written() {
        let trigger = Filters {
            push: Some(vec![AttributeForm(Push {
                file_paths: including("src/**"),
                ..branch("main")
            })]),
            pull_request: Some(vec![AttributeForm(PullRequest {
                branches: including("main"),
                events: Some(vec![Event::Open, Event::Other("REOPENED".to_owned())]),
                file_paths: None,
            })]),
        };
        let written = trigger.write_for("GitLab", &Declaration::Null);
        assert_eq!(written["gitConfiguration"]["sourceActionName"], "GitLab");
        assert_eq!(
            written["gitConfiguration"]["push"][0]["filePaths"],
            json!({ "includes": ["src/**"] })
        );
        assert_eq!(Filters::declared(&written), trigger);
    }

    #[test]
    fn none_and_empty_mean_the_same() {
        let empty = Criteria {
            includes: Some(vec!["main".to_owned()]),
            excludes: Some(Vec::new()),
        };
        let verbose = Filters {
            pull_request: Some(Vec::new()),
            ..only(Push {
                branches: Some(empty),
                ..branch("")
            })
        };
        let there = only(branch("main")).write_for("GitLab", &Declaration::Null);
        assert_eq!(verbose.write_for("GitLab", &there), there);
        let mut found = Filters::declared(&there);
        found.keep_form(&verbose);
        assert_eq!(found, verbose);
        let mut found = only(branch("release"));
        found.keep_form(&verbose);
        assert_ne!(found, verbose);
    }

    #[test]
    fn aws_adds_triggers_for_branches_only() {
        assert!(only(branch("main")).for_source("GitLab").looks_automatic());
        assert!(
            !only(Push {
                tags: including("v*"),
                ..branch("main")
            })
            .for_source("GitLab")
            .looks_automatic()
        );
        assert!(
            !only(Push {
                file_paths: including("*"),
                ..branch("main")
            })
            .for_source("GitLab")
            .looks_automatic()
        );
        let request = PullRequest {
            branches: None,
            events: None,
            file_paths: None,
        };
        let on_request = Filters {
            push: None,
            pull_request: Some(vec![AttributeForm(request)]),
        };
        assert!(!on_request.for_source("GitLab").looks_automatic());
    }
}
