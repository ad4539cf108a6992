//! Every check of pipelines can be triggered, contains the fix, and ignores unknown values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use terraform_provider_codepipeline::provider::{
    checks::{
        ALL,
        arn::WRONG_ARN,
        check::{self, Check, Judge},
        repository::{BRANCH, REPOSITORY, judge_new},
    },
    pipeline::rules::{
        action_arguments::ACTION_ARGUMENTS,
        actions::ACTION_TYPE,
        artifact_settings::ARTIFACT_SETTING,
        artifacts::INPUT_ARTIFACT,
        condition_rules::CONDITION_RULES,
        full_clone::{CLONE, DOUBTFUL_CLONE},
        json_settings::JSON_SETTING,
        judge,
        namespaces::{REFERENCE, SOURCE_VARIABLE},
        partitions::{KEY_ID, KEY_REGION, PARTITION},
        reference_form::{PIPELINE_VARIABLE, REFERENCE_SPACE},
        setting_values::KEY_VALUE,
        settings::{REQUIRED_SETTING, UNKNOWN_SETTING},
        sources::{SETTING_VALUE, TWO_BRANCHES},
        trigger_coverage::{FOLDER, NOTHING_LEFT},
        trigger_filters::EMPTY_FILTER,
        trigger_patterns::PATTERN,
        triggers::TRIGGER_DETECTION,
        variables::{UNDECLARED_VARIABLE, VALUELESS_VARIABLE},
        write_only::WRITE_ONLY,
    },
    source_provider::SourceProvider,
};
use terraform_provider_sdk::{diagnostics::Severity, value::Value as Terraform};

use super::{
    breakage::BREAKAGES,
    comparison::{configuration, ours},
    dice::Dice,
    generator::{REGION, declaration},
};

/// A change of a declaration, and the check that it meets.
type Case = (Check, fn(&mut Value));

/// What is not broken for AWS, or cannot be seen there before the pipeline runs.
const CASES: &[Case] = &[
    (REFERENCE_SPACE, |p| {
        build(p, json!({ "ProjectName": "#{ codepipeline.PipelineExecutionId }" }))
    }),
    (PIPELINE_VARIABLE, |p| {
        build(p, json!({ "ProjectName": "#{codepipeline.channel}" }))
    }),
    (VALUELESS_VARIABLE, |p| p["variables"] = json!([{ "name": "market" }])),
    (NOTHING_LEFT, |p| {
        let criterion = json!({ "includes": ["release/v1", "main"], "excludes": ["main", "release/**"] });
        trigger(p, json!({ "push": [{ "branches": criterion }] }));
    }),
    (NOTHING_LEFT, |p| {
        trigger(p, json!({ "push": [{ "tags": { "excludes": ["**"] } }] }))
    }),
    (FOLDER, |p| {
        let paths = json!({ "includes": ["docs/**", "apps/**/*"] });
        trigger(
            p,
            json!({ "push": [{ "branches": { "includes": ["main"] }, "filePaths": paths }] }),
        );
    }),
    (ARTIFACT_SETTING, |p| {
        stack(p, json!({ "TemplatePath": "other::t.yaml" }))
    }),
    (ARTIFACT_SETTING, |p| stack(p, json!({ "TemplatePath": "t.yaml" }))),
    (ARTIFACT_SETTING, |p| {
        build(p, json!({ "ProjectName": "p", "PrimarySource": "other" }))
    }),
    (JSON_SETTING, |p| {
        stack(p, json!({ "ParameterOverrides": "{ Stage: test }" }))
    }),
    (JSON_SETTING, |p| stack(p, json!({ "ParameterOverrides": "[]" }))),
    (JSON_SETTING, |p| {
        stack(p, json!({ "ParameterOverrides": "{\"Count\":2}" }))
    }),
    (JSON_SETTING, |p| {
        build(p, json!({ "ProjectName": "p", "EnvironmentVariables": "STAGE=test" }))
    }),
    (JSON_SETTING, |p| {
        build(
            p,
            json!({ "ProjectName": "p", "EnvironmentVariables": "[{\"name\":\"A\"}]" }),
        )
    }),
    (JSON_SETTING, |p| {
        consume(
            p,
            "Invoke",
            "Lambda",
            json!({ "FunctionName": "f", "UserParameters": "{ a: 1 }" }),
        )
    }),
    (KEY_VALUE, |p| stack(p, json!({ "ActionMode": "CREATE-UPDATE" }))),
    (KEY_VALUE, |p| {
        build(p, json!({ "ProjectName": "p", "BatchEnabled": "True" }))
    }),
    (REQUIRED_SETTING, |p| stack(p, json!({ "RoleArn": null }))),
    (REQUIRED_SETTING, |p| {
        stack(p, json!({ "ActionMode": "CHANGE_SET_EXECUTE" }))
    }),
    (REQUIRED_SETTING, |p| {
        consume(p, "Deploy", "S3", json!({ "BucketName": "b", "Extract": "false" }))
    }),
    (ACTION_TYPE, |p| {
        consume(p, "Build", "Jenkins", json!({ "ProjectName": "p" }));
        p["stages"][2]["actions"][0]["actionTypeId"]["owner"] = json!("ThirdParty");
    }),
    (PARTITION, |p| {
        p["stages"][1]["actions"][0]["roleArn"] = json!("arn:aws-cn:iam::111122223333:role/build")
    }),
    (KEY_REGION, |p| key(p, "arn:aws:kms:us-east-1:111122223333:key/k")),
    (KEY_ID, |p| key(p, "alias/artifacts")),
    (KEY_ID, |p| key(p, "arn:aws:s3:::artifacts")),
    (WRONG_ARN, |p| {
        set(
            p,
            "ConnectionArn",
            "arn:aws:codeconnections:eu-west-1:111122223333:host/gitlab-28aef605",
        )
    }),
    (WRONG_ARN, |p| {
        set(p, "ConnectionArn", &CONNECTION.replace("arn:aws:", "arn:aws-cn:"))
    }),
    (WRONG_ARN, |p| {
        let legacy = CONNECTION.replace("codeconnections", "codestar-connections");
        set(p, "ConnectionArn", &legacy.replace("111122223333", "444455556666"));
    }),
    (REPOSITORY, |p| {
        set(p, "FullRepositoryId", "https://gitlab.com/acme/platform/api.git")
    }),
    (BRANCH, |p| set(p, "BranchName", "release/*")),
    (BRANCH, |p| set(p, "BranchName", "origin/main")),
    (TWO_BRANCHES, |p| {
        let mut other = p["stages"][0]["actions"][0].clone();
        (other["name"], other["outputArtifacts"][0]["name"]) = (json!("Next"), json!("next"));
        other["configuration"]["BranchName"] = json!("next");
        p["stages"][0]["actions"].as_array_mut().unwrap().push(other);
    }),
    (CLONE, |p| {
        set(p, "OutputArtifactFormat", "CODEBUILD_CLONE_REF");
        consume(p, "Deploy", "S3", json!({ "BucketName": "b", "Extract": "true" }));
    }),
    (CLONE, |p| {
        let source = &mut p["stages"][0]["actions"][0];
        source["actionTypeId"]["provider"] = json!("CodeCommit");
        source["configuration"] = json!({
            "RepositoryName": "api", "BranchName": "main", "OutputArtifactFormat": "CODEBUILD_CLONE_REF",
        });
        consume(p, "Deploy", "S3", json!({ "BucketName": "b", "Extract": "true" }));
    }),
    (DOUBTFUL_CLONE, |p| {
        set(p, "OutputArtifactFormat", "CODEBUILD_CLONE_REF");
        consume(p, "Compute", "Commands", json!({}));
    }),
    (SETTING_VALUE, |p| set(p, "OutputArtifactFormat", "ZIP")),
    (SETTING_VALUE, |p| set(p, "DetectChanges", "True")),
    (TRIGGER_DETECTION, |p| {
        set(p, "DetectChanges", "true");
        trigger(p, json!({ "push": [{ "tags": { "includes": ["v*"] } }] }));
    }),
    (PATTERN, |p| {
        trigger(p, json!({ "push": [{ "tags": { "includes": ["v[1"] } }] }))
    }),
    (PATTERN, |p| {
        trigger(
            p,
            json!({ "push": [{ "branches": { "includes": ["refs/heads/main"] } }] }),
        )
    }),
    (PATTERN, |p| {
        trigger(p, json!({ "push": [{ "filePaths": { "includes": ["/src/"] } }] }))
    }),
    (PATTERN, |p| {
        trigger(p, json!({ "push": [{ "branches": { "includes": ["one\ntwo"] } }] }))
    }),
    (EMPTY_FILTER, |p| trigger(p, json!({}))),
    (EMPTY_FILTER, |p| trigger(p, json!({ "push": [{}] }))),
    (EMPTY_FILTER, |p| trigger(p, json!({ "push": [{ "branches": {} }] }))),
    (EMPTY_FILTER, |p| {
        trigger(p, json!({ "pullRequest": [{ "events": ["OPEN"] }] }))
    }),
    (ACTION_TYPE, |p| consume(p, "Build", "CodeBuilder", json!({}))),
    (UNKNOWN_SETTING, |p| {
        consume(
            p,
            "Build",
            "CodeBuild",
            json!({ "ProjectName": "p", "Projectname": "q" }),
        )
    }),
    (ACTION_ARGUMENTS, |p| {
        consume(p, "Build", "CodeBuild", json!({ "ProjectName": "p" }));
        p["stages"][2]["actions"][0]["environmentVariables"] = json!([{ "name": "A", "value": "1" }]);
    }),
    (UNDECLARED_VARIABLE, |p| {
        consume(
            p,
            "Build",
            "CodeBuild",
            json!({ "ProjectName": "#{variables.undeclared}" }),
        )
    }),
    (SOURCE_VARIABLE, |p| {
        p["stages"][0]["actions"][0]["namespace"] = json!("Source");
        consume(p, "Build", "CodeBuild", json!({ "ProjectName": "#{Source.CommitID}" }));
    }),
    (CONDITION_RULES, |p| rule(p, "Moon", json!({}), json!({}))),
    (CONDITION_RULES, |p| {
        let kind = json!({ "ruleTypeId": { "category": "Rule", "provider": "DeploymentWindow", "version": "9" } });
        rule(p, "DeploymentWindow", json!({ "Cron": "0 0 9 ? * MON *" }), kind);
    }),
    (CONDITION_RULES, |p| {
        rule(
            p,
            "VariableCheck",
            json!({ "Variable": "a", "Value": "b", "Operator": "GT" }),
            json!({}),
        )
    }),
    (UNKNOWN_SETTING, |p| {
        rule(
            p,
            "CloudWatchAlarm",
            json!({ "AlarmName": "a", "AlarmState": "OK" }),
            json!({}),
        )
    }),
    (UNDECLARED_VARIABLE, |p| {
        rule(
            p,
            "LambdaInvoke",
            json!({ "FunctionName": "#{variables.undeclared}" }),
            json!({}),
        )
    }),
    (REFERENCE, |p| {
        rule(p, "LambdaInvoke", json!({ "FunctionName": "#{Nowhere.X}" }), json!({}))
    }),
    (INPUT_ARTIFACT, |p| {
        let inputs = json!({ "inputArtifacts": [{ "name": "missing" }] });
        rule(p, "CodeBuild", json!({ "ProjectName": "p" }), inputs);
    }),
    (INPUT_ARTIFACT, |p| {
        p["stages"][1]["actions"][0]["outputArtifacts"] = json!([{ "name": "built" }]);
        let inputs = json!({ "inputArtifacts": [{ "name": "built" }] });
        rule(p, "CodeBuild", json!({ "ProjectName": "p" }), inputs);
    }),
];

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-west-1:111122223333:connection/6f2c0f1e-2d3c-4b5a-8978-665544332211";

const ROLE: &str = "arn:aws:iam::111122223333:role/stack";

/// A small pipeline of type V2 to which nothing can be said.
fn plain() -> Value {
    codepipeline_emulator_testing::pipelines::gitlab_declaration("web", CONNECTION)
}

fn set(pipeline: &mut Value, key: &str, value: &str) {
    pipeline["stages"][0]["actions"][0]["configuration"][key] = json!(value);
}

/// Adds a build with this configuration.
fn build(pipeline: &mut Value, configuration: Value) {
    consume(pipeline, "Build", "CodeBuild", configuration);
}

/// Adds a deployment of a stack in whose configuration these members differ; null removes one.
fn stack(pipeline: &mut Value, changes: Value) {
    let mut configuration = json!({
        "ActionMode": "CREATE_UPDATE", "StackName": "web", "RoleArn": ROLE, "TemplatePath": "source::t.yaml",
    });
    let members = configuration.as_object_mut().unwrap();
    members.extend(changes.as_object().unwrap().clone());
    members.retain(|_, value| !value.is_null());
    consume(pipeline, "Deploy", "CloudFormation", configuration);
}

fn key(pipeline: &mut Value, id: &str) {
    pipeline["artifactStore"]["encryptionKey"] = json!({ "id": id, "type": "KMS" });
}

fn trigger(pipeline: &mut Value, mut filters: Value) {
    filters["sourceActionName"] = json!("GitLab");
    pipeline["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": filters }]);
}

/// Adds a rule of this provider at the entry of the second stage, with `more` members.
fn rule(pipeline: &mut Value, provider: &str, configuration: Value, more: Value) {
    let kind = json!({ "category": "Rule", "owner": "AWS", "provider": provider });
    let mut rule = json!({ "name": "r", "ruleTypeId": kind, "configuration": configuration });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    pipeline["stages"][1]["beforeEntry"] = json!({ "conditions": [{ "result": "FAIL", "rules": [rule] }] });
}

/// Adds a stage with an action that uses the source.
fn consume(pipeline: &mut Value, category: &str, provider: &str, configuration: Value) {
    let mut action = json!({
        "name": "Consume", "configuration": configuration, "inputArtifacts": [{ "name": "source" }],
        "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" },
    });
    if provider == "Commands" {
        action["commands"] = json!(["make"]);
    }
    pipeline["stages"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": "Consume", "actions": [action] }));
}

#[test]
fn a_plain_pipeline_has_no_findings() {
    assert!(ours(&plain()).is_empty(), "{:?}", ours(&plain()));
}

#[test]
fn each_case_meets_its_check_and_no_other() {
    for (check, change) in CASES {
        let mut pipeline = plain();
        change(&mut pipeline);
        let found: BTreeSet<_> = ours(&pipeline).iter().map(|finding| finding.code).collect();
        let also: BTreeSet<_> = [Some(check.code), Some(UNKNOWN_SETTING.code)].into();
        assert!(
            found.contains(&Some(check.code)) && found.is_subset(&also),
            "{}: {:?}",
            check.code,
            ours(&pipeline)
        );
    }
}

#[test]
fn every_check_of_pipelines_can_be_met() {
    let mut met: BTreeSet<&str> = met().into_keys().collect();
    met.remove(WRONG_ARN.code);
    let of_connections = "CPGL010".."CPGL020";
    let all: BTreeSet<&str> = ALL
        .iter()
        .map(|check| check.code)
        .filter(|code| !of_connections.contains(code))
        .collect();
    let is_of_pipelines = |check: &&&Check| check.code < "CPGL070" || matches!(check.judge, Judge::Pipeline(_));
    let of_pipelines = ALL.iter().filter(is_of_pipelines).map(|check| check.code);
    let mut of_pipelines: BTreeSet<&str> = of_pipelines.filter(|code| all.contains(code)).collect();
    // No declaration contains write-only arguments.
    of_pipelines.remove(WRITE_ONLY.code);
    assert_eq!(met, of_pipelines);
}

/// Every code that a broken pipeline meets, with the severities.
fn met() -> BTreeMap<&'static str, BTreeSet<Severity>> {
    let broken = BREAKAGES.iter().flat_map(|(_, breaks)| {
        (0..20).filter_map(move |seed| {
            let mut dice = Dice::new(seed);
            let mut pipeline = declaration("web", &mut dice);
            breaks(&mut pipeline, &mut dice).then_some(pipeline)
        })
    });
    let cases = CASES.iter().map(|(_, change)| {
        let mut pipeline = plain();
        change(&mut pipeline);
        pipeline
    });
    let mut met: BTreeMap<_, BTreeSet<Severity>> = BTreeMap::new();
    // Paths of GitLab that are merely unusual: only the type of the connection shows that they are GitLab's.
    let mut unusual = plain();
    set(&mut unusual, "FullRepositoryId", "a/project");
    let gitlab = SourceProvider::of("GitLab");
    let doubts = judge_new(&configuration(&unusual), |_| true, |_| Some(&gitlab));
    let findings = broken.chain(cases).flat_map(|pipeline| ours(&pipeline)).chain(doubts);
    for finding in findings {
        let code = finding.code.unwrap_or_else(|| panic!("{finding:?} has no code"));
        met.entry(code).or_default().insert(finding.severity);
    }
    met
}

#[test]
fn the_page_says_whether_a_check_is_an_error_or_a_warning() {
    for (code, met) in met() {
        let check = ALL.iter().find(|check| check.code == code).unwrap();
        let said: &[Severity] = match check.severity {
            check::Severity::Error => &[Severity::Error],
            check::Severity::Warning => &[Severity::Warning],
            check::Severity::ErrorOrWarning => &[Severity::Error, Severity::Warning],
        };
        assert_eq!(met, said.iter().copied().collect(), "{code}");
    }
}

#[test]
fn every_finding_says_what_is_wrong_and_what_to_do() {
    for (_, change) in CASES {
        let mut pipeline = plain();
        change(&mut pipeline);
        for finding in &ours(&pipeline) {
            assert!(
                !finding.summary.ends_with('.') && finding.summary.len() < 120,
                "{finding:?}"
            );
            assert!(
                finding.detail.ends_with('.') || finding.detail.ends_with("statement."),
                "{finding:?}"
            );
            assert!(!finding.path.is_root(), "{finding:?}");
        }
    }
}

#[test]
fn a_rule_is_only_doubted_where_an_action_is_refused() {
    for (provider, configuration, inputs) in [
        ("LambdaInvoke", json!({ "FunctionName": "#{Nowhere.X}" }), json!([])),
        (
            "CodeBuild",
            json!({ "ProjectName": "p" }),
            json!([{ "name": "missing" }]),
        ),
    ] {
        let mut pipeline = plain();
        rule(
            &mut pipeline,
            provider,
            configuration,
            json!({ "inputArtifacts": inputs }),
        );
        let found = ours(&pipeline);
        assert!(!found.is_empty() && !found.has_errors(), "{found:?}");
    }
}

/// Makes each part unknown in turn, the inner ones first.
fn unknowns(value: &Terraform) -> Vec<Terraform> {
    let mut all = vec![Terraform::unknown()];
    match value {
        Terraform::List(elements) => {
            for (index, element) in elements.iter().enumerate() {
                all.extend(unknowns(element).into_iter().map(|unknown| {
                    let mut elements = elements.clone();
                    elements[index] = unknown;
                    Terraform::List(elements)
                }));
            }
        }
        Terraform::Map(members) => {
            for (name, member) in members {
                all.extend(unknowns(member).into_iter().map(|unknown| {
                    let mut members = members.clone();
                    members.insert(name.clone(), unknown);
                    Terraform::Map(members)
                }));
            }
        }
        _ => {}
    }
    all
}

#[test]
fn nothing_is_an_error_that_could_still_be_right() {
    for seed in 0..12 {
        let pipeline = configuration(&declaration("web", &mut Dice::new(seed)));
        // A resource is never unknown as a whole.
        for unknown in unknowns(&pipeline).into_iter().skip(1) {
            for region in [None, Some(REGION)] {
                let found = judge(&unknown, region);
                assert!(!found.has_errors(), "{found:?} of {unknown:?}");
            }
        }
    }
}

#[test]
fn a_trigger_may_be_for_a_source_whose_name_is_not_known() {
    let mut pipeline = plain();
    trigger(&mut pipeline, json!({ "push": [{ "tags": { "includes": ["v*"] } }] }));
    pipeline["stages"][1]["actions"][0]["name"] = json!("GitLab");
    let known = configuration(&pipeline);
    let is_source = |value: &Terraform| value.get("provider").as_str() == Some("CodeStarSourceConnection");
    let nameless = unknowns(&known).into_iter().find(|unknown| {
        let first = |of: &Terraform, name: &str| of.get(name).elements().first().cloned().unwrap_or(Terraform::Null);
        let action = first(&first(unknown, "stage"), "action");
        is_source(&action) && action.get("name").is_unknown()
    });
    assert!(!judge(&nameless.unwrap(), Some(REGION)).has_errors());
}

#[test]
fn the_type_of_the_connection_decides_what_a_repository_is() {
    let mut pipeline = plain();
    set(&mut pipeline, "FullRepositoryId", "acme/platform/api");
    let judged = |pipeline: &Value, provider_type: &'static str| {
        let source_provider = SourceProvider::of(provider_type);
        let found = judge_new(&configuration(pipeline), |_| true, |_| Some(&source_provider));
        found.has_errors()
    };
    assert!(!judged(&pipeline, "GitLab") && judged(&pipeline, "GitHub") && !judged(&pipeline, "Unheard"));
    set(&mut pipeline, "FullRepositoryId", "explore/api");
    assert!(
        judged(&pipeline, "GitLab") && !judged(&pipeline, "GitHub"),
        "reserved in GitLab only"
    );
    assert!(!ours(&pipeline).has_errors(), "the type is unknown");
    set(&mut pipeline, "FullRepositoryId", "https://gitlab.com/a/b");
    assert!(!judged(&pipeline, "GitLab"), "it was said already");
}
