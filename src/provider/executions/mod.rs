//! Executions of pipelines, as actions follow them: their progress line by line, and their end.

mod end;
mod follow;
mod lines;
mod place;
mod timeout;

pub use end::{Over, expect_success};
pub use follow::Follow;
pub use place::Place;
pub use timeout::of as timeout;
