//! Triggers, and the source of each.

use terraform_provider_sdk::diagnostics::quote;

use super::unique::{Named, UniqueName};
use crate::provider::{
    checks::{
        check::{Check, Judge, Severity},
        example::{Edit, Example, Place},
        findings::Findings,
    },
    pipeline::open::{Action, CONNECTION_SOURCE, OpenPipeline},
};

/// Trigger without a source.
pub const TRIGGER_SOURCE: Check = Check {
    code: "CPGL030",
    severity: Severity::Error,
    title: "Trigger without a source that uses a connection",
    cause: "A trigger names an action that does not exist, or that does not use a connection.",
    fix: "Name a source action of the provider CodeStarSourceConnection.",
    example: Example::new(
        Place::Pipeline,
        r#"trigger {
  provider_type = "CodeStarSourceConnection"

  git_configuration {
    source_action_name = "GitLab" # a source action of the pipeline

    push {
      tags {
        includes = ["v*"]
      }
    }
  }
}"#,
        Edit {
            replace: r#""GitLab" # a source action of the pipeline"#,
            with: r#""Build""#,
        },
    ),
    judge: Judge::Pipeline(triggers_name_a_connection_source),
};

fn triggers_name_a_connection_source(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let may_be_any = |action: &Action<'_>| action.name().is_none() && action.may_be_connection_source();
    if !pipeline.is_complete() || pipeline.actions().any(may_be_any) {
        return;
    }
    for git in pipeline.git_configurations() {
        let source = git.get("source_action_name");
        let Some(name) = source.as_str() else { continue };
        // Actions of several stages can have one name.
        let named: Vec<_> = pipeline
            .actions()
            .filter(|action| action.name() == Some(name))
            .collect();
        if named.iter().any(|action| action.may_be_connection_source()) {
            continue;
        }
        let detail = format!(
            "A trigger names a source action of the provider CodeStarSourceConnection, which uses a connection. {} {}",
            what_is_named(name, named.first().copied()),
            what_to_name(pipeline)
        );
        findings.error(source.path, "Trigger without a source that uses a connection", detail);
    }
}

fn what_is_named(name: &str, action: Option<&Action<'_>>) -> String {
    let name = quote(name);
    match action.map(Action::provider) {
        None => format!("There is no action {name}."),
        Some(Some(provider)) if provider != CONNECTION_SOURCE => {
            format!("The action {name} has the provider {provider}.")
        }
        Some(_) => format!("The action {name} is not a source."),
    }
}

fn what_to_name(pipeline: &OpenPipeline<'_>) -> String {
    let sources = pipeline.actions().filter(|action| action.may_be_connection_source());
    let names: Vec<String> = sources.filter_map(Action::name).map(quote).collect();
    match names.as_slice() {
        [] => "This pipeline has no such source, so it cannot have a trigger.".to_owned(),
        [one] => format!("Set source_action_name = {one}."),
        several => format!("The sources of this pipeline are {}.", several.join(", ")),
    }
}

/// Duplicate trigger.
pub const DUPLICATE_TRIGGER: Check = Check {
    code: "CPGL031",
    severity: Severity::Error,
    title: "Duplicate trigger",
    cause: "A source action can have one trigger.",
    fix: "Combine the filters in one trigger: a change that passes any of its filters starts the pipeline.",
    example: Example::new(
        Place::Pipeline,
        r#"trigger {
  provider_type = "CodeStarSourceConnection"

  git_configuration {
    source_action_name = "GitLab"

    push {
      branches {
        includes = ["main"]
      }
    }

    push {
      tags {
        includes = ["v*"]
      }
    }
  }
}"#,
        Edit {
            replace: r#"includes = ["main"]
      }
    }"#,
            with: r#"includes = ["main"]
      }
    }
  }
}

trigger {
  provider_type = "CodeStarSourceConnection"

  git_configuration {
    source_action_name = "GitLab""#,
        },
    ),
    judge: Judge::Pipeline(|pipeline, findings| {
        let triggers: Vec<_> = pipeline.root.blocks("trigger").collect();
        let names = triggers.iter().flat_map(|trigger| {
            trigger.blocks("git_configuration").filter_map(|git| {
                let source = git.get("source_action_name");
                Some(Named::new(source.as_str()?, source.path, trigger.path.to_string()))
            })
        });
        let unique = UniqueName {
            noun: "trigger for",
            rule: "A source action can have one trigger. Combine the filters in one: a change that passes any of them starts \
                   the pipeline.",
        };
        unique.judge(names, findings);
    }),
};

/// Trigger and change detection.
pub const TRIGGER_DETECTION: Check = Check {
    code: "CPGL036",
    severity: Severity::Warning,
    title: "Trigger and change detection",
    cause: "A trigger replaces change detection. AWS does not document the effect of `DetectChanges = \"true\"` \
            together with a trigger.",
    fix: "Remove `DetectChanges`, or set it to `false`.",
    example: Example::new(
        Place::TriggeredSourceConfiguration,
        r#"DetectChanges = "false""#,
        Edit {
            replace: r#""false""#,
            with: r#""true""#,
        },
    ),
    judge: Judge::Pipeline(triggers_replace_change_detection),
};

fn triggers_replace_change_detection(pipeline: &OpenPipeline<'_>, findings: &mut Findings) {
    let resource_type = pipeline.resource_type;
    for git in pipeline.git_configurations() {
        let name = git.string("source_action_name");
        let named = pipeline
            .connection_sources()
            .filter(|source| name.is_some() && source.name() == name);
        for (source, detects) in named.map(|source| (source, source.setting("DetectChanges"))) {
            if detects.as_str() == Some("true") {
                let assignment = resource_type.assignment("DetectChanges", "true");
                let summary = format!("{assignment} together with a trigger for {}", source.label());
                let detail = format!(
                    "A trigger replaces change detection: only changes that pass its filters start the pipeline. AWS does not \
                     document the effect of both. Remove {}, or set {}.",
                    resource_type.setting("DetectChanges"),
                    resource_type.assignment("DetectChanges", "false")
                );
                findings.warning(detects.path, summary, detail);
            }
        }
    }
}
