//! The registry pages, rendered from schemas and examples alone.
//!
//! A page contains the facts of the schema, so doc comments do not repeat them: whether an argument is required, its
//! default, its valid values and limits, and whether a change forces replacement. It links to the page of each other type
//! that a doc comment names in backquotes.
//!
//! Source: <https://developer.hashicorp.com/terraform/registry/providers/docs>.

mod import;
mod kinds;
mod links;
mod markdown;
mod page;
mod schema;
mod sources;

pub use page::pages;
pub use sources::{Page, Sources};
