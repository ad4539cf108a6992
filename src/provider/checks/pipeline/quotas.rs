//! Quotas of a pipeline that cannot be raised.

use std::collections::BTreeMap;

use super::{findings::Findings, sketch::Sketch};
use crate::provider::checks::codes;

const ACTIONS: usize = 1000;
/// Of one run order, and run orders in one stage.
const ACTIONS_OF_A_STAGE: usize = 100;
const VARIABLES: usize = 50;

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
