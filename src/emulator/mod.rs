//! A small, strict AWS for tests and demonstrations: both connections APIs, CodePipeline and STS on one address.

mod calls;
mod clock;
mod cloud;
mod connections;
mod console;
mod control;
mod endpoint;
mod faults;
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
