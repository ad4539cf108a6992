//! Variables of the pipeline.

use crate::{
    pipelines::{
        references,
        structure::{Draft, invalid_structure, repeated},
    },
    wire::Failure,
};

pub(super) fn are_not_used_in_sources(draft: &Draft<'_>) -> Result<(), Failure> {
    let sources = draft
        .declaration
        .actions()
        .filter(|(_, action)| action.action_type_id.category == "Source");
    let mut values = sources.flat_map(|(_, action)| action.configuration.values());
    if values.any(|value| references::of(value).any(|reference| reference.starts_with("variables."))) {
        return Err(invalid_structure(
            "Variables at the pipeline level cannot be used in source actions.",
        ));
    }
    Ok(())
}

pub(super) fn names_are_unique(draft: &Draft<'_>) -> Result<(), Failure> {
    match repeated(
        draft
            .declaration
            .variables
            .iter()
            .map(|variable| variable.name.as_str()),
    ) {
        Some(name) => Err(invalid_structure(format!(
            "Variable names must be unique. The following variable name is already in use: {name}"
        ))),
        None => Ok(()),
    }
}
