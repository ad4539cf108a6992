//! AWS as this product needs it, in plain Rust types: no type of the SDK leaves this room.
//!
//! A [`Session`] is made from [`Settings`] without I/O and shared by three handles, whose methods are safe to run side
//! by side:
//!
//! | Handle | Methods |
//! |---|---|
//! | [`Connections`](connections::Connections) | `get tags change_tags create delete list known listed found` |
//! | [`Hosts`](hosts::Hosts) | `get status_message tags change_tags create update delete list` |
//! | [`Pipelines`](pipelines::Pipelines) | `get get_version create update edit delete list tags change_tags` |
//!
//! - **Addressing.** What has an [`Arn`] is addressed by it: its prefix chooses the API, its region the endpoint.
//!   Creations name the API ([`connections::Service`]) and the region; [`Session::region`] is the default one.
//! - **Absence** is `Ok(None)` of a `get` and `Ok(false)` of a `delete`, not an error.
//! - **Failures** are [`Error`]: a [`Kind`](error::Kind) for code, one sentence for people, AWS's code, words, request
//!   id and, where access is denied, the IAM action. Lasting failures (no credentials, the wrong account) are resolved
//!   once and the same for every caller.
//! - **Creations are sent once.** Where AWS has no idempotency token and the answer is lost, what has newly appeared is
//!   adopted ([`directory::Created::adopted`]).
//! - **Declarations of pipelines are raw JSON**, and [`Pipelines::edit`](pipelines::Pipelines::edit) changes a part of
//!   one without losing what others write at the same time.
//! - **Waiting** is [`wait::until`] (reads, may be cut short) and [`wait::retry`] (writes, never are), both within a
//!   [`Patience`](wait::Patience).
//! - [`regions`], [`console`] and [`triggers`] are tables and rules: they call nothing.
//!
//! Nothing here logs a body, a key or a token; each failed call leaves a debug event with service, operation and
//! request id.

mod answer;
pub mod arn;
mod chain;
mod clients;
mod codes;
pub mod connections;
pub mod console;
mod creation;
mod credentials;
mod dialect;
pub mod directory;
pub mod edit;
pub(crate) mod environment;
pub mod error;
pub mod history;
pub mod hosts;
mod insecure;
mod lock;
mod merge;
mod patch;
pub mod pipelines;
mod raw;
pub mod regions;
mod retry;
pub mod session;
pub mod settings;
mod sts;
pub mod tags;
mod transport;
pub mod triggers;
pub mod turns;
pub mod wait;

pub use arn::Arn;
pub use error::Error;
pub use session::Session;
pub use settings::Settings;
