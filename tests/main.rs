//! All integration tests in one binary: every further one would link the whole provider again.

mod acceptance;
mod aws;
mod emulator;
mod gitlab;
mod plugin;
mod protocol;
mod support;
