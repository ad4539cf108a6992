//! Triggers: which source each is for.

use terraform_provider_sdk::diagnostics::quote;

use super::{
    findings::Findings,
    repeated::repeated,
    sketch::{Action, Part, Sketch},
};
use crate::provider::{checks::codes, pipeline::model::action::CONNECTION_SOURCE};

/// The filters of each trigger that is known to be there.
pub(super) fn configurations<'a>(sketch: &Sketch<'a>) -> impl Iterator<Item = Part<'a>> + use<'a> {
    let triggers = sketch.root.blocks(["trigger"]);
    triggers
        .flat_map(|(_, trigger)| trigger.blocks(["git_configuration"]))
        .map(|(_, git)| git)
}

pub(super) fn name_a_connection_source(sketch: &Sketch<'_>, findings: &mut Findings) {
    // Any action of another stage may have the name, too; only sources can make it right.
    let is_open = |action: &Action<'_>| action.name().is_none() && action.may_be_connection_source();
    if !sketch.is_complete() || sketch.actions().any(is_open) {
        return;
    }
    for git in configurations(sketch) {
        let source = git.get("source_action_name");
        let Some(name) = source.text() else { continue };
        let named: Vec<_> = sketch.actions().filter(|action| action.name() == Some(name)).collect();
        if named.iter().any(|action| action.may_be_connection_source()) {
            continue;
        }
        let detail = format!(
            "A trigger names a source action of the provider CodeStarSourceConnection, which fetches through a connection. {} {}",
            what_is_named(name, named.first().copied()),
            what_to_name(sketch)
        );
        findings.error(
            codes::TRIGGER_SOURCE,
            source.path,
            "Trigger for no source of a connection",
            detail,
        );
    }
}

fn what_is_named(name: &str, action: Option<&Action<'_>>) -> String {
    let name = quote(name);
    match action {
        None => format!("There is no action {name}."),
        Some(action) => match action.provider().filter(|provider| *provider != CONNECTION_SOURCE) {
            Some(provider) => format!("The action {name} is of the provider {provider}."),
            None => format!("The action {name} is none."),
        },
    }
}

fn what_to_name(sketch: &Sketch<'_>) -> String {
    let sources = sketch.actions().filter(|action| action.may_be_connection_source());
    let names: Vec<String> = sources.filter_map(Action::name).map(quote).collect();
    match names.as_slice() {
        [] => "This pipeline has no such source, so it can have no trigger.".to_owned(),
        [one] => format!("Write source_action_name = {one}."),
        several => format!("Its sources are {}.", several.join(", ")),
    }
}

pub(super) fn are_one_for_each_source(sketch: &Sketch<'_>, findings: &mut Findings) {
    let triggers = sketch.root.blocks(["trigger"]);
    let sources = triggers.flat_map(|(_, trigger)| {
        let filters = trigger.blocks(["git_configuration"]);
        filters.map(move |(_, git)| (git.get("source_action_name"), trigger.path.clone()))
    });
    for (name, at, first) in repeated(sources) {
        let detail = format!(
            "{first} is for the source action {name} too, and AWS takes one trigger for each. Put the filters of both into one \
             trigger: what passes one of its filters starts the pipeline."
        );
        findings.error(codes::TRIGGER_TWICE, at, format!("Two triggers for {name}"), detail);
    }
}

pub(super) fn need_v2(sketch: &Sketch<'_>, findings: &mut Findings) {
    let triggers = sketch.root.get("trigger");
    if sketch.is_v1() && triggers.is_present() {
        let detail = "Triggers can only be used in pipelines of type V2, and this one is V1. Write pipeline_type = \"V2\", or \
                      remove the triggers: each push to the source's branch starts the pipeline then.";
        findings.error(
            codes::TRIGGER_V2,
            triggers.path.index(0),
            "Triggers need a pipeline of type V2",
            detail,
        );
    }
}

pub(super) fn replace_the_detection_of_changes(sketch: &Sketch<'_>, findings: &mut Findings) {
    for git in configurations(sketch) {
        let name = git.text_of("source_action_name");
        for source in sketch
            .connection_sources()
            .filter(|source| name.is_some() && source.name() == name)
        {
            let (detects, syntax) = (source.setting("DetectChanges"), sketch.syntax);
            if detects.text() == Some("true") {
                let set = syntax.set("DetectChanges", "true");
                let summary = format!("{set} beside a trigger for {}", source.label());
                let detail = format!(
                    "A trigger takes the place of the detection of changes: only what passes its filters starts the pipeline. \
                     What AWS makes of both is not documented. Remove {}, or write {}.",
                    syntax.setting("DetectChanges"),
                    syntax.set("DetectChanges", "false")
                );
                findings.warning(codes::TRIGGER_DETECTION, detects.path, summary, detail);
            }
        }
    }
}
