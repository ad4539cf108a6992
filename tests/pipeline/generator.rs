//! Declarations that AWS takes, of every kind that there is.

use codepipeline_emulator_testing::pipelines::ROLE;
use serde_json::{Value, json};

use super::dice::Dice;

pub(super) const REGION: &str = "eu-west-1";
pub(super) const ELSEWHERE: &str = "us-east-1";
const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

/// What later actions can use.
#[derive(Default)]
struct Made {
    artifacts: Vec<String>,
    namespaces: Vec<String>,
    count: usize,
}

/// A declaration that is right.
pub(super) fn declaration(name: &str, dice: &mut Dice) -> Value {
    let v2 = dice.happens(85);
    let mut made = Made::default();
    let mut stages = vec![sources(dice, &mut made)];
    for index in 0..1 + dice.below(4) {
        stages.push(stage(index, v2, dice, &mut made));
    }
    let mut pipeline =
        json!({ "name": name, "roleArn": ROLE, "pipelineType": if v2 { "V2" } else { "V1" }, "stages": stages });
    if v2 {
        features(&mut pipeline, dice);
    }
    stores(&mut pipeline, dice);
    pipeline
}

fn sources(dice: &mut Dice, made: &mut Made) -> Value {
    let count = 1 + dice.below(3);
    let actions: Vec<Value> = (0..count).map(|index| source(index, dice, made)).collect();
    json!({ "name": "Source", "actions": actions })
}

fn source(index: usize, dice: &mut Dice, made: &mut Made) -> Value {
    let artifact = format!("source{index}");
    let (provider, mut configuration) = match if index == 0 { 0 } else { dice.below(4) } {
        0 => (
            "CodeStarSourceConnection",
            json!({ "ConnectionArn": CONNECTION, "FullRepositoryId": "acme/platform/api", "BranchName": "main" }),
        ),
        1 => ("S3", json!({ "S3Bucket": "bucket", "S3ObjectKey": "all.zip" })),
        2 => ("CodeCommit", json!({ "RepositoryName": "api", "BranchName": "main" })),
        _ => ("ECR", json!({ "RepositoryName": "api" })),
    };
    if provider == "CodeStarSourceConnection" && dice.happens(40) {
        configuration["DetectChanges"] = json!(*dice.pick(&["true", "false"]));
    }
    let mut action = json!({
        "name": format!("Fetch{index}"),
        "actionTypeId": { "category": "Source", "owner": "AWS", "provider": provider, "version": "1" },
        "configuration": configuration, "outputArtifacts": [{ "name": artifact }],
    });
    made.artifacts.push(artifact);
    if dice.happens(60) {
        let namespace = format!("Src{index}");
        action["namespace"] = json!(namespace);
        made.namespaces.push(namespace);
    }
    action
}

fn stage(index: usize, v2: bool, dice: &mut Dice, made: &mut Made) -> Value {
    let mut actions = Vec::new();
    for order in 1..=1 + dice.below(3) {
        // Actions of one order see what came before, not each other.
        let mut fresh = Made {
            count: made.count,
            ..Made::default()
        };
        for _ in 0..1 + dice.below(2) {
            let mut action = action(v2, dice, made, &mut fresh);
            action["runOrder"] = json!(order);
            if order == 1 && dice.happens(50) {
                action.as_object_mut().unwrap().remove("runOrder");
            }
            actions.push(action);
        }
        made.artifacts.append(&mut fresh.artifacts);
        made.namespaces.append(&mut fresh.namespaces);
        made.count = fresh.count;
    }
    // Names of actions are unique in their stage only.
    if index > 0 && dice.happens(30) {
        actions[0]["name"] = json!("Fetch0");
    }
    json!({ "name": format!("Stage-{index}"), "actions": actions })
}

fn action(v2: bool, dice: &mut Dice, made: &Made, fresh: &mut Made) -> Value {
    fresh.count += 1;
    let name = format!("Action.{}", fresh.count);
    let inputs = |dice: &mut Dice, most: usize| -> Vec<Value> {
        let count = 1 + dice.below(most.min(made.artifacts.len()));
        made.artifacts
            .iter()
            .rev()
            .take(count)
            .map(|name| json!({ "name": name }))
            .collect()
    };
    let kind = |category: &str, owner: &str, provider: &str| json!({ "category": category, "owner": owner, "provider": provider, "version": "1" });
    let mut action = match dice.below(if v2 { 9 } else { 8 }) {
        0 | 1 => {
            let inputs = inputs(dice, 5);
            let mut configuration = json!({ "ProjectName": "build" });
            if inputs.len() > 1 {
                configuration["PrimarySource"] = inputs[0]["name"].clone();
            }
            let category = *dice.pick(&["Build", "Test"]);
            json!({ "actionTypeId": kind(category, "AWS", "CodeBuild"), "configuration": configuration, "inputArtifacts": inputs })
        }
        2 => {
            json!({ "actionTypeId": kind("Approval", "AWS", "Manual"), "configuration": { "CustomData": reference(dice, made) }, "timeoutInMinutes": 60 })
        }
        3 => {
            json!({ "actionTypeId": kind("Deploy", "AWS", "S3"), "configuration": { "BucketName": "site", "Extract": "true" }, "inputArtifacts": inputs(dice, 1) })
        }
        4 => {
            json!({ "actionTypeId": kind("Deploy", "AWS", "CodeDeploy"), "configuration": { "ApplicationName": "a", "DeploymentGroupName": "g" }, "inputArtifacts": inputs(dice, 1) })
        }
        5 => {
            json!({ "actionTypeId": kind("Invoke", "AWS", "Lambda"), "configuration": { "FunctionName": "f", "UserParameters": reference(dice, made) } })
        }
        6 => {
            json!({ "actionTypeId": kind("Deploy", "AWS", "ECS"), "configuration": { "ClusterName": "c", "ServiceName": "s" }, "inputArtifacts": inputs(dice, 1) })
        }
        7 => {
            json!({ "actionTypeId": kind("Test", "Custom", "OurTool"), "configuration": { "Anything": "goes" }, "inputArtifacts": inputs(dice, 2) })
        }
        _ => {
            json!({ "actionTypeId": kind("Compute", "AWS", "Commands"), "commands": ["make"], "inputArtifacts": inputs(dice, 1), "outputVariables": ["VERSION"] })
        }
    };
    action["name"] = json!(name);
    let provider = action["actionTypeId"]["provider"].as_str().unwrap().to_owned();
    if matches!(provider.as_str(), "CodeBuild" | "Commands") && dice.happens(50) {
        let artifact = format!("made-{}", fresh.count);
        action["outputArtifacts"] = json!([{ "name": artifact }]);
        fresh.artifacts.push(artifact);
    }
    if provider == "Commands" && dice.happens(50) {
        let variable = |index| json!({ "name": format!("V{index}"), "value": "x", "type": "PLAINTEXT" });
        action["environmentVariables"] = (0..=dice.below(10)).map(variable).collect();
    }
    if dice.happens(30) {
        let namespace = format!("Ns{}", fresh.count);
        action["namespace"] = json!(namespace);
        fresh.namespaces.push(namespace);
    }
    action
}

/// A value with a reference that resolves.
fn reference(dice: &mut Dice, made: &Made) -> String {
    match (made.namespaces.last(), dice.below(3)) {
        (Some(namespace), 0) => format!("at #{{{namespace}.CommitId}}."),
        (_, 1) => "#{codepipeline.PipelineExecutionId}".to_owned(),
        _ => "plain".to_owned(),
    }
}

/// What only pipelines of type V2 have.
fn features(pipeline: &mut Value, dice: &mut Dice) {
    if dice.happens(40) {
        pipeline["executionMode"] = json!(*dice.pick(&["SUPERSEDED", "QUEUED", "PARALLEL"]));
    }
    if dice.happens(40) {
        pipeline["variables"] =
            json!([{ "name": "channel", "defaultValue": "stable" }, { "name": "who", "description": "Requester" }]);
    }
    if dice.happens(50) {
        let filter = [
            json!({ "push": [{ "branches": { "includes": ["main", "release/**"], "excludes": ["x"] } }, { "tags": { "includes": ["v*"] } }] }),
            json!({ "push": [{ "branches": { "includes": ["main"] }, "filePaths": { "includes": ["src/**"] } }] }),
            json!({ "push": [{ "filePaths": { "includes": ["src/**"] } }] }),
            json!({ "pullRequest": [{ "events": ["OPEN", "UPDATED"], "branches": { "includes": ["main"] } }] }),
        ];
        let mut git = dice.pick(&filter).clone();
        git["sourceActionName"] = json!("Fetch0");
        pipeline["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": git }]);
    }
    if dice.happens(50) {
        let rules = json!([
            rule("CloudWatchAlarm", json!({ "AlarmName": "a", "AlarmStates": "OK" })),
            rule(
                "VariableCheck",
                json!({ "Variable": "#{codepipeline.PipelineExecutionId}", "Value": "x", "Operator": "NE" })
            )
        ]);
        let last = pipeline["stages"].as_array_mut().unwrap().last_mut().unwrap();
        last["beforeEntry"] = json!({ "conditions": [{ "result": "FAIL", "rules": rules }] });
        last["onFailure"] = json!({ "result": "RETRY", "retryConfiguration": { "retryMode": "FAILED_ACTIONS" } });
    }
}

fn rule(provider: &str, configuration: Value) -> Value {
    json!({ "name": provider, "configuration": configuration,
        "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": provider, "version": "1" } })
}

fn stores(pipeline: &mut Value, dice: &mut Dice) {
    let store = |location: &str| json!({ "type": "S3", "location": location });
    match dice.below(4) {
        0 => {
            pipeline["artifactStores"] = json!({ REGION: store("artifacts-eu"), ELSEWHERE: store("artifacts-us") });
            let action = &mut pipeline["stages"][1]["actions"][0];
            if action["actionTypeId"]["owner"] == "AWS" {
                action["region"] = json!(ELSEWHERE);
            }
        }
        1 => pipeline["artifactStores"] = json!({ REGION: store("artifacts-eu") }),
        _ => pipeline["artifactStore"] = store("artifacts"),
    }
}
