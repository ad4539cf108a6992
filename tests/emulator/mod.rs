//! The emulator over its wire.

mod signatures;
