//! Converts between arguments and the declaration in AWS.
//!
//! AWS treats null and an empty list as equal, fills in defaults, hides secrets and adds triggers. These must not cause
//! a diff with the configured form. Members of a declaration without an argument are preserved.
//!
//! Shape: `PipelineDeclaration` of
//! <https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html>.

use serde_json::Value;
use terraform_provider_sdk::typed::Json as _;

use super::{
    default_trigger,
    model::arguments::{Arguments, ArtifactStore},
    secrets,
};

/// Returns the arguments of a declaration, in the same form as in `prior`, which is absent on import.
pub fn read(declaration: &Value, prior: Option<&Arguments>, region: &str) -> Arguments {
    let mut found = Arguments::declared(declaration);
    found.trigger = default_trigger::written(&found, prior);
    found.region = Some(region.to_owned());
    let Some(prior) = prior else { return found };
    found.allow_pending_connection = prior.allow_pending_connection;
    found.resave.clone_from(&prior.resave);
    secrets::restore(&mut found, prior);
    keep_only_store(&mut found, prior, region);
    found.keep_form(prior);
    omit_own_region(&mut found, prior, region);
    found
}

/// Returns the declaration for `arguments`, based on the one in AWS (null for a create), and equal to it if nothing
/// changes. `prior` are the arguments in the state.
pub fn write(arguments: &Arguments, base: &Value, prior: Option<&Arguments>) -> Value {
    let masked = prior.map(|prior| secrets::masked(arguments, prior, base));
    let mut declaration = masked.as_ref().unwrap_or(arguments).write(base).unwrap_or_default();
    let before = prior.into_iter().flat_map(|prior| &prior.trigger);
    let written: Vec<&str> = arguments
        .trigger
        .iter()
        .chain(before)
        .map(|trigger| trigger.source())
        .collect();
    let restores = prior.is_some_and(|prior| prior.resave != arguments.resave);
    let kept = default_trigger::kept(base, &declaration["stages"], &written, restores);
    if !kept.is_empty() {
        let own = declaration["triggers"]
            .as_array_mut()
            .filter(|_| !arguments.trigger.is_empty());
        let triggers = own.map(std::mem::take).into_iter().flatten().chain(kept).collect();
        declaration["triggers"] = triggers;
    }
    declaration
}

/// Keeps the form of a single store in the pipeline's own region, which can be declared in two ways.
fn keep_only_store(found: &mut Arguments, prior: &Arguments, region: &str) {
    let own = |store: &ArtifactStore| store.region.as_deref().unwrap_or(region) == region;
    if let (1, 1) = (found.artifact_store.len(), prior.artifact_store.len())
        && let (Some(store), Some(before)) = (found.artifact_store.first(), prior.artifact_store.first())
        && own(store)
        && own(before)
    {
        let store = ArtifactStore {
            region: before.region.clone(),
            ..store.clone()
        };
        found.artifact_store = [store].into();
    }
}

/// Omits the pipeline's region from actions, because AWS adds it to actions without a region.
fn omit_own_region(found: &mut Arguments, prior: &Arguments, region: &str) {
    for stage in &mut found.stage {
        for action in &mut stage.action {
            let before = prior.action(&stage.name, &action.name);
            if before.is_some_and(|before| before.region.is_none()) && action.region.as_deref() == Some(region) {
                action.region = None;
            }
        }
    }
}
