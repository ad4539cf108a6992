//! An emulator in the process of a test, a client that signs, and the declarations that tests send.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

pub mod aws_client;
pub mod emulator;
pub mod pipelines;
pub mod sigv4;
