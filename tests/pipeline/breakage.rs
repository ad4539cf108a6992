//! Declarations that are broken in one place.

use serde_json::{Value, json};

use super::{
    dice::Dice,
    generator::{ELSEWHERE, REGION},
};

/// What breaks a declaration; `false` where it has nothing to break.
pub(super) type Break = fn(&mut Value, &mut Dice) -> bool;

/// Every way to break a declaration that AWS refuses.
pub(super) const BREAKAGES: &[(&str, Break)] = &[
    ("one stage", |p, _| set(p, "/stages", json!([p["stages"][0]]))),
    ("51 stages", |p, _| {
        let stages = stages(p);
        let last = stages.last().unwrap().clone();
        (0..50).for_each(|index| {
            let name = json!(format!("More{index}"));
            stages.push(json!({ "name": name, "actions": [approval("A")] }));
        });
        !last.is_null()
    }),
    ("empty stage", |p, _| set(p, "/stages/1/actions", json!([]))),
    ("first stage approves", |p, _| {
        push(p, "/stages/0/actions", approval("Early"))
    }),
    ("late source", |p, _| {
        let mut source = p["stages"][0]["actions"][0].clone();
        (source["name"], source["outputArtifacts"][0]["name"]) = (json!("Late"), json!("late"));
        source.as_object_mut().unwrap().remove("namespace");
        push(p, "/stages/1/actions", source)
    }),
    ("stage name twice", |p, _| set(p, "/stages/1/name", json!("Source"))),
    ("action name twice", |p, _| {
        let name = p["stages"][1]["actions"][0]["name"].clone();
        push(p, "/stages/1/actions", approval(name.as_str().unwrap()))
    }),
    ("input of no action", |p, d| {
        with_input(p, d, |action, _| set(action, "/inputArtifacts/0/name", json!("absent")))
    }),
    ("input of its own", |p, d| {
        with_input(p, d, |action, _| {
            let kind = &action["actionTypeId"]["provider"];
            if kind != "CodeBuild" && kind != "Commands" {
                return false;
            }
            action["outputArtifacts"] = json!([{ "name": "own" }]);
            set(action, "/inputArtifacts/0/name", json!("own"))
        })
    }),
    ("output twice", |p, _| {
        push(p, "/stages/0/actions", {
            let mut source = p["stages"][0]["actions"][0].clone();
            source["name"] = json!("Twin");
            source.as_object_mut().unwrap().remove("namespace");
            source
        })
    }),
    ("source without output", |p, _| {
        set(p, "/stages/0/actions/0/outputArtifacts", json!([]))
    }),
    ("source with two outputs", |p, _| {
        push(p, "/stages/0/actions/0/outputArtifacts", json!({ "name": "second" }))
    }),
    ("build without input", |p, d| {
        on(p, d, "CodeBuild", |action| set(action, "/inputArtifacts", json!([])))
    }),
    ("approval with input", |p, d| {
        on(p, d, "Manual", |action| {
            set_member(action, "inputArtifacts", json!([{ "name": "source0" }]))
        })
    }),
    ("category of another provider", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set(action, "/actionTypeId/category", json!("Deploy"))
        })
    }),
    ("version that is not there", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set(action, "/actionTypeId/version", json!("2"))
        })
    }),
    ("owner that it has not", |p, _| {
        set(p, "/stages/0/actions/0/actionTypeId/owner", json!("ThirdParty"))
    }),
    ("connection without branch", |p, _| {
        remove(p, "/stages/0/actions/0/configuration", "BranchName")
    }),
    ("build without project", |p, d| {
        on(p, d, "CodeBuild", |action| {
            remove(action, "/configuration", "ProjectName")
        })
    }),
    ("deploy without bucket", |p, d| {
        on(p, d, "S3", |action| {
            action["actionTypeId"]["category"] == "Deploy" && remove(action, "/configuration", "Extract")
        })
    }),
    ("connection with another key", |p, _| {
        put(p, "/stages/0/actions/0/configuration", "FullRepositoryID", "a/b")
    }),
    ("empty value", |p, _| {
        put(p, "/stages/0/actions/0/configuration", "BranchName", "")
    }),
    ("long value", |p, d| {
        on(p, d, "CodeBuild", |action| {
            put(action, "/configuration", "EnvironmentVariables", &"x".repeat(1001))
        })
    }),
    ("long key", |p, d| {
        on(p, d, "OurTool", |action| {
            put(action, "/configuration", &"k".repeat(51), "v")
        })
    }),
    ("no commands", |p, d| {
        on(p, d, "Commands", |action| remove(action, "", "commands"))
    }),
    ("commands of a build", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set_member(action, "commands", json!(["make"]))
        })
    }),
    ("output variables of a build", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set_member(action, "outputVariables", json!(["A"]))
        })
    }),
    ("eleven environment variables", |p, d| {
        on(p, d, "Commands", |action| {
            let variable = |index| json!({ "name": format!("V{index}"), "value": "x" });
            set_member(action, "environmentVariables", (0..11).map(variable).collect())
        })
    }),
    ("time limit of a build", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set_member(action, "timeoutInMinutes", json!(30))
        })
    }),
    ("namespace twice", |p, _| {
        set_member(&mut p["stages"][0]["actions"][0], "namespace", json!("Same"));
        set_member(&mut p["stages"][1]["actions"][0], "namespace", json!("Same"))
    }),
    ("reserved namespace", |p, d| {
        let name = *d.pick(&["codepipeline", "variables"]);
        set_member(&mut p["stages"][1]["actions"][0], "namespace", json!(name))
    }),
    ("namespace of an artifact", |p, _| {
        set_member(&mut p["stages"][1]["actions"][0], "namespace", json!("source0"))
    }),
    ("reference to nothing", |p, d| {
        on(p, d, "Manual", |action| {
            put(action, "/configuration", "CustomData", "#{Nowhere.CommitId}")
        })
    }),
    ("reference without a key", |p, d| {
        on(p, d, "Manual", |action| {
            put(action, "/configuration", "CustomData", "#{CommitId}")
        })
    }),
    ("reference to itself", |p, d| {
        on(p, d, "Manual", |action| {
            set_member(action, "namespace", json!("Itself"));
            put(action, "/configuration", "CustomData", "#{Itself.X}")
        })
    }),
    ("variable in a source", |p, _| {
        put(
            p,
            "/stages/0/actions/0/configuration",
            "BranchName",
            "#{variables.channel}",
        )
    }),
    ("variable twice", |p, _| {
        is_v2(p) && set_member(p, "variables", json!([{ "name": "a" }, { "name": "a" }]))
    }),
    ("51 variables", |p, _| {
        let variables: Vec<Value> = (0..51).map(|index| json!({ "name": format!("v{index}") })).collect();
        is_v2(p) && set_member(p, "variables", json!(variables))
    }),
    ("variables of V1", |p, _| {
        v1(p) && set_member(p, "variables", json!([{ "name": "a" }]))
    }),
    ("mode of V1", |p, _| {
        v1(p) && set_member(p, "executionMode", json!("QUEUED"))
    }),
    ("trigger of V1", |p, _| {
        v1(p) && triggers(p, json!([{ "push": [{ "tags": { "includes": ["v*"] } }] }]))
    }),
    ("commands of V1", |p, _| {
        v1(p)
            && push(
                p,
                "/stages/1/actions",
                json!({
        "name": "Run", "actionTypeId": { "category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1" },
        "commands": ["make"], "inputArtifacts": [{ "name": "source0" }] }),
            )
    }),
    ("condition of V1", |p, _| {
        v1(p) && set_member(&mut p["stages"][1], "onFailure", json!({ "result": "ROLLBACK" }))
    }),
    ("trigger of no action", |p, _| {
        is_v2(p)
            && triggers(p, json!([{ "push": [{ "tags": { "includes": ["v*"] } }] }]))
            && set(p, "/triggers/0/gitConfiguration/sourceActionName", json!("Absent"))
    }),
    ("trigger of another action", |p, _| {
        let name = p["stages"][1]["actions"][0]["name"].clone();
        is_v2(p)
            && triggers(p, json!([{ "push": [{ "tags": { "includes": ["v*"] } }] }]))
            && set(p, "/triggers/0/gitConfiguration/sourceActionName", name)
    }),
    ("two triggers of one source", |p, _| {
        is_v2(p)
            && triggers(
                p,
                json!([{ "push": [{ "tags": { "includes": ["v*"] } }] }, { "push": [{ "branches": { "includes": ["m"] } }] }]),
            )
    }),
    ("tags with branches", |p, _| {
        is_v2(p)
            && triggers(
                p,
                json!([{ "push": [{ "tags": { "includes": ["v*"] }, "branches": { "includes": ["main"] } }] }]),
            )
    }),
    ("tags with files", |p, _| {
        is_v2(p)
            && triggers(
                p,
                json!([{ "push": [{ "tags": { "includes": ["v*"] }, "filePaths": { "includes": ["a"] } }] }]),
            )
    }),
    ("one filter twice", |p, _| {
        let filter = json!({ "branches": { "includes": ["main"] } });
        is_v2(p) && triggers(p, json!([{ "push": [filter, filter] }]))
    }),
    ("four filters", |p, _| {
        let filter = |name: &str| json!({ "branches": { "includes": [name] } });
        is_v2(p)
            && triggers(
                p,
                json!([{ "push": [filter("a"), filter("b"), filter("c"), filter("d")] }]),
            )
    }),
    ("nine patterns", |p, _| {
        is_v2(p)
            && triggers(
                p,
                json!([{ "push": [{ "tags": { "includes": ["a", "b", "c", "d", "e", "f", "g", "h", "i"] } }] }]),
            )
    }),
    ("long pattern", |p, _| {
        is_v2(p) && triggers(p, json!([{ "push": [{ "tags": { "excludes": ["x".repeat(256)] } }] }]))
    }),
    ("empty pattern", |p, _| {
        is_v2(p) && triggers(p, json!([{ "push": [{ "branches": { "includes": [""] } }] }]))
    }),
    ("unknown event", |p, _| {
        is_v2(p) && triggers(p, json!([{ "pullRequest": [{ "events": ["MERGED"] }] }]))
    }),
    ("skip after success", |p, _| {
        is_v2(p)
            && gate(
                p,
                "onSuccess",
                json!({ "conditions": [condition("SKIP", "VariableCheck")] }),
            )
    }),
    ("skip by an alarm", |p, _| {
        is_v2(p)
            && gate(
                p,
                "beforeEntry",
                json!({ "conditions": [condition("SKIP", "CloudWatchAlarm")] }),
            )
    }),
    ("fail after failure", |p, _| {
        is_v2(p)
            && gate(
                p,
                "onFailure",
                json!({ "conditions": [condition("FAIL", "CloudWatchAlarm")] }),
            )
    }),
    ("result and condition", |p, _| {
        is_v2(p)
            && gate(
                p,
                "onFailure",
                json!({ "result": "ROLLBACK", "conditions": [condition("ROLLBACK", "CloudWatchAlarm")] }),
            )
    }),
    ("retry mode without retry", |p, _| {
        is_v2(p)
            && gate(
                p,
                "onFailure",
                json!({ "result": "ROLLBACK", "retryConfiguration": { "retryMode": "ALL_ACTIONS" } }),
            )
    }),
    ("rollback in parallel", |p, _| {
        is_v2(p)
            && set_member(p, "executionMode", json!("PARALLEL"))
            && gate(p, "onFailure", json!({ "result": "ROLLBACK" }))
    }),
    ("six rules", |p, _| {
        let mut condition = condition("FAIL", "CloudWatchAlarm");
        let rule = condition["rules"][0].clone();
        condition["rules"] = json!(vec![rule; 6]);
        is_v2(p) && gate(p, "beforeEntry", json!({ "conditions": [condition] }))
    }),
    ("rule without its key", |p, _| {
        let mut condition = condition("FAIL", "CloudWatchAlarm");
        condition["rules"][0]["configuration"] = json!({});
        is_v2(p) && gate(p, "beforeEntry", json!({ "conditions": [condition] }))
    }),
    ("long key of a rule", |p, _| {
        let mut condition = condition("FAIL", "CodeBuild");
        condition["rules"][0]["configuration"] = json!({ "ProjectName": "p", ("k".repeat(51)): "v" });
        is_v2(p) && gate(p, "beforeEntry", json!({ "conditions": [condition] }))
    }),
    ("rule without commands", |p, _| {
        is_v2(p)
            && gate(
                p,
                "beforeEntry",
                json!({ "conditions": [condition("FAIL", "Commands")] }),
            )
    }),
    ("no store", |p, _| {
        let members = p.as_object_mut().unwrap();
        members.remove("artifactStore");
        members.remove("artifactStores");
        true
    }),
    ("store of another region only", |p, _| {
        p.as_object_mut().unwrap().remove("artifactStore");
        set_member(
            p,
            "artifactStores",
            json!({ "ap-south-1": { "type": "S3", "location": "bucket" } }),
        )
    }),
    ("region without a store", |p, d| {
        on(p, d, "CodeBuild", |action| {
            set_member(action, "region", json!("ap-south-1"))
        })
    }),
    ("source elsewhere", |p, _| {
        p.as_object_mut().unwrap().remove("artifactStore");
        let store = json!({ "type": "S3", "location": "bucket" });
        set_member(p, "artifactStores", json!({ REGION: store, ELSEWHERE: store }));
        set_member(&mut p["stages"][0]["actions"][0], "region", json!(ELSEWHERE))
    }),
    ("101 actions at once", |p, _| {
        let actions = p["stages"][1]["actions"].as_array_mut().unwrap();
        actions.extend((0..101).map(|index| approval(&format!("At-once-{index}"))));
        true
    }),
    ("name of a pipeline", |p, d| {
        set(p, "/name", json!(*d.pick(&["with space", "ünder", ""])))
    }),
    ("name of a stage", |p, d| {
        set(p, "/stages/1/name", json!(*d.pick(&["a/b", "", "a b"])))
    }),
    ("long name of an action", |p, _| {
        set(p, "/stages/1/actions/0/name", json!("n".repeat(101)))
    }),
    ("name of an artifact", |p, _| {
        set(p, "/stages/0/actions/0/outputArtifacts/0/name", json!("with.dot"))
    }),
    ("name of a namespace", |p, _| {
        set_member(&mut p["stages"][1]["actions"][0], "namespace", json!("with.dot"))
    }),
    ("name of a variable", |p, _| {
        is_v2(p) && set_member(p, "variables", json!([{ "name": "with.dot" }]))
    }),
    ("description of two lines", |p, _| {
        is_v2(p) && set_member(p, "variables", json!([{ "name": "a", "description": "b\nc" }]))
    }),
    ("run order", |p, d| {
        set_member(
            &mut p["stages"][1]["actions"][0],
            "runOrder",
            json!(*d.pick(&[0, -1, 1000])),
        )
    }),
    ("short time limit", |p, d| {
        on(p, d, "Manual", |action| set(action, "/timeoutInMinutes", json!(4)))
    }),
    ("role", |p, d| {
        set(
            p,
            "/roleArn",
            json!(*d.pick(&["role", "arn:aws:iam::1:role/x", "arn:aws:iam::111122223333:user/x"])),
        )
    }),
    ("role of an action", |p, _| {
        set_member(&mut p["stages"][1]["actions"][0], "roleArn", json!("role"))
    }),
    ("bucket", |p, d| {
        p.as_object_mut().unwrap().remove("artifactStores");
        set_member(
            p,
            "artifactStore",
            json!({ "type": "S3", "location": *d.pick(&["ab", "with_underscore", ""]) }),
        )
    }),
    ("mode", |p, _| set_member(p, "executionMode", json!("FAST"))),
    ("type", |p, _| set_member(p, "pipelineType", json!("V3"))),
    ("category", |p, _| {
        set(p, "/stages/1/actions/0/actionTypeId/category", json!("Magic"))
    }),
    ("provider", |p, _| {
        set(p, "/stages/1/actions/0/actionTypeId/provider", json!("x".repeat(36)))
    }),
    ("long command", |p, d| {
        on(p, d, "Commands", |action| {
            set(action, "/commands/0", json!("x".repeat(1001)))
        })
    }),
    ("51 commands", |p, d| {
        on(p, d, "Commands", |action| {
            set(action, "/commands", json!(vec!["make"; 51]))
        })
    }),
];

fn stages(pipeline: &mut Value) -> &mut Vec<Value> {
    pipeline["stages"].as_array_mut().unwrap()
}

fn set(value: &mut Value, pointer: &str, new: Value) -> bool {
    value.pointer_mut(pointer).map(|place| *place = new).is_some()
}

fn set_member(value: &mut Value, name: &str, new: Value) -> bool {
    value[name] = new;
    true
}

fn put(value: &mut Value, pointer: &str, key: &str, text: &str) -> bool {
    value
        .pointer_mut(pointer)
        .map(|place| place[key] = json!(text))
        .is_some()
}

fn push(value: &mut Value, pointer: &str, new: Value) -> bool {
    value
        .pointer_mut(pointer)
        .and_then(Value::as_array_mut)
        .map(|list| list.push(new))
        .is_some()
}

fn remove(value: &mut Value, pointer: &str, key: &str) -> bool {
    value
        .pointer_mut(pointer)
        .and_then(Value::as_object_mut)
        .is_some_and(|members| members.remove(key).is_some())
}

fn is_v2(pipeline: &Value) -> bool {
    pipeline["pipelineType"] == "V2"
}

/// Only pipelines of type V1, which have no other feature of V2.
fn v1(pipeline: &Value) -> bool {
    pipeline["pipelineType"] == "V1"
}

fn approval(name: &str) -> Value {
    json!({ "name": name, "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" } })
}

fn triggers(pipeline: &mut Value, filters: Value) -> bool {
    let trigger = |filters: &Value| {
        let mut git = filters.clone();
        git["sourceActionName"] = json!("Fetch0");
        json!({ "providerType": "CodeStarSourceConnection", "gitConfiguration": git })
    };
    let all: Vec<Value> = filters.as_array().unwrap().iter().map(trigger).collect();
    set_member(pipeline, "triggers", json!(all))
}

fn gate(pipeline: &mut Value, place: &str, gate: Value) -> bool {
    set_member(&mut pipeline["stages"][1], place, gate)
}

fn condition(result: &str, provider: &str) -> Value {
    let configuration = match provider {
        "CloudWatchAlarm" => json!({ "AlarmName": "a" }),
        "VariableCheck" => json!({ "Variable": "#{codepipeline.PipelineExecutionId}", "Value": "x", "Operator": "NE" }),
        _ => json!({}),
    };
    let kind = json!({ "category": "Rule", "owner": "AWS", "provider": provider, "version": "1" });
    json!({ "result": result, "rules": [{ "name": "Rule", "ruleTypeId": kind, "configuration": configuration }] })
}

/// Breaks one action of the provider.
fn on(pipeline: &mut Value, dice: &mut Dice, provider: &str, change: impl Fn(&mut Value) -> bool) -> bool {
    let mut actions: Vec<&mut Value> = actions(pipeline)
        .filter(|action| action["actionTypeId"]["provider"] == provider)
        .collect();
    if actions.is_empty() {
        return false;
    }
    let index = dice.below(actions.len());
    change(actions[index])
}

/// Breaks one action that has inputs.
fn with_input(pipeline: &mut Value, dice: &mut Dice, change: impl Fn(&mut Value, &mut Dice) -> bool) -> bool {
    let has_inputs = |action: &&mut Value| {
        action["inputArtifacts"]
            .as_array()
            .is_some_and(|inputs| !inputs.is_empty())
    };
    let mut actions: Vec<&mut Value> = actions(pipeline).filter(has_inputs).collect();
    if actions.is_empty() {
        return false;
    }
    let index = dice.below(actions.len());
    change(actions[index], dice)
}

fn actions(pipeline: &mut Value) -> impl Iterator<Item = &mut Value> {
    stages(pipeline)
        .iter_mut()
        .flat_map(|stage| stage["actions"].as_array_mut().unwrap())
}
