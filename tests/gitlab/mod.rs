//! GitLab's grammar and the preflight client against a fake GitLab.

mod branch;
mod client;
pub(crate) mod fake;
mod preflight;
mod project_path;
mod repository_id;
mod vectors;
