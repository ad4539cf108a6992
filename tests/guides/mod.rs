//! The guides under `docs/guides`: what they contain is true.

mod blocks;
mod completion;
mod configurations;
mod index;
mod walkthroughs;

pub(crate) use index::section;
