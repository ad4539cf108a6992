//! The trigger of a source action.

use serde_json::{Map, Value, json};
use terraform_provider_sdk::typed::Attributes;

use crate::provider::{
    checks,
    pipeline::{model::trigger as pipeline, reading},
};

pub use crate::provider::pipeline::model::trigger::{Criteria, Event};

/// What starts the pipeline.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Trigger {
    /// Filters for pull requests, which GitLab calls merge requests.
    pub pull_request: Option<Vec<PullRequest>>,
    /// Filters for pushes of branches or tags.
    pub push: Option<Vec<Push>>,
}

/// A filter for pushes. All that it asks for must hold; branches and tags do not go together.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct Push {
    /// The branch that is pushed to.
    pub branches: Option<Criteria>,
    /// The changed files, of which one must pass.
    pub file_paths: Option<Criteria>,
    /// The tag that is pushed.
    pub tags: Option<Criteria>,
}

/// A filter for pull requests. All that it asks for must hold.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[attr(code = checks::argument::LIMITS.code)]
pub struct PullRequest {
    /// The branch into which the request is to be merged.
    pub branches: Option<Criteria>,
    /// What happens to the request.
    pub events: Option<Vec<Event>>,
    /// The changed files, of which one must pass.
    pub file_paths: Option<Criteria>,
}

impl Trigger {
    /// The trigger that AWS's JSON stands for. What is empty reads as absent.
    pub fn read(found: &Value) -> Self {
        let pipeline::GitConfiguration { pull_request, push, .. } = reading::trigger(found).git_configuration;
        Self {
            pull_request: all(pull_request),
            push: all(push),
        }
    }

    /// AWS's JSON for the trigger of the source action `source`.
    pub fn write(&self, source: &str) -> Value {
        let push = self.push.iter().flatten().map(|filter| {
            object([
                ("branches", filter.branches.as_ref().map(write_criteria)),
                ("filePaths", filter.file_paths.as_ref().map(write_criteria)),
                ("tags", filter.tags.as_ref().map(write_criteria)),
            ])
        });
        let pull_request = self.pull_request.iter().flatten().map(|filter| {
            let events = filter.events.iter().flatten().map(ToString::to_string);
            object([
                ("branches", filter.branches.as_ref().map(write_criteria)),
                ("events", filled(events.collect())),
                ("filePaths", filter.file_paths.as_ref().map(write_criteria)),
            ])
        });
        let git = object([
            ("sourceActionName", Some(json!(source))),
            ("push", filled(push.collect())),
            ("pullRequest", filled(pull_request.collect())),
        ]);
        json!({ "providerType": "CodeStarSourceConnection", "gitConfiguration": git })
    }

    /// Whether both mean the same to AWS, which makes no difference between none and empty.
    pub fn means_the_same(&self, other: &Self) -> bool {
        Self::read(&self.write("")) == Self::read(&other.write(""))
    }

    /// Whether it has a form that AWS's own triggers can have: no tags, no paths, no pull requests.
    pub fn looks_automatic(&self) -> bool {
        let plain = |push: &Push| push.tags.is_none() && push.file_paths.is_none();
        self.pull_request.is_none() && self.push.iter().flatten().all(plain)
    }
}

impl From<pipeline::Push> for Push {
    fn from(filter: pipeline::Push) -> Self {
        Self {
            branches: filter.branches,
            file_paths: filter.file_paths,
            tags: filter.tags,
        }
    }
}

impl From<pipeline::PullRequest> for PullRequest {
    fn from(filter: pipeline::PullRequest) -> Self {
        Self {
            branches: filter.branches,
            events: filter.events,
            file_paths: filter.file_paths,
        }
    }
}

/// The filters of a pipeline's trigger, unless there are none.
fn all<F, T: From<F>>(filters: Vec<F>) -> Option<Vec<T>> {
    (!filters.is_empty()).then(|| filters.into_iter().map(T::from).collect())
}

fn write_criteria(criteria: &Criteria) -> Value {
    object([
        ("includes", criteria.includes.clone().and_then(filled)),
        ("excludes", criteria.excludes.clone().and_then(filled)),
    ])
}

/// An object of the members that are there.
fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let there = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

/// A list, unless it is empty.
fn filled<T: Into<Value>>(items: Vec<T>) -> Option<Value> {
    (!items.is_empty()).then(|| items.into_iter().map(Into::into).collect())
}

#[cfg(test)]
mod tests {
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
                events: Some(vec![Event::Open, Event::Other("LABELLED".to_owned())]),
                file_paths: None,
            }]),
        };
        let written = trigger.write("GitLab");
        assert_eq!(written["gitConfiguration"]["sourceActionName"], "GitLab");
        assert_eq!(
            written["gitConfiguration"]["push"][0]["filePaths"],
            json!({ "includes": ["src/**"] })
        );
        assert_eq!(Trigger::read(&written), trigger);
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
        assert!(verbose.means_the_same(&only(branch("main"))));
        assert!(!verbose.means_the_same(&only(branch("release"))));
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
