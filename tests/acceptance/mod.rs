//! The behavior that practitioners see, through the real command line.
//!
//! A test's name is a fact about the provider. Together, the names describe its behavior.

mod actions;
mod check_examples;
mod connection;
mod connection_checks;
mod connection_data_source;
mod connection_host;
mod connection_twins;
mod connection_usage;
mod credentials;
mod demo;
mod diagnostics;
mod functions;
mod gitlab_answers;
mod gitlab_page;
mod gitlab_project;
mod handshake;
mod host;
mod impossible_values;
mod interrupted;
mod known_at_plan;
mod lost_deletions;
mod pending_pipeline;
mod pipeline;
mod pipeline_data_source;
mod pipeline_rules;
mod pipeline_values;
mod pipeline_whole;
mod preflight;
mod propagation;
mod provider;
mod realistic_pipelines;
mod regions;
mod replacement;
mod required_and_read_only;
mod restart;
mod secrets;
mod shared_pipeline;
mod skipped_checks;
pub(crate) mod source_action;
mod source_action_checks;
mod stage_transition;
mod tags;
mod tags_all;
mod unset_values;
mod warnings;
