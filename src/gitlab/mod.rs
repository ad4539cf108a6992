//! GitLab as this product needs it: the grammar of project paths and branches, and the preflight client.

mod address;
pub mod base_url;
pub mod branch;
mod branch_lookup;
pub mod branch_rule;
mod branch_url;
pub mod client;
pub mod failure;
pub mod finding;
mod grammar;
pub mod hosts;
mod judgement;
mod lookup;
mod nearest;
mod page;
pub mod path_rule;
pub mod preflight;
pub mod project;
pub mod project_path;
pub mod provider_type;
mod quote;
pub mod repository_id;
mod reserved;
mod tls;
pub mod token;
pub mod verdict;
pub mod webhook;
