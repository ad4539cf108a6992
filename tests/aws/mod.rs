//! The AWS adapters against the emulator.
