//! Values that AWS never returns.
//!
//! A few old sources have a secret in their configuration. AWS returns a mask instead of the secret, and keeps the
//! secret if the mask is written.

use super::model::arguments::Arguments;

/// The value that AWS returns instead of a secret, and that keeps the secret when written.
pub const MASK: &str = "****";

/// Replaces masks with the secrets in the state.
pub(super) fn restore(found: &mut Arguments, prior: &Arguments) {
    for_each_value(found, |stage, action, key, value| {
        if value == MASK
            && let Some(known) = prior.action(stage, action).and_then(|action| action.setting(key))
        {
            known.clone_into(value);
        }
    });
}

/// Returns `wanted` with masks for unchanged secrets, so that the request equals the arguments `there`, in AWS.
pub(super) fn masked(wanted: &Arguments, prior: &Arguments, there: &Arguments) -> Arguments {
    let mut masked = wanted.clone();
    for_each_value(&mut masked, |stage, action, key, value| {
        let setting = |arguments: &Arguments| {
            let action = arguments.action(stage, action)?;
            action.setting(key).map(str::to_owned)
        };
        if setting(there).as_deref() == Some(MASK) && setting(prior).as_ref() == Some(value) {
            MASK.clone_into(value);
        }
    });
    masked
}

fn for_each_value(arguments: &mut Arguments, mut change: impl FnMut(&str, &str, &str, &mut String)) {
    for stage in &mut arguments.stage {
        for action in &mut stage.action {
            for (key, value) in action.configuration.iter_mut().flatten() {
                if let Some(value) = value {
                    change(&stage.name, &action.name, key, value);
                }
            }
        }
    }
}
