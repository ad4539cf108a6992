//! The registry pages, rendered from schemas and examples alone.
//!
//! A page states what the schema contains, so that doc comments need not: whether an argument is required, its default, its
//! valid values and limits, and whether a change forces replacement.
//!
//! Source: <https://developer.hashicorp.com/terraform/registry/providers/docs>.

mod facts;
mod import;
mod markdown;
mod page;
mod schema;
mod sources;

pub use page::pages;
pub use sources::{Page, Sources};
