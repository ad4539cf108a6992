//! The rules of a whole declaration, in the order in which they are checked. The first broken rule returns its error,
//! with AWS's class and, if known, AWS's message.

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
