//! Rules of pipelines: configurations that AWS rejects or that cannot work.
//!
//! Each rule is a [`Check`](crate::provider::checks::check::Check) next to its judge. The list of all checks is in
//! [`checks`](crate::provider::checks).
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html>,
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>, and refusals of the service.

pub mod action_arguments;
pub mod action_region;
mod action_types;
pub mod actions;
mod allowed_values;
pub mod artifact_settings;
pub mod artifact_stores;
pub mod artifacts;
pub mod condition_rules;
pub mod conditions;
pub mod full_clone;
pub mod json_settings;
mod limits;
pub mod namespaces;
pub mod partitions;
pub mod pipeline_type;
pub mod quotas;
pub mod reference_form;
pub mod references;
mod rule_types;
mod run;
pub mod setting_values;
pub mod settings;
pub mod sources;
pub mod stages;
pub mod trigger_coverage;
pub mod trigger_filters;
pub mod trigger_limits;
pub mod trigger_patterns;
pub mod triggers;
mod unique;
pub mod variables;
pub mod write_only;

pub use run::{judge, judge_as, judge_change, judge_declaration, new_ones, refusals_of_filters};
