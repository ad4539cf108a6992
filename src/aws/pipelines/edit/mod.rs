//! Read-modify-write of a pipeline that other teams may change at the same time.
//!
//! AWS has no check-and-set: the last write wins. Every write adds 1 to the version, though, and every version can be read.
//! A writer that read version N and gets another response than N + 1 has overtaken other writers, and can read what they
//! wrote. [`machine`] decides what follows, without I/O; [`run`] makes the calls.

#[cfg(test)]
mod contest;
mod documents;
mod machine;
mod run;
#[cfg(test)]
mod tests;
mod view;

pub use machine::{Edited, Save};
pub use run::{Expected, Replacement};
