//! The pipeline, spelled once: what practitioners write, AWS's JSON for it, and the way between.

pub mod default_trigger;
mod members;
pub mod model;
pub mod reading;
pub mod trigger_drift;
pub mod writing;
