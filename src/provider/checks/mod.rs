//! What is judged before anything is created.
//!
//! Each check has a stable code, under which the registry page of checks explains it and `skip_checks` silences it.

pub mod address;
pub mod arn;
pub mod codes;
pub mod connection;
pub mod line;
pub mod page;
pub mod pipeline;
pub mod preflight;
pub mod region;
pub mod repository;
pub mod role;
pub mod skipped;
pub mod tags;
