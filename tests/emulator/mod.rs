//! The emulator over its wire.
