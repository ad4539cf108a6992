//! Values that AWS never shows again.
//!
//! A few old sources keep a secret in their configuration. AWS answers a mask in its place, and takes the mask for "as it
//! was".

use serde_json::Value;

use super::model::arguments::Arguments;

/// What AWS shows in place of a secret, and takes for "as it was".
pub const MASK: &str = "****";

/// Puts the secrets that the state has where AWS shows masks.
pub(super) fn restore(found: &mut Arguments, prior: &Arguments) {
    for_each_value(found, |stage, action, key, value| {
        if value == MASK
            && let Some(known) = prior.action(stage, action).and_then(|action| action.setting(key))
        {
            known.clone_into(value);
        }
    });
}

/// Returns `wanted` with the mask where a secret stays as it was, so that what is sent is what is there.
pub(super) fn masked(wanted: &Arguments, prior: &Arguments, declaration: &Value) -> Arguments {
    let mut masked = wanted.clone();
    let there = Arguments::declared(declaration);
    for_each_value(&mut masked, |stage, action, key, value| {
        let setting = |arguments: &Arguments| {
            let action = arguments.action(stage, action)?;
            action.setting(key).map(str::to_owned)
        };
        if setting(&there).as_deref() == Some(MASK) && setting(prior).as_ref() == Some(value) {
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
