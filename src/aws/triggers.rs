//! Would an event in the repository start a pipeline? CodePipeline's rules for the triggers of V2 pipelines, purely.
//!
//! Source: the CodePipeline user guide, "Add trigger with code push or pull request event types".

mod glob;

pub use glob::{Glob, GlobError};

/// How many changed files CodePipeline looks at.
const MAX_FILES: usize = 100;

/// The filters of one trigger: the event must pass one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trigger {
    /// Filters for pushes of branches and tags.
    pub push: Vec<PushFilter>,
    /// Filters for pull requests, which GitLab calls merge requests.
    pub pull_request: Vec<PullRequestFilter>,
}

/// A filter for pushes: all criteria that are given must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PushFilter {
    /// On the branch pushed to; such a filter passes no tags.
    pub branches: Option<Criteria>,
    /// On the changed files.
    pub file_paths: Option<Criteria>,
    /// On the tag; such a filter passes no branches.
    pub tags: Option<Criteria>,
}

/// A filter for pull requests: all criteria that are given must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PullRequestFilter {
    /// What happened to the pull request; empty for everything.
    pub events: Vec<PullRequestEvent>,
    /// On the branch into which it is to be merged.
    pub branches: Option<Criteria>,
    /// On the changed files.
    pub file_paths: Option<Criteria>,
}

/// Patterns for one value: no exclude may match, and one include must, unless there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Criteria {
    /// Of these one must match, if there are any.
    pub includes: Vec<Glob>,
    /// Of these none may match; they go before the includes.
    pub excludes: Vec<Glob>,
}

/// What happened to a pull request, in CodePipeline's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullRequestEvent {
    /// It was opened.
    Open,
    /// Its source branch has a new commit.
    Updated,
    /// It was closed or merged.
    Closed,
}

/// Something that happens in the repository. Names may have the prefixes of full ref names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Commits were pushed to a branch.
    Push {
        /// The branch.
        branch: String,
        /// The changed files; `None` where there is no list, as on the first push of a branch.
        files: Option<Vec<String>>,
    },
    /// A tag was pushed.
    Tag {
        /// The tag.
        tag: String,
    },
    /// A pull request changed.
    PullRequest {
        /// What happened to it.
        event: PullRequestEvent,
        /// The branch into which it is to be merged.
        target_branch: String,
        /// The changed files; `None` where there is no list.
        files: Option<Vec<String>>,
    },
}

/// Whether an event starts the pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It does; the filter that it passes, as in `push filter 1`.
    Starts(String),
    /// It does not; why each filter stops it, in their order.
    Stopped(Vec<String>),
    /// The trigger has no filters: what starts the pipeline is then the source action's own branch.
    Unfiltered,
}

impl PullRequestEvent {
    /// The event for the action in GitLab's merge request webhook; `None` for actions that CodePipeline ignores.
    pub fn of_gitlab_action(action: &str) -> Option<Self> {
        match action {
            "open" | "reopen" => Some(Self::Open),
            "update" => Some(Self::Updated),
            "close" | "merge" => Some(Self::Closed),
            _ => None,
        }
    }

    /// AWS's spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Updated => "UPDATED",
            Self::Closed => "CLOSED",
        }
    }
}

impl Trigger {
    /// Whether `event` starts a pipeline that has this trigger.
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
            Event::Push { .. } if self.tags.is_some() => Err("it is for tags, and this is a branch".to_owned()),
            Event::Push { branch, files } => {
                check_name("branch", self.branches.as_ref(), without_ref(branch))?;
                check_files(self.file_paths.as_ref(), files.as_deref())
            }
            Event::Tag { tag } => match &self.tags {
                Some(tags) if self.branches.is_none() => {
                    check_name("tag", Some(tags), without_ref(tag))?;
                    check_files(self.file_paths.as_ref(), None)
                }
                _ => Err("it is for branches, and this is a tag".to_owned()),
            },
            Event::PullRequest { .. } => Err("it is for pushes, and this is a pull request".to_owned()),
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
            return Err("it is for pull requests, and this is a push".to_owned());
        };
        if !self.events.is_empty() && !self.events.contains(event) {
            return Err(format!("the event {} is not among its events", event.as_str()));
        }
        check_name("target branch", self.branches.as_ref(), without_ref(target_branch))?;
        check_files(self.file_paths.as_ref(), files.as_deref())
    }
}

impl Criteria {
    /// Whether the criteria let `value` pass.
    ///
    /// # Errors
    /// The reason why they do not, to follow the value in a sentence.
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

/// One changed file that passes is enough.
fn check_files(criteria: Option<&Criteria>, files: Option<&[String]>) -> Result<(), String> {
    let Some(criteria) = criteria else { return Ok(()) };
    let files = files.ok_or("it has file paths, and the event has no list of changed files")?;
    if files.iter().take(MAX_FILES).any(|file| criteria.check(file).is_ok()) {
        return Ok(());
    }
    Err(format!(
        "none of the changed files passes its file paths (the first {MAX_FILES} count)"
    ))
}

/// Patterns are matched on names without the prefixes of full ref names.
fn without_ref(name: &str) -> &str {
    name.strip_prefix("refs/heads/")
        .or_else(|| name.strip_prefix("refs/tags/"))
        .unwrap_or(name)
}
