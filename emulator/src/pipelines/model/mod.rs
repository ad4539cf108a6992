//! CodePipeline's service model: the shape of every input, as data.

mod declaration;
pub(super) mod operations;
mod patterns;
