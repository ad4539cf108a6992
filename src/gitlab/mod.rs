//! GitLab as this product needs it: the grammar of project paths and branches, and the preflight client.

mod address;
pub mod branch;
pub mod branch_rule;
mod branch_url;
mod grammar;
pub mod hosts;
mod page;
pub mod path_rule;
pub mod project_path;
pub mod provider_type;
mod quote;
pub mod repository_id;
mod reserved;
pub mod verdict;
