//! The AWS services of this provider, in plain Rust types: no type of the AWS SDK leaves this module.
//!
//! A [`Session`] is created from [`Settings`] without I/O and shared by three handles, whose methods are safe to run
//! concurrently:
//!
//! | Handle | Methods |
//! |---|---|
//! | [`Connections`](connections::Connections) | `get tags change_tags create delete list known listed found` |
//! | [`Hosts`](hosts::Hosts) | `get status_message tags change_tags create update delete list` |
//! | [`Pipelines`](pipelines::Pipelines) | `get get_version create merge replace_if_version delete list tags change_tags` |
//!
//! - **Addressing.** An object with an [`Arn`] is addressed by it: its prefix selects the API, its region the endpoint.
//!   Creations name the API ([`service::Service`]) and the region; [`Session::region`] is the default.
//! - **Absence** is `Ok(None)` of a `get` and `Ok(false)` of a `delete`, not an error.
//! - **Failures** are [`Error`]: a [`Kind`](error::Kind), one sentence, AWS's code, message and request ID, and the IAM
//!   action if access is denied. A new error code of AWS is one row in the table of `error_codes`. Lasting failures (no
//!   credentials, the wrong account) are found once and are the same for every caller.
//! - **Creations are sent once.** If AWS has no idempotency token and the response is lost, the object that has appeared is
//!   adopted ([`inventory::Created::adopted`]).
//! - **Declarations of pipelines are raw JSON.** [`merge`](pipelines::Pipelines::merge) changes a part of one and keeps what
//!   other writers change at the same time; [`replace_if_version`](pipelines::Pipelines::replace_if_version) changes one
//!   that no other writer changed.
//! - **Waiting** is [`wait::until`] (reads, may be cut short) and [`wait::retry`] (writes, never are), both within a
//!   [`Patience`](wait::Patience).
//! - [`regions`], [`console`] and [`triggers`] are tables and rules: they call nothing.
//!
//! Nothing here logs a body, a key or a token; each failed call leaves a debug event with service, operation and request
//! ID.

pub mod arn;
mod client_factory;
mod clients;
pub mod connections;
pub mod console;
mod credentials;
pub(crate) mod environment;
pub mod error;
mod error_codes;
pub mod hosts;
pub mod inventory;
mod lock;
pub mod pipelines;
pub mod proxies;
mod queues;
pub mod regions;
mod secrets;
pub mod service;
pub mod session;
pub mod settings;
pub mod tags;
pub mod triggers;
pub mod wait;
mod wire;

pub use arn::Arn;
pub use error::Error;
pub use session::Session;
pub use settings::Settings;
