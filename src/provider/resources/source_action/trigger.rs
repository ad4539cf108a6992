//! The trigger of a source action.

use serde_json::Value;
use terraform_provider_sdk::typed::{Attributes, Json};

use crate::provider::{checks, pipeline::open::CONNECTION_SOURCE};

pub use crate::provider::pipeline::model::trigger::{Criteria, Event};

/// The events that start the pipeline.
#[derive(Attributes, Json, Clone, Debug, Default, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Trigger {
    /// Filters for pull requests, which GitLab calls merge requests.
    #[json(name = "gitConfiguration.pullRequest")]
    pub pull_request: Option<Vec<PullRequest>>,
    /// Filters for pushes of branches or tags.
    #[json(name = "gitConfiguration.push")]
    pub push: Option<Vec<Push>>,
}

/// A filter for pushes. All criteria must be met. Branches and tags cannot be combined.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Push {
    /// Patterns for the branch of the push.
    pub branches: Option<Criteria>,
    /// Patterns for the paths of the changed files. At least one changed file must pass.
    pub file_paths: Option<Criteria>,
    /// Patterns for the pushed tag.
    pub tags: Option<Criteria>,
}

/// A filter for pull requests. All criteria must be met.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct PullRequest {
    /// Patterns for the target branch of the request.
    pub branches: Option<Criteria>,
    /// Events of the request.
    pub events: Option<Vec<Event>>,
    /// Patterns for the paths of the changed files. At least one changed file must pass.
    pub file_paths: Option<Criteria>,
}

impl Trigger {
    /// Returns the trigger in AWS's JSON. Empty values read as absent.
    pub fn declared(found: &Value) -> Self {
        Self::read(found).unwrap_or_default()
    }

    /// Returns AWS's JSON for the trigger of the source action `source`, based on the existing trigger.
    pub fn write_for(&self, source: &str, base: &Value) -> Value {
        let mut written = self.write(base).unwrap_or_default();
        written["gitConfiguration"]["sourceActionName"] = source.into();
        if written["providerType"].is_null() {
            written["providerType"] = CONNECTION_SOURCE.into();
        }
        written
    }

    /// Whether the trigger has a form that AWS's own triggers can have: no tags, no file paths, no pull requests.
    pub fn looks_automatic(&self) -> bool {
        let plain = |push: &Push| push.tags.is_none() && push.file_paths.is_none();
        self.pull_request.is_none() && self.push.iter().flatten().all(plain)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn only(push: Push) -> Trigger {
        Trigger {
            push: Some(vec![push]),
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
        let trigger = Trigger {
            push: Some(vec![Push {
                file_paths: including("src/**"),
                ..branch("main")
            }]),
            pull_request: Some(vec![PullRequest {
                branches: including("main"),
                events: Some(vec![Event::Open, Event::Other("REOPENED".to_owned())]),
                file_paths: None,
            }]),
        };
        let written = trigger.write_for("GitLab", &Value::Null);
        assert_eq!(written["gitConfiguration"]["sourceActionName"], "GitLab");
        assert_eq!(
            written["gitConfiguration"]["push"][0]["filePaths"],
            json!({ "includes": ["src/**"] })
        );
        assert_eq!(Trigger::declared(&written), trigger);
    }

    #[test]
    fn none_and_empty_mean_the_same() {
        let empty = Criteria {
            includes: Some(vec!["main".to_owned()]),
            excludes: Some(Vec::new()),
        };
        let verbose = Trigger {
            pull_request: Some(Vec::new()),
            ..only(Push {
                branches: Some(empty),
                ..branch("")
            })
        };
        let there = only(branch("main")).write_for("GitLab", &Value::Null);
        assert_eq!(verbose.write_for("GitLab", &there), there);
        let mut found = Trigger::declared(&there);
        found.keep_form(&verbose);
        assert_eq!(found, verbose);
        let mut found = only(branch("release"));
        found.keep_form(&verbose);
        assert_ne!(found, verbose);
    }

    #[test]
    fn aws_adds_triggers_for_branches_only() {
        assert!(only(branch("main")).looks_automatic());
        assert!(
            !only(Push {
                tags: including("v*"),
                ..branch("main")
            })
            .looks_automatic()
        );
        assert!(
            !only(Push {
                file_paths: including("*"),
                ..branch("main")
            })
            .looks_automatic()
        );
        let request = PullRequest {
            branches: None,
            events: None,
            file_paths: None,
        };
        let on_request = Trigger {
            push: None,
            pull_request: Some(vec![request]),
        };
        assert!(!on_request.looks_automatic());
    }
}
