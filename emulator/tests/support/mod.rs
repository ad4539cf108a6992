//! What several tests need.

pub(crate) mod emulator_process;
