//! `data.codepipeline_pipeline_state`.

mod data_source;
mod drawing;
mod label;
mod stage;

pub use data_source::{Arguments, Computed, PipelineState};
pub use drawing::drawing;
pub use stage::{Action, Condition, Rule, Stage, Transition, stages};
