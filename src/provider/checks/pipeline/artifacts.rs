//! Artifacts: made by one action, used by later ones.

use crate::framework::quote::quote;
use std::collections::BTreeMap;

use super::{
    findings::Findings,
    sketch::{Action, Sketch},
};
use crate::{framework::path::Path, provider::checks::codes};

pub(super) fn are_made_before_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        for (at, name) in action.inputs().known {
            match origin(sketch, action, name) {
                Origin::Earlier | Origin::Unknown => {}
                Origin::Later(maker) => too_late(findings, at, action, name, maker),
                Origin::Nowhere => missing(sketch, findings, at, action, name),
            }
        }
    }
}

/// Where an artifact that an action uses comes from.
enum Origin<'s, 'a> {
    Earlier,
    Later(&'s Action<'a>),
    Nowhere,
    Unknown,
}

fn origin<'s, 'a>(sketch: &'s Sketch<'a>, user: &Action<'a>, name: &str) -> Origin<'s, 'a> {
    let makes = |action: &&Action<'a>| action.outputs().known.iter().any(|(_, output)| *output == name);
    let makers: Vec<_> = sketch.actions().filter(makes).collect();
    let order = |action: &Action<'a>| action.is_before(user);
    if makers.iter().any(|maker| order(maker) == Some(true)) {
        return Origin::Earlier;
    }
    let may_make = |action: &Action<'a>| !action.outputs().complete && order(action) != Some(false);
    if !sketch.is_complete() || makers.iter().any(|maker| order(maker).is_none()) || sketch.actions().any(may_make) {
        return Origin::Unknown;
    }
    makers.first().map_or(Origin::Nowhere, |maker| Origin::Later(maker))
}

fn too_late(findings: &mut Findings, at: Path, action: &Action<'_>, name: &str, maker: &Action<'_>) {
    let what_to_do = if maker.part.path == action.part.path {
        "An action cannot use what it makes itself.".to_owned()
    } else if maker.stage == action.stage {
        format!(
            "Both stand in one stage, where actions of one run_order run at the same time: give {} a higher run_order than {}.",
            action.label(),
            maker.label()
        )
    } else {
        format!("Move {} behind the stage of {}.", action.label(), maker.label())
    };
    let detail = format!(
        "The action {} uses the artifact {name}, which {} makes, but not before. {what_to_do}",
        action.label(),
        maker.label(),
        name = quote(name)
    );
    findings.error(
        codes::INPUT_ARTIFACT,
        at,
        format!("Artifact {name} is used before it is made", name = quote(name)),
        detail,
    );
}

fn missing(sketch: &Sketch<'_>, findings: &mut Findings, at: Path, action: &Action<'_>, name: &str) {
    let earlier = sketch.actions().filter(|maker| maker.is_before(action) == Some(true));
    let names: Vec<String> = earlier
        .flat_map(|maker| maker.outputs().known)
        .map(|(_, name)| quote(name))
        .collect();
    let what_to_do = if names.is_empty() {
        "No earlier action makes one. Give an earlier action `output_artifacts`.".to_owned()
    } else {
        format!(
            "Earlier actions make these: {}. Use one of them, or let an earlier action make {name}.",
            names.join(", "),
            name = quote(name)
        )
    };
    let detail = format!(
        "The action {} uses the artifact {name}, which no action makes. {what_to_do}",
        action.label(),
        name = quote(name)
    );
    findings.error(
        codes::INPUT_ARTIFACT,
        at,
        format!("No action makes the artifact {name}", name = quote(name)),
        detail,
    );
}

pub(super) fn have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    let mut makers: BTreeMap<&str, String> = BTreeMap::new();
    for action in sketch.actions() {
        for (at, name) in action.outputs().known {
            let Some(first) = makers.insert(name, action.label()) else {
                continue;
            };
            let detail = format!(
                "The actions {first} and {} both make an artifact {name}. Names of artifacts are unique in the whole pipeline: \
                 choose another one for one of them.",
                action.label(),
                name = quote(name)
            );
            findings.error(
                codes::OUTPUT_ARTIFACT,
                at,
                format!("Two artifacts named {name}", name = quote(name)),
                detail,
            );
        }
    }
}
