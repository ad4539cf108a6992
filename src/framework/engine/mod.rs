//! What Terraform asks of a provider, one file for each question.
//!
//! Requests and responses here are Terraform's messages with values in place of bytes. Nothing here knows the wire.

pub mod plan;
