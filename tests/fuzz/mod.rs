//! Fuzz targets: each is a function of bytes that panics if the code breaks a rule. Every test run gives it some random
//! inputs; `run` fuzzes it.

mod choices;
mod configurations;
mod http;
mod json;
mod property;
mod provider;
mod run;
mod target;
mod targets;
mod value;

use crate::protocol::{messages, ours};
