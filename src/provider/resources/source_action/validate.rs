//! What is wrong with the configuration of a source action, offline.

use super::{arguments::Arguments, trigger::Trigger};
use crate::{
    framework::{
        attributes::{Document, Maybe},
        diagnostics::{Diagnostic, Diagnostics},
        path::Path,
    },
    provider::checks::{arn, repository},
};

/// What is wrong with the configuration, whatever is unknown in it.
pub(super) fn validate(config: Document<'_>) -> Diagnostics {
    let mut problems = Diagnostics::new();
    if let Maybe::Known(text) = config.get(Arguments::CONNECTION_ARN)
        && let Err(problem) = arn::connection(&text)
    {
        problems.push(problem.at(Path::attribute(Arguments::CONNECTION_ARN.name)));
    }
    if let Maybe::Known(text) = config.get(Arguments::FULL_REPOSITORY_ID) {
        let path = Path::attribute(Arguments::FULL_REPOSITORY_ID.name);
        problems.extend(repository::id(&text, None, &path));
    }
    if let Maybe::Known(text) = config.get(Arguments::BRANCH_NAME) {
        problems.extend(repository::branch(&text, &Path::attribute(Arguments::BRANCH_NAME.name)));
    }
    problems.extend(of_trigger(config));
    problems
}

fn of_trigger(config: Document<'_>) -> Diagnostics {
    let mut problems = Diagnostics::new();
    let path = Path::attribute(Arguments::TRIGGER.name);
    match config.get(Arguments::TRIGGER) {
        Maybe::Null => return problems,
        Maybe::Known(trigger) if trigger == Trigger::default() => problems.push(
            Diagnostic::error(
                "A trigger without a filter",
                "Write push or pull_request with at least one filter. Without any trigger, each push to branch_name starts \
                 the pipeline; to have nothing start it, write detect_changes = false in place of the trigger.",
            )
            .at(path),
        ),
        Maybe::Known(trigger) => problems.extend(of_filters(&trigger, &path)),
        Maybe::Unknown => {}
    }
    if config.get(Arguments::DETECT_CHANGES) == Maybe::Known(true) {
        problems.push(
            Diagnostic::warning(
                "A trigger beside detect_changes = true",
                "A trigger decides alone what starts the pipeline, and AWS does not document what detect_changes = true \
                 means beside it. Leave detect_changes out: it is false then, as the AWS console writes it.",
            )
            .at(Path::attribute(Arguments::DETECT_CHANGES.name)),
        );
    }
    problems
}

/// Tags go with neither branches nor paths.
fn of_filters(trigger: &Trigger, path: &Path) -> Diagnostics {
    let push = trigger.push.iter().flatten().enumerate();
    let mixed =
        push.filter(|(_, filter)| filter.tags.is_some() && (filter.branches.is_some() || filter.file_paths.is_some()));
    let problem = |(index, _)| {
        Diagnostic::error(
            "Tags in a filter for branches",
            "A push is one of a tag or one of a branch, and AWS refuses a filter that asks for both. Write two filters: one \
             with tags, another one with branches and file_paths. What passes one of them starts the pipeline.",
        )
        .at(path.clone().name("push").index(index))
    };
    mixed.map(problem).collect()
}
