//! The permissions on the registry pages: the least privilege that Terraform's own credentials need for each noun.
//!
//! Source: the Service Authorization Reference of AWS, and the calls of each noun.

mod data_sources;
mod list_resources;
mod page;
mod resources;
mod statements;

pub use page::sections;
