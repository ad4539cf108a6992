//! Conditions at the entry and the exits of a stage.

use super::{
    condition_rules::type_of,
    findings::Findings,
    rule_types,
    sketch::{Part, Sketch, Stage},
};
use crate::provider::checks::codes;

pub(super) fn have_results_of_their_place(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        for (place, gate) in stage.gates() {
            let (of_gate, of_condition): (&[&str], &[&str]) = match place {
                "before_entry" => (&[], &["FAIL", "SKIP"]),
                "on_success" => (&[], &["FAIL", "ROLLBACK"]),
                _ => (&["RETRY", "ROLLBACK"], &["ROLLBACK"]),
            };
            allow(stage, place, &gate.get("result"), of_gate, findings);
            for condition in gate.get("condition").items().known {
                allow(stage, place, &condition.get("result"), of_condition, findings);
                only_some_rules_skip(stage, &condition, findings);
            }
            failure_has_one_answer(stage, &gate, findings);
        }
    }
}

fn allow(stage: &Stage<'_>, place: &str, result: &Part<'_>, allowed: &[&str], findings: &mut Findings) {
    let Some(text) = result.text().filter(|text| !allowed.contains(text)) else {
        return;
    };
    let detail = format!(
        "In `{place}` of the stage {} the result can be {}, and is {text}.",
        stage.label(),
        allowed.join(" or ")
    );
    findings.error(
        codes::CONDITION_RESULT,
        result.path.clone(),
        format!("No result {text} in `{place}`"),
        detail,
    );
}

fn only_some_rules_skip(stage: &Stage<'_>, condition: &Part<'_>, findings: &mut Findings) {
    if condition.get("result").text() != Some("SKIP") {
        return;
    }
    for rule in condition.get("rule").items().known {
        let provider = type_of(&rule).get("provider");
        if let Some(text) = provider.text().filter(|text| !rule_types::SKIPPING.contains(text)) {
            let detail = format!(
                "The stage {} is skipped only by rules of the providers {}, and this one is of {text}. Use one of them, or \
                 result = \"FAIL\".",
                stage.label(),
                rule_types::SKIPPING.join(" and ")
            );
            findings.error(
                codes::CONDITION_RESULT,
                provider.path,
                format!("{text} cannot skip a stage"),
                detail,
            );
        }
    }
}

fn failure_has_one_answer(stage: &Stage<'_>, gate: &Part<'_>, findings: &mut Findings) {
    let result = gate.get("result");
    if result.is_present() && gate.get("condition").is_present() {
        let detail = format!(
            "`on_failure` of the stage {} has a result and a condition. Keep `result` for every failure, or `condition` with rules \
             that decide.",
            stage.label()
        );
        findings.error(
            codes::CONDITION_RESULT,
            result.path.clone(),
            "Result and condition at once",
            detail,
        );
    }
    let retry = gate.get("retry_configuration");
    if retry.is_present() && (result.is_absent() || result.text().is_some_and(|text| text != "RETRY")) {
        let detail = "`retry_configuration` is documented for result = \"RETRY\" only: without it nothing is tried again. Write \
                      that, or remove it.";
        let summary = format!("Retry configuration without retry in the stage {}", stage.label());
        findings.warning(codes::CONDITION_RESULT, retry.path, summary, detail);
    }
}

pub(super) fn roll_back_only_where_executions_wait(sketch: &Sketch<'_>, findings: &mut Findings) {
    if sketch.root.get("execution_mode").text() != Some("PARALLEL") {
        return;
    }
    for stage in &sketch.stages.known {
        for (_, gate) in stage.gates() {
            let conditions = gate.get("condition").items().known;
            let results = conditions
                .iter()
                .map(|condition| condition.get("result"))
                .chain([gate.get("result")]);
            for result in results.filter(|result| result.text() == Some("ROLLBACK")) {
                let detail = format!(
                    "The stage {} rolls back, which a pipeline of the mode PARALLEL cannot. Use another execution_mode or another \
                     result.",
                    stage.label()
                );
                findings.error(
                    codes::PARALLEL_ROLLBACK,
                    result.path,
                    "Rollback in a PARALLEL pipeline",
                    detail,
                );
            }
        }
    }
}

pub(super) fn have_one_to_five_rules(sketch: &Sketch<'_>, findings: &mut Findings) {
    for stage in &sketch.stages.known {
        for (place, gate) in stage.gates() {
            for condition in gate.get("condition").items().known {
                let rules = condition.get("rule").items();
                let count = rules.known.len();
                if count > rule_types::MOST || (count == 0 && rules.complete) {
                    let detail = format!(
                        "A condition has 1 to {} rules, and that in `{place}` of the stage {} has {count}.",
                        rule_types::MOST,
                        stage.label()
                    );
                    findings.error(
                        codes::CONDITION_RULES,
                        condition.get("rule").path,
                        "Wrong number of rules",
                        detail,
                    );
                }
            }
        }
    }
}
