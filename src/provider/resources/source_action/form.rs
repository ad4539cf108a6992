//! Converts between arguments and an action with its trigger in AWS's JSON.

use serde_json::Value;
use terraform_provider_sdk::typed::Json as _;

use super::{
    part::{Part, first_stage},
    schema::{Arguments, OutputArtifactFormat},
};
use crate::provider::pipeline::{
    model::{
        action::{Action, Category, Owner},
        trigger::Filters,
    },
    open::CONNECTION_SOURCE,
};

/// Returns the part for `arguments`, based on the existing one, whose members without an argument are preserved.
///
/// Without a configured trigger, the result has none, so that AWS adds its own trigger again.
pub fn write(arguments: &Arguments, base: Option<&Part>) -> Part {
    let action = base.map_or(&Value::Null, |base| &base.action);
    let trigger = base.and_then(|base| base.trigger.as_ref()).unwrap_or(&Value::Null);
    Part {
        action: changed_action(arguments, action).write(action).unwrap_or_default(),
        trigger: arguments
            .trigger
            .as_ref()
            .map(|wanted| wanted.write_for(&arguments.name, trigger)),
    }
}

fn changed_action(arguments: &Arguments, base: &Value) -> Action {
    let mut action = Action::read(base).unwrap_or_else(|| Action {
        category: Category::Source,
        owner: Owner::Aws,
        provider: CONNECTION_SOURCE.to_owned(),
        version: "1".to_owned(),
        ..Action::missing()
    });
    action.name.clone_from(&arguments.name);
    action.namespace.clone_from(&arguments.namespace);
    action.role_arn.clone_from(&arguments.role_arn);
    action.run_order = arguments.run_order;
    action.set_outputs(vec![arguments.output_artifact.clone()]);
    action.output_artifacts_for_compute_action.clear();
    let configuration = action.configuration.get_or_insert_default();
    for (key, value) in [
        ("ConnectionArn", &arguments.connection_arn),
        ("FullRepositoryId", &arguments.full_repository_id),
        ("BranchName", &arguments.branch_name),
    ] {
        configuration.insert(key.to_owned(), Some(value.clone()));
    }
    let format = arguments.output_artifact_format.to_string();
    let detects = arguments.detects_changes().to_string();
    for (key, value, default) in [
        ("OutputArtifactFormat", format, "CODE_ZIP"),
        ("DetectChanges", detects, "true"),
    ] {
        // AWS does not add these members, so an omitted default is not written either.
        if value != default || configuration.contains_key(key) {
            configuration.insert(key.to_owned(), Some(value));
        }
    }
    action
}

/// Returns the arguments of a part of `declaration`, in the same form as in `prior`, which is absent on import.
pub fn read(part: &Part, declaration: &Value, region: &str, prior: Option<&Arguments>) -> Arguments {
    let action = Action::read(&part.action).unwrap_or_else(Action::missing);
    let setting = |key: &str| action.setting(key).unwrap_or_default().to_owned();
    let format = action.setting("OutputArtifactFormat");
    Arguments {
        allow_pending_connection: prior.and_then(|prior| prior.allow_pending_connection),
        branch_name: setting("BranchName"),
        connection_arn: setting("ConnectionArn"),
        detect_changes: Some(action.detects_changes()),
        full_repository_id: setting("FullRepositoryId"),
        output_artifact: action
            .output_artifacts
            .iter()
            .flatten()
            .next()
            .cloned()
            .unwrap_or_default(),
        output_artifact_format: format.map_or(OutputArtifactFormat::CodeZip, OutputArtifactFormat::from),
        overwrite_existing: prior.and_then(|prior| prior.overwrite_existing),
        pipeline_name: declaration["name"].as_str().unwrap_or_default().to_owned(),
        region: Some(region.to_owned()),
        resave: prior.and_then(|prior| prior.resave.clone()),
        run_order: action.run_order,
        stage_name: Some(first_stage(declaration).to_owned()),
        trigger: read_trigger(part, prior.map(|prior| prior.trigger.as_ref())),
        name: action.name,
        namespace: action.namespace,
        role_arn: action.role_arn,
    }
}

/// Returns the configured trigger, and not AWS's own, with equivalent values in the form of `prior`, which is absent on
/// import.
fn read_trigger(part: &Part, prior: Option<Option<&Filters>>) -> Option<Filters> {
    let mut found = Filters::declared(part.trigger.as_ref()?);
    match prior {
        None if part.has_default_trigger() => return None,
        Some(None) if part.has_automatic_trigger() => return None,
        None | Some(None) => {}
        Some(Some(prior)) => found.keep_form(prior),
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn arguments() -> Arguments {
        Arguments {
            allow_pending_connection: None,
            branch_name: "main".into(),
            connection_arn: "arn".into(),
            detect_changes: Some(true),
            full_repository_id: "acme/platform/charts".into(),
            name: "Charts".into(),
            namespace: Some("Charts".into()),
            output_artifact: "charts".into(),
            output_artifact_format: OutputArtifactFormat::CodebuildCloneRef,
            overwrite_existing: None,
            pipeline_name: "release".into(),
            region: Some("eu-west-1".into()),
            resave: None,
            role_arn: Some("arn:aws:iam::111122223333:role/source".into()),
            run_order: 2,
            stage_name: Some("Source".into()),
            trigger: None,
        }
    }

    fn declaration() -> Value {
        json!({ "name": "release", "stages": [{ "name": "Source", "actions": [] }] })
    }

    fn read_back(part: &Part, prior: Option<&Arguments>) -> Arguments {
        read(part, &declaration(), "eu-west-1", prior)
    }

    #[test]
    fn arguments_are_read_as_they_were_written() {
        let with_trigger = Arguments {
            detect_changes: Some(false),
            trigger: Some(Filters::declared(
                &json!({ "gitConfiguration": { "push": [{ "tags": { "includes": ["v*"] } }] } }),
            )),
            ..arguments()
        };
        let plain = Arguments {
            namespace: None,
            output_artifact_format: OutputArtifactFormat::CodeZip,
            role_arn: None,
            run_order: 1,
            ..arguments()
        };
        for arguments in [arguments(), with_trigger, plain] {
            assert_eq!(read_back(&write(&arguments, None), None), arguments);
        }
    }

    #[test]
    fn members_without_an_argument_stay_and_what_means_the_same_is_not_rewritten() {
        let mut base = write(&arguments(), None);
        base.action["novelty"] = json!({ "deep": 1 });
        base.action["configuration"]["Novelty"] = json!("kept");
        base.action["outputArtifacts"][0]["novelty"] = json!(true);
        assert_eq!(write(&arguments(), Some(&base)), base);
        let moved = write(
            &Arguments {
                branch_name: "next".into(),
                ..arguments()
            },
            Some(&base),
        );
        base.action["configuration"]["BranchName"] = json!("next");
        assert_eq!(moved, base);
    }

    #[test]
    fn aws_own_trigger_is_no_argument_unless_it_was_written() {
        let mut part = write(&arguments(), None);
        let branches = json!({ "includes": ["main"] });
        part.trigger = Some(json!({ "gitConfiguration": { "push": [{ "branches": branches }] } }));
        assert_eq!(read_back(&part, None).trigger, None);
        let prior = Arguments {
            trigger: Some(Filters::default()),
            ..arguments()
        };
        assert!(read_back(&part, Some(&prior)).trigger.is_some());
    }
}
