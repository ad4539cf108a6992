//! The AWS adapters against the emulator.

mod futures;
mod triggers;
