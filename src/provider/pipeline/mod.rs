//! The pipeline, spelled once: what practitioners write, AWS's JSON for it, and the rules that it must keep.

pub mod default_trigger;
mod members;
pub mod model;
pub mod open;
pub mod reading;
pub mod rules;
pub mod trigger_drift;
pub mod writing;
