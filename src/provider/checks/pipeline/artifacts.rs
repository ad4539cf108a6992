//! Artifacts: made by one action, used by later ones.

use crate::framework::quote::quote;
use std::collections::BTreeMap;

use super::{
    findings::Findings,
    sketch::{Action, Sketch},
    user::{User, users},
};
use crate::{framework::path::Path, provider::checks::codes};

pub(super) fn are_made_before_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    for user in users(sketch) {
        for (at, name) in user.part.get("input_artifacts").texts().known {
            match origin(sketch, &user, name) {
                Origin::Earlier | Origin::Unknown => {}
                Origin::Later(maker) => too_late(findings, at, &user, name, maker),
                Origin::Nowhere => missing(sketch, findings, at, &user, name),
            }
        }
    }
}

/// Where an artifact that somebody uses comes from.
enum Origin<'s, 'a> {
    Earlier,
    Later(&'s Action<'a>),
    Nowhere,
    Unknown,
}

fn origin<'s, 'a>(sketch: &'s Sketch<'a>, user: &User<'a>, name: &str) -> Origin<'s, 'a> {
    let makes = |action: &&Action<'a>| action.outputs().known.iter().any(|(_, output)| *output == name);
    let makers: Vec<_> = sketch.actions().filter(makes).collect();
    let order = |action: &Action<'a>| action.is_before(user.begins);
    if makers.iter().any(|maker| order(maker) == Some(true)) {
        return Origin::Earlier;
    }
    let may_make = |action: &Action<'a>| !action.outputs().complete && order(action) != Some(false);
    if !sketch.is_complete() || makers.iter().any(|maker| order(maker).is_none()) || sketch.actions().any(may_make) {
        return Origin::Unknown;
    }
    makers.first().map_or(Origin::Nowhere, |maker| Origin::Later(maker))
}

fn too_late(findings: &mut Findings, at: Path, user: &User<'_>, name: &str, maker: &Action<'_>) {
    let (user_label, maker_label) = (user.label(), maker.label());
    let what_to_do = if user.is_rule {
        "Use an artifact of an earlier stage, or put the rule at the exit of the stage.".to_owned()
    } else if maker.part.path == user.part.path {
        "An action cannot use what it makes itself.".to_owned()
    } else if maker.begins().is_in_stage_of(user.begins) {
        format!(
            "Both stand in one stage, where actions of one run_order run at the same time: give the {user_label} a higher \
             run_order than {maker_label}."
        )
    } else {
        format!("Move the {user_label} behind the stage of {maker_label}.")
    };
    let detail = format!(
        "The {user_label} uses the artifact {name}, which {maker_label} makes, but not before. {what_to_do}",
        name = quote(name)
    );
    findings.of_user(
        user,
        codes::INPUT_ARTIFACT,
        at,
        format!("Artifact {name} is used before it is made", name = quote(name)),
        detail,
    );
}

fn missing(sketch: &Sketch<'_>, findings: &mut Findings, at: Path, user: &User<'_>, name: &str) {
    let earlier = sketch
        .actions()
        .filter(|maker| maker.is_before(user.begins) == Some(true));
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
        "The {} uses the artifact {name}, which no action makes. {what_to_do}",
        user.label(),
        name = quote(name)
    );
    findings.of_user(
        user,
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
