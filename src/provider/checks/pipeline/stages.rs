//! Stages: how many, in which order, and by what names.

use crate::framework::quote::quote;
use std::collections::BTreeMap;

use super::{
    findings::Findings,
    sketch::{Part, Sketch},
};
use crate::provider::checks::codes;

/// Most stages of a pipeline.
const MOST: usize = 50;

pub(super) fn are_two_to_fifty(sketch: &Sketch<'_>, findings: &mut Findings) {
    let (count, at) = (sketch.stages.known.len(), sketch.root.get("stage").path);
    if count > MOST {
        let detail = format!(
            "A pipeline can have {MOST} stages at most, and this has {count}. Join stages, or split the pipeline."
        );
        findings.error(codes::STAGE_COUNT, at, "Too many stages", detail);
    } else if count < 2 && sketch.stages.complete {
        let detail = format!(
            "A pipeline needs at least two stages, a stage with sources and one that works on them, and this has {count}. Add a \
             stage with an action, such as a build or a manual approval."
        );
        findings.error(codes::STAGE_COUNT, at, "Too few stages", detail);
    }
}

pub(super) fn have_actions(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        if stage.actions.complete && stage.actions.known.is_empty() {
            let detail = format!(
                "The stage {} has no actions. Give it at least one `action` block, or remove it.",
                stage.label()
            );
            findings.error(
                codes::EMPTY_STAGE,
                stage.part.path.clone(),
                "Stage without actions",
                detail,
            );
        }
    }
}

pub(super) fn begin_with_sources_only(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let Some(category) = action.category() else { continue };
        let at = action.part.get("category").path;
        if action.stage == 0 && category != "Source" {
            let detail = format!(
                "The first stage fetches sources and does nothing else, but its action {} is of the category {category}. Move it \
                 to a later stage.",
                action.label()
            );
            findings.error(
                codes::FIRST_STAGE,
                at,
                "First stage with other actions than sources",
                detail,
            );
        } else if action.stage > 0 && category == "Source" {
            let detail = format!(
                "Sources stand in the first stage only, but the action {} stands in {}. Move it to the first stage: sources \
                 there run at the same time.",
                action.label(),
                sketch.stages.known[action.stage].label()
            );
            findings.error(codes::LATE_SOURCE, at, "Source action behind the first stage", detail);
        }
    }
}

pub(super) fn have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    let names = sketch.stages.known.iter().map(|stage| stage.part.get("name"));
    for (name, first) in repeated(names) {
        let text = name.text().unwrap_or_default();
        let detail = format!(
            "{first} is named {text} too. Stages of a pipeline need different names.",
            text = quote(text)
        );
        findings.error(
            codes::STAGE_NAME,
            name.path,
            format!("Two stages named {text}", text = quote(text)),
            detail,
        );
    }
}

pub(super) fn actions_have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        let names = stage.actions.known.iter().map(|action| action.part.get("name"));
        for (name, first) in repeated(names) {
            let text = name.text().unwrap_or_default();
            let detail = format!(
                "{first} of the stage {} is named {text} too. Actions of one stage need different names.",
                stage.label(),
                text = quote(text)
            );
            findings.error(
                codes::ACTION_NAME,
                name.path,
                format!("Two actions named {text}", text = quote(text)),
                detail,
            );
        }
    }
}

/// The names that were there before, each with the path of the block that had it first.
pub(super) fn repeated<'a>(names: impl Iterator<Item = Part<'a>>) -> Vec<(Part<'a>, String)> {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    let mut repeated = Vec::new();
    for name in names {
        let Some(text) = name.text() else { continue };
        match seen.get(text) {
            Some(first) => repeated.push((name, first.clone())),
            None => {
                let path = name.path.to_string();
                seen.insert(text, path.trim_end_matches(".name").to_owned());
            }
        }
    }
    repeated
}
