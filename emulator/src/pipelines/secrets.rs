//! Secrets in action configurations, which read back as `****`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    pipelines::declaration::{Action, Declaration},
    wire::Failure,
};

/// Replacement for a secret.
const MASK: &str = "****";

/// The configuration keys that hold secrets, by owner, provider and key.
const SECRETS: &[(&str, &str, &str)] = &[("ThirdParty", "GitHub", "OAuthToken")];

/// The declaration as it may be shown.
pub(super) fn masked(declaration: &Value) -> Value {
    let mut shown = declaration.clone();
    for_each_secret(&mut shown, |_, secret| *secret = Value::from(MASK));
    shown
}

/// Puts the secrets of the previous version where a new one has masks.
///
/// # Errors
/// Returns `InvalidActionDeclarationException` for a mask in an action that was not there before.
pub(super) fn unmask(declaration: &mut Value, previous: Option<&Value>) -> Result<(), Failure> {
    let previous = previous.map(Declaration::read).unwrap_or_default();
    let mut broken = None;
    for_each_secret(declaration, |place, secret| {
        if secret.as_str() != Some(MASK) {
            return;
        }
        let mut actions = previous.actions();
        let old = actions.find(|(stage, action)| stage.name == place.stage && action.name == place.action);
        match old.and_then(|(_, action)| action.configuration.get(place.key)) {
            Some(kept) => *secret = Value::from(kept.as_str()),
            None => broken = broken.take().or_else(|| Some((place.action.to_owned(), place.key))),
        }
    });
    match broken {
        Some((action, key)) => Err(Failure::new(
            "InvalidActionDeclarationException",
            format!(
                "Action configuration for the new action '{action}' contains an invalid configuration for the secret \
                 property '{key}'. '{MASK}' may be used in secret properties only when updating an existing action."
            ),
        )),
        None => Ok(()),
    }
}

/// The place of a secret in a declaration.
struct Place<'p> {
    stage: &'p str,
    action: &'p str,
    key: &'static str,
}

fn for_each_secret(declaration: &mut Value, mut visit: impl FnMut(&Place<'_>, &mut Value)) {
    let stages = declaration.get_mut("stages").and_then(Value::as_array_mut);
    for stage in stages.into_iter().flatten() {
        let stage_name = stage["name"].as_str().unwrap_or_default().to_owned();
        let actions = stage.get_mut("actions").and_then(Value::as_array_mut);
        for action in actions.into_iter().flatten() {
            let action_name = action["name"].as_str().unwrap_or_default().to_owned();
            for key in secrets_of(action) {
                if let Some(secret) = action.get_mut("configuration").and_then(|keys| keys.get_mut(key)) {
                    visit(
                        &Place {
                            stage: &stage_name,
                            action: &action_name,
                            key,
                        },
                        secret,
                    );
                }
            }
        }
    }
}

fn secrets_of(action: &Value) -> Vec<&'static str> {
    let kind = &action["actionTypeId"];
    let secrets = SECRETS
        .iter()
        .filter(|(owner, provider, _)| kind["owner"] == *owner && kind["provider"] == *provider);
    secrets.map(|(_, _, key)| *key).collect()
}

/// The configuration of an action as it may be shown: the declared one, or that with its references replaced.
pub(super) fn masked_configuration<'a>(
    action: &Action,
    configuration: &'a BTreeMap<String, String>,
) -> BTreeMap<&'a str, &'a str> {
    let kind = &action.action_type_id;
    let is_secret = |key: &str| {
        SECRETS
            .iter()
            .any(|(o, p, k)| kind.owner == *o && kind.provider == *p && key == *k)
    };
    let values = configuration.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    values
        .map(|(key, value)| (key, if is_secret(key) { MASK } else { value }))
        .collect()
}
