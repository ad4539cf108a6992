//! Changes of the keys of write-only settings, whose values are not in the state.

use terraform_provider_sdk::{author::Plan, diagnostics::Diagnostic};

use super::schema::Pipeline;
use crate::provider::pipeline::{model::arguments::Arguments, write_only::WriteOnlyKeys};

/// Whether the update changes, or may change, the keys of write-only settings.
pub(super) fn may_change(plan: &Plan<'_, '_, Pipeline>) -> bool {
    let saved = &plan.private.write_only;
    saved.after(plan.config().root()).as_ref() != Some(saved)
}

/// Plans an update if the configuration has different keys of write-only settings than those that the pipeline was saved
/// with.
pub(super) fn plan_save(plan: &mut Plan<'_, '_, Pipeline>) {
    let saved = plan.private.write_only.clone();
    let Some(keys) = saved.after(plan.config().root()).filter(|keys| *keys != saved) else {
        return;
    };
    let explains_itself = !Arguments::declare_the_same(plan.prior().root(), plan.planned().root());
    plan.force_update();
    if !explains_itself {
        let name = plan.prior().get(Arguments::NAME).known().unwrap_or_default();
        plan.report(other_keys(&name, &saved, &keys));
    }
}

fn other_keys(name: &str, saved: &WriteOnlyKeys, keys: &WriteOnlyKeys) -> Diagnostic {
    let changes = [("Added", keys.without(saved)), ("Removed", saved.without(keys))];
    let changes = changes.iter().filter(|(_, keys)| !keys.is_empty());
    let changes: Vec<String> = changes
        .map(|(change, keys)| format!("{change}: {}.", keys.join(", ")))
        .collect();
    Diagnostic::warning(
        format!("The pipeline {name:?} is saved again because configuration_wo has different keys"),
        format!("{} Saving the pipeline cancels running executions.", changes.join(" ")),
    )
}
