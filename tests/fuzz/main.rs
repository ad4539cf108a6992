//! libFuzzer's program for all targets: the environment variable `FUZZ_TARGET` selects one.

#![no_main]
#![allow(dead_code, reason = "the targets share modules with tests that use more of them")]

mod choices;
mod configurations;
mod http;
mod json;
#[path = "../protocol/messages.rs"]
mod messages;
#[path = "../protocol/ours.rs"]
mod ours;
mod provider;
mod target;
mod targets;
mod value;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let wanted = std::env::var("FUZZ_TARGET").expect("FUZZ_TARGET is set");
    let target = targets::ALL.iter().find(|target| target.name == wanted);
    target.expect("FUZZ_TARGET is the name of a target").run
});

fuzz_target!(|bytes: &[u8]| RUN(bytes));
