//! All tests of the SDK in one binary.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

mod engine;
mod framework;
mod plugin;
mod protocol;
mod readme;
