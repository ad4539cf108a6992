//! Quotas of a pipeline that cannot be raised.

use std::collections::BTreeMap;

use super::{findings::Findings, sketch::Sketch};
use crate::provider::checks::codes;

const ACTIONS: usize = 1000;
/// Of one run order, and run orders in one stage.
const ACTIONS_OF_A_STAGE: usize = 100;
const VARIABLES: usize = 50;
const ENVIRONMENT_VARIABLES: usize = 10;

pub(super) fn are_kept(sketch: &Sketch<'_>, findings: &mut Findings) {
    let actions = sketch.actions().count();
    if actions > ACTIONS {
        let detail = format!("A pipeline can have {ACTIONS} actions, and this has {actions}. Split it.");
        findings.error(codes::QUOTA, sketch.root.get("stage").path, "Too many actions", detail);
    }
    let variables = sketch.root.get("variable");
    let count = variables.items().known.len();
    if count > VARIABLES {
        let detail = format!("A pipeline can have {VARIABLES} variables, and this has {count}.");
        findings.error(codes::QUOTA, variables.path, "Too many variables", detail);
    }
    environments_are_kept(sketch, findings);
    for stage in &sketch.stages.known {
        let mut parallel: BTreeMap<i64, usize> = BTreeMap::new();
        for order in stage.actions.known.iter().filter_map(|action| action.run_order) {
            *parallel.entry(order).or_default() += 1;
        }
        if parallel.len() > ACTIONS_OF_A_STAGE || parallel.values().any(|count| *count > ACTIONS_OF_A_STAGE) {
            let detail = format!(
                "The stage {} has more than {ACTIONS_OF_A_STAGE} actions that run at the same time, or one after another. Split it.",
                stage.label()
            );
            findings.error(
                codes::QUOTA,
                stage.part.path.clone(),
                "Too many actions in a stage",
                detail,
            );
        }
    }
}

fn environments_are_kept(sketch: &Sketch<'_>, findings: &mut Findings) {
    for action in sketch.actions() {
        let variables = action.part.get("environment_variable");
        let count = variables.items().known.len();
        if count > ENVIRONMENT_VARIABLES {
            let detail = format!(
                "An action can have {ENVIRONMENT_VARIABLES} environment variables, and {} has {count}. Join some of them, or set \
                 them in the commands.",
                action.label()
            );
            findings.error(codes::QUOTA, variables.path, "Too many environment variables", detail);
        }
    }
}
