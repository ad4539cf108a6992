//! Triggers of a pipeline.

use serde_json::Value as Declaration;
use terraform_provider_sdk::typed::{Attributes, Choice, Json};

use crate::provider::{attribute_form::AttributeForm, checks, pipeline::open::CONNECTION_SOURCE, same};

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
