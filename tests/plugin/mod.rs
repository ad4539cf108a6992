//! The plugin process as Terraform starts it.

mod by_hand;
#[cfg(target_os = "linux")]
mod hostile_servers;
mod unfinished;
