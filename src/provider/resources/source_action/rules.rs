//! The rules of pipelines, applied to one source action.
//!
//! The rules check pipelines in the form of `codepipeline_pipeline`. Therefore, a single source action is converted to
//! a pipeline whose other parts are unknown, and a pipeline with the action is checked as a whole. The findings are
//! then reported for the arguments of this resource.

use serde_json::Value as Json;
use terraform_provider_sdk::{
    diagnostics::Diagnostics,
    typed::Attributes as _,
    value::{Path, Step, Value},
};

use super::{
    part::{sources, watches},
    schema::Arguments,
};
use crate::provider::{
    attribute_form::{attribute_path, to_block},
    checks::repository,
    pipeline::{
        model::trigger::GitConfiguration,
        open::{CONNECTION_SOURCE, ResourceType},
        rules::{
            self as pipeline_rules,
            full_clone::{CLONE, DOUBTFUL_CLONE},
        },
    },
    source_provider::SourceProvider,
};

/// The arguments for the keys of a source's configuration in AWS.
const SETTINGS: [(&str, &str); 5] = [
    ("BranchName", Arguments::BRANCH_NAME.name),
    ("ConnectionArn", Arguments::CONNECTION_ARN.name),
    ("DetectChanges", Arguments::DETECT_CHANGES.name),
    ("FullRepositoryId", Arguments::FULL_REPOSITORY_ID.name),
    ("OutputArtifactFormat", Arguments::OUTPUT_ARTIFACT_FORMAT.name),
];

/// Returns the problems of a source action in any pipeline. Any of its values may be unknown.
pub(super) fn judge(source_action: &Value) -> Diagnostics {
    in_sight(pipeline_rules::judge_as(
        ResourceType::SourceAction,
        &around(source_action),
        None,
    ))
}

/// Returns the additional problems of its repository for the source provider of its connection.
pub(super) fn judge_repository(source_action: &Value, source_provider: Option<&SourceProvider>) -> Diagnostics {
    in_sight(repository::judge_new(
        &around(source_action),
        |_| true,
        |_| source_provider,
    ))
}

/// Returns the problems of the pipeline `after` that it did not have `before`, both in AWS's JSON, because of its
/// source action `name`.
pub(super) fn judge_change(before: &Json, after: &Json, region: &str, name: &str) -> Diagnostics {
    let triggers = after["triggers"].as_array().map_or(&[][..], Vec::as_slice);
    let place = Place {
        action: sources(after).iter().position(|action| action["name"] == name),
        trigger: triggers.iter().position(|trigger| watches(trigger, name)),
    };
    place.own(pipeline_rules::judge_change(
        ResourceType::SourceAction,
        before,
        after,
        region,
    ))
}

/// Keeps the findings about arguments of the source action. The rest of the generated pipeline is not checked.
fn in_sight(findings: Diagnostics) -> Diagnostics {
    let own = Place::ALONE.own(findings).into_iter();
    own.filter(|finding| !finding.path.is_root()).collect()
}

/// Position of a source action in a pipeline.
struct Place {
    action: Option<usize>,
    trigger: Option<usize>,
}

impl Place {
    /// In the pipeline that is generated for it.
    const ALONE: Self = Self {
        action: Some(0),
        trigger: Some(0),
    };

    /// Returns the findings with the paths of the matching arguments.
    fn own(&self, findings: Diagnostics) -> Diagnostics {
        let mut findings: Vec<_> = findings.into_iter().collect();
        for finding in &mut findings {
            // Reported at the consumer, which another team or tool manages.
            let is_clone = [CLONE, DOUBTFUL_CLONE]
                .iter()
                .any(|check| finding.code == Some(check.code));
            finding.path = if is_clone {
                Arguments::OUTPUT_ARTIFACT_FORMAT.path()
            } else {
                self.argument(finding.path.steps())
            };
        }
        findings.into_iter().collect()
    }

    fn argument(&self, steps: &[Step]) -> Path {
        match steps {
            [
                Step::Attribute(stage),
                Step::Index(0),
                Step::Attribute(action),
                Step::Index(index),
                rest @ ..,
            ] if stage == "stage" && action == "action" && Some(*index) == self.action => in_action(rest),
            [Step::Attribute(trigger), Step::Index(index), rest @ ..]
                if trigger == "trigger" && Some(*index) == self.trigger =>
            {
                in_trigger(rest)
            }
            _ => Path::root(),
        }
    }
}

fn in_action(steps: &[Step]) -> Path {
    let name = match steps {
        [Step::Attribute(configuration), Step::Key(key), ..] if configuration == "configuration" => SETTINGS
            .iter()
            .find(|(setting, _)| setting == key)
            .map(|(_, argument)| *argument),
        [Step::Attribute(outputs), ..] if outputs == "output_artifacts" => Some(Arguments::OUTPUT_ARTIFACT.name),
        [Step::Attribute(name), ..] => ["name", "namespace", "role_arn", "run_order"]
            .into_iter()
            .find(|own| own == name),
        _ => None,
    };
    name.map_or_else(Path::root, Path::attribute)
}

/// Blocks that may appear once are lists there and objects here.
fn in_trigger(steps: &[Step]) -> Path {
    let inside = match steps {
        [Step::Attribute(git), Step::Index(0), rest @ ..] if git == "git_configuration" => rest,
        _ => &[],
    };
    let path = attribute_path(&GitConfiguration::block(), inside);
    let is_source = matches!(inside, [Step::Attribute(name)] if *name == GitConfiguration::SOURCE_ACTION_NAME.name);
    let steps = path.steps().iter().filter(|_| !is_source).cloned();
    steps.fold(Arguments::TRIGGER.path(), Path::then)
}

/// Returns a pipeline in which only this source action is known.
fn around(source_action: &Value) -> Value {
    let of = |name: &str| source_action.get(name).clone();
    let stage = Value::object([
        ("action", among_others(action(source_action))),
        ("name", Value::unknown()),
    ]);
    let trigger = source_action.get(Arguments::TRIGGER.name);
    let triggers = if trigger.as_map().is_some() {
        among_others(around_filters(trigger, of(Arguments::NAME.name)))
    } else {
        Value::unknown()
    };
    Value::object([
        ("artifact_store", Value::unknown()),
        ("execution_mode", Value::unknown()),
        ("name", of(Arguments::PIPELINE_NAME.name)),
        ("pipeline_type", Value::unknown()),
        ("role_arn", Value::unknown()),
        ("stage", among_others(stage)),
        ("trigger", triggers),
        ("variable", Value::unknown()),
    ])
}

/// Returns the source action in the form of an action of a pipeline.
fn action(source_action: &Value) -> Value {
    let of = |name: &str| source_action.get(name).clone();
    let outputs = vec![of(Arguments::OUTPUT_ARTIFACT.name)];
    Value::object([
        ("category", Value::string("Source")),
        ("configuration", configuration(source_action)),
        ("name", of(Arguments::NAME.name)),
        ("namespace", of(Arguments::NAMESPACE.name)),
        ("output_artifacts", Value::List(outputs)),
        ("owner", Value::string("AWS")),
        ("provider", Value::string(CONNECTION_SOURCE)),
        ("role_arn", of(Arguments::ROLE_ARN.name)),
        ("run_order", of(Arguments::RUN_ORDER.name)),
        ("version", Value::string("1")),
    ])
}

/// Returns its configuration, in which every value is a string.
fn configuration(source_action: &Value) -> Value {
    let setting = |(key, argument): (&str, &str)| {
        let value = match source_action.get(argument) {
            Value::Null => return None,
            Value::Bool(detects) => Value::string(detects.to_string()),
            value => value.clone(),
        };
        Some((key.to_owned(), value))
    };
    Value::Map(SETTINGS.into_iter().filter_map(setting).collect())
}

fn among_others(one: Value) -> Value {
    Value::List(vec![one, Value::unknown()])
}

/// Returns a trigger with these filters.
fn around_filters(filters: &Value, source: Value) -> Value {
    let mut git = to_block(&GitConfiguration::block(), filters);
    if let Some(members) = git.as_map_mut() {
        members.insert(GitConfiguration::SOURCE_ACTION_NAME.name.to_owned(), source);
    }
    Value::object([
        ("git_configuration", Value::List(vec![git])),
        ("provider_type", Value::string(CONNECTION_SOURCE)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source_action(members: &[(&str, Value)]) -> Value {
        let usual = [
            (Arguments::BRANCH_NAME.name, Value::string("main")),
            (Arguments::CONNECTION_ARN.name, Value::unknown()),
            (Arguments::DETECT_CHANGES.name, Value::Null),
            (
                Arguments::FULL_REPOSITORY_ID.name,
                Value::string("acme/platform/charts"),
            ),
            (Arguments::NAME.name, Value::string("Charts")),
            (Arguments::OUTPUT_ARTIFACT.name, Value::string("charts")),
            (Arguments::PIPELINE_NAME.name, Value::string("release")),
        ];
        Value::object(usual.iter().chain(members).cloned())
    }

    fn found(members: &[(&str, Value)]) -> Vec<(Option<&'static str>, String)> {
        let findings = judge(&source_action(members));
        findings
            .iter()
            .map(|found| (found.code, found.path.to_string()))
            .collect()
    }

    fn trigger(filter: Value) -> (&'static str, Value) {
        let push = Value::List(vec![filter]);
        (
            Arguments::TRIGGER.name,
            Value::object([("push", push), ("pull_request", Value::Null)]),
        )
    }

    fn filter(branches: Value, tags: Value) -> Value {
        Value::object([("branches", branches), ("file_paths", Value::Null), ("tags", tags)])
    }

    fn including(pattern: Value) -> Value {
        Value::object([("includes", Value::List(vec![pattern])), ("excludes", Value::Null)])
    }

    #[test]
    fn nothing_is_said_of_what_is_right_or_not_known() {
        assert_eq!(found(&[]), []);
        let names = [Arguments::BRANCH_NAME, Arguments::FULL_REPOSITORY_ID, Arguments::NAME];
        assert_eq!(found(&names.map(|field| (field.name, Value::unknown()))), []);
        assert_eq!(found(&[(Arguments::TRIGGER.name, Value::unknown())]), []);
        assert_eq!(found(&[trigger(Value::unknown())]), []);
        assert_eq!(found(&[trigger(filter(including(Value::unknown()), Value::Null))]), []);
    }

    #[test]
    fn what_is_wrong_is_said_at_the_argument() {
        let path = |members: &[(&str, Value)]| found(members).into_iter().map(|(_, path)| path).collect::<Vec<_>>();
        let main = || including(Value::string("main"));
        assert_eq!(
            path(&[(Arguments::BRANCH_NAME.name, Value::string("a..b"))]),
            ["branch_name"]
        );
        assert_eq!(
            path(&[(Arguments::FULL_REPOSITORY_ID.name, Value::string("charts"))]),
            ["full_repository_id"]
        );
        assert_eq!(path(&[trigger(filter(main(), main()))]), ["trigger.push[0].tags"]);
        let broken = including(Value::string("{a"));
        assert_eq!(
            path(&[trigger(filter(broken, Value::Null))]),
            ["trigger.push[0].branches.includes[0]"]
        );
        let both = [
            (Arguments::DETECT_CHANGES.name, Value::Bool(true)),
            trigger(filter(main(), Value::Null)),
        ];
        assert_eq!(path(&both), ["detect_changes"]);
    }

    #[test]
    fn the_type_of_the_connection_says_more_of_a_repository() {
        let of = |provider_type: Option<&str>| {
            judge_repository(
                &source_action(&[(Arguments::CONNECTION_ARN.name, Value::string("arn"))]),
                provider_type.map(SourceProvider::of).as_ref(),
            )
        };
        assert!(of(None).is_empty() && of(Some("GitLab")).is_empty());
        assert!(of(Some("GitHub")).has_errors());
    }
}
