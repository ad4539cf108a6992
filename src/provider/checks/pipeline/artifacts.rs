//! Artifacts: made by one action, used by later ones.

use std::collections::BTreeMap;

use terraform_provider_sdk::{diagnostics::quote, value::Path};

use super::{
    findings::Findings,
    sketch::{Action, Sketch, User},
};
use crate::provider::checks::codes;

pub(super) fn are_made_before_they_are_used(sketch: &Sketch<'_>, findings: &mut Findings) {
    let makers = Makers::of(sketch);
    for user in &sketch.users {
        for (at, name) in user.part.get("input_artifacts").texts().known {
            match makers.origin(user, name) {
                Origin::Earlier | Origin::Unknown => {}
                Origin::Later(maker) => too_late(findings, at, user, name, maker),
                Origin::Nowhere => missing(sketch, findings, at, user, name),
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

/// Which actions make which artifacts.
struct Makers<'s, 'a> {
    /// By artifact.
    known: BTreeMap<&'a str, Vec<&'s Action<'a>>>,
    /// Those that may make others.
    open: Vec<&'s Action<'a>>,
    /// Whether all actions are known.
    complete: bool,
}

impl<'s, 'a> Makers<'s, 'a> {
    fn of(sketch: &'s Sketch<'a>) -> Self {
        let mut makers = Self {
            known: BTreeMap::new(),
            open: Vec::new(),
            complete: sketch.is_complete(),
        };
        for action in sketch.actions() {
            let outputs = action.outputs();
            for (_, output) in outputs.known {
                makers.known.entry(output).or_default().push(action);
            }
            if !outputs.complete {
                makers.open.push(action);
            }
        }
        makers
    }

    fn origin(&self, user: &User<'a>, name: &str) -> Origin<'s, 'a> {
        let makers = self.known.get(name).map_or(&[][..], Vec::as_slice);
        let order = |action: &&Action<'a>| action.is_before(user.begins);
        if makers.iter().any(|maker| order(maker) == Some(true)) {
            return Origin::Earlier;
        }
        let may_come_earlier = makers.iter().any(|maker| order(maker).is_none())
            || self.open.iter().any(|action| order(action) != Some(false));
        if !self.complete || may_come_earlier {
            return Origin::Unknown;
        }
        makers.first().map_or(Origin::Nowhere, |maker| Origin::Later(maker))
    }
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
    let name = quote(name);
    let detail =
        format!("The {user_label} uses the artifact {name}, which {maker_label} makes, but not before. {what_to_do}");
    let summary = format!("Artifact {name} is used before it is made");
    findings.of_user(user, codes::INPUT_ARTIFACT, at, summary, detail);
}

fn missing(sketch: &Sketch<'_>, findings: &mut Findings, at: Path, user: &User<'_>, name: &str) {
    let earlier = sketch
        .actions()
        .filter(|maker| maker.is_before(user.begins) == Some(true));
    let names: Vec<String> = earlier
        .flat_map(|maker| maker.outputs().known)
        .map(|(_, name)| quote(name))
        .collect();
    let name = quote(name);
    let what_to_do = if names.is_empty() {
        "No earlier action makes one. Give an earlier action `output_artifacts`.".to_owned()
    } else {
        format!(
            "Earlier actions make these: {}. Use one of them, or let an earlier action make {name}.",
            names.join(", ")
        )
    };
    let detail = format!(
        "The {} uses the artifact {name}, which no action makes. {what_to_do}",
        user.label()
    );
    let summary = format!("No action makes the artifact {name}");
    findings.of_user(user, codes::INPUT_ARTIFACT, at, summary, detail);
}

pub(super) fn have_names_of_their_own(sketch: &Sketch<'_>, findings: &mut Findings) {
    let mut makers: BTreeMap<&str, String> = BTreeMap::new();
    for action in sketch.actions() {
        for (at, name) in action.outputs().known {
            let Some(first) = makers.insert(name, action.label()) else {
                continue;
            };
            let name = quote(name);
            let detail = format!(
                "The actions {first} and {} both make an artifact {name}. Names of artifacts are unique in the whole pipeline: \
                 choose another one for one of them.",
                action.label()
            );
            findings.error(
                codes::OUTPUT_ARTIFACT,
                at,
                format!("Two artifacts named {name}"),
                detail,
            );
        }
    }
}
