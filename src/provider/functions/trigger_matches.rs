//! `provider::codepipeline::trigger_matches`.

use terraform_provider_sdk::{
    author::{Function, FunctionError},
    diagnostics::{Diagnostic, Diagnostics},
    engine::dynamic,
    typed::Attributes,
    value::{Path, Step, Value},
};

use super::event;
use crate::{
    aws::triggers::{self, Decision, Glob, PullRequestEvent},
    provider::{
        attribute_form::{AttributeForm, to_attribute},
        pipeline::{
            model::trigger::{Criteria, Event, Filters, GitConfiguration, PullRequest, Push},
            rules,
        },
    },
};

/// Returns whether an event starts the pipeline.
#[derive(Debug)]
pub struct TriggerMatches;

/// Returns whether a push, a tag or a merge request passes a trigger, and so starts its pipeline.
///
/// The function applies CodePipeline's rules: the event must pass one of the filters, and to pass a filter, it must
/// meet all of its criteria. Excludes take precedence over includes. The criterion `file_paths` is met if at least one
/// of the first 100 changed files meets it. The first push of a branch has no list of files, so it does not pass a
/// filter with file paths.
///
/// An event is one of `{ type = "push", branch = "main", files = ["src/main.rs"] }`, `{ type = "tag", tag = "v1.0" }`
/// or `{ type = "merge_request", action = "open", target_branch = "main", files = [] }`; the actions are those of
/// GitLab: `open`, `reopen`, `update`, `merge` and `close`. The function ignores `repository` and `source_branch`.
///
/// The function assumes the following where AWS documents nothing: a push filter without criteria passes every push to
/// a branch and no tag; a push filter with tags and file paths passes nothing; a pull request filter without branches
/// passes every target branch; a pull request filter without events passes every event; and `reopen` counts as `OPEN`.
///
/// The function returns an error for a malformed trigger or event, an invalid pattern, a trigger without filters, and a
/// trigger that AWS rejects: too many filters or patterns, branches and tags in one filter, or the same filter twice.
#[derive(Attributes, Debug)]
pub struct Parameters {
    /// The trigger: the `trigger` argument of `codepipeline_source_action`, one `trigger` block of `codepipeline_pipeline`,
    /// or one element of its `trigger_all` attribute.
    pub trigger: Value,
    /// The event: an object as described above.
    pub event: Value,
}

impl Function for TriggerMatches {
    type Parameters = Parameters;
    type Output = bool;

    const NAME: &'static str = "trigger_matches";

    fn call(&self, parameters: Parameters) -> Result<bool, FunctionError> {
        let wanted: Filters =
            dynamic::read(&filters_of(&parameters.trigger)).map_err(|problems| refused(0, "trigger", &problems))?;
        let trigger = filters(&wanted).map_err(|problems| refused(0, "trigger", &problems))?;
        not_refused(&wanted)?;
        let event = event::read(&parameters.event).map_err(|problems| refused(1, "event", &problems))?;
        match trigger.decide(&event) {
            Decision::Starts(_) => Ok(true),
            Decision::Stopped(_) => Ok(false),
            Decision::Unfiltered => Err(FunctionError::of_argument(
                0,
                "The trigger has no filters. Without a trigger, only pushes to the branch of the source action start \
                 the pipeline.",
            )),
        }
    }
}

/// Returns the filters of a trigger of a source action or a pipeline, in the form of the former.
fn filters_of(trigger: &Value) -> Value {
    let trigger = match trigger {
        Value::Dynamic(_, trigger) => trigger,
        trigger => trigger,
    };
    let Some(git) = trigger.get("git_configuration").elements().first() else {
        return trigger.clone();
    };
    let mut filters = to_attribute(&GitConfiguration::block(), git);
    if let Some(members) = filters.as_map_mut() {
        members.remove(GitConfiguration::SOURCE_ACTION_NAME.name);
    }
    filters
}

/// Returns an error if AWS rejects the trigger.
fn not_refused(filters: &Filters) -> Result<(), FunctionError> {
    let refusals = rules::refusals_of_filters(filters);
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refused(0, "trigger", &refusals))
    }
}

/// Returns the error for all problems of an argument, each with its path.
fn refused(argument: usize, name: &'static str, problems: &Diagnostics) -> FunctionError {
    let said = problems.iter().map(|problem| {
        let path = problem.path.clone().within(Step::Attribute(name.into()));
        format!("{path}: {}", problem.detail)
    });
    FunctionError::of_argument(argument, said.collect::<Vec<_>>().join("\n"))
}

/// Returns the trigger with its parsed patterns.
fn filters(trigger: &Filters) -> Result<triggers::Trigger, Diagnostics> {
    let mut problems = Diagnostics::new();
    let push = each("push", trigger.push.as_deref(), push_filter, &mut problems);
    let pull_request = each(
        "pull_request",
        trigger.pull_request.as_deref(),
        pull_request_filter,
        &mut problems,
    );
    problems.or_value(|| triggers::Trigger { push, pull_request })
}

/// Reads each filter of a list, and collects the problems with their paths.
fn each<F, T>(
    name: &'static str,
    filters: Option<&[F]>,
    read: impl Fn(&F) -> Result<T, Diagnostics>,
    problems: &mut Diagnostics,
) -> Vec<T> {
    let filters = filters.unwrap_or_default().iter().enumerate();
    let read = filters.filter_map(|(index, filter)| {
        let outside = |found: Diagnostics| found.within(Step::Index(index)).within(Step::Attribute(name.into()));
        problems.collect(read(filter).map_err(outside))
    });
    read.collect()
}

fn push_filter(AttributeForm(filter): &AttributeForm<Push>) -> Result<triggers::PushFilter, Diagnostics> {
    Ok(triggers::PushFilter {
        branches: criteria("branches", filter.branches.as_ref())?,
        file_paths: criteria("file_paths", filter.file_paths.as_ref())?,
        tags: criteria("tags", filter.tags.as_ref())?,
    })
}

fn pull_request_filter(
    AttributeForm(filter): &AttributeForm<PullRequest>,
) -> Result<triggers::PullRequestFilter, Diagnostics> {
    let events = filter.events.iter().flatten().map(|event| match event {
        Event::Closed => Ok(PullRequestEvent::Closed),
        Event::Open => Ok(PullRequestEvent::Open),
        Event::Updated => Ok(PullRequestEvent::Updated),
        Event::Other(other) => {
            let detail = format!(
                "{other:?} is not a pull request event. The valid events are OPEN, UPDATED and \
                                  CLOSED."
            );
            Err(Diagnostic::error("Unknown event", detail).at(Path::attribute("events")))
        }
    });
    Ok(triggers::PullRequestFilter {
        events: events.collect::<Result<_, _>>()?,
        branches: criteria("branches", filter.branches.as_ref())?,
        file_paths: criteria("file_paths", filter.file_paths.as_ref())?,
    })
}

fn criteria(name: &'static str, criteria: Option<&Criteria>) -> Result<Option<triggers::Criteria>, Diagnostics> {
    let Some(criteria) = criteria else { return Ok(None) };
    let path = |list: &'static str| Path::attribute(name).name(list);
    Ok(Some(triggers::Criteria {
        includes: globs(criteria.includes.as_deref(), path("includes"))?,
        excludes: globs(criteria.excludes.as_deref(), path("excludes"))?,
    }))
}

fn globs(patterns: Option<&[String]>, path: Path) -> Result<Vec<Glob>, Diagnostic> {
    let patterns = patterns.unwrap_or_default().iter();
    let read = patterns.map(|pattern| {
        Glob::parse(pattern).map_err(|error| {
            let detail = format!("{pattern:?} is not a pattern: {}", error.cause);
            Diagnostic::error("Not a pattern", detail).at(path.clone())
        })
    });
    read.collect()
}
