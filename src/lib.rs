//! A Terraform and OpenTofu provider that connects GitLab to AWS CodePipeline.
//!
//! This page is the architecture: the packages, their dependencies, and what is absent on purpose. `docs/` describes what
//! practitioners see.
//!
//! # The packages
//!
//! Packages are the walls: what a package does not depend on, the compiler keeps out.
//!
//! | package | contains | depends on |
//! | --- | --- | --- |
//! | `proto` (`terraform_plugin_protocol`) | the `.proto` files and the types generated from them | |
//! | `sdk` ([`terraform_provider_sdk`]) | Terraform's semantics, the gRPC service, the process; nothing of AWS or GitLab | `proto` |
//! | the root (this crate) | the product | `sdk` |
//! | `emulator` (`codepipeline_emulator`) | a small, strict AWS with a console, for tests and the demonstration | none of ours |
//!
//! # The rooms of this crate
//!
//! | room | contains | is the only place that knows |
//! | --- | --- | --- |
//! | [`provider`] | what practitioners see: one noun, one file | which resource does what |
//! | [`aws`] | AWS as this product needs it | the AWS SDK, credentials, retries |
//! | [`gitlab`] | GitLab as this product needs it | its grammar of paths and branches, its API |
//!
//! The arrows: `provider → aws, gitlab`. There are no others. Files form no circles, and inside `provider` a file uses its own
//! and lower floors only. `tests/tidy` parses the sources and proves it.
//!
//! # Where to change what
//!
//! | change | touch |
//! | --- | --- |
//! | a new argument of a resource | the struct in its `schema.rs`; for a pipeline, [`provider::pipeline::model`] |
//! | a new check | one const in the file of its noun in [`provider::checks`] or [`provider::pipeline::rules`], and one line in [`provider::checks::ALL`] |
//! | a new error code of AWS | one row in `aws/error_codes.rs` |
//! | a new RPC of the protocol | `proto/tfplugin6.proto`, one file in `sdk/src/engine` and one of the same name in `sdk/src/rpc` |
//! | a new resource, data source or function | one file or folder in [`provider::resources`], [`provider::data_sources`] or [`provider::functions`], and two lines in its `mod.rs`; an example and an acceptance test |
//! | a new list resource, action or ephemeral resource | the same in a folder of its own, and its slice in [`provider::Codepipeline`] |
//!
//! A resource is three plain structs, its arguments, its computed attributes and its identity, each with
//! `#[derive(Attributes)]`: the single source of schema, registry page, codec, validators and plan behavior. See
//! [`terraform_provider_sdk::author::Resource`], and [`provider::resources::connection`] for an example. What travels to AWS
//! as JSON also has `#[derive(Json)]`. Registry pages are generated.
//!
//! # Invariants
//!
//! - The SDK's engine does no I/O, reads no clock and knows no runtime. Its planning engine can be tested with values alone.
//! - Unknown values never reach [`create`](terraform_provider_sdk::author::Resource::create) or
//!   [`update`](terraform_provider_sdk::author::Resource::update): they end in the engine.
//! - No answer to an apply loses an object. [`terraform_provider_sdk::engine::apply`] checks each against the schema and the plan; a
//!   panic is an error with what was last known to exist; an error without a value never stands for "gone".
//! - Apply answers no gRPC status, and nothing that a request carries can end the process.
//! - Nothing of the SDK leaves [`aws`], nothing of the wire leaves [`terraform_provider_sdk::rpc`].
//! - A pipeline's declaration is never rebuilt from the SDK's types, which drop what they do not know: it stays JSON from
//!   GetPipeline to UpdatePipeline ([`aws::pipelines`]).
//! - No client connects without the certificate that Terraform announced ([`terraform_provider_sdk::plugin`]); TLS is never
//!   optional.
//! - A secret has a type that cannot print ([`terraform_provider_sdk::typed::Secret`]). No log line holds a model.
//! - A check that needs no answer of AWS or GitLab runs at validate or plan, without a network. A finding that depends on
//!   the answer of the moment warns at plan and fails at apply, before the first write.
//! - The handshake and the schema do no I/O: Terraform starts the process several times for each command.
//! - Nothing registers itself; there is no global client, no hash map whose order could reach an output.

extern crate self as terraform_provider_codepipeline;

pub mod aws;
pub mod gitlab;
pub mod provider;

use terraform_provider_sdk::plugin;

/// The provider's addresses in the public registries of Terraform and OpenTofu.
const SOURCES: [&str; 2] = [
    "registry.terraform.io/gitlab-aws/codepipeline",
    "registry.opentofu.org/gitlab-aws/codepipeline",
];

/// Serves the Terraform or OpenTofu process that started this one, until it needs the provider no more.
///
/// # Errors
/// See [`plugin::Error`]; [`plugin::Error::NotStartedByHost`] if Terraform or OpenTofu did not start the process.
pub fn serve() -> Result<(), plugin::Error> {
    terraform_provider_sdk::serve(provider::Codepipeline::new)
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C, and prints on stdout how they find the process.
///
/// # Errors
/// See [`plugin::Error`].
pub fn debug() -> Result<(), plugin::Error> {
    terraform_provider_sdk::debug(&SOURCES, provider::Codepipeline::new)
}
