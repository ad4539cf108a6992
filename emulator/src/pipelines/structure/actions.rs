//! Single actions: their type, their artifacts' number, their configuration.

use std::ops::RangeInclusive;

use crate::{
    pipelines::{
        declaration::Action,
        structure::{
            Draft,
            action_types::{self, ActionType},
            invalid_action,
        },
    },
    wire::Failure,
};

pub(super) fn artifacts_are_within_the_limits(draft: &Draft<'_>) -> Result<(), Failure> {
    for (action, of) in typed(draft) {
        within(action, "input", action.input_artifacts.len(), of.inputs.as_ref())?;
        within(action, "output", action.output_artifacts.len(), of.outputs.as_ref())?;
    }
    Ok(())
}

fn within(action: &Action, kind: &str, count: usize, limits: Option<&RangeInclusive<usize>>) -> Result<(), Failure> {
    let Some(limits) = limits.filter(|limits| !limits.contains(&count)) else {
        return Ok(());
    };
    let breach = if count < *limits.start() {
        format!("less than the minimum count ({})", limits.start())
    } else {
        format!("more than the maximum count ({})", limits.end())
    };
    Err(invalid_action(format!(
        "Action {} declares {count} {kind} artifacts which is {breach}",
        action.name
    )))
}

pub(super) fn types_are_available(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut actions = draft.declaration.actions().map(|(_, action)| action);
    let Some(action) = actions.find(|action| !action_types::is_available(&action.action_type_id)) else {
        return Ok(());
    };
    let kind = &action.action_type_id;
    Err(invalid_action(format!(
        "ActionType (Category: '{}', Provider: '{}', Owner: '{}', Version: '{}') in action '{}' is not available in \
         region '{}'",
        kind.category,
        kind.provider,
        kind.owner,
        kind.version,
        action.name,
        draft.region.to_uppercase().replace('-', "_")
    )))
}

pub(super) fn required_keys_are_there(draft: &Draft<'_>) -> Result<(), Failure> {
    for (action, of) in typed(draft) {
        let several = action.action_type_id.provider == "CodeBuild" && action.input_artifacts.len() > 1;
        let mut required = of.required.iter().chain(several.then_some(&"PrimarySource"));
        if let Some(key) = required.find(|key| !action.configuration.contains_key(**key)) {
            return Err(invalid_action(format!(
                "Action configuration for action '{}' is missing required configuration '{key}'",
                action.name
            )));
        }
    }
    Ok(())
}

pub(super) fn keys_are_known(draft: &Draft<'_>) -> Result<(), Failure> {
    for (action, of) in typed(draft) {
        let Some(optional) = of.optional else { continue };
        let is_known = |key: &str| of.required.contains(&key) || optional.contains(&key);
        if let Some(key) = action.configuration.keys().find(|key| !is_known(key)) {
            return Err(invalid_action(format!(
                "Action configuration for action '{}' contains unknown configuration '{key}'",
                action.name
            )));
        }
    }
    Ok(())
}

/// The model allows longer values than an action can have.
pub(super) fn values_are_short(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut values = draft
        .declaration
        .actions()
        .flat_map(|(_, action)| action.configuration.values());
    if values.any(|value| value.chars().count() > 1000) {
        return Err(Failure::new(
            "ValidationException",
            "ActionConfiguration Map value must satisfy constraint: [Member must have length less than or equal to \
             1000, Member must have length greater than or equal to 1]",
        ));
    }
    Ok(())
}

pub(super) fn commands_actions_have_commands(draft: &Draft<'_>) -> Result<(), Failure> {
    let mut actions = draft.declaration.actions().map(|(_, action)| action);
    match actions.find(|action| is_commands(action) && action.commands.is_empty()) {
        Some(action) => Err(invalid_action(format!(
            "Action {} must have a non-empty commands field",
            action.name
        ))),
        None => Ok(()),
    }
}

/// Members that the model allows everywhere and the service only in actions of one type.
pub(super) fn members_fit_the_type(draft: &Draft<'_>) -> Result<(), Failure> {
    for (_, action) in draft.declaration.actions() {
        let misplaced = [
            (
                "commands",
                !action.commands.is_empty() && !is_commands(action),
                "Commands",
            ),
            (
                "outputVariables",
                !action.output_variables.is_empty() && !is_commands(action),
                "Commands",
            ),
            (
                "timeoutInMinutes",
                action.timeout_in_minutes.is_some() && !action.is_approval(),
                "manual approval",
            ),
        ];
        if let Some((member, _, wanted)) = misplaced.iter().find(|(_, is_misplaced, _)| *is_misplaced) {
            let text = format!(
                "Action {} declares {member}, which only {wanted} actions can have",
                action.name
            );
            return Err(invalid_action(text));
        }
    }
    Ok(())
}

fn is_commands(action: &Action) -> bool {
    action.action_type_id.owner == "AWS" && action.action_type_id.provider == "Commands"
}

/// The actions of AWS's own types.
fn typed<'d>(draft: &Draft<'d>) -> impl Iterator<Item = (&'d Action, &'static ActionType)> {
    draft
        .declaration
        .actions()
        .filter_map(|(_, action)| Some((action, action_types::of(action)?)))
}
