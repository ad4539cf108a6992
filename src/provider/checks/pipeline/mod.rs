//! Pipelines: what AWS refuses, and what cannot work.
//!
//! The rules are functions over a `Sketch`, listed once. A sketch is a pipeline in the form of its arguments, in which
//! anything may be unknown: a rule says nothing of what it cannot know. A configuration is one as it stands; AWS's JSON
//! becomes one through the arguments that it stands for.
//!
//! Sources: <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html>,
//! <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>, and what the service has been seen to refuse.

mod action_types;
mod actions;
mod artifacts;
mod condition_rules;
mod conditions;
mod findings;
mod full_clone;
mod moment;
mod namespaces;
mod pipeline_type;
mod quotas;
mod references;
mod repeated;
mod rule_types;
mod rules;
mod settings;
mod sketch;
mod sources;
mod stages;
mod stores;
mod syntax;
mod trigger_filters;
mod trigger_patterns;
mod triggers;
mod variables;

pub use rules::{judge, judge_as, judge_change, judge_declaration, judge_repositories, new_ones};
pub use syntax::Syntax;
pub use trigger_filters::CRITERIA;
