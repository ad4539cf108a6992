//! Namespaces of variables, and the references to them.

use std::collections::BTreeSet;

use crate::{
    pipelines::{
        declaration::{Action, Stage},
        references,
        structure::{Draft, invalid_action},
    },
    wire::Failure,
};

/// Namespaces that no action may take: the service's own variables and the pipeline's.
const RESERVED: [&str; 2] = ["codepipeline", "variables"];

pub(super) fn are_unique(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut seen = BTreeSet::new();
    refuse(
        "Namespaces must be unique across the pipeline definition. \
         The following occur more than once in the pipeline. ",
        named(draft)
            .filter(|(_, _, namespace)| !seen.insert(*namespace))
            .collect(),
    )
}

pub(super) fn are_free(draft: &Draft<'_>) -> Result<(), Failure> {
    let outputs = draft
        .declaration
        .actions()
        .flat_map(|(_, action)| &action.output_artifacts);
    let artifacts: BTreeSet<&str> = outputs.map(|output| output.name.as_str()).collect();
    refuse(
        "Namespaces must be neither reserved ('codepipeline', 'variables') nor the name of an artifact. ",
        named(draft)
            .filter(|(_, _, name)| RESERVED.contains(name) || artifacts.contains(name))
            .collect(),
    )
}

fn named<'d>(draft: &Draft<'d>) -> impl Iterator<Item = (&'d Stage, &'d Action, &'d str)> {
    draft
        .declaration
        .actions()
        .filter_map(|(stage, action)| Some((stage, action, action.namespace.as_deref()?)))
}

fn refuse(title: &str, places: Vec<(&Stage, &Action, &str)>) -> Result<(), Failure> {
    if places.is_empty() {
        return Ok(());
    }
    let places = places.iter().map(|(stage, action, namespace)| {
        format!(
            "StageName=[{}], ActionName=[{}], Namespace=[{namespace}]",
            stage.name, action.name
        )
    });
    Err(invalid_action(format!(
        "{title}{}",
        places.collect::<Vec<_>>().join("\n")
    )))
}

pub(super) fn references_resolve(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut known: BTreeSet<&str> = RESERVED.into();
    let mut broken = Vec::new();
    for stage in &draft.declaration.stages {
        for action in &stage.actions {
            broken.extend(dangling(stage, action, &known));
        }
        known.extend(stage.actions.iter().filter_map(|action| action.namespace.as_deref()));
    }
    if broken.is_empty() {
        return Ok(());
    }
    Err(invalid_action(format!(
        "Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). \
         The following pipeline execution variables are referencing a namespace that does not exist.\n{}",
        broken.join("\n")
    )))
}

/// The references of an action to namespaces that no earlier action has.
fn dangling(stage: &Stage, action: &Action, known: &BTreeSet<&str>) -> Vec<String> {
    let earlier = stage.actions.iter().filter(|other| other.order() < action.order());
    let siblings: BTreeSet<&str> = earlier.filter_map(|other| other.namespace.as_deref()).collect();
    let mut broken = Vec::new();
    for (key, value) in &action.configuration {
        for reference in references::of(value) {
            let namespace = reference.split_once('.').map(|(namespace, _)| namespace);
            if !namespace.is_some_and(|namespace| known.contains(namespace) || siblings.contains(namespace)) {
                broken.push(format!(
                    "StageName=[{}], ActionName=[{}], ActionConfigurationKey=[{key}], \
                     VariableReferenceText=[{reference}]",
                    stage.name, action.name
                ));
            }
        }
    }
    broken
}
