//! The state of the stages and actions, which is read from AWS's JSON.

use serde_json::{Value, json};
use terraform_provider_sdk::typed::{Attributes, Json, json::JsonAs};

use crate::aws::pipelines::time;

/// A stage.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
pub struct Stage {
    /// Actions, in the order of the pipeline.
    #[json(name = "actionStates")]
    pub actions: Vec<Action>,
    /// Number of automatic retries in the latest execution.
    #[json(name = "retryStageMetadata.autoStageRetryAttempt")]
    pub automatic_retries: Option<i64>,
    /// Conditions that have been evaluated.
    pub conditions: Vec<Condition>,
    /// Type of the latest execution: `STANDARD` or `ROLLBACK`.
    #[json(name = "latestExecution.type")]
    pub execution_type: Option<String>,
    /// Number of manual retries in the latest execution.
    #[json(name = "retryStageMetadata.manualStageRetryAttempt")]
    pub manual_retries: Option<i64>,
    /// Name of the stage.
    #[json(name = "stageName")]
    pub name: String,
    /// ID of the latest execution.
    #[json(name = "latestExecution.pipelineExecutionId")]
    pub pipeline_execution_id: Option<String>,
    /// Status of the latest execution: `InProgress`, `Succeeded`, `Failed`, `Stopping`, `Stopped`, `Skipped` or `Cancelled`;
    /// null before the first one.
    #[json(name = "latestExecution.status")]
    pub status: Option<String>,
    /// Transition into the stage.
    #[json(name = "inboundTransitionState")]
    pub transition: Transition,
    /// IDs of the executions that wait before the stage.
    #[json(name = "inboundExecutions", with = ExecutionIds)]
    pub waiting_execution_ids: Vec<String>,
}

/// The transition into a stage.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
pub struct Transition {
    /// Reason the transition is disabled.
    pub disabled_reason: Option<String>,
    /// Whether executions can enter the stage.
    #[json(with = EnabledByDefault)]
    pub enabled: bool,
    /// Time of the last change, in RFC 3339 format.
    #[json(with = Time)]
    pub last_changed_at: Option<String>,
    /// ARN of the user or role that made the last change.
    pub last_changed_by: Option<String>,
}

/// An action.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
pub struct Action {
    /// ID of the latest run of the action.
    #[json(name = "latestExecution.actionExecutionId")]
    pub action_execution_id: Option<String>,
    /// Category of the action, such as `Source` or `Approval`.
    #[json(name = "declared.actionTypeId.category")]
    pub category: Option<String>,
    /// URL of the object that the action uses, such as the branch of a repository.
    pub entity_url: Option<String>,
    /// Code of the error, such as `JobFailed`.
    #[json(name = "latestExecution.errorDetails.code")]
    pub error_code: Option<String>,
    /// Message of the error.
    #[json(name = "latestExecution.errorDetails.message")]
    pub error_message: Option<String>,
    /// ID of the run in the action's service, such as the ID of a build. Null for approvals, because it can be the
    /// token of the approval.
    #[json(name = "latestExecution.externalExecutionId")]
    pub external_execution_id: Option<String>,
    /// URL of the run in the action's service, such as the log of a build.
    #[json(name = "latestExecution.externalExecutionUrl")]
    pub external_execution_url: Option<String>,
    /// Time of the last status change, in RFC 3339 format.
    #[json(name = "latestExecution.lastStatusChange", with = Time)]
    pub last_status_change: Option<String>,
    /// ARN of the user or role that completed the approval.
    #[json(name = "latestExecution.lastUpdatedBy")]
    pub last_updated_by: Option<String>,
    /// ARN of the log stream of a compute action.
    #[json(name = "latestExecution.logStreamARN")]
    pub log_stream_arn: Option<String>,
    /// Name of the action.
    #[json(name = "actionName")]
    pub name: String,
    /// Progress of the run in percent, if the action reports it.
    #[json(name = "latestExecution.percentComplete")]
    pub percent_complete: Option<i64>,
    /// Provider of the action, such as `CodeStarSourceConnection`.
    #[json(name = "declared.actionTypeId.provider")]
    pub provider: Option<String>,
    /// Revision of the latest run of a source action, such as the ID of a commit.
    #[json(name = "currentRevision.revisionId")]
    pub revision_id: Option<String>,
    /// URL of the revision.
    pub revision_url: Option<String>,
    /// Position in the order of the stage's actions. Actions with the same value run at the same time.
    #[json(name = "declared.runOrder")]
    pub run_order: Option<i64>,
    /// Status of the latest run: `InProgress`, `Succeeded`, `Failed` or `Abandoned`; null before the first one.
    #[json(name = "latestExecution.status")]
    pub status: Option<String>,
    /// Summary of the latest run, such as the message of a commit.
    #[json(name = "latestExecution.summary")]
    pub summary: Option<String>,
}

/// A condition of a stage.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
pub struct Condition {
    /// Rules of the condition.
    pub rules: Vec<Rule>,
    /// Status of the latest evaluation: `InProgress`, `Succeeded`, `Failed`, `Errored`, `Cancelled`, `Abandoned` or
    /// `Overridden`.
    #[json(name = "latestExecution.status")]
    pub status: Option<String>,
    /// Summary of the latest evaluation.
    #[json(name = "latestExecution.summary")]
    pub summary: Option<String>,
    /// When the condition is evaluated: `BEFORE_ENTRY`, `ON_SUCCESS` or `ON_FAILURE`.
    #[attr(name = "type")]
    #[json(name = "type")]
    pub condition_type: String,
}

/// A rule of a condition.
#[derive(Attributes, Json, Clone, Debug, PartialEq)]
pub struct Rule {
    /// Code of the error.
    #[json(name = "latestExecution.errorDetails.code")]
    pub error_code: Option<String>,
    /// Message of the error.
    #[json(name = "latestExecution.errorDetails.message")]
    pub error_message: Option<String>,
    /// URL of the evaluation in the rule's service.
    #[json(name = "latestExecution.externalExecutionUrl")]
    pub external_execution_url: Option<String>,
    /// Name of the rule.
    #[json(name = "ruleName")]
    pub name: String,
    /// Status of the latest evaluation: `InProgress`, `Succeeded`, `Failed` or `Abandoned`.
    #[json(name = "latestExecution.status")]
    pub status: Option<String>,
    /// Summary of the latest evaluation.
    #[json(name = "latestExecution.summary")]
    pub summary: Option<String>,
}

/// Members of a `StageState` with conditions, and the type of each condition.
const CONDITIONS: [(&str, &str); 3] = [
    ("beforeEntryConditionState", "BEFORE_ENTRY"),
    ("onSuccessConditionState", "ON_SUCCESS"),
    ("onFailureConditionState", "ON_FAILURE"),
];

/// Returns the stages in the response of `GetPipelineState`, with what `declaration` contains about their actions. No stage
/// contains the token of an approval.
pub fn stages(state: &Value, declaration: &Value) -> Vec<Stage> {
    let mut states = state["stageStates"].clone();
    for stage in objects(&mut states) {
        let declared = named(&declaration["stages"], &stage["stageName"])
            .cloned()
            .unwrap_or_default();
        for action in objects(&mut stage["actionStates"]) {
            let declared = named(&declared["actions"], &action["actionName"]);
            action["declared"] = declared.cloned().unwrap_or_default();
            hide_token(action);
        }
        stage["conditions"] = CONDITIONS.iter().filter_map(|kind| condition(stage, *kind)).collect();
    }
    Vec::<Stage>::read(&states).unwrap_or_default()
}

fn objects(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    let elements = list.as_array_mut().into_iter().flatten();
    elements.filter(|element| element.is_object())
}

fn named<'a>(list: &'a Value, name: &Value) -> Option<&'a Value> {
    list.as_array()?.iter().find(|item| item["name"] == *name)
}

/// Removes the external ID of an approval, which is its token in a pipeline of the mode `PARALLEL`. An action that is not in
/// the declaration may be an approval.
fn hide_token(action: &mut Value) {
    let category = &action["declared"]["actionTypeId"]["category"];
    if category.as_str().is_none_or(|category| category == "Approval")
        && let Some(latest) = action["latestExecution"].as_object_mut()
    {
        latest.remove("externalExecutionId");
    }
}

/// Returns a condition with all of its rules; `None` if it was never evaluated.
fn condition(stage: &Value, (member, kind): (&str, &str)) -> Option<Value> {
    let state = &stage[member];
    let states = state["conditionStates"].as_array().into_iter().flatten();
    let rules: Vec<&Value> = states
        .filter_map(|condition| condition["ruleStates"].as_array())
        .flatten()
        .collect();
    let latest = &state["latestExecution"];
    (latest.is_object() || !rules.is_empty())
        .then(|| json!({ "type": kind, "latestExecution": latest, "rules": rules }))
}

/// A time as RFC 3339, which AWS sends as seconds.
struct Time;

impl JsonAs<Option<String>> for Time {
    fn read(json: &Value) -> Option<Option<String>> {
        Some(time(json))
    }

    fn missing() -> Option<String> {
        None
    }

    fn write(value: &Option<String>, _base: &Value) -> Option<Value> {
        value.as_deref().map(Value::from)
    }

    fn keep_form(_value: &mut Option<String>, _prior: &Option<String>) {}
}

/// A boolean that is true when omitted.
struct EnabledByDefault;

impl JsonAs<bool> for EnabledByDefault {
    fn read(json: &Value) -> Option<bool> {
        json.as_bool()
    }

    fn missing() -> bool {
        true
    }

    fn write(value: &bool, _base: &Value) -> Option<Value> {
        Some(Value::from(*value))
    }

    fn keep_form(_value: &mut bool, _prior: &bool) {}
}

/// The IDs of a list of executions.
struct ExecutionIds;

impl JsonAs<Vec<String>> for ExecutionIds {
    fn read(json: &Value) -> Option<Vec<String>> {
        let executions = json.as_array()?.iter();
        let id = |execution: &Value| execution["pipelineExecutionId"].as_str().map(str::to_owned);
        Some(executions.filter_map(id).collect())
    }

    fn missing() -> Vec<String> {
        Vec::new()
    }

    fn write(value: &Vec<String>, _base: &Value) -> Option<Value> {
        let ids = value.iter().map(|id| json!({ "pipelineExecutionId": id }));
        Some(ids.collect())
    }

    fn keep_form(_value: &mut Vec<String>, _prior: &Vec<String>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(state: &Value, declaration: &Value) -> Stage {
        let states = json!({ "stageStates": [state] });
        let mut stages = stages(&states, &json!({ "stages": [declaration] }));
        stages.remove(0)
    }

    #[test]
    fn conditions_are_read_with_the_rules_that_were_evaluated() {
        let rule = json!({ "ruleName": "Hours", "latestExecution": {
            "status": "Failed", "summary": "outside", "token": "secret", "externalExecutionUrl": "https://example.com",
            "errorDetails": { "code": "RuleFailed", "message": "It is night." },
        }});
        let state = json!({
            "stageName": "Deploy",
            "beforeEntryConditionState": {
                "latestExecution": { "status": "Failed", "summary": "1 of 1 failed" },
                "conditionStates": [{ "ruleStates": [rule] }],
            },
            "onFailureConditionState": {},
            "retryStageMetadata": { "autoStageRetryAttempt": 1, "latestRetryTrigger": "AutomatedStageRetry" },
        });
        let stage = of(&state, &json!({ "name": "Deploy" }));
        let text = |text: &str| Some(text.to_owned());
        let rule = Rule {
            error_code: text("RuleFailed"),
            error_message: text("It is night."),
            external_execution_url: text("https://example.com"),
            name: "Hours".to_owned(),
            status: text("Failed"),
            summary: text("outside"),
        };
        let condition = Condition {
            rules: vec![rule],
            status: text("Failed"),
            summary: text("1 of 1 failed"),
            condition_type: "BEFORE_ENTRY".to_owned(),
        };
        assert_eq!(stage.conditions, [condition]);
        assert_eq!((stage.automatic_retries, stage.manual_retries), (Some(1), None));
        assert!(stage.transition.enabled && stage.status.is_none());
    }

    #[test]
    fn an_action_that_may_be_an_approval_has_no_external_id() {
        let action = |name: &str| {
            json!({ "actionName": name, "latestExecution": {
                "status": "InProgress", "percentComplete": 40, "externalExecutionId": "id", "token": "id",
                "lastStatusChange": 1_501_626_591.5, "logStreamARN": "arn:aws:logs:eu-west-1:111122223333:log-group:x",
            }})
        };
        let names = ["Build", "Approve", "New"];
        let states: Value = names.iter().map(|name| action(name)).collect();
        let declared = |name: &str, category: &str| json!({ "name": name, "actionTypeId": { "category": category }, "runOrder": 2 });
        let declared = json!({ "name": "s", "actions": [declared("Build", "Build"), declared("Approve", "Approval")] });
        let stage = of(&json!({ "stageName": "s", "actionStates": states }), &declared);
        let ids: Vec<Option<&str>> = stage
            .actions
            .iter()
            .map(|action| action.external_execution_id.as_deref())
            .collect();
        assert_eq!(ids, [Some("id"), None, None]);
        let [build, _, new] = &stage.actions[..] else {
            panic!("three actions")
        };
        assert_eq!(build.last_status_change.as_deref(), Some("2017-08-01T22:29:51.5Z"));
        assert_eq!(
            (build.percent_complete, build.run_order, new.run_order),
            (Some(40), Some(2), None)
        );
        assert!(build.log_stream_arn.is_some() && new.category.is_none());
    }

    #[test]
    fn a_state_of_another_form_has_no_stages() {
        for state in [json!(null), json!([]), json!({ "stageStates": "x" })] {
            assert_eq!(stages(&state, &Value::Null), [], "{state}");
        }
        let malformed = json!({ "stageStates": [1, null, { "actionStates": [1], "inboundExecutions": 1 }] });
        assert_eq!(stages(&malformed, &json!({ "stages": 1 })).len(), 3);
    }
}
