//! What the provider assumes about AWS although AWS documents it nowhere: each assumption with its check.
//!
//! The checks run against the emulator, or with `CODEPIPELINE_TEST_LIVE=1` against AWS. `docs/guides/assumptions.md` says
//! what the checks need, and lists the assumptions.

mod account;
mod assumptions;
mod checks;
mod page;
mod run;
