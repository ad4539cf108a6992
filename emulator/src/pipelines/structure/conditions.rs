//! Conditions at the entry and the exits of a stage.

use crate::{
    pipelines::{
        declaration::{Condition, ExecutionMode, Gate, Rule, Stage},
        structure::{Draft, invalid_stage},
    },
    wire::Failure,
};

/// Providers of rules, with the configuration that they need.
const RULES: &[(&str, &[&str])] = &[
    ("CloudWatchAlarm", &["AlarmName"]),
    ("CodeBuild", &["ProjectName"]),
    ("DeploymentWindow", &["Cron"]),
    ("LambdaInvoke", &["FunctionName"]),
    ("VariableCheck", &["Variable", "Value", "Operator"]),
];

/// Rules on which an entry can be skipped.
const SKIPPING: [&str; 2] = ["LambdaInvoke", "VariableCheck"];

pub(super) fn nothing_rolls_back_in_parallel(draft: &Draft<'_>) -> Result<(), Failure> {
    let rolls_back = |gate: &Gate| results(gate).any(|result| result == "ROLLBACK");
    let parallel = draft.declaration.execution_mode == ExecutionMode::Parallel;
    if parallel && gates(draft).any(|(_, _, gate)| rolls_back(gate)) {
        return Err(invalid_stage(
            "Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.",
        ));
    }
    Ok(())
}

pub(super) fn failure_has_one_answer(draft: &Draft<'_>) -> Result<(), Failure> {
    let both = |gate: &Gate| gate.result.is_some() && !gate.conditions.is_empty();
    match draft
        .declaration
        .stages
        .iter()
        .find(|stage| stage.on_failure.as_ref().is_some_and(both))
    {
        Some(stage) => Err(invalid_stage(format!(
            "The following stage cannot have a failure exit gate configured with both top level result and \
             conditions: '{}'",
            stage.name
        ))),
        None => Ok(()),
    }
}

pub(super) fn results_are_allowed(draft: &Draft<'_>) -> Result<(), Failure> {
    for (stage, place, gate) in gates(draft) {
        let (own, conditions): (&[&str], &[&str]) = match place {
            "beforeEntry" => (&[], &["FAIL", "SKIP"]),
            "onSuccess" => (&[], &["ROLLBACK", "FAIL"]),
            _ => (&["ROLLBACK", "RETRY"], &["ROLLBACK"]),
        };
        allow(stage, place, gate.result.as_deref(), own)?;
        for condition in &gate.conditions {
            allow(stage, place, condition.result.as_deref(), conditions)?;
            skips_by_the_right_rules(stage, condition)?;
        }
        if gate.retry_configuration.is_some() && gate.result.as_deref() != Some("RETRY") {
            return Err(invalid_stage(format!(
                "Stage '{}' has a retryConfiguration in {place} without the result RETRY",
                stage.name
            )));
        }
    }
    Ok(())
}

fn allow(stage: &Stage, place: &str, result: Option<&str>, allowed: &[&str]) -> Result<(), Failure> {
    match result.filter(|result| !allowed.contains(result)) {
        Some(result) => Err(invalid_stage(format!(
            "Stage '{}' has the result {result} in {place}, where only these are valid: [{}]",
            stage.name,
            allowed.join(", ")
        ))),
        None => Ok(()),
    }
}

fn skips_by_the_right_rules(stage: &Stage, condition: &Condition) -> Result<(), Failure> {
    let other = |rule: &&Rule| !SKIPPING.contains(&rule.rule_type_id.provider.as_str());
    match condition
        .rules
        .iter()
        .find(other)
        .filter(|_| condition.result.as_deref() == Some("SKIP"))
    {
        Some(rule) => Err(invalid_stage(format!(
            "Rule '{}' in stage '{}' cannot skip the stage: the result SKIP is valid with the rules [{}] only",
            rule.name,
            stage.name,
            SKIPPING.join(", ")
        ))),
        None => Ok(()),
    }
}

pub(super) fn rules_are_complete(draft: &Draft<'_>) -> Result<(), Failure> {
    for rule in gates(draft)
        .flat_map(|(_, _, gate)| &gate.conditions)
        .flat_map(|condition| &condition.rules)
    {
        let provider = rule.rule_type_id.provider.as_str();
        let required = RULES
            .iter()
            .find(|(name, _)| *name == provider)
            .map_or(&[][..], |(_, keys)| keys);
        if let Some(key) = required.iter().find(|key| !rule.configuration.contains_key(**key)) {
            return Err(invalid_stage(format!(
                "Rule configuration for rule '{}' is missing required configuration '{key}'",
                rule.name
            )));
        }
        if provider == "Commands" && rule.commands.is_empty() {
            return Err(invalid_stage(format!(
                "Rule {} must have a non-empty commands field",
                rule.name
            )));
        }
    }
    Ok(())
}

fn results(gate: &Gate) -> impl Iterator<Item = &str> {
    let conditions = gate
        .conditions
        .iter()
        .filter_map(|condition| condition.result.as_deref());
    gate.result.as_deref().into_iter().chain(conditions)
}

/// All conditions of all stages, with the member that holds them.
fn gates<'d>(draft: &Draft<'d>) -> impl Iterator<Item = (&'d Stage, &'static str, &'d Gate)> {
    draft.declaration.stages.iter().flat_map(|stage| {
        let places = [
            ("beforeEntry", &stage.before_entry),
            ("onSuccess", &stage.on_success),
            ("onFailure", &stage.on_failure),
        ];
        places
            .into_iter()
            .filter_map(move |(place, gate)| Some((stage, place, gate.as_ref()?)))
    })
}
