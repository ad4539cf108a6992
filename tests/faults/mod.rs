//! Faults at every AWS call of every operation of every resource, each followed by an apply without faults.

mod cases;
mod matrix;
mod run;
