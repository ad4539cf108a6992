//! A plugin as a process, started and called as by Terraform.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

pub mod client_identity;
pub mod plugin_process;
