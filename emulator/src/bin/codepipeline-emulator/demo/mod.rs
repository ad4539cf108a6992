//! `codepipeline-emulator demo`: creates a connection and a pipeline, up to the first execution, step by step.

mod color;
mod console;
mod narration;
mod running;
mod story;
mod tools;
mod workspace;

pub(crate) use story::run;
