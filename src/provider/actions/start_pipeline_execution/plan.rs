//! What is checked before an execution starts.

use std::collections::BTreeSet;

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::Document,
    value::Path,
};

use super::schema::{Arguments, SourceRevision, Variable};
use crate::provider::{
    pipeline::model::{
        action::Category,
        arguments::{Arguments as Pipeline, PipelineType},
    },
    pipelines::quoted_names,
};

/// Returns an error for each name that is there twice.
pub(super) fn judge_names(config: Document<'_>) -> Diagnostics {
    let variables = config.get(Arguments::VARIABLES).known().unwrap_or_default();
    let revisions = config.get(Arguments::SOURCE_REVISIONS).known().unwrap_or_default();
    let variables = repeated(variables.iter().map(|it| it.name.as_str()))
        .map(|(index, name)| given_twice(&format!("the variable {name:?}")).at(variable(index)));
    let revisions = repeated(revisions.iter().map(|it| it.action_name.as_str()))
        .map(|(index, name)| given_twice(&format!("the source action {name:?}")).at(revision(index)));
    variables.chain(revisions).collect()
}

/// Returns the names that stand before already, with their positions.
fn repeated<'n>(names: impl Iterator<Item = &'n str>) -> impl Iterator<Item = (usize, &'n str)> {
    let mut seen = BTreeSet::new();
    names.enumerate().filter(move |(_, name)| !seen.insert(*name))
}

fn given_twice(what: &str) -> Diagnostic {
    Diagnostic::error(
        format!("Duplicate value for {what}"),
        "An execution accepts one value. Remove one of the two blocks.",
    )
}

/// Returns what in the configuration does not fit the pipeline.
pub(super) fn compare(pipeline: &Pipeline, config: Document<'_>) -> Diagnostics {
    let mut found = Diagnostics::new();
    if let Some(given) = config.get(Arguments::VARIABLES).known() {
        found.extend(variables(pipeline, &given));
    }
    let revisions = config.get(Arguments::SOURCE_REVISIONS).known().unwrap_or_default();
    for (index, SourceRevision { action_name, .. }) in revisions.iter().enumerate() {
        found.extend(source(pipeline, action_name).map(|problem| problem.at(revision(index))));
    }
    if !revisions.is_empty() && pipeline.pipeline_type == Some(PipelineType::V1) {
        let text = "The pipeline has the type V1, and AWS accepts source revisions for V2 only. Remove the block, or set \
                    pipeline_type = \"V2\" on the pipeline.";
        let problem = Diagnostic::error(format!("No source revisions for {:?}", pipeline.name), text);
        found.push(problem.at(Arguments::SOURCE_REVISIONS.path()));
    }
    found
}

fn variables(pipeline: &Pipeline, given: &[Variable]) -> Diagnostics {
    let Pipeline {
        name,
        variable: declared,
        ..
    } = pipeline;
    let unknown = given.iter().enumerate().filter_map(|(index, given)| {
        let is_declared = declared.iter().any(|declared| declared.name == given.name);
        let problem = Diagnostic::error(
            format!("The pipeline {name:?} has no variable {:?}", given.name),
            listed("variables", declared.iter().map(|declared| declared.name.as_str())),
        );
        (!is_declared).then(|| problem.at(variable(index)))
    });
    let missing = declared.iter().filter_map(|declared| {
        let is_given = given.iter().any(|given| given.name == declared.name);
        let problem = Diagnostic::error(
            format!("No value for the variable {:?} of {name:?}", declared.name),
            "The pipeline declares no default value for it. Add a `variables` block with this name and a value.",
        );
        (declared.default_value.is_none() && !is_given).then(|| problem.at(Arguments::VARIABLES.path()))
    });
    unknown.chain(missing).collect()
}

fn source(pipeline: &Pipeline, action: &str) -> Option<Diagnostic> {
    let sources = || pipeline.actions().filter(|(_, _, it)| it.category == Category::Source);
    if sources().any(|(_, _, source)| source.name == action) {
        return None;
    }
    Some(Diagnostic::error(
        format!("The pipeline {:?} has no source action {action:?}", pipeline.name),
        listed("source actions", sources().map(|(_, _, source)| source.name.as_str())),
    ))
}

fn listed<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> String {
    match quoted_names(names).as_str() {
        "" => format!("It has no {what}."),
        names => format!("Its {what} are {names}. Names are case-sensitive."),
    }
}

fn variable(index: usize) -> Path {
    Arguments::VARIABLES.path().index(index).name(Variable::NAME.name)
}

fn revision(index: usize) -> Path {
    let path = Arguments::SOURCE_REVISIONS.path().index(index);
    path.name(SourceRevision::ACTION_NAME.name)
}
