//! Tests of the protocol's definitions and of the types generated from them.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

#[path = "../../tests/digests.rs"]
mod digests;
mod generated;
mod wire;
