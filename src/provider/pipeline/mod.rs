//! The pipeline, spelled once: [`model`] is what practitioners write and AWS's JSON for it, [`codec`] the way between
//! arguments and the declaration that AWS has, and [`rules`] what a pipeline must keep.

pub mod codec;
pub mod default_trigger;
pub mod model;
pub mod open;
pub mod rules;
pub mod secrets;
