//! The operations that Terraform requests of a provider, one file each.
//!
//! Requests and responses here are Terraform's messages with values instead of bytes. This module does not depend on
//! the wire format or on a particular resource. The rules are those of Terraform's resource instance change lifecycle:
//! <https://github.com/hashicorp/terraform/blob/main/docs/resource-instance-change-lifecycle.md>.

pub mod action;
pub mod apply;
mod configuration;
pub mod conform;
pub mod data_source;
pub mod dynamic;
pub mod ephemeral_resource;
pub mod function;
pub mod handle;
mod identity;
pub mod import;
mod known;
pub mod list_resource;
mod location;
mod mocked;
pub mod move_state;
pub mod plan;
mod plan_check;
pub mod read;
pub(crate) mod replace;
mod required;
pub mod resource;
pub mod server;
mod set_pairs;
pub mod upgrade_identity;
pub mod upgrade_state;
pub mod validate;
mod walk;
