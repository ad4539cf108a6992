//! Arguments as the JSON of an action and its trigger, and back.

use serde_json::{Map, Value, json};

use super::{
    arguments::{Arguments, OutputArtifactFormat},
    part::{Part, first_stage},
    trigger::Trigger,
};
use crate::provider::pipeline::open::CONNECTION_SOURCE;

/// The part that `arguments` stand for, over the one that is there: its members without an argument stay.
///
/// Without a trigger the result has none, so that AWS adds its own anew.
pub fn write(arguments: &Arguments, base: Option<&Part>) -> Part {
    let action = write_action(arguments, base.map_or(&Value::Null, |base| &base.action));
    let trigger = arguments.trigger.as_ref().map(|wanted| {
        let unchanged = base
            .filter(|base| base.name() == arguments.name)
            .and_then(|base| base.trigger.as_ref());
        match unchanged.filter(|found| Trigger::read(found).means_the_same(wanted)) {
            Some(found) => found.clone(),
            None => wanted.write(&arguments.name),
        }
    });
    Part { action, trigger }
}

fn write_action(arguments: &Arguments, base: &Value) -> Value {
    let mut action = over(base);
    let mut set = |name: &str, value: Value| action.insert(name.to_owned(), value);
    set("name", json!(arguments.name));
    if base["actionTypeId"].is_null() {
        let kind = json!({ "category": "Source", "owner": "AWS", "provider": CONNECTION_SOURCE, "version": "1" });
        set("actionTypeId", kind);
    }
    if base["runOrder"].as_i64() != Some(arguments.run_order) {
        set("runOrder", json!(arguments.run_order));
    }
    if base["outputArtifacts"][0]["name"] != arguments.output_artifact {
        set("outputArtifacts", json!([{ "name": arguments.output_artifact }]));
    }
    set("configuration", write_configuration(arguments, &base["configuration"]));
    for (name, value) in [("namespace", &arguments.namespace), ("roleArn", &arguments.role_arn)] {
        match value {
            Some(value) => action.insert(name.to_owned(), json!(value)),
            None => action.remove(name),
        };
    }
    Value::Object(action)
}

fn write_configuration(arguments: &Arguments, base: &Value) -> Value {
    let mut configuration = over(base);
    for (key, value) in [
        ("ConnectionArn", &arguments.connection_arn),
        ("FullRepositoryId", &arguments.full_repository_id),
        ("BranchName", &arguments.branch_name),
    ] {
        configuration.insert(key.to_owned(), json!(value));
    }
    let format = arguments.output_artifact_format.to_string();
    let detects = arguments.detects_changes().to_string();
    for (key, value, default) in [
        ("OutputArtifactFormat", format, "CODE_ZIP"),
        ("DetectChanges", detects, "true"),
    ] {
        // AWS does not fill these in: where nobody has written the default, it is not written either.
        if value != default || !base[key].is_null() {
            configuration.insert(key.to_owned(), json!(value));
        }
    }
    Value::Object(configuration)
}

/// An object that begins as what AWS has, so that members without an argument stay.
fn over(base: &Value) -> Map<String, Value> {
    base.as_object().cloned().unwrap_or_default()
}

/// The arguments that a part of `declaration` stands for, in the form in which `prior` has them; none on import.
pub fn read(part: &Part, declaration: &Value, region: &str, prior: Option<&Arguments>) -> Arguments {
    let (action, configuration) = (&part.action, &part.action["configuration"]);
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let format = configuration["OutputArtifactFormat"].as_str();
    Arguments {
        allow_pending_connection: prior.and_then(|prior| prior.allow_pending_connection),
        branch_name: text(&configuration["BranchName"]).unwrap_or_default(),
        connection_arn: text(&configuration["ConnectionArn"]).unwrap_or_default(),
        detect_changes: Some(part.detects_changes()),
        full_repository_id: text(&configuration["FullRepositoryId"]).unwrap_or_default(),
        name: part.name().to_owned(),
        namespace: text(&action["namespace"]),
        output_artifact: text(&action["outputArtifacts"][0]["name"]).unwrap_or_default(),
        output_artifact_format: format.map_or(OutputArtifactFormat::CodeZip, OutputArtifactFormat::from),
        overwrite_existing: prior.and_then(|prior| prior.overwrite_existing),
        pipeline_name: text(&declaration["name"]).unwrap_or_default(),
        region: Some(region.to_owned()),
        resave: prior.and_then(|prior| prior.resave.clone()),
        role_arn: text(&action["roleArn"]),
        run_order: action["runOrder"].as_i64().unwrap_or(1),
        stage_name: Some(first_stage(declaration).to_owned()),
        trigger: read_trigger(part, prior.and_then(|prior| prior.trigger.as_ref())),
    }
}

/// The trigger that somebody wrote: not the one that AWS adds, and with what AWS means alike as `prior` has it.
fn read_trigger(part: &Part, prior: Option<&Trigger>) -> Option<Trigger> {
    let found = Trigger::read(part.trigger.as_ref()?);
    match prior {
        None if part.has_automatic_trigger() => None,
        Some(prior) if prior.means_the_same(&found) => Some(prior.clone()),
        _ => Some(found),
    }
}

#[cfg(test)]
mod tests {
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
            trigger: Some(Trigger::read(
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
            trigger: Some(Trigger::default()),
            ..arguments()
        };
        assert!(read_back(&part, Some(&prior)).trigger.is_some());
    }
}
