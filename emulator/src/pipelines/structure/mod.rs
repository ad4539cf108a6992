//! The rules that a whole declaration must keep, in the order in which they are checked: the first that is broken
//! answers, with AWS's class and, where it is known, AWS's text.

mod action_types;
mod actions;
mod artifacts;
mod conditions;
mod draft;
mod namespaces;
mod pipeline_type;
mod quotas;
mod regions;
mod rules;
mod stages;
mod triggers;
mod variables;

use draft::{invalid_action, invalid_stage, invalid_structure, repeated};

pub(super) use {draft::Draft, rules::check};
