//! Triggers: which action they start, and which filters go together.

use crate::{
    pipelines::{
        declaration::{GitConfiguration, PushFilter},
        structure::{Draft, invalid_structure, repeated},
    },
    wire::Failure,
};

pub(super) fn name_a_connection_source_once(draft: &Draft<'_>) -> Result<(), Failure> {
    let is_source = |name: &str| draft.declaration.connection_sources().any(|source| source.name == name);
    let names = || filters(draft).map(|filters| filters.source_action_name.as_str());
    if names().all(is_source) && repeated(names()).is_none() {
        return Ok(());
    }
    Err(invalid_structure(
        "Triggers for connections must reference a CodeStarSourceConnection action. Note that when you specify a \
         trigger, you can't specify more than one trigger per source action.",
    ))
}

/// Tags cannot be combined, and the filters of one kind of event must differ.
pub(super) fn filters_are_valid(draft: &Draft<'_>) -> Result<(), Failure> {
    let mixes = |push: &PushFilter| push.tags.is_some() && (push.branches.is_some() || push.file_paths.is_some());
    let is_valid = |filters: &GitConfiguration| {
        !filters.push.iter().any(mixes) && !has_twins(&filters.push) && !has_twins(&filters.pull_request)
    };
    if filters(draft).all(is_valid) {
        return Ok(());
    }
    Err(invalid_structure(
        "The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.",
    ))
}

fn has_twins<T: PartialEq>(filters: &[T]) -> bool {
    filters
        .iter()
        .enumerate()
        .any(|(index, filter)| filters[..index].contains(filter))
}

fn filters<'d>(draft: &Draft<'d>) -> impl Iterator<Item = &'d GitConfiguration> {
    draft
        .declaration
        .triggers
        .iter()
        .map(|trigger| &trigger.git_configuration)
}
