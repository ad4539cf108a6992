//! What Terraform asks of a provider, one file for each question.
//!
//! Requests and responses here are Terraform's messages with values in place of bytes. Nothing here knows the wire, and
//! nothing here knows a particular resource. The rules are those of Terraform's resource instance change lifecycle:
//! <https://github.com/hashicorp/terraform/blob/main/docs/resource-instance-change-lifecycle.md>.

pub mod apply;
pub mod conform;
pub mod guard;
pub mod import;
mod known;
mod objects;
pub mod plan;
pub mod read;
pub(crate) mod replace;
pub mod server;
pub mod upgrade;
pub mod validate;
