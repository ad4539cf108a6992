//! The changes that an apply makes to the declaration of a pipeline, and the ones that it refuses.

use serde_json::Value;
use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::derived::object_to_value,
};

use super::{
    form,
    orphans::orphans,
    part::{Part, first_stage, sources},
    rules,
    schema::Arguments,
};
use crate::{
    aws::pipelines::Save,
    provider::{existing::Existing, notices::steps, pipeline::rules as pipeline_rules},
};

/// A change of one source action.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change<'a> {
    /// Adds the action, or replaces one with the same name.
    Create(&'a Arguments),
    /// Changes the action in `prior`; `save` may force a write.
    Update {
        prior: &'a Arguments,
        wanted: &'a Arguments,
        save: Save,
    },
    /// Removes the action with this name, and restores the action that it replaced.
    Delete {
        pipeline: &'a str,
        name: &'a str,
        replaced: Option<&'a Part>,
    },
}

impl Change<'_> {
    /// Makes the change, and returns whether it must be written even if nothing changes.
    ///
    /// # Errors
    /// Returns why the change is not possible. The declaration may then be incomplete.
    pub(super) fn make(self, declaration: &mut Value) -> Result<Save, Diagnostics> {
        let before = declaration.clone();
        let save = match self {
            Self::Create(wanted) => {
                in_first_stage(wanted, declaration)?;
                free_name(wanted, declaration)?;
                form::write(wanted, None).put(declaration, &wanted.name);
                Save::IfChanged
            }
            Self::Update { prior, wanted, save } => {
                in_first_stage(wanted, declaration)?;
                if wanted.name != prior.name {
                    other_name(wanted, declaration)?;
                }
                update(declaration, prior, wanted, save);
                save
            }
            Self::Delete { name, replaced, .. } => {
                delete(declaration, name, replaced);
                Save::IfChanged
            }
        };
        self.check_orphans(&before, declaration)?;
        Ok(save)
    }

    /// Returns the problems of the pipeline `after` the change that it did not have `before`, except for those of the
    /// action alone.
    pub(super) fn judge(self, before: &Value, after: &Value, region: &str) -> Diagnostics {
        let (Self::Create(wanted) | Self::Update { wanted, .. }) = self else {
            return Diagnostics::new();
        };
        let found = rules::judge_change(before, after, region, &wanted.name);
        pipeline_rules::new_ones(found, || rules::judge(&object_to_value(wanted)))
    }

    /// Returns the existing action that can be imported instead, if that alone prevents the change.
    pub(super) fn existing(self, declaration: &Value) -> Option<Existing> {
        let Self::Create(wanted) = self else { return None };
        let there = Part::find(declaration, &wanted.name)?;
        let is_in_the_way = wanted.overwrite_existing != Some(true) && there.is_connection_source();
        (is_in_the_way && in_first_stage(wanted, declaration).is_ok()).then(|| Existing {
            object: format!(
                "source action {:?} of the pipeline {:?}",
                wanted.name, wanted.pipeline_name
            ),
            import: import_block(wanted, declaration),
        })
    }

    /// Returns the current name of the action.
    pub(super) const fn name(&self) -> &str {
        match self {
            Self::Create(wanted) => wanted.name.as_str(),
            Self::Update { prior, .. } => prior.name.as_str(),
            Self::Delete { name, .. } => name,
        }
    }

    fn check_orphans(self, before: &Value, after: &Value) -> Result<(), Diagnostic> {
        let mut reasons: Vec<String> = orphans(before, after).iter().map(ToString::to_string).collect();
        if sources(after).is_empty() && !sources(before).is_empty() {
            reasons.insert(
                0,
                "it is the pipeline's only source, and AWS requires at least one".to_owned(),
            );
        }
        if reasons.is_empty() {
            return Ok(());
        }
        Err(match self {
            Self::Delete { pipeline, name, .. } => needed(pipeline, name, &reasons),
            Self::Create(wanted) | Self::Update { wanted, .. } => still_used(wanted, &reasons),
        })
    }
}

fn update(declaration: &mut Value, prior: &Arguments, wanted: &Arguments, save: Save) {
    let base = Part::find(declaration, &prior.name);
    let part = form::write(wanted, base.as_ref());
    let is_as_wanted = base.is_some_and(|base| {
        // A configured trigger is never AWS's own, regardless of its form.
        let only_automatic = part.trigger.is_none() && prior.trigger.is_none() && base.has_automatic_trigger();
        let same_trigger = part.trigger == base.trigger || only_automatic;
        part.action == base.action && same_trigger
    });
    // Each write removes AWS's own trigger, and AWS adds it again for the changed action.
    if !is_as_wanted || save == Save::Always {
        part.put(declaration, &prior.name);
    }
}

/// Removes the action. Does nothing if the action no longer exists, and restores nothing over a later action.
fn delete(declaration: &mut Value, name: &str, replaced: Option<&Part>) {
    if Part::find(declaration, name).is_none() {
        return;
    }
    match replaced {
        Some(part) if part.name() == name || Part::find(declaration, part.name()).is_none() => {
            part.clone().put(declaration, name);
        }
        _ => Part::remove(declaration, name),
    }
}

fn in_first_stage(wanted: &Arguments, declaration: &Value) -> Result<(), Diagnostic> {
    let first = first_stage(declaration);
    match &wanted.stage_name {
        Some(stage) if stage != first => Err(Diagnostic::error(
            format!(
                "{stage:?} is not the first stage of the pipeline {:?}",
                wanted.pipeline_name
            ),
            format!(
                "Only the first stage can contain source actions, and it is {first:?}. Set stage_name = {first:?}, or omit \
                 stage_name."
            ),
        )
        .at(Arguments::STAGE_NAME.path())),
        _ => Ok(()),
    }
}

fn free_name(wanted: &Arguments, declaration: &Value) -> Result<(), Diagnostic> {
    let Some(there) = Part::find(declaration, &wanted.name) else {
        return Ok(());
    };
    if wanted.overwrite_existing != Some(true) {
        return Err(exists_already(wanted, declaration, &there));
    }
    if there.holds_secrets() {
        let detail = "Its configuration contains a value that AWS returns only as ****, so the action could not be \
                      restored when this resource is destroyed. Choose another name, or ask the pipeline's owner to \
                      remove the old action first.";
        let title = format!(
            "The source action {:?} of the pipeline {:?} contains a secret",
            wanted.name, wanted.pipeline_name
        );
        return Err(Diagnostic::error(title, detail).at(Arguments::OVERWRITE_EXISTING.path()));
    }
    Ok(())
}

/// Returns the `import` block of the action of this name in the pipeline.
fn import_block(wanted: &Arguments, declaration: &Value) -> String {
    let (pipeline, stage, name) = (&wanted.pipeline_name, first_stage(declaration), &wanted.name);
    let region = wanted
        .region
        .as_ref()
        .map_or_else(String::new, |region| format!("@{region}"));
    let id = format!("{pipeline}/{stage}/{name}{region}");
    steps::import_block("codepipeline_source_action", name, &id)
}

fn exists_already(wanted: &Arguments, declaration: &Value, there: &Part) -> Diagnostic {
    let (pipeline, stage, name) = (&wanted.pipeline_name, first_stage(declaration), &wanted.name);
    let import = if there.is_connection_source() {
        let block = import_block(wanted, declaration);
        format!(
            "\n\nTo manage the existing action instead, add this block with the address of your resource:\n\n{block}"
        )
    } else {
        let provider = there.action["actionTypeId"]["provider"].as_str().unwrap_or_default();
        format!(" The existing action has another provider ({provider}).")
    };
    Diagnostic::error(
        format!("The pipeline {pipeline:?} already has a source action {name:?}"),
        format!(
            "Names of actions are unique in a stage, and {stage:?} already has an action with this name. Choose \
             another name, or set overwrite_existing = true to replace the existing action until this resource is \
             destroyed.{import}"
        ),
    )
    .at(Arguments::NAME.path())
}

fn other_name(wanted: &Arguments, declaration: &Value) -> Result<(), Diagnostic> {
    match Part::find(declaration, &wanted.name) {
        None => Ok(()),
        Some(_) => Err(Diagnostic::error(
            format!(
                "The pipeline {:?} already has a source action {:?}",
                wanted.pipeline_name, wanted.name
            ),
            "Names of actions are unique in a stage. Choose another name.",
        )
        .at(Arguments::NAME.path())),
    }
}

fn needed(pipeline: &str, name: &str, reasons: &[String]) -> Diagnostic {
    Diagnostic::error(
        format!("The source action {name:?} of the pipeline {pipeline:?} is still needed"),
        format!(
            "It cannot be removed: {}. Ask the pipeline's owner to change that first. To keep the action in the \
             pipeline and only remove it from the state, replace the resource block with this block, with the address \
             of your resource:\n\n  removed {{\n    from = codepipeline_source_action.example\n\n    lifecycle {{\n   \
                destroy = false\n    }}\n  }}",
            reasons.join("; ")
        ),
    )
}

fn still_used(wanted: &Arguments, reasons: &[String]) -> Diagnostic {
    Diagnostic::error(
        format!(
            "The pipeline {:?} still needs the current output of its source action {:?}",
            wanted.pipeline_name, wanted.name
        ),
        format!(
            "After the change, no action would produce it, but {}. Keep output_artifact and namespace, or ask the \
             pipeline's owner to change the actions that use them first.",
            reasons.join("; ")
        ),
    )
}
