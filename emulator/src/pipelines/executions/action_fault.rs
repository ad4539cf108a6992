//! Injected faults of actions: how long their next runs take, and how they fail.

use serde::{Deserialize, Serialize};

use crate::{pipelines::declaration::Declaration, wire::Failure};

/// How the next runs of an action end, as a test requests it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionFault {
    /// Name of the stage.
    stage: String,
    /// Name of the action.
    action: String,
    /// Milliseconds that the run takes.
    #[serde(default)]
    delay_ms: u64,
    /// Message of the failure; without one, the run succeeds.
    #[serde(default)]
    message: Option<String>,
    /// Number of runs, 0 for all.
    #[serde(default = "once")]
    times: u64,
}

fn once() -> u64 {
    1
}

/// The fault of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RunFault {
    /// When the run ends, in seconds since the epoch.
    pub(super) ends: f64,
    /// Message of the failure, if it fails.
    pub(super) message: Option<String>,
}

impl ActionFault {
    /// Checks that the pipeline has the action, and that it runs by itself.
    ///
    /// # Errors
    /// Returns `NotFound` if the pipeline has no such action, `BadRequest` if the action is an approval.
    pub(in crate::pipelines) fn check(&self, declaration: &Declaration) -> Result<(), Failure> {
        let Self { stage, action, .. } = self;
        match is_approval(declaration, stage, action) {
            None => {
                let text = format!("The stage {stage} with the action {action} not found");
                Err(Failure::new("NotFound", text).with_status(404))
            }
            Some(true) => {
                let text = format!("The action {action} is an approval, which ends with its result");
                Err(Failure::new("BadRequest", text))
            }
            Some(false) => Ok(()),
        }
    }
}

fn is_approval(declaration: &Declaration, stage: &str, action: &str) -> Option<bool> {
    let stage = declaration.stage(stage)?;
    let action = stage.actions.iter().find(|known| known.name == action)?;
    Some(action.is_approval())
}

/// Takes the fault of the run of an action that starts `now`.
pub(super) fn take(faults: &mut Vec<ActionFault>, stage: &str, action: &str, now: f64) -> Option<RunFault> {
    let index = faults
        .iter()
        .position(|fault| fault.stage == stage && fault.action == action)?;
    let fault = &mut faults[index];
    let taken = RunFault {
        ends: now + fault.delay_ms as f64 / 1000.0,
        message: fault.message.clone(),
    };
    match fault.times {
        0 => {}
        1 => drop(faults.remove(index)),
        _ => fault.times -= 1,
    }
    Some(taken)
}
