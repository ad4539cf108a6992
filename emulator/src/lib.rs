//! A small, strict AWS for tests and demonstrations: both connections APIs, CodePipeline and STS on one address.
//!
//! A call to AWS enters through `endpoint`: `wire` finds out which operation of which `service` it is and verifies its
//! signature, `faults` may make it go wrong, and `cloud`, the one lock around the `store`, lets `operations` hand it to
//! `connections`, `pipelines` or `sts`. Before the answer leaves, what changed is in the state file. Two more ways lead to
//! the same store: `control`, the side doors of tests, and `console`, where a person completes a handshake.
//!
//! What holds:
//! - This room imports no other of ours and nothing of the AWS SDK: it must not share the client's mistakes.
//! - An operation is a plain function of input, scope and store. None knows HTTP, the clock or a random source.
//! - The lock is never held while something is awaited.
//! - What is refused changes nothing, and no call ends half-done: an operation runs in one go, whether or not its
//!   caller still waits.
//! - Time passes only when somebody looks: whatever completes by itself is completed at the start of the next call.
//!
//! Where AWS's behaviour is not documented, the stricter reading is taken if a careful client can satisfy it.

mod calls;
mod clock;
mod cloud;
mod connections;
mod console;
mod control;
mod endpoint;
mod faults;
mod operations;
mod options;
mod pipelines;
mod scope;
mod server;
mod service;
mod store;
mod sts;
mod wire;

pub use clock::{Clock, SystemClock};
pub use options::Options;
pub use scope::{Ids, RandomIds};
pub use server::{Server, serve};
