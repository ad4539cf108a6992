//! Regions of actions, and the artifact stores that they need.

use std::collections::BTreeSet;

use crate::{
    pipelines::structure::{Draft, invalid_action},
    wire::Failure,
};

pub(super) fn there_is_one_kind_of_store(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.artifact_store.is_some() != draft.declaration.artifact_stores.is_some() {
        return Ok(());
    }
    Err(refused(
        "Exactly one of 'pipeline.artifactStore' and 'pipeline.artifactStores' must be declared.",
    ))
}

pub(super) fn one_store_means_one_region(draft: &Draft<'_>) -> Result<(), Failure> {
    if draft.declaration.artifact_store.is_none() || regions(draft).len() == 1 {
        return Ok(());
    }
    Err(refused(
        "Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead of \
         'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each region where you \
         have an action.",
    ))
}

pub(super) fn each_region_has_a_store(draft: &Draft<'_>) -> Result<(), Failure> {
    let Some(stores) = &draft.declaration.artifact_stores else {
        return Ok(());
    };
    match regions(draft).into_iter().find(|region| !stores.contains_key(*region)) {
        Some(region) => Err(refused(format!(
            "Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an \
             action. The following region is missing in 'pipeline.artifactStores': {region}."
        ))),
        None => Ok(()),
    }
}

pub(super) fn only_aws_actions_leave_the_region(draft: &Draft<'_>) -> Result<(), Failure> {
    for (_, action) in draft.declaration.actions() {
        let (kind, region) = (&action.action_type_id, action.region.as_deref().unwrap_or(draft.region));
        if region != draft.region && (kind.category == "Source" || kind.owner != "AWS") {
            return Err(invalid_action(format!(
                "Action '{}' cannot run in region '{region}': actions of category Source and of owner ThirdParty or \
                 Custom run in the region of the pipeline, '{}'",
                action.name, draft.region
            )));
        }
    }
    Ok(())
}

/// The pipeline's region and those of its actions.
fn regions<'d>(draft: &Draft<'d>) -> BTreeSet<&'d str> {
    let actions = draft
        .declaration
        .actions()
        .filter_map(|(_, action)| action.region.as_deref());
    actions.chain([draft.region]).collect()
}

fn refused(message: impl Into<String>) -> Failure {
    Failure::new("ValidationException", message)
}
