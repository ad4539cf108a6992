//! Between arguments and AWS's JSON: nothing is lost, and nothing differs that means the same.

use codepipeline_emulator_testing::pipelines::{ROLE, foreign_declaration, gitlab_declaration};
use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::{
    pipeline::codec,
    resources::pipeline::{Arguments, Pipeline},
};
use terraform_provider_sdk::typed::Attributes;

use super::{dice::Dice, generator::declaration, in_state};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";
const REGION: &str = "eu-west-1";

/// Every member that there is an argument for.
fn everything() -> Value {
    let rule = json!({
        "name": "Alarm",
        "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": "CloudWatchAlarm", "version": "1" },
        "configuration": { "AlarmName": "errors" },
        "inputArtifacts": [{ "name": "source" }],
        "roleArn": ROLE, "region": "eu-west-1", "timeoutInMinutes": 30,
    });
    let commands = json!({
        "name": "Commands", "commands": ["make"],
        "ruleTypeId": { "category": "Rule", "provider": "Commands" },
    });
    json!({
        "name": "web", "roleArn": ROLE, "version": 7, "executionMode": "QUEUED", "pipelineType": "V2",
        "artifactStores": {
            "eu-west-1": { "type": "S3", "location": "one", "encryptionKey": { "id": "alias/x", "type": "KMS" } },
            "us-east-1": { "type": "S3", "location": "two" },
        },
        "variables": [{ "name": "v", "defaultValue": "1", "description": "d" }, { "name": "w" }],
        "triggers": [{
            "providerType": "CodeStarSourceConnection",
            "gitConfiguration": {
                "sourceActionName": "GitLab",
                "push": [
                    { "branches": { "includes": ["main"], "excludes": ["x/**"] }, "filePaths": { "includes": ["src/**"] } },
                    { "tags": { "includes": ["v*"] } },
                ],
                "pullRequest": [{ "events": ["OPEN", "CLOSED"], "branches": { "includes": ["main"] } }],
            },
        }],
        "stages": [
            { "name": "Source", "actions": [{
                "name": "GitLab",
                "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
                "runOrder": 1, "namespace": "Src",
                "configuration": { "BranchName": "main", "ConnectionArn": CONNECTION, "FullRepositoryId": "a/b/c" },
                "inputArtifacts": [], "outputArtifacts": [{ "name": "source" }],
            }] },
            {
                "name": "Build",
                "beforeEntry": { "conditions": [{ "result": "FAIL", "rules": [rule] }] },
                "onSuccess": { "conditions": [{ "result": "ROLLBACK", "rules": [commands] }] },
                "onFailure": { "result": "RETRY", "retryConfiguration": { "retryMode": "ALL_ACTIONS" } },
                "actions": [{
                    "name": "Run",
                    "actionTypeId": { "category": "Compute", "owner": "AWS", "provider": "Commands", "version": "1" },
                    "runOrder": 2, "configuration": {}, "commands": ["make", "make test"],
                    "environmentVariables": [{ "name": "A", "value": "1", "type": "PLAINTEXT" }],
                    "inputArtifacts": [{ "name": "source" }],
                    "outputArtifacts": [{ "name": "built", "files": ["out/*"] }],
                    "outputVariables": ["A"], "roleArn": ROLE, "region": "us-east-1",
                }, {
                    "name": "Approve",
                    "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" },
                    "runOrder": 3, "configuration": {}, "inputArtifacts": [], "outputArtifacts": [], "timeoutInMinutes": 60,
                }],
            },
        ],
    })
}

fn read(declaration: &Value, prior: Option<&Arguments>) -> Arguments {
    codec::read(declaration, prior.map(in_state), REGION)
}

#[test]
fn what_was_read_is_written_as_it_was() {
    for declaration in [
        everything(),
        foreign_declaration("f"),
        gitlab_declaration("g", CONNECTION),
    ] {
        let arguments = read(&declaration, None);
        assert_eq!(codec::write(&arguments, &declaration, None), declaration);
    }
}

#[test]
fn arguments_are_read_as_they_were_written() {
    let arguments = read(&everything(), None);
    let written = codec::write(&arguments, &Value::Null, None);
    assert_eq!(read(&written, None), arguments);
}

#[test]
fn every_generated_declaration_survives_the_way_there_and_back() {
    for seed in 0..1_000 {
        let declaration = completed(declaration("web", &mut Dice::new(seed)));
        let arguments = read(&declaration, None);
        assert_eq!(codec::write(&arguments, &declaration, None), declaration, "{seed}");
        assert_eq!(read(&declaration, Some(&arguments)), arguments, "{seed}");
        let written = codec::write(&arguments, &Value::Null, None);
        assert_eq!(read(&written, None), arguments, "{seed}: {written:#}");
    }
}

#[test]
fn unknown_members_of_every_generated_declaration_stay() {
    for seed in 0..200 {
        let mut there = completed(declaration("web", &mut Dice::new(seed)));
        add_unknown_members(&mut there);
        let arguments = read(&there, None);
        assert_eq!(codec::write(&arguments, &there, None), there, "{seed}");
    }
}

/// The declaration with the execution mode and the run orders that AWS fills in.
fn completed(mut declaration: Value) -> Value {
    let members = declaration.as_object_mut().unwrap();
    members.entry("executionMode").or_insert_with(|| json!("SUPERSEDED"));
    for stage in members["stages"].as_array_mut().unwrap() {
        for action in stage["actions"].as_array_mut().unwrap() {
            let action = action.as_object_mut().unwrap();
            action.entry("runOrder").or_insert_with(|| json!(1));
        }
    }
    declaration
}

/// Adds a member to each object that is not a map of the practitioner's own.
fn add_unknown_members(json: &mut Value) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(add_unknown_members),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match name.as_str() {
                    "configuration" => {}
                    "artifactStores" => member
                        .as_object_mut()
                        .unwrap()
                        .values_mut()
                        .for_each(add_unknown_members),
                    _ => add_unknown_members(member),
                }
            }
            members.insert("future".to_owned(), json!([1.5, null, {}]));
        }
        _ => {}
    }
}

#[test]
fn a_state_keeps_every_argument() {
    let arguments = read(&everything(), None);
    let mut state = std::collections::BTreeMap::new();
    arguments.to_object(&mut state);
    assert_eq!(Arguments::from_object(&state).unwrap(), arguments);
}

#[test]
fn members_without_an_argument_survive_a_change() {
    let mut there = everything();
    there["future"] = json!({ "a": [1.50, null] });
    there["stages"][0]["blockers"] = json!([{ "name": "b", "type": "Schedule" }]);
    there["stages"][1]["actions"][0]["future"] = serde_json::from_str("1.50e400").unwrap();
    there["stages"][1]["beforeEntry"]["conditions"][0]["rules"][0]["future"] = json!(true);
    there["stages"][1]["onFailure"]["retryConfiguration"]["future"] = json!(0);
    there["triggers"][0]["gitConfiguration"]["future"] = json!({});
    there["triggers"][0]["gitConfiguration"]["push"][1]["future"] = json!("x");
    there["artifactStores"]["us-east-1"]["future"] = json!([]);
    let mut arguments = read(&there, None);
    assert_eq!(codec::write(&arguments, &there, None), there);
    arguments.stage[1].action[0].run_order = 1;
    arguments.stage[1].action.swap(0, 1);
    let mut expected = there.clone();
    expected["stages"][1]["actions"][0]["runOrder"] = json!(1);
    expected["stages"][1]["actions"].as_array_mut().unwrap().swap(0, 1);
    assert_eq!(codec::write(&arguments, &there, None), expected);
}

#[test]
fn what_is_taken_out_of_the_arguments_is_taken_out_of_the_declaration() {
    let there = everything();
    let mut arguments = read(&there, None);
    arguments.variable.clear();
    arguments.trigger.clear();
    arguments.stage[1].before_entry = None;
    arguments.stage[1].on_failure = None;
    let action = &mut arguments.stage[1].action[0];
    (action.namespace, action.commands) = (None, Some(Vec::new()));
    (action.role_arn, action.region) = (Some(String::new()), Some(String::new()));
    action.output_artifacts_for_compute_action.clear();
    let written = codec::write(&arguments, &there, None);
    assert_eq!(read(&written, None), arguments);
    for gone in ["variables", "triggers"] {
        assert_eq!(written.get(gone), None, "{gone}");
    }
    assert_eq!(written["stages"][1].get("onFailure"), None);
}

#[test]
fn an_empty_list_and_none_are_each_kept_as_they_were_written() {
    let there = gitlab_declaration("g", CONNECTION);
    let mut wrote = read(&there, None);
    let action = &mut wrote.stage[0].action[0];
    (action.input_artifacts, action.commands, action.output_variables) = (Some(vec![]), Some(vec![]), Some(vec![]));
    wrote.stage[1].action[0].configuration.get_or_insert_default().clear();
    let mut there = there;
    there["stages"][1]["actions"][0]["configuration"] = json!({});
    assert_eq!(read(&there, Some(&wrote)), wrote);
    assert_eq!(codec::write(&wrote, &there, None), there);
    wrote.stage[1].action[0].configuration = None;
    assert_eq!(read(&there, Some(&wrote)), wrote);
}

#[test]
fn a_key_without_a_value_is_kept_as_it_was_written_and_never_sent() {
    let there = gitlab_declaration("g", CONNECTION);
    let mut wrote = read(&there, None);
    let nothing = || ("Unset".to_owned(), None);
    wrote.stage[0].action[0]
        .configuration
        .get_or_insert_default()
        .extend([nothing()]);
    assert_eq!(codec::write(&wrote, &there, None), there);
    assert_eq!(read(&there, Some(&wrote)), wrote);
    let mut set = there.clone();
    set["stages"][0]["actions"][0]["configuration"]["Unset"] = json!("out of band");
    assert_ne!(read(&set, Some(&wrote)), wrote, "a key set out of band is drift");
    let mut empty = there.clone();
    empty["stages"][1]["actions"][0]["configuration"] = json!({});
    wrote.stage[1].action[0].configuration = Some([nothing()].into());
    assert_eq!(codec::write(&wrote, &empty, None), empty);
    assert_eq!(read(&empty, Some(&wrote)), wrote);
}

#[test]
fn the_trigger_that_aws_adds_is_never_a_difference() {
    let automatic = |branch: &str| {
        json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": "GitLab", "push": [{ "branches": { "includes": [branch] } }] } }])
    };
    let mut there = gitlab_declaration("g", CONNECTION);
    let wrote = read(&there, None);
    there["triggers"] = automatic("main");
    for prior in [None, Some(&wrote)] {
        let found = read(&there, prior);
        assert_eq!(found, wrote);
        assert_eq!(codec::write(&found, &there, None), there, "it is sent back as it is");
    }
    let mut moved = wrote.clone();
    let keys = moved.stage[0].action[0].configuration.as_mut().unwrap();
    keys.insert("BranchName".into(), Some("next".into()));
    assert_eq!(
        codec::write(&moved, &there, None).get("triggers"),
        None,
        "the old branch's trigger goes"
    );
    let before = read(&there, Some(&read(&there, None)));
    let written = Arguments {
        trigger: Arguments::declared(&there).trigger,
        ..before.clone()
    };
    assert_eq!(
        codec::write(&before, &there, Some(in_state(&written))).get("triggers"),
        None,
        "one that was written goes with its block"
    );
}

#[test]
fn a_trigger_that_aws_would_not_add_is_a_difference() {
    let tags = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
        "sourceActionName": "GitLab", "push": [{ "tags": { "includes": ["v*"] } }] } }]);
    let branches = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
        "sourceActionName": "GitLab", "push": [{ "branches": { "includes": ["main"] } }] } }]);
    let plain = gitlab_declaration("g", CONNECTION);
    let wrote = read(&plain, None);
    let mut tagged = plain.clone();
    tagged["triggers"] = tags.clone();
    assert_eq!(read(&tagged, Some(&wrote)).trigger.len(), 1, "tags are never AWS's");
    let mut silent = plain.clone();
    silent["stages"][0]["actions"][0]["configuration"]["DetectChanges"] = json!("false");
    silent["triggers"] = branches.clone();
    assert_eq!(
        read(&silent, None).trigger.len(),
        1,
        "AWS adds none where changes are not detected"
    );
    let mut written = plain.clone();
    written["triggers"] = tags;
    let wrote = read(&written, None);
    written["triggers"] = branches;
    assert_ne!(
        read(&written, Some(&wrote)).trigger,
        wrote.trigger,
        "a written trigger is compared in full"
    );
}

#[test]
fn a_masked_secret_is_the_one_in_the_state() {
    let mut there = foreign_declaration("f");
    there["stages"][0]["actions"][0]["configuration"]["OAuthToken"] = json!("****");
    let mut wrote = read(&there, None);
    let keys = wrote.stage[0].action[0].configuration.as_mut().unwrap();
    keys.insert("OAuthToken".into(), Some("secret".into()));
    assert_eq!(read(&there, Some(&wrote)), wrote);
}

#[test]
fn one_store_of_the_own_region_is_read_in_either_form() {
    let mut there = foreign_declaration("f");
    there["artifactStores"] = json!({ REGION: there["artifactStore"].take() });
    there.as_object_mut().unwrap().remove("artifactStore");
    let with_region = read(&there, None);
    let without_region = read(&foreign_declaration("f"), None);
    assert_eq!(
        read(&there, Some(&without_region)).artifact_store,
        without_region.artifact_store
    );
    assert_eq!(
        read(&foreign_declaration("f"), Some(&with_region)).artifact_store,
        with_region.artifact_store
    );
}

#[test]
fn an_import_id_names_a_pipeline_and_optionally_its_region() {
    use terraform_provider_sdk::author::Resource as _;
    let identity = |id: &str| {
        Pipeline
            .import_id(id)
            .map(|found| (found.name, found.region, found.account_id))
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(identity("web"), Ok(("web".into(), None, None)));
    assert_eq!(identity("web@eu-west-1"), Ok(("web".into(), some(REGION), None)));
    let arn = "arn:aws:codepipeline:eu-west-1:111122223333:web";
    assert_eq!(identity(arn), Ok(("web".into(), some(REGION), some("111122223333"))));
    assert!(identity(CONNECTION).is_err());
}
