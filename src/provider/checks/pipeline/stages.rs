//! Stages: how many, in which order, and by what names.

use super::{findings::Findings, repeated::repeated, sketch::Sketch};
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
    let stages = sketch.stages.known.iter();
    let names = stages.map(|stage| (stage.part.get("name"), stage.part.path.clone()));
    for (name, at, first) in repeated(names) {
        let detail = format!("{first} is named {name} too. Stages of a pipeline need different names.");
        findings.error(codes::STAGE_NAME, at, format!("Two stages named {name}"), detail);
    }
}

pub(super) fn actions_have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        let actions = stage.actions.known.iter();
        let names = actions.map(|action| (action.part.get("name"), action.part.path.clone()));
        for (name, at, first) in repeated(names) {
            let detail = format!(
                "{first} of the stage {} is named {name} too. Actions of one stage need different names.",
                stage.label()
            );
            findings.error(codes::ACTION_NAME, at, format!("Two actions named {name}"), detail);
        }
    }
}
