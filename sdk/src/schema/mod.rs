//! Attributes, blocks, identities, and what a configured value must fulfill.

mod block;
mod choice;
pub mod class;
pub(crate) mod description;
pub(crate) mod doc_comment;
pub(crate) mod facts;
mod same;
pub mod validators;

pub use block::{Attribute, Block, Configurability, IdentitySchema, NestedBlock, Nesting, Rule, Schema, Shape};
pub use choice::Choice;
pub use same::Same;
