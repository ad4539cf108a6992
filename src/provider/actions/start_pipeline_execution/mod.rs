//! `codepipeline_start_pipeline_execution`.

mod action;
mod plan;
mod schema;

pub use schema::{Arguments, RevisionType, SourceRevision, StartPipelineExecution, Variable};
