//! Pipelines: [`model`] contains the arguments and AWS's JSON for them, [`codec`] converts between arguments and the
//! declaration in AWS, and [`rules`] contains the checks of pipelines.

pub mod by_name;
pub mod codec;
pub mod default_trigger;
pub mod model;
pub mod open;
pub mod rules;
pub mod secrets;
pub mod write_only;
