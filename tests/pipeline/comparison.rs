//! Our rules against the emulator's, which were written apart: neither may know what the other does not.

use std::collections::BTreeMap;

use codepipeline_emulator_testing::{aws_client::AwsClient, emulator::Emulator};
use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::{
    checks::repository::BRANCH,
    pipeline::rules::{
        conditions::CONDITION_RESULT, judge, settings::UNKNOWN_SETTING, trigger_filters::FILTER_COMBINATION,
    },
    resources::pipeline::{Arguments, Pipeline},
};
use terraform_provider_sdk::{
    author::Configurable as _,
    diagnostics::Diagnostics,
    engine::validate::validate,
    typed::Attributes,
    value::{Path, Step, Value as Terraform},
};

use super::{
    breakage::BREAKAGES,
    dice::Dice,
    generator::{REGION, declaration},
};

/// Declarations that are right, and tries to break others in each way.
const RIGHT: u64 = 600;
const TRIES: u64 = 30;

/// What we only warn of, by the code.
const DOUBTFUL: &[(&str, &str)] = &[
    ("connection with another key", UNKNOWN_SETTING.code),
    ("retry mode without retry", CONDITION_RESULT.code),
    ("tags with files", FILTER_COMBINATION.code),
];

/// A declaration as a practitioner would have written it.
pub(super) fn configuration(declaration: &Value) -> Terraform {
    let mut values = BTreeMap::new();
    Arguments::declared(declaration).to_object(&mut values);
    Terraform::Map(values)
}

/// What we say of a declaration: the schema's limits, then the rules.
pub(super) fn ours(declaration: &Value) -> Diagnostics {
    let config = configuration(declaration);
    let mut found = validate(&Pipeline.schema().block, &config, true);
    found.extend(judge(&config, Some(REGION)));
    for finding in &found {
        assert!(
            leads_somewhere(&finding.path, &config),
            "{} of {finding:?} in {declaration:#}",
            finding.path
        );
    }
    found
}

/// Whether a path leads to something, or to a member of something.
fn leads_somewhere(path: &Path, config: &Terraform) -> bool {
    let (mut at, steps) = (config, path.steps());
    for step in &steps[..steps.len().saturating_sub(1)] {
        at = match step {
            Step::Attribute(name) => at.get(name.as_ref()),
            Step::Key(name) => at.get(name),
            Step::Index(index) => at.elements().get(*index).unwrap_or(&Terraform::Null),
        };
    }
    steps.len() < 2 || !at.is_null()
}

/// Returns the refusal by the emulator, `None` if it accepts the declaration.
async fn theirs(aws: &AwsClient, declaration: &Value) -> Option<String> {
    let created = aws
        .call("codepipeline", "CreatePipeline", json!({ "pipeline": declaration }))
        .await;
    if created.is_ok() {
        aws.ok("codepipeline", "DeletePipeline", json!({ "name": declaration["name"] }))
            .await;
    }
    created.err().map(|error| error.to_string())
}

fn errors(found: &Diagnostics) -> Vec<String> {
    found
        .iter()
        .filter(|one| one.is_error())
        .map(|one| format!("{}: {}", one.path, one.summary))
        .collect()
}

#[tokio::test]
async fn what_is_right_is_accepted_by_both() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for seed in 0..RIGHT {
        let declaration = declaration("right", &mut Dice::new(seed));
        assert_eq!(errors(&ours(&declaration)), Vec::<String>::new(), "{declaration:#}");
        assert_eq!(theirs(&aws, &declaration).await, None, "{declaration:#}");
    }
}

#[tokio::test]
async fn what_is_broken_in_one_place_is_refused_by_both() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    for (index, (label, breaks)) in BREAKAGES.iter().enumerate() {
        let mut broken = 0;
        for seed in 0..TRIES {
            let mut dice = Dice::new(1_000 * (index as u64 + 1) + seed);
            let mut declaration = declaration("broken", &mut dice);
            if !breaks(&mut declaration, &mut dice) {
                continue;
            }
            broken += 1;
            let found = ours(&declaration);
            let refusal = theirs(&aws, &declaration).await;
            assert!(refusal.is_some(), "{label}: the emulator takes {declaration:#}");
            // The emulator is strict where AWS is not documented to refuse: we warn.
            let warned = found
                .iter()
                .any(|one| DOUBTFUL.contains(&(label, one.code.unwrap_or_default())));
            assert!(
                found.has_errors() || warned,
                "{label}: we take what is refused with {refusal:?}: {declaration:#}"
            );
        }
        assert!(broken > 0, "{label} was never tried");
    }
}

#[tokio::test]
async fn what_we_accept_is_accepted_however_it_was_changed() {
    let emulator = Emulator::start().await;
    let aws = emulator.aws();
    let mut accepted = 0;
    for seed in 0..RIGHT {
        let mut dice = Dice::new(90_000 + seed);
        let mut declaration = declaration("shuffled", &mut dice);
        shuffle(&mut declaration, &mut dice);
        let found = ours(&declaration);
        let refusal = theirs(&aws, &declaration).await;
        assert_eq!(
            found.has_errors(),
            refusal.is_some(),
            "{refusal:?}, {:?}: {declaration:#}",
            errors(&found)
        );
        accepted += usize::from(refusal.is_none());
    }
    assert!(accepted > 50, "some of it is still right");
}

/// Moves and exchanges parts, which may or may not break something.
fn shuffle(pipeline: &mut Value, dice: &mut Dice) {
    let stages = pipeline["stages"].as_array_mut().unwrap();
    match dice.below(4) {
        0 => {
            let (one, other) = (1 + dice.below(stages.len() - 1), 1 + dice.below(stages.len() - 1));
            stages.swap(one, other);
        }
        1 => {
            let index = 1 + dice.below(stages.len() - 1);
            stages[index]["actions"].as_array_mut().unwrap().reverse();
        }
        2 => {
            let index = 1 + dice.below(stages.len() - 1);
            let actions = stages[index]["actions"].as_array_mut().unwrap();
            let action = dice.below(actions.len());
            actions[action]["runOrder"] = json!(1 + dice.below(4));
        }
        _ => {
            let index = 1 + dice.below(stages.len() - 1);
            if stages.len() > 2 {
                stages.remove(index);
            }
        }
    }
}

#[test]
fn declarations_in_aws_json_are_judged_alike() {
    use terraform_provider_codepipeline::provider::pipeline::{
        open::ResourceType,
        rules::{judge_change, judge_declaration},
    };
    let of_pipeline = ResourceType::Pipeline;
    let right = declaration("right", &mut Dice::new(7));
    assert!(!judge_declaration(of_pipeline, &right, REGION).has_errors());
    let mut theirs = right.clone();
    theirs["stages"][1]["actions"][0]["inputArtifacts"] = json!([{ "name": "absent" }]);
    let mut both = theirs.clone();
    both["stages"][0]["actions"][0]["configuration"]["BranchName"] = json!("refs/heads/main");
    assert!(judge_declaration(of_pipeline, &theirs, REGION).has_errors());
    let found = judge_change(of_pipeline, &theirs, &both, REGION);
    let codes: Vec<_> = found.iter().filter_map(|one| one.code).collect();
    assert_eq!(codes, [BRANCH.code], "what others have declared is theirs");
}
