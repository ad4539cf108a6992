//! Limits of a declaration as a whole that cannot be raised.

use std::collections::BTreeMap;

use crate::{
    pipelines::{
        declaration::{Criteria, GitConfiguration},
        structure::Draft,
    },
    wire::Failure,
};

const ACTIONS: usize = 1000;
/// Of one run order, and of run orders in one stage.
const ACTIONS_OF_A_STAGE: usize = 100;
const TRIGGER_BYTES: usize = 200 * 1024;

pub(super) fn actions_are_few_enough(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.actions().count() > ACTIONS {
        return Err(exceeded(format!("A pipeline can have at most {ACTIONS} actions")));
    }
    for stage in &draft.declaration.stages {
        let mut parallel = BTreeMap::<u32, usize>::new();
        stage
            .actions
            .iter()
            .for_each(|action| *parallel.entry(action.order()).or_default() += 1);
        if parallel.len() > ACTIONS_OF_A_STAGE || parallel.values().any(|count| *count > ACTIONS_OF_A_STAGE) {
            return Err(exceeded(format!(
                "Stage '{}' can have at most {ACTIONS_OF_A_STAGE} parallel and {ACTIONS_OF_A_STAGE} sequential actions",
                stage.name
            )));
        }
    }
    Ok(())
}

pub(super) fn triggers_are_short_enough(draft: &Draft<'_>) -> Result<(), Failure> {
    let globs = draft
        .declaration
        .triggers
        .iter()
        .flat_map(|trigger| criteria(&trigger.git_configuration));
    let bytes: usize = globs
        .flat_map(|criteria| criteria.includes.iter().chain(&criteria.excludes))
        .map(String::len)
        .sum();
    if bytes > TRIGGER_BYTES {
        return Err(exceeded(
            "The triggers of a pipeline can be at most 200 KB long".to_owned(),
        ));
    }
    Ok(())
}

fn criteria(filters: &GitConfiguration) -> impl Iterator<Item = &Criteria> {
    let push = filters
        .push
        .iter()
        .flat_map(|push| [&push.tags, &push.branches, &push.file_paths]);
    let pull = filters
        .pull_request
        .iter()
        .flat_map(|pull| [&pull.branches, &pull.file_paths]);
    push.chain(pull).flatten()
}

fn exceeded(message: String) -> Failure {
    Failure::new("LimitExceededException", message)
}
