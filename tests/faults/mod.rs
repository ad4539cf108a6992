//! Faults at every AWS call of every operation of every resource, each followed by an apply without faults, and applies
//! that write at the same time.

mod cases;
mod interruptions;
mod matrix;
mod run;
mod writers;
