//! What changes by name: edits of lists, and the warning of a plan.

use serde_json::{Value as Json, json};
use terraform_provider_codepipeline::provider::pipeline::{
    by_name::{Edit, Edits, warning},
    codec,
};
use terraform_provider_sdk::{diagnostics::Severity, typed::derived::object_to_value, value::Value};

use super::{
    dice::Dice,
    generator::{REGION, declaration},
};

/// Applies the edits in their order, as a reader does.
fn applied(before: &[&str], edits: &[Edit]) -> Vec<String> {
    let mut list: Vec<String> = before.iter().map(|name| (*name).to_owned()).collect();
    let position = |list: &[String], name: &str| list.iter().position(|item| item == name).expect(name);
    let moved: Vec<&String> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Moved { name, .. } => Some(name),
            _ => None,
        })
        .collect();
    for edit in edits {
        match edit {
            Edit::Removed { name } => drop(list.remove(position(&list, name))),
            Edit::Renamed { from, to } => {
                let at = position(&list, from);
                list[at].clone_from(to);
            }
            Edit::Moved { name, before } | Edit::Added { name, before } => {
                if moved.contains(&name) {
                    list.remove(position(&list, name));
                }
                let at = before.as_ref().map_or(list.len(), |next| position(&list, next));
                list.insert(at, name.clone());
            }
        }
    }
    list
}

/// Some of these names, in any order.
fn shuffled<'a>(names: &[&'a str], dice: &mut Dice) -> Vec<&'a str> {
    let mut rest: Vec<&str> = names.iter().copied().filter(|_| dice.happens(70)).collect();
    let mut shuffled = Vec::new();
    while !rest.is_empty() {
        // Most lists keep most of their order.
        let next = if dice.happens(70) { 0 } else { dice.below(rest.len()) };
        shuffled.push(rest.remove(next));
    }
    shuffled
}

#[test]
fn the_edits_applied_to_the_old_list_give_the_new_one() {
    const NAMES: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
    for seed in 0..20_000 {
        let mut dice = Dice::new(seed);
        let (before, after) = (shuffled(&NAMES, &mut dice), shuffled(&NAMES, &mut dice));
        let equal: Vec<bool> = (0..64).map(|_| dice.happens(20)).collect();
        let edits = Edits::between(&before, &after, |old, new| equal[old * 8 + new]).unwrap();
        assert_eq!(applied(&before, &edits.edits), after, "{before:?} {edits:?}");
        assert_eq!(edits.edits.is_empty(), before == after, "{before:?} {after:?}");
        let stay = |(old, new): &(usize, usize)| before[*old] == after[*new] || equal[old * 8 + new];
        assert!(edits.pairs.iter().all(stay), "{edits:?}");
    }
}

#[test]
fn one_moved_item_is_one_edit() {
    let between = |before: &[&str], after: &[&str]| Edits::between(before, after, |_, _| false).unwrap().edits;
    let moved = |name: &str, before: Option<&str>| Edit::Moved {
        name: name.to_owned(),
        before: before.map(str::to_owned),
    };
    let list = ["A", "B", "C", "D"];
    assert_eq!(between(&list, &["D", "A", "B", "C"]), [moved("D", Some("A"))]);
    assert_eq!(between(&list, &["B", "C", "D", "A"]), [moved("A", None)]);
    assert_eq!(between(&list, &["A", "C", "B", "D"]).len(), 1);
    assert_eq!(Edits::between(&["A", "A"], &["A"], |_, _| true), None);
}

/// A pipeline of these stages, each `Name: action action`.
fn pipeline(stages: &str) -> Json {
    let action = |name: &str| {
        let (name, project) = name.split_once('=').unwrap_or((name, name));
        json!({
            "name": name, "configuration": { "ProjectName": project },
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
        })
    };
    let stage = |stage: &str| {
        let (name, actions) = stage.split_once(':').unwrap();
        let actions: Vec<Json> = actions.split_whitespace().map(action).collect();
        json!({ "name": name.trim(), "actions": actions })
    };
    let stages: Vec<Json> = stages.split(',').map(stage).collect();
    json!({ "name": "web", "roleArn": "arn:aws:iam::111122223333:role/a", "pipelineType": "V2", "stages": stages })
}

fn value(declaration: &Json) -> Value {
    object_to_value(&codec::read(declaration, None, REGION))
}

/// The clauses of the warning from one pipeline to the other.
fn clauses(before: &Value, after: &Value) -> Vec<String> {
    let Some(warning) = warning(before, after) else {
        return Vec::new();
    };
    assert_eq!(warning.severity, Severity::Warning);
    assert_eq!(warning.summary, "Changes of the pipeline \"web\" by name");
    assert!(warning.detail.to_lowercase().contains("nothing else changes."));
    let (_, by_name) = warning.detail.split_once("By name").unwrap();
    let clauses = by_name.trim_start_matches([',', ':', ' ', '\n', '-']);
    let clauses = clauses
        .trim_end_matches("Nothing else changes.")
        .trim_end_matches("; nothing else changes.");
    clauses.trim().split("\n  - ").map(str::to_owned).collect()
}

const BEFORE: &str = "Source: Fetch, Build: Lint Compile, Test: Unit, Deploy: Roll";

/// What the stages become, and what the warning contains.
const EXAMPLES: &[(&str, &[&str])] = &[
    // A stage is inserted, removed, moved or renamed.
    (
        "Source: Fetch, Scan: Audit, Build: Lint Compile, Test: Unit, Deploy: Roll",
        &["stage \"Scan\" is added before \"Build\""],
    ),
    (
        "Source: Fetch, Test: Unit, Deploy: Roll",
        &["stage \"Build\" is removed"],
    ),
    (
        "Source: Fetch, Test: Unit, Build: Lint Compile, Deploy: Roll",
        &["stage \"Test\" is moved before \"Build\""],
    ),
    (
        "Source: Fetch, Test: Unit, Deploy: Roll, Build: Lint Compile",
        &["stage \"Build\" is moved to the end"],
    ),
    (
        "Source: Fetch, Scan: Audit, Compile: Lint Compile, Test: Unit, Deploy: Roll",
        &[
            "stage \"Build\" is renamed to \"Compile\"",
            "stage \"Scan\" is added before \"Compile\"",
        ],
    ),
    (
        "Source: Fetch, Check: Unit, Build: Lint Compile, Deploy: Roll",
        &[
            "stage \"Test\" is renamed to \"Check\"",
            "stage \"Check\" is moved before \"Build\"",
        ],
    ),
    // An action is inserted, removed, moved or renamed.
    (
        "Source: Fetch, Build: Compile, Test: Unit, Deploy: Roll",
        &["action \"Lint\" is removed from stage \"Build\""],
    ),
    (
        "Source: Fetch, Build: Format Lint Compile, Test: Unit, Deploy: Roll",
        &["action \"Format\" is added to stage \"Build\" before \"Lint\""],
    ),
    (
        "Source: Fetch, Build: Compile Lint, Test: Unit, Deploy: Roll",
        &["action \"Compile\" of stage \"Build\" is moved before \"Lint\""],
    ),
    (
        "Source: Fetch, Build: Make=Compile Lint, Test: Unit, Deploy: Roll",
        &[
            "action \"Compile\" of stage \"Build\" is renamed to \"Make\"",
            "action \"Make\" of stage \"Build\" is moved before \"Lint\"",
        ],
    ),
    // Several at once, and what really changes.
    (
        "Source: Fetch, Scan: Audit, Build: Lint Compile=other Pack, Deploy: Roll",
        &[
            "stage \"Test\" is removed",
            "stage \"Scan\" is added before \"Build\"",
            "action \"Pack\" is added to stage \"Build\" at the end",
            "action \"Compile\" of stage \"Build\" changes: configuration[\"ProjectName\"]",
        ],
    ),
    // The diff by position is the same.
    (BEFORE, &[]),
    (
        "Source: Fetch, Build: Lint Compile=other, Test: Unit, Deploy: Roll",
        &[],
    ),
    (
        "Source: Fetch, Build: Lint Compile, Test: Unit, Deploy: Roll, Notify: Mail",
        &[],
    ),
    ("Source: Fetch, Build: Lint Compile, Test: Unit", &[]),
    ("Source: Fetch, Build: Lint Compile Pack, Test: Unit, Deploy: Roll", &[]),
    ("Source: Fetch, Build: Lint Make=Compile, Test: Unit, Deploy: Roll", &[]),
    ("Source: Fetch, Build: Lint Compile, Check: Other, Deploy: Roll", &[]),
];

#[test]
fn a_warning_contains_what_changes_by_name() {
    let before = value(&pipeline(BEFORE));
    for (after, expected) in EXAMPLES {
        assert_eq!(clauses(&before, &value(&pipeline(after))), *expected, "{after}");
    }
}

#[test]
fn conditions_and_other_arguments_are_named() {
    let before = pipeline(BEFORE);
    let mut after = pipeline("Source: Fetch, Test: Unit, Deploy: Roll");
    after["stages"][1]["onFailure"] = json!({ "result": "ROLLBACK" });
    after["stages"][2]["actions"][0]["runOrder"] = json!(2);
    after["roleArn"] = json!("arn:aws:iam::111122223333:role/b");
    after["variables"] = json!([{ "name": "channel" }]);
    assert_eq!(
        clauses(&value(&before), &value(&after)),
        [
            "stage \"Build\" is removed",
            "stage \"Test\" changes: on_failure",
            "action \"Roll\" of stage \"Deploy\" changes: run_order",
            "the pipeline changes: role_arn, variable",
        ]
    );
}

#[test]
fn values_that_mean_the_same_do_not_change() {
    let mut before = pipeline(BEFORE);
    for stage in before["stages"].as_array_mut().unwrap() {
        stage["actions"][0]["region"] = json!(REGION);
        stage["actions"][0]["environmentVariables"] = json!([{ "name": "A", "value": "b", "type": "PLAINTEXT" }]);
    }
    let mut after = before.clone();
    after["stages"].as_array_mut().unwrap().remove(1);
    for stage in after["stages"].as_array_mut().unwrap() {
        stage["actions"][0]["environmentVariables"][0]
            .as_object_mut()
            .unwrap()
            .remove("type");
        stage["actions"][0].as_object_mut().unwrap().remove("region");
    }
    assert_eq!(clauses(&value(&before), &value(&after)), ["stage \"Build\" is removed"]);
}

/// The pipeline with another value in the action of this stage.
fn with(mut pipeline: Value, stage: usize, argument: &str, value: Value) -> Value {
    let Some(Value::List(stages)) = pipeline.as_map_mut().unwrap().get_mut("stage") else {
        panic!("no stages");
    };
    let Some(Value::List(actions)) = stages[stage].as_map_mut().unwrap().get_mut("action") else {
        panic!("no actions");
    };
    actions[0].as_map_mut().unwrap().insert(argument.to_owned(), value);
    pipeline
}

#[test]
fn unknown_values_change_and_unknown_names_are_not_guessed() {
    let before = value(&pipeline(BEFORE));
    let after = value(&pipeline("Source: Fetch, Test: Unit, Deploy: Roll"));
    let unknown = with(after.clone(), 1, "configuration", Value::unknown());
    assert_eq!(
        clauses(&before, &unknown),
        [
            "stage \"Build\" is removed",
            "action \"Unit\" of stage \"Test\" changes: configuration"
        ]
    );
    assert_eq!(
        warning(&before, &with(after.clone(), 1, "name", Value::unknown())),
        None
    );
    let mut stages = after;
    stages
        .as_map_mut()
        .unwrap()
        .insert("stage".to_owned(), Value::unknown());
    assert_eq!(warning(&before, &stages), None);
}

#[test]
fn a_generated_pipeline_without_one_stage_lacks_just_that_stage() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let before = declaration("web", &mut dice);
        let mut after = before.clone();
        let stages = after["stages"].as_array_mut().unwrap();
        let removed = stages.remove(dice.below(stages.len() - 1));
        let expected = format!("stage {} is removed", removed["name"]);
        let (before, after) = (value(&before), value(&after));
        assert_eq!(clauses(&before, &after), [expected], "{seed}");
        assert_eq!(warning(&before, &before), None, "{seed}");
    }
}
