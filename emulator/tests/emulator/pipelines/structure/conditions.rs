//! Rules of conditions.

use serde_json::{Value, json};

use super::{STAGE, assert_refused};

fn condition(result: &str, provider: &str, configuration: Value) -> Value {
    let rule = json!({
        "name": "rule",
        "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": provider, "version": "1" },
        "configuration": configuration,
    });
    json!({ "conditions": [{ "result": result, "rules": [rule] }] })
}

#[tokio::test]
async fn a_pipeline_keeps_the_rules_of_conditions() {
    assert_refused(&[
        (
            "a rollback in parallel",
            |d| {
                d["executionMode"] = json!("PARALLEL");
                d["stages"][1]["onFailure"] = json!({ "result": "ROLLBACK" });
            },
            STAGE,
            "Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.",
        ),
        (
            "a result and conditions",
            |d| {
                let mut gate = condition("ROLLBACK", "CloudWatchAlarm", json!({ "AlarmName": "a" }));
                gate["result"] = json!("RETRY");
                d["stages"][1]["onFailure"] = gate;
            },
            STAGE,
            "The following stage cannot have a failure exit gate configured with both top level result and conditions: \
             'Build'",
        ),
        (
            "a result that the entry does not know",
            |d| d["stages"][1]["beforeEntry"] = condition("ROLLBACK", "CloudWatchAlarm", json!({ "AlarmName": "a" })),
            STAGE,
            "Stage 'Build' has the result ROLLBACK in beforeEntry, where only these are valid: [FAIL, SKIP]",
        ),
        (
            "a failure that is to be skipped",
            |d| d["stages"][1]["onFailure"] = json!({ "result": "SKIP" }),
            STAGE,
            "Stage 'Build' has the result SKIP in onFailure, where only these are valid: [ROLLBACK, RETRY]",
        ),
        (
            "an alarm that is to skip the stage",
            |d| d["stages"][1]["beforeEntry"] = condition("SKIP", "CloudWatchAlarm", json!({ "AlarmName": "a" })),
            STAGE,
            "Rule 'rule' in stage 'Build' cannot skip the stage: the result SKIP is valid with the rules \
             [LambdaInvoke, VariableCheck] only",
        ),
        (
            "a retry configuration without retry",
            |d| d["stages"][1]["onFailure"] = json!({ "retryConfiguration": { "retryMode": "ALL_ACTIONS" } }),
            STAGE,
            "Stage 'Build' has a retryConfiguration in onFailure without the result RETRY",
        ),
        (
            "a rule without its configuration",
            |d| d["stages"][1]["onSuccess"] = condition("FAIL", "DeploymentWindow", json!({ "TimeZone": "UTC" })),
            STAGE,
            "Rule configuration for rule 'rule' is missing required configuration 'Cron'",
        ),
    ])
    .await;
}
