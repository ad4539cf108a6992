//! What only pipelines of type V2 can have.

use crate::{
    pipelines::{
        declaration::ExecutionMode,
        structure::{Draft, action_types, invalid_action, invalid_stage, invalid_structure},
    },
    wire::Failure,
};

pub(super) fn variables_need_v2(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.is_v2() || draft.declaration.variables.is_empty() {
        return Ok(());
    }
    Err(invalid_structure(
        "Pipeline variable can only be used with V2 pipelines",
    ))
}

/// Returns an error for triggers in a V1 pipeline. The message of AWS names tags for every kind of filter.
pub(super) fn triggers_need_v2(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.is_v2() || draft.declaration.triggers.is_empty() {
        return Ok(());
    }
    Err(invalid_structure("Triggers on tag can only be used with V2 pipelines"))
}

pub(super) fn modes_need_v2(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.is_v2() || draft.declaration.execution_mode == ExecutionMode::Superseded {
        return Ok(());
    }
    Err(invalid_structure(
        "QUEUED or PARALLEL mode can only be used with V2 pipelines",
    ))
}

pub(super) fn actions_need_v2(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut actions = draft.declaration.actions().map(|(_, action)| action);
    let found = actions.find(|action| action_types::of(action).is_some_and(|of| of.needs_v2));
    match found.filter(|_| !draft.declaration.is_v2()) {
        Some(action) => {
            let provider = &action.action_type_id.provider;
            Err(invalid_action(format!(
                "{provider} Action can only be used with V2 pipelines."
            )))
        }
        None => Ok(()),
    }
}

pub(super) fn conditions_need_v2(draft: &Draft<'_>) -> Result<(), Failure> {
    let gates = |stage: &crate::pipelines::declaration::Stage| {
        stage.before_entry.is_some() || stage.on_success.is_some() || stage.on_failure.is_some()
    };
    if draft.declaration.is_v2() || !draft.declaration.stages.iter().any(gates) {
        return Ok(());
    }
    Err(invalid_stage(
        "Stage level conditions can only be used with V2 pipelines.",
    ))
}
