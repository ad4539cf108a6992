//! A small, strict AWS for tests and demonstrations: both connections APIs, CodePipeline and STS on one address.

mod connections;
mod pipelines;
mod scope;
mod wire;

pub use scope::Ids;
