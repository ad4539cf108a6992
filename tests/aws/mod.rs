//! The AWS adapters against the emulator.

mod triggers;
