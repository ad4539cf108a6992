//! The operations, and their dispatch.

use serde_json::Value;

use crate::{
    connections::Connections,
    pipelines::{
        answers::{Answer, without_nulls},
        model::operations as inputs,
        operations::{actions, executions, pipelines, stages, state, tags},
        request::Request,
        store::Pipelines,
    },
    scope::Scope,
    wire::{
        Failure,
        constraints::{Shape, Wording, check, modeled},
    },
};

/// One operation: its name, the shape of its input, and what it does.
struct Operation {
    name: &'static str,
    input: &'static Shape,
    perform: fn(&mut Request<'_, '_>) -> Answer,
}

/// All operations, by name.
const OPERATIONS: &[Operation] = &[
    operation("CreatePipeline", &inputs::CREATE_PIPELINE, pipelines::create),
    operation("DeletePipeline", &inputs::DELETE_PIPELINE, pipelines::delete),
    operation(
        "DisableStageTransition",
        &inputs::DISABLE_STAGE_TRANSITION,
        stages::disable_transition,
    ),
    operation(
        "EnableStageTransition",
        &inputs::ENABLE_STAGE_TRANSITION,
        stages::enable_transition,
    ),
    operation("GetPipeline", &inputs::GET_PIPELINE, pipelines::get),
    operation("GetPipelineExecution", &inputs::GET_PIPELINE_EXECUTION, executions::get),
    operation("GetPipelineState", &inputs::GET_PIPELINE_STATE, state::get),
    operation(
        "ListActionExecutions",
        &inputs::LIST_ACTION_EXECUTIONS,
        actions::list_executions,
    ),
    operation(
        "ListPipelineExecutions",
        &inputs::LIST_PIPELINE_EXECUTIONS,
        executions::list,
    ),
    operation("ListPipelines", &inputs::LIST_PIPELINES, pipelines::list),
    operation("ListTagsForResource", &inputs::LIST_TAGS_FOR_RESOURCE, tags::list),
    operation("PutActionRevision", &inputs::PUT_ACTION_REVISION, actions::put_revision),
    operation(
        "PutApprovalResult",
        &inputs::PUT_APPROVAL_RESULT,
        actions::put_approval_result,
    ),
    operation("RetryStageExecution", &inputs::RETRY_STAGE_EXECUTION, stages::retry),
    operation("RollbackStage", &inputs::ROLLBACK_STAGE, stages::rollback),
    operation(
        "StartPipelineExecution",
        &inputs::START_PIPELINE_EXECUTION,
        executions::start,
    ),
    operation(
        "StopPipelineExecution",
        &inputs::STOP_PIPELINE_EXECUTION,
        executions::stop,
    ),
    operation("TagResource", &inputs::TAG_RESOURCE, tags::tag),
    operation("UntagResource", &inputs::UNTAG_RESOURCE, tags::untag),
    operation("UpdatePipeline", &inputs::UPDATE_PIPELINE, pipelines::update),
];

const fn operation(
    name: &'static str,
    input: &'static Shape,
    perform: fn(&mut Request<'_, '_>) -> Answer,
) -> Operation {
    Operation { name, input, perform }
}

/// Returns whether CodePipeline has this operation.
pub(crate) fn has(operation: &str) -> bool {
    OPERATIONS.iter().any(|known| known.name == operation)
}

/// Performs one operation of CodePipeline; `None` is an empty body.
///
/// # Errors
/// Returns AWS's error, and `UnknownOperationException` for an operation that is not emulated.
pub(crate) fn call(
    operation: &str,
    input: &Value,
    scope: &mut Scope<'_>,
    pipelines: &mut Pipelines,
    connections: &Connections,
) -> Result<Option<Value>, Failure> {
    let Some(operation) = OPERATIONS.iter().find(|known| known.name == operation) else {
        let text = format!("CodePipeline has no operation {operation} in this emulator");
        return Err(Failure::new("UnknownOperationException", text).with_status(404));
    };
    let input = without_nulls(input.clone());
    check(&input, operation.input, Wording::PathsOnly)?;
    let input = modeled(input, operation.input, pipelines.seeded());
    (operation.perform)(&mut Request {
        input: &input,
        scope,
        pipelines,
        connections,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::RandomIds;

    #[test]
    fn operations_are_in_alphabetical_order_without_repetition() {
        let names: Vec<&str> = OPERATIONS.iter().map(|operation| operation.name).collect();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }

    fn kind(category: &str, provider: &str) -> Value {
        json!({ "category": category, "owner": "AWS", "provider": provider, "version": "1" })
    }

    fn source() -> Value {
        json!({
            "name": "Git",
            "actionTypeId": kind("Source", "CodeStarSourceConnection"),
            "configuration": { "ConnectionArn": "arn", "FullRepositoryId": "g/p", "BranchName": "main" },
            "outputArtifacts": [{ "name": "src" }],
            "namespace": "Vars",
            "runOrder": 1,
        })
    }

    fn gate() -> Value {
        json!({
            "name": "Gate",
            "actionTypeId": kind("Approval", "Manual"),
            "timeoutInMinutes": 5,
            "configuration": { "CustomData": "#{Vars.CommitId} #{variables.v}" },
        })
    }

    fn trigger() -> Value {
        let branches = json!({ "includes": ["main"], "excludes": ["x"] });
        let filters = json!({
            "sourceActionName": "Git",
            "push": [{ "branches": branches, "filePaths": { "includes": ["**"] } }],
            "pullRequest": [{ "events": ["OPEN"], "branches": branches }],
        });
        json!({ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters })
    }

    /// A pipeline with something in every corner.
    fn pipeline() -> Value {
        let rule = json!({
            "name": "r",
            "ruleTypeId": { "category": "Rule", "provider": "LambdaInvoke" },
            "configuration": { "FunctionName": "f" },
        });
        let entry = json!({ "conditions": [{ "result": "SKIP", "rules": [rule] }] });
        json!({
            "name": "demo",
            "roleArn": "arn:aws:iam::111122223333:role/r",
            "pipelineType": "V2",
            "executionMode": "QUEUED",
            "artifactStore": { "type": "S3", "location": "bucket", "encryptionKey": { "id": "k", "type": "KMS" } },
            "stages": [
                { "name": "Source", "actions": [source()] },
                { "name": "Gate", "actions": [gate()], "onFailure": { "result": "RETRY" }, "beforeEntry": entry },
            ],
            "variables": [{ "name": "v", "defaultValue": "1" }],
            "triggers": [trigger()],
        })
    }

    /// The addresses of all values inside a value.
    fn pointers(value: &Value, at: &str) -> Vec<String> {
        let inside = match value {
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, value)| (index.to_string(), value))
                .collect(),
            _ => Vec::new(),
        };
        let below = inside
            .into_iter()
            .flat_map(|(name, value)| pointers(value, &format!("{at}/{name}")));
        [at.to_owned()].into_iter().chain(below).collect()
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-z#{}.*\\[éü\n ]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from);
            let names = prop_oneof!["[a-z]{0,3}", Just("name".to_owned()), Just("includes".to_owned())];
            let object = prop::collection::vec((names, inner), 0..4).prop_map(|members| members.into_iter().collect());
            prop_oneof![list, object]
        })
    }

    /// An emulator's pipelines and what a call needs besides.
    #[derive(Default)]
    struct Bench {
        pipelines: Pipelines,
        connections: Connections,
    }

    impl Bench {
        fn within<T>(&mut self, region: &str, work: impl FnOnce(&mut Self, &mut Scope<'_>) -> T) -> T {
            let scope = &mut Scope {
                region,
                account: "111122223333",
                caller: "arn",
                now: 1.5,
                ids: &mut RandomIds,
            };
            work(self, scope)
        }

        fn call(&mut self, region: &str, operation: &str, input: Value) -> Result<Value, Failure> {
            let answer = self.within(region, |bench, scope| {
                call(operation, &input, scope, &mut bench.pipelines, &bench.connections)
            });
            answer.map(Option::unwrap_or_default)
        }
    }

    #[test]
    fn a_region_holds_a_thousand_pipelines() {
        let mut bench = Bench::default();
        let mut create = |region, index: usize| {
            let mut declaration = pipeline();
            declaration["name"] = json!(format!("p{index}"));
            bench.call(region, "CreatePipeline", json!({ "pipeline": declaration }))
        };
        (0..1000).for_each(|index| drop(create("eu-west-1", index).unwrap()));
        let failure = create("eu-west-1", 1000).unwrap_err();
        assert_eq!(failure.class, "LimitExceededException");
        assert!(create("us-east-1", 1000).is_ok());
    }

    proptest! {
        #[test]
        fn a_broken_declaration_is_stored_whole_or_refused(at in any::<prop::sample::Index>(), value in anything()) {
            let mut declaration = pipeline();
            let places: Vec<String> = pointers(&declaration, "");
            let place: &String = at.get(&places);
            *declaration.pointer_mut(place).unwrap() = value;
            let mut bench = Bench::default();
            let mut call = |operation, input| bench.call("eu-west-1", operation, input);
            match call("CreatePipeline", json!({ "pipeline": declaration })) {
                Ok(mut created) => {
                    let created = created["pipeline"].take();
                    let name = json!({ "name": created["name"] });
                    let read = call("GetPipeline", name.clone()).unwrap()["pipeline"].take();
                    prop_assert_eq!(&read, &created);
                    call("UpdatePipeline", json!({ "pipeline": read })).unwrap();
                    call("GetPipelineState", name).unwrap();
                }
                Err(failure) => {
                    prop_assert_eq!(failure.status, 400);
                    let listed = call("ListPipelines", json!({})).unwrap();
                    prop_assert_eq!(listed, json!({ "pipelines": [] }));
                }
            }
        }

        #[test]
        fn nothing_panics(at in any::<prop::sample::Index>(), input in anything(), event in anything()) {
            let mut bench = Bench::default();
            let _ = bench.call("eu-west-1", at.get(OPERATIONS).name, input);
            let _ = bench.within("eu-west-1", |bench, scope| bench.pipelines.event(&event, scope, &bench.connections));
        }
    }
}
