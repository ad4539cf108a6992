//! A Terraform and OpenTofu provider that connects GitLab to AWS CodePipeline.
//!
//! This page describes the architecture: the packages, their dependencies, and the rules that the code follows. `docs/` is the
//! documentation for users.
//!
//! # The packages
//!
//! The boundaries between packages are enforced: a package cannot use a package that it does not depend on.
//!
//! | package | contains | depends on |
//! | --- | --- | --- |
//! | `proto` (`terraform_plugin_protocol`) | the `.proto` files and the types generated from them | |
//! | `sdk` ([`terraform_provider_sdk`]) | Terraform's semantics, the gRPC service and the plugin process, without AWS or GitLab | `proto` |
//! | the root (this crate) | the provider | `sdk` |
//! | `emulator` (`codepipeline_emulator`) | a small, strict AWS emulator with a console, for tests and the demo | no package of this repository |
//! | `xtask` | the commands that install and package the provider | no package of this repository |
//!
//! # The modules of this crate
//!
//! | module | contains | is the only module that uses |
//! | --- | --- | --- |
//! | [`provider`] | the resources, data sources, list resources and functions, each in its own file or folder | the SDK's resource traits |
//! | [`aws`] | the AWS services that the provider needs | the AWS SDK, credentials, retries |
//! | [`gitlab`] | the parts of GitLab that the provider needs | GitLab's API, and its grammar of paths and branches |
//!
//! The only dependencies between these modules are `provider → aws` and `provider → gitlab`. Files have no circular
//! dependencies, and a file in `provider` uses only its own layer and lower layers. `tests/tidy` verifies these rules.
//!
//! # Where to change what
//!
//! | change | files |
//! | --- | --- |
//! | a new argument of a resource | the struct in its `schema.rs`; for a pipeline, [`provider::pipeline::model`] |
//! | a new check | one constant in the matching file of [`provider::checks`] or [`provider::pipeline::rules`], and one line in [`provider::checks::ALL`] |
//! | a new error code of AWS | one row in `aws/error_codes.rs` |
//! | a new RPC of the protocol | `proto/tfplugin6.proto`, one file in `sdk/src/engine` and one of the same name in `sdk/src/rpc` |
//! | a new resource, data source, list resource or function | one file or folder in [`provider::resources`], [`provider::data_sources`], [`provider::list_resources`] or [`provider::functions`], and two lines in its `mod.rs`; an example and an acceptance test |
//! | a new action or ephemeral resource | the same in a new folder, and its list in [`provider::Codepipeline`] |
//!
//! A resource consists of three plain structs for its arguments, its computed attributes and its identity, each with
//! `#[derive(Attributes)]`. They are the single source of the schema, the registry page, the codec, the validators and the
//! plan behavior. See [`terraform_provider_sdk::author::Resource`], and [`provider::resources::connection`] for an example.
//! Structs that are sent to AWS as JSON also have `#[derive(Json)]`. Registry pages are generated.
//!
//! # Invariants
//!
//! - The SDK's engine does no I/O, and uses neither a clock nor a runtime. Planning can be tested with values alone.
//! - Unknown values never reach [`create`](terraform_provider_sdk::author::Resource::create) or
//!   [`update`](terraform_provider_sdk::author::Resource::update): the engine handles them.
//! - An apply never loses an object. [`terraform_provider_sdk::engine::apply`] checks each response against the schema and
//!   the plan. After a panic, it returns an error with the last known state. An error without a state never means that the
//!   object was deleted.
//! - Apply never returns a gRPC status, and no request can end the process.
//! - Types of the AWS SDK are used only in [`aws`], and types of the wire format only in [`terraform_provider_sdk::rpc`].
//! - The declaration of a pipeline is never rebuilt from the types of the AWS SDK, which drop unknown members. It remains
//!   JSON from GetPipeline to UpdatePipeline ([`aws::pipelines`]).
//! - No client connects without the certificate that Terraform announced ([`terraform_provider_sdk::plugin`]); TLS is never
//!   optional.
//! - A secret has a type that never prints its value ([`terraform_provider_sdk::typed::Secret`]). Logs never contain a state,
//!   a plan or a configuration.
//! - A check that does not need AWS or GitLab runs at validate or plan, without network access. A finding that depends on a
//!   current response is a warning at plan and an error at apply, before the first write.
//! - The plugin handshake and the schema do no I/O, because Terraform starts the process several times per command.
//! - There are no global registries or clients, and no output depends on the order of a hash map.
//!
#![doc = include_str!("dependencies.md")]

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

/// Serves the Terraform or OpenTofu process that started this process, until that process stops the provider.
///
/// # Errors
/// See [`plugin::Error`]; [`plugin::Error::NotStartedByHost`] if Terraform or OpenTofu did not start the process.
pub fn serve() -> Result<(), plugin::Error> {
    terraform_provider_sdk::serve(provider::Codepipeline::new)
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C, and prints to stdout how to attach them to this process.
///
/// # Errors
/// See [`plugin::Error`].
pub fn debug() -> Result<(), plugin::Error> {
    terraform_provider_sdk::debug(&SOURCES, provider::Codepipeline::new)
}
