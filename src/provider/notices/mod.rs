//! Messages about connections and hosts that several resources share, mostly with the steps for the user in the AWS
//! console.
//!
//! Terraform merges warnings with equal summaries, so each summary contains the name of its object.

pub mod connection;
pub mod host;
pub mod steps;
