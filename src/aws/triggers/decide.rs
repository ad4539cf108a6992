//! Decides whether an event passes a trigger.

use super::glob::Glob;

/// Maximum changed files that CodePipeline evaluates.
const MAX_FILES: usize = 100;

/// The filters of one trigger, of which one must pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// Filters for pushes of branches and tags.
    pub push: Vec<PushFilter>,
    /// Filters for pull requests, which GitLab calls merge requests.
    pub pull_request: Vec<PullRequestFilter>,
}

/// A filter for pushes, of which all criteria must pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushFilter {
    /// Criteria for the branch; a filter with them passes no tags.
    pub branches: Option<Criteria>,
    /// Criteria for the changed files.
    pub file_paths: Option<Criteria>,
    /// Criteria for the tag; a filter with them passes no branches.
    pub tags: Option<Criteria>,
}

/// A filter for pull requests, of which all criteria must pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullRequestFilter {
    /// Events of the pull request; empty for all.
    pub events: Vec<PullRequestEvent>,
    /// Criteria for the target branch.
    pub branches: Option<Criteria>,
    /// Criteria for the changed files.
    pub file_paths: Option<Criteria>,
}

/// Patterns for one value: no exclude may match, and one include must match, if there are any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Patterns, at least one of which must match unless the list is empty.
    pub includes: Vec<Glob>,
    /// Patterns that must not match. They take precedence over the includes.
    pub excludes: Vec<Glob>,
}

/// An event of a pull request, in CodePipeline's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullRequestEvent {
    /// It was opened.
    Open,
    /// Its source branch has a new commit.
    Updated,
    /// It was closed or merged.
    Closed,
}

/// An event in the repository. Names may have the prefixes of full ref names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Commits were pushed to a branch.
    Push {
        /// The branch.
        branch: String,
        /// The changed files; `None` without a list, as on the first push of a branch.
        files: Option<Vec<String>>,
    },
    /// A tag was pushed.
    Tag {
        /// The tag.
        tag: String,
    },
    /// A pull request changed.
    PullRequest {
        /// The event.
        event: PullRequestEvent,
        /// The target branch.
        target_branch: String,
        /// The changed files; `None` without a list.
        files: Option<Vec<String>>,
    },
}

/// Whether an event starts the pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The event starts the pipeline; the filter that it passes, such as `push filter 1`.
    Starts(String),
    /// The event does not start the pipeline; the reason of each filter, in order.
    Stopped(Vec<String>),
    /// The trigger has no filters: the branch of the source action starts the pipeline.
    Unfiltered,
}

impl PullRequestEvent {
    /// Returns the event of an action in GitLab's merge request webhook, or `None` if CodePipeline ignores it.
    pub fn of_gitlab_action(action: &str) -> Option<Self> {
        match action {
            "open" | "reopen" => Some(Self::Open),
            "update" => Some(Self::Updated),
            "close" | "merge" => Some(Self::Closed),
            _ => None,
        }
    }

    /// Returns AWS's value, such as `OPEN`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Updated => "UPDATED",
            Self::Closed => "CLOSED",
        }
    }
}

impl Trigger {
    /// Returns whether `event` starts a pipeline that has this trigger.
    pub fn decide(&self, event: &Event) -> Decision {
        let push = self.push.iter().map(|filter| filter.check(event));
        let pull_request = self.pull_request.iter().map(|filter| filter.check(event));
        let push = push
            .enumerate()
            .map(|(at, result)| (format!("push filter {}", at + 1), result));
        let pull_request = pull_request
            .enumerate()
            .map(|(at, result)| (format!("pull request filter {}", at + 1), result));
        let mut reasons = Vec::new();
        for (filter, result) in push.chain(pull_request) {
            match result {
                Ok(()) => return Decision::Starts(filter),
                Err(reason) => reasons.push(format!("{filter}: {reason}")),
            }
        }
        if reasons.is_empty() {
            Decision::Unfiltered
        } else {
            Decision::Stopped(reasons)
        }
    }
}

impl PushFilter {
    fn check(&self, event: &Event) -> Result<(), String> {
        match event {
            Event::Push { .. } if self.tags.is_some() => {
                Err("it filters tags, and this is a push to a branch".to_owned())
            }
            Event::Push { branch, files } => {
                check_name("branch", self.branches.as_ref(), without_ref(branch))?;
                check_files(self.file_paths.as_ref(), files.as_deref())
            }
            Event::Tag { tag } => match &self.tags {
                Some(tags) if self.branches.is_none() => {
                    check_name("tag", Some(tags), without_ref(tag))?;
                    check_files(self.file_paths.as_ref(), None)
                }
                _ => Err("it filters branches, and this is a tag".to_owned()),
            },
            Event::PullRequest { .. } => Err("it filters pushes, and this is a pull request".to_owned()),
        }
    }
}

impl PullRequestFilter {
    fn check(&self, event: &Event) -> Result<(), String> {
        let Event::PullRequest {
            event,
            target_branch,
            files,
        } = event
        else {
            return Err("it filters pull requests, and this is a push".to_owned());
        };
        if !self.events.is_empty() && !self.events.contains(event) {
            return Err(format!("the event {} is not among its events", event.as_str()));
        }
        check_name("target branch", self.branches.as_ref(), without_ref(target_branch))?;
        check_files(self.file_paths.as_ref(), files.as_deref())
    }
}

impl Criteria {
    /// Checks `value` against the criteria.
    ///
    /// # Errors
    /// Returns the reason why it does not pass, as the predicate of a sentence.
    pub fn check(&self, value: &str) -> Result<(), String> {
        if let Some(exclude) = self.excludes.iter().find(|exclude| exclude.matches(value)) {
            return Err(format!("is excluded by {:?}", exclude.as_str()));
        }
        if !self.includes.is_empty() && !self.includes.iter().any(|include| include.matches(value)) {
            return Err("matches none of the includes".to_owned());
        }
        Ok(())
    }
}

fn check_name(kind: &str, criteria: Option<&Criteria>, name: &str) -> Result<(), String> {
    criteria
        .map_or(Ok(()), |criteria| criteria.check(name))
        .map_err(|reason| format!("the {kind} {name:?} {reason}"))
}

/// One changed file that passes suffices.
fn check_files(criteria: Option<&Criteria>, files: Option<&[String]>) -> Result<(), String> {
    let Some(criteria) = criteria else { return Ok(()) };
    let files = files.ok_or("it has file paths, and the event has no list of changed files")?;
    if files.iter().take(MAX_FILES).any(|file| criteria.check(file).is_ok()) {
        return Ok(());
    }
    Err(format!(
        "none of the first {MAX_FILES} changed files passes its file paths"
    ))
}

/// Removes the prefix of a full ref name.
fn without_ref(name: &str) -> &str {
    name.strip_prefix("refs/heads/")
        .or_else(|| name.strip_prefix("refs/tags/"))
        .unwrap_or(name)
}
