//! A small, strict AWS emulator for tests and demos: both connections APIs, CodePipeline and STS at one endpoint, with a
//! console.
//!
//! A call starts at `endpoint`. `wire` identifies the operation and the `service` and verifies the signature, `faults`
//! may make the call fail, and `cloud`, the only lock around the `store`, runs the operation that `operations` finds.
//! Every change is written to the state file before the response is sent. The `control` API of tests and the `console`
//! use the same store.
//!
//! | To change | Look in |
//! |---|---|
//! | requests, signatures, responses, constraints, pages of lists | `wire` |
//! | connections and hosts, under both API names | `connections`: `model` (inputs), `*_operations` |
//! | pipelines | `pipelines`: `model` (inputs), `structure` (rules of a declaration), `operations` |
//! | how executions move and which events start them | `pipelines::executions`, `pipelines::triggers`, `pipelines::webhooks` |
//! | caller identity, temporary keys | `sts` |
//! | injected faults, the logs of calls and events, and the record of calls in a file | `faults`, `calls`, `deliveries`, `record` |
//! | web pages | `console` |
//! | command line and demo | the binary, `src/bin/codepipeline-emulator` |
//! | comparison with AWS's service models | `emulator/judge`, in Python |
//!
//! Rules:
//! - This package uses no AWS SDK and no other package of the workspace, so that it does not share the mistakes of the
//!   client.
//! - An operation is a plain function of input, scope and store. Clock and identifiers are injected.
//! - The lock is never held across an await.
//! - A refused call changes nothing, and a call completes even if its client disconnects.
//! - There is no background work: due changes complete at the start of the next call.
//!
//! If AWS's behavior is not documented, the emulator is as strict as a careful client can comply with.

mod calls;
mod clock;
mod cloud;
mod connections;
mod console;
mod control;
mod deliveries;
mod endpoint;
mod faults;
mod operations;
mod options;
mod pipelines;
mod record;
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
