//! What only pipelines of type V2 can have.

use terraform_provider_sdk::value::Path;

use super::{action_types, findings::Findings, sketch::Sketch};
use crate::provider::checks::codes;

pub(super) fn features_need_v2(sketch: &Sketch<'_>, findings: &mut Findings) {
    if !sketch.is_v1() {
        return;
    }
    let variables = sketch.root.get("variable");
    if variables.is_present() {
        refuse("Variables", variables.path.index(0), findings);
    }
    let mode = sketch.root.get("execution_mode");
    if let Some(text @ ("QUEUED" | "PARALLEL")) = mode.text() {
        refuse(&format!("The execution mode {text}"), mode.path, findings);
    }
    for stage in &sketch.stages.known {
        for (gate, block) in stage.gates() {
            let feature = format!("`{}` of the stage {}", gate.as_str(), stage.label());
            refuse(&feature, block.path, findings);
        }
    }
    for action in sketch.actions() {
        if action_types::of(action).is_some_and(|of| of.v2) {
            let provider = action.part.get("provider");
            refuse(
                &format!("Actions of the provider {}", provider.text().unwrap_or_default()),
                provider.path,
                findings,
            );
        }
    }
}

fn refuse(feature: &str, at: Path, findings: &mut Findings) {
    let detail = format!(
        "{feature} can only be used in pipelines of type V2, and this one is V1. Write pipeline_type = \"V2\", which is billed by \
         the minute of execution instead of by the month."
    );
    findings.error(codes::NEEDS_V2, at, "Needs a pipeline of type V2", detail);
}
