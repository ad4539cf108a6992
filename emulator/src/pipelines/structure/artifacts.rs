//! Artifacts: their producers and consumers.

use std::collections::BTreeSet;

use crate::{
    pipelines::{
        declaration::{Action, Stage},
        structure::{Draft, invalid_action, repeated},
    },
    wire::Failure,
};

pub(super) fn inputs_come_from_earlier_actions(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut made = BTreeSet::new();
    for stage in &draft.declaration.stages {
        for action in &stage.actions {
            let mut inputs = action.input_artifacts.iter().map(|input| input.name.as_str());
            if let Some(input) = inputs.find(|input| !made.contains(input) && !made_before(stage, action, input)) {
                return Err(invalid_action(format!(
                    "Input Artifact Bundle {input} in action {} is not declared as Output Artifact Bundle in any of \
                     the preceding actions",
                    action.name
                )));
            }
        }
        made.extend(stage.actions.iter().flat_map(outputs));
    }
    Ok(())
}

/// Returns whether an action of the same stage with a lower run order makes this artifact.
fn made_before(stage: &Stage, action: &Action, artifact: &str) -> bool {
    let mut earlier = stage.actions.iter().filter(|other| other.order() < action.order());
    earlier.any(|other| outputs(other).any(|output| output == artifact))
}

pub(super) fn outputs_are_unique(draft: &Draft<'_>) -> Result<(), Failure> {
    match repeated(draft.declaration.actions().flat_map(|(_, action)| outputs(action))) {
        Some(name) => Err(invalid_action(format!(
            "Output Artifact Bundle name must be unique within the pipeline. {name} has been used more than once."
        ))),
        None => Ok(()),
    }
}

fn outputs(action: &Action) -> impl Iterator<Item = &str> {
    action.output_artifacts.iter().map(|output| output.name.as_str())
}
