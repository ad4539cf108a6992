//! An emulator in the process of a test, a client that signs, the declarations that tests send, the variables that select
//! what tests do, the processor time that they take, and their results in the guides.

#![allow(clippy::unwrap_used, reason = "what is unwrapped in a test fails that test")]

pub mod aws_client;
pub mod emulator;
pub mod environment;
pub mod guide;
pub mod pipelines;
pub mod processor_time;
pub mod sigv4;
