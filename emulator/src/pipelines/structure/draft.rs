//! A declaration that is checked, and how AWS rejects it.

use std::collections::BTreeSet;

use crate::{pipelines::declaration::Declaration, wire::Failure};

/// A declaration with its defaults filled in, and the region that it is meant for.
pub(in crate::pipelines) struct Draft<'d> {
    pub(in crate::pipelines) declaration: &'d Declaration,
    pub(in crate::pipelines) region: &'d str,
}

pub(super) fn invalid_structure(message: impl Into<String>) -> Failure {
    Failure::new("InvalidStructureException", message)
}

pub(super) fn invalid_stage(message: impl Into<String>) -> Failure {
    Failure::new("InvalidStageDeclarationException", message)
}

pub(super) fn invalid_action(message: impl Into<String>) -> Failure {
    Failure::new("InvalidActionDeclarationException", message)
}

/// Returns the first name that repeats an earlier one.
pub(super) fn repeated<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}
