//! What changes in the stages and actions of a pipeline, by name.
//!
//! Terraform compares blocks by position. After a block that is inserted, removed or moved, it compares each block with
//! another one, and its diff contains changes that the apply does not make.

mod differences;
mod edits;
mod warning;

pub use edits::{Edit, Edits};
pub use warning::warning;
