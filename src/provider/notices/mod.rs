//! Messages about connections and hosts that several nouns share: mostly, what the user has to do in the AWS console.
//!
//! Terraform merges warnings with equal summaries, so each summary contains the name of its object.

pub mod connection;
pub mod host;
pub mod steps;
