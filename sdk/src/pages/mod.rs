//! The registry's pages, rendered from nothing but schemas and examples.
//!
//! A page says what the schema knows, so that doc comments need not: whether an argument is required, its default, its
//! valid values and limits, and whether a change makes a new object.
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
