//! Declarations of pipelines, without AWS and without Terraform.

mod breakage;
mod by_name;
mod comparison;
mod declaration;
mod dice;
mod generator;
mod moved;
mod reach;
mod write_only;

use std::sync::LazyLock;

use terraform_provider_codepipeline::provider::{
    pipeline::{codec::Prior, write_only::WriteOnlyKeys},
    resources::pipeline::Arguments,
};

/// A pipeline in a state, without write-only settings.
fn in_state(arguments: &Arguments) -> Prior<'_> {
    static NONE: LazyLock<WriteOnlyKeys> = LazyLock::new(WriteOnlyKeys::default);
    Prior {
        arguments,
        write_only: &NONE,
    }
}
