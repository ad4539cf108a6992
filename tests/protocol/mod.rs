//! Terraform's plugin protocol, with the tests in the part of Terraform Core.

mod actions;
mod descriptions;
mod identities;
mod imports;
mod incomplete_states;
mod known_in_plan;
mod last_check;
mod laws;
mod list_ends;
mod list_pages;
mod lists;
pub(crate) mod messages;
pub(crate) mod ours;
mod process;
mod refused_imports;
mod replacement;
mod required_and_read_only;
