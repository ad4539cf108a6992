//! The emulator over its wire.

mod command_line;
mod connections;
mod console;
mod constraints;
mod faults;
mod hosts;
mod kills;
mod lists;
mod pipelines;
mod record;
mod signatures;
mod state;
mod sts;
mod tags;
