//! All integration tests in one binary: every further one would link the whole provider again. They need the signals and
//! links of Unix.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

mod acceptance;
mod aws;
mod ci_files;
mod docs;
mod examples;
mod faults;
mod fuzz;
mod gitlab;
mod guides;
mod live;
mod mermaid;
mod moved;
mod pipeline;
mod plugin;
mod protocol;
mod provider_block;
mod readme;
mod regions;
mod support;
mod tidy;
mod trigger_matches;
