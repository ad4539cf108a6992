//! What AWS answers ambiguously, settled the way the state has it.
//!
//! AWS means the same by none and an empty list, fills in defaults, hides secrets and adds triggers. A practitioner wrote
//! one of those forms, and must not see the other as a difference.

use std::collections::BTreeMap;

use super::secrets;
use crate::provider::pipeline::{
    model::{
        action::{Action, ComputeArtifact, VariableType},
        arguments::{Arguments, ArtifactStore},
        condition::{Condition, Rule, RuleOwner},
        stage::Stage,
        trigger::{Criteria, GitConfiguration},
    },
    trigger_drift,
};

/// The arguments of a declaration in the form in which `prior` has them; none on import.
pub fn with_prior(mut found: Arguments, prior: Option<&Arguments>, region: &str) -> Arguments {
    found.trigger = trigger_drift::written(&found, prior);
    found.region = Some(region.to_owned());
    let Some(prior) = prior else { return found };
    found.allow_pending_connection = prior.allow_pending_connection;
    found.resave.clone_from(&prior.resave);
    secrets::restore(&mut found, prior);
    settle_only_store(&mut found, prior, region);
    for stage in &mut found.stage {
        if let Some(prior) = prior.stage.iter().find(|prior| prior.name == stage.name) {
            settle_stage(stage, prior, region);
        }
    }
    for variable in &mut found.variable {
        let prior = prior.variable.iter().find(|prior| prior.name == variable.name);
        if let Some(prior) = prior.filter(|_| variable.description.as_deref().unwrap_or_default().is_empty()) {
            let is_same = prior.description.as_deref().unwrap_or_default().is_empty();
            variable.description = if is_same { prior.description.clone() } else { None };
        }
    }
    for trigger in &mut found.trigger {
        if let Some(prior) = prior.trigger.iter().find(|prior| prior.source() == trigger.source()) {
            settle_filters(&mut trigger.git_configuration, &prior.git_configuration);
        }
    }
    found
}

/// A single store of the pipeline's own region can be declared in two ways.
fn settle_only_store(found: &mut Arguments, prior: &Arguments, region: &str) {
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

fn settle_stage(found: &mut Stage, prior: &Stage, region: &str) {
    for action in &mut found.action {
        if let Some(prior) = prior.action.iter().find(|prior| prior.name == action.name) {
            settle_action(action, prior, region);
        }
    }
    for (found, prior) in [
        (&mut found.before_entry, &prior.before_entry),
        (&mut found.on_success, &prior.on_success),
    ] {
        if let (Some(found), Some(prior)) = (found, prior) {
            settle_condition(&mut found.condition, &prior.condition);
        }
    }
    if let (Some(found), Some(prior)) = (&mut found.on_failure, &prior.on_failure)
        && let (Some(found), Some(prior)) = (&mut found.condition, &prior.condition)
    {
        settle_condition(found, prior);
    }
}

fn settle_action(found: &mut Action, prior: &Action, region: &str) {
    settle_compute_artifacts(found, prior);
    keep_empty(&mut found.commands, prior.commands.as_ref());
    settle_configuration(&mut found.configuration, prior.configuration.as_ref());
    keep_empty(&mut found.input_artifacts, prior.input_artifacts.as_ref());
    keep_empty(&mut found.output_artifacts, prior.output_artifacts.as_ref());
    keep_empty(&mut found.output_variables, prior.output_variables.as_ref());
    forget_default(&mut found.region, prior.region.as_ref(), &region.to_owned());
    for variable in &mut found.environment_variable {
        if let Some(prior) = prior
            .environment_variable
            .iter()
            .find(|prior| prior.name == variable.name)
        {
            forget_default(&mut variable.r#type, prior.r#type.as_ref(), &VariableType::Plaintext);
        }
    }
}

/// What the state has of a configuration and AWS does not answer: that it is empty, and keys that have no value.
fn settle_configuration(
    found: &mut Option<BTreeMap<String, Option<String>>>,
    prior: Option<&BTreeMap<String, Option<String>>>,
) {
    keep_empty(found, prior);
    for (key, _) in prior.into_iter().flatten().filter(|(_, value)| value.is_none()) {
        found.get_or_insert_default().entry(key.clone()).or_insert(None);
    }
}

/// An artifact without files can stand in either place.
fn settle_compute_artifacts(found: &mut Action, prior: &Action) {
    let plain = found.output_artifacts.take().unwrap_or_default();
    let before = |name: &String| {
        let mut artifacts = prior.output_artifacts_for_compute_action.iter();
        artifacts.find(|artifact| artifact.name == *name).cloned()
    };
    let (of_compute, plain): (Vec<_>, Vec<_>) = plain.into_iter().partition(|name| before(name).is_some());
    let of_compute = of_compute.iter().filter_map(before).map(|artifact| ComputeArtifact {
        files: artifact.files.filter(Vec::is_empty),
        ..artifact
    });
    found.output_artifacts_for_compute_action.extend(of_compute);
    found.output_artifacts = Some(plain).filter(|plain| !plain.is_empty());
}

fn settle_condition(found: &mut Condition, prior: &Condition) {
    for rule in &mut found.rule {
        if let Some(prior) = prior.rule.iter().find(|prior| prior.name == rule.name) {
            settle_rule(rule, prior);
        }
    }
}

fn settle_rule(found: &mut Rule, prior: &Rule) {
    keep_empty(&mut found.commands, prior.commands.as_ref());
    settle_configuration(&mut found.configuration, prior.configuration.as_ref());
    keep_empty(&mut found.input_artifacts, prior.input_artifacts.as_ref());
    let (kind, before) = (&mut found.rule_type_id, &prior.rule_type_id);
    forget_default(&mut kind.owner, before.owner.as_ref(), &RuleOwner::Aws);
    forget_default(&mut kind.version, before.version.as_ref(), &"1".to_owned());
}

fn settle_filters(found: &mut GitConfiguration, prior: &GitConfiguration) {
    for (found, prior) in found.push.iter_mut().zip(&prior.push) {
        settle_criteria(&mut found.branches, prior.branches.as_ref());
        settle_criteria(&mut found.file_paths, prior.file_paths.as_ref());
        settle_criteria(&mut found.tags, prior.tags.as_ref());
    }
    for (found, prior) in found.pull_request.iter_mut().zip(&prior.pull_request) {
        keep_empty(&mut found.events, prior.events.as_ref());
        settle_criteria(&mut found.branches, prior.branches.as_ref());
        settle_criteria(&mut found.file_paths, prior.file_paths.as_ref());
    }
}

fn settle_criteria(found: &mut Option<Criteria>, prior: Option<&Criteria>) {
    if let (Some(found), Some(prior)) = (found, prior) {
        keep_empty(&mut found.includes, prior.includes.as_ref());
        keep_empty(&mut found.excludes, prior.excludes.as_ref());
    }
}

/// An empty collection stays one.
fn keep_empty<T: Clone + Default + PartialEq>(found: &mut Option<T>, prior: Option<&T>) {
    if found.is_none() {
        *found = prior.filter(|prior| **prior == T::default()).cloned();
    }
}

/// What AWS has filled in counts as absent where nothing was written.
fn forget_default<T: PartialEq>(found: &mut Option<T>, prior: Option<&T>, default: &T) {
    if prior.is_none() && found.as_ref() == Some(default) {
        *found = None;
    }
}
