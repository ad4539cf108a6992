//! All tests of the emulator in one binary.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

mod emulator;
mod support;
