//! Stages: how many, what the first one holds, and names.

use crate::{
    pipelines::{
        declaration::Action,
        structure::{Draft, invalid_stage, invalid_structure, repeated},
    },
    wire::Failure,
};

pub(super) fn there_are_at_least_two(draft: &Draft<'_>) -> Result<(), Failure> {
    let count = draft.declaration.stages.len();
    if count >= 2 {
        return Ok(());
    }
    Err(invalid_structure(format!(
        "Pipeline has only {count} stage(s). There should be a minimum of 2 stages in a pipeline"
    )))
}

pub(super) fn there_are_at_most_fifty(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.stages.len() <= 50 {
        return Ok(());
    }
    Err(invalid_structure(
        "Pipeline has too many stages. There can only be up to 50 stages in a pipeline",
    ))
}

pub(super) fn the_first_holds_only_sources(draft: &Draft<'_>) -> Result<(), Failure> {
    match draft.declaration.stages.first() {
        Some(first) if !first.actions.is_empty() && first.actions.iter().all(is_source) => Ok(()),
        _ => Err(invalid_structure(
            "Pipeline should start with a stage that only contains source actions",
        )),
    }
}

pub(super) fn some_action_is_no_source(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.actions().any(|(_, action)| !is_source(action)) {
        return Ok(());
    }
    Err(invalid_structure(
        "Pipeline should contain at least 1 action whose category is not Source",
    ))
}

pub(super) fn sources_are_in_the_first(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut later = draft.declaration.stages.iter().skip(1).flat_map(|stage| &stage.actions);
    if later.any(is_source) {
        return Err(invalid_structure(
            "Source actions can only be included in the first stage of the pipeline",
        ));
    }
    Ok(())
}

pub(super) fn names_are_unique(draft: &Draft<'_>) -> Result<(), Failure> {
    match repeated(draft.declaration.stages.iter().map(|stage| stage.name.as_str())) {
        Some(name) => Err(invalid_stage(format!("Stage name '{name}' is used more than once"))),
        None => Ok(()),
    }
}

pub(super) fn action_names_are_unique(draft: &Draft<'_>) -> Result<(), Failure> {
    for stage in &draft.declaration.stages {
        if let Some(name) = repeated(stage.actions.iter().map(|action| action.name.as_str())) {
            let text = format!("Action name '{name}' is used more than once in stage '{}'", stage.name);
            return Err(invalid_stage(text));
        }
    }
    Ok(())
}

pub(super) fn each_has_an_action(draft: &Draft<'_>) -> Result<(), Failure> {
    match draft.declaration.stages.iter().find(|stage| stage.actions.is_empty()) {
        Some(stage) => Err(invalid_stage(format!(
            "Stage '{}' should contain at least 1 action",
            stage.name
        ))),
        None => Ok(()),
    }
}

fn is_source(action: &Action) -> bool {
    action.action_type_id.category == "Source"
}
