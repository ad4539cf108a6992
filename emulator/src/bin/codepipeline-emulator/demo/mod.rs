//! `codepipeline-emulator demo`: a connection and a pipeline from nothing to the first execution, step by step.

mod console;
mod narration;
mod running;
mod story;
mod tools;
mod workspace;

pub(crate) use story::run;
