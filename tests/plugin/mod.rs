//! The plugin process as Terraform starts it.

mod by_hand;
mod hostile_servers;
mod unfinished;
