//! All tests of the SDK in one binary.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

mod command_line;
mod engine;
mod framework;
mod new_kinds;
mod plugin;
mod protocol;
mod readme;
