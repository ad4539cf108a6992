//! The warning of a plan that says what changes by name.

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, quote},
    schema::Block,
    typed::Attributes as _,
    value::Value,
};

use super::{
    differences::{Comparison, NAME},
    edits::{Edit, Edits},
};
use crate::provider::pipeline::model::{action::Action, arguments::Arguments, stage::Stage};

/// Returns the warning that says what changes by name, from the pipeline in the state to the planned one. `None` if
/// Terraform's diff says the same, or if a name is unknown.
pub fn warning(prior: &Value, planned: &Value) -> Option<Diagnostic> {
    let (before, after) = (prior.get(STAGE), planned.get(STAGE));
    let comparison = Comparison { state: prior };
    let stages = edits(comparison, &Stage::block(), before, after)?;
    let mut is_misleading = !stages.keep_positions();
    let mut clauses: Vec<String> = stages.edits.iter().map(clause_of_stage).collect();
    for (old, new) in &stages.pairs {
        let changes = StageChanges::between(comparison, &before.elements()[*old], &after.elements()[*new])?;
        is_misleading |= !changes.actions.keep_positions();
        clauses.extend(changes.clauses(comparison));
    }
    let name = planned.get(Arguments::NAME.name).as_str()?;
    clauses.extend(others(prior, planned));
    is_misleading.then(|| changes_of(name, &clauses))
}

const STAGE: &str = Arguments::STAGE.name;

/// Returns the edits of a list of blocks; `None` if a name is unknown.
fn edits(comparison: Comparison<'_>, block: &Block, before: &Value, after: &Value) -> Option<Edits> {
    Edits::between(&names(before)?, &names(after)?, |old, new| {
        comparison.is_same(block, &before.elements()[old], &after.elements()[new])
    })
}

fn names(blocks: &Value) -> Option<Vec<&str>> {
    if blocks.is_unknown() {
        return None;
    }
    blocks.elements().iter().map(|block| block.get(NAME).as_str()).collect()
}

/// A stage that stays, before and after.
struct StageChanges<'a> {
    before: &'a Value,
    after: &'a Value,
    actions: Edits,
}

impl<'a> StageChanges<'a> {
    fn between(comparison: Comparison<'_>, before: &'a Value, after: &'a Value) -> Option<Self> {
        let of = |stage: &'a Value| stage.get(Stage::ACTION.name);
        let actions = edits(comparison, &Action::block(), of(before), of(after))?;
        Some(Self { before, after, actions })
    }

    fn clauses(&self, comparison: Comparison<'_>) -> Vec<String> {
        let stage = name(self.after);
        let edits = self.actions.edits.iter().map(|edit| clause_of_action(edit, &stage));
        let own = comparison.differences(&Stage::block(), self.before, self.after);
        let own = own
            .into_iter()
            .filter(|name| name != NAME && name != Stage::ACTION.name)
            .collect();
        let own = changed(&format!("stage {stage}"), own);
        let actions = |stage: &'a Value| stage.get(Stage::ACTION.name).elements();
        let inner = self.actions.pairs.iter().filter_map(|(old, new)| {
            let (old, new) = (&actions(self.before)[*old], &actions(self.after)[*new]);
            let mut differences = comparison.differences(&Action::block(), old, new);
            differences.retain(|difference| difference != NAME);
            changed(&format!("action {} of stage {stage}", name(new)), differences)
        });
        edits.chain(own).chain(inner).collect()
    }
}

fn clause_of_stage(edit: &Edit) -> String {
    match edit {
        Edit::Removed { name } => format!("stage {} is removed", quote(name)),
        Edit::Renamed { from, to } => format!("stage {} is renamed to {}", quote(from), quote(to)),
        Edit::Moved { name, before } => format!("stage {} is moved {}", quote(name), place("to", before.as_deref())),
        Edit::Added { name, before } => format!("stage {} is added {}", quote(name), place("at", before.as_deref())),
    }
}

fn clause_of_action(edit: &Edit, stage: &str) -> String {
    match edit {
        Edit::Removed { name } => format!("action {} is removed from stage {stage}", quote(name)),
        Edit::Renamed { from, to } => format!("action {} of stage {stage} is renamed to {}", quote(from), quote(to)),
        Edit::Moved { name, before } => {
            let place = place("to", before.as_deref());
            format!("action {} of stage {stage} is moved {place}", quote(name))
        }
        Edit::Added { name, before } => {
            let place = place("at", before.as_deref());
            format!("action {} is added to stage {stage} {place}", quote(name))
        }
    }
}

fn place(preposition: &str, before: Option<&str>) -> String {
    before.map_or_else(
        || format!("{preposition} the end"),
        |next| format!("before {}", quote(next)),
    )
}

/// Returns the clause for the arguments that change.
fn changed(object: &str, arguments: Vec<String>) -> Option<String> {
    (!arguments.is_empty()).then(|| format!("{object} changes: {}", arguments.join(", ")))
}

/// Returns the clause for the other arguments of the pipeline that change.
fn others(prior: &Value, planned: &Value) -> Option<String> {
    let block = Arguments::block();
    let attributes = block.attributes.iter().map(|attribute| attribute.name);
    let names = attributes.chain(block.blocks.iter().map(|nested| nested.name));
    let changing = names.filter(|name| *name != STAGE && prior.get(name) != planned.get(name));
    changed("the pipeline", changing.map(str::to_owned).collect())
}

fn name(block: &Value) -> String {
    quote(block.get(NAME).as_str().unwrap_or_default())
}

fn changes_of(pipeline: &str, clauses: &[String]) -> Diagnostic {
    let by_name = match clauses {
        [only] => format!("By name, {only}; nothing else changes."),
        several => format!("By name:\n\n  - {}\n\nNothing else changes.", several.join("\n  - ")),
    };
    Diagnostic::warning(
        format!("Changes of the pipeline {} by name", quote(pipeline)),
        format!(
            "Terraform compares stages and actions by position, so the diff contains changes that the apply does not \
             make. {by_name}"
        ),
    )
}
