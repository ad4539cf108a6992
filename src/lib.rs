//! A Terraform and OpenTofu provider that connects GitLab to AWS CodePipeline.
//!
//! This page is the architecture: what there is, who may know whom, and what is absent on purpose. What practitioners
//! see is described in `docs/`.
//!
//! # The rooms
//!
//! The process that Terraform starts speaks through three layers, each of which knows only the next one's words:
//!
//! | room | speaks | is the only place that knows |
//! | --- | --- | --- |
//! | [`plugin`] | go-plugin | processes, the handshake line, mutual TLS, sockets, stdout |
//! | [`protocol`] | tfplugin6 | generated types and their bytes |
//! | [`framework`] | Terraform's semantics | values, schemas, plans; it is pure |
//!
//! and what it does stands in three rooms that know nothing of Terraform or nothing of the wire:
//!
//! | room | speaks | is the only place that knows |
//! | --- | --- | --- |
//! | [`provider`] | what practitioners see: one noun, one file | which resource does what |
//! | [`aws`] | AWS as this product needs it | the AWS SDK, credentials, retries |
//! | [`gitlab`] | GitLab as this product needs it | its grammar of paths and branches, its API |
//!
//! [`emulator`] is an island: a small, strict AWS for tests, for the demonstration, and for people who test their modules
//! without an account. It shares no code with [`aws`], so that it cannot share its mistakes.
//!
//! The arrows: `protocol → framework`; `provider → framework, aws, gitlab`; this file joins `plugin`, `protocol` and
//! `provider`. There are no others, and `tests/tidy.rs` holds every file to that.
//!
//! # A resource
//!
//! A resource is three plain structs, its arguments, what only the provider knows, and its identity, each with
//! `#[derive(Attributes)]`: the single source of schema, registry page, codec, validators and plan behaviour. See
//! [`framework::resource::Resource`], and [`provider::resources::connection`] for an example. To add one: a file, two
//! lines in [`provider::resources`], an example, an acceptance test. Its page is generated.
//!
//! # Invariants
//!
//! - The framework does no I/O, reads no clock and knows no runtime. Its planning engine can be tested with values alone.
//! - Unknown values never reach [`create`](framework::resource::Resource::create) or
//!   [`update`](framework::resource::Resource::update): they end in the engine.
//! - No answer to an apply loses an object. [`framework::engine::apply`] checks each against the schema and the plan; a
//!   panic is an error with what was last known to exist; an error without a value never stands for "gone".
//! - Apply answers no gRPC status, and nothing that a request carries can end the process.
//! - Nothing of the SDK leaves [`aws`], nothing of the wire leaves [`protocol`].
//! - A pipeline's declaration is never rebuilt from the SDK's types, which drop what they do not know: it stays JSON from
//!   GetPipeline to UpdatePipeline ([`aws::pipelines`]).
//! - Nobody gets in without the certificate that Terraform announced ([`plugin`]); there is no optional TLS.
//! - A secret has a type that cannot print ([`framework::secret::Secret`]). No log line holds a model.
//! - What is judged without AWS is judged at validate or plan and needs no network; what depends on AWS's or GitLab's
//!   present answer warns at plan and fails at apply, before the first write.
//! - The handshake and the schema do no I/O: Terraform starts the process several times for each command.
//! - Nothing registers itself; there is no global client, no hash map whose order could reach an output.

// What the derive writes names this crate by its name, so that it works in the tests as well.
extern crate self as terraform_provider_codepipeline;

pub mod aws;
pub mod emulator;
pub mod framework;
pub mod gitlab;
pub mod plugin;
pub mod protocol;
pub mod provider;

use plugin::Work;
use tonic::service::Routes;

/// The provider's addresses in the public registries of Terraform and OpenTofu.
const SOURCES: [&str; 2] = [
    "registry.terraform.io/gitlab-aws/codepipeline",
    "registry.opentofu.org/gitlab-aws/codepipeline",
];

/// Serves the Terraform or OpenTofu process that started this one, until it needs the provider no more.
///
/// # Errors
/// See [`plugin::Error`]; [`plugin::Error::NotStartedByHost`] if a person started the process.
pub fn serve() -> Result<(), plugin::Error> {
    let environment = plugin::Environment::read()?;
    run(|routes, work| plugin::serve(environment, routes, work))
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C; says on stdout how they find the process.
///
/// # Errors
/// See [`plugin::Error`].
pub fn debug() -> Result<(), plugin::Error> {
    run(|routes, work| plugin::debug(&SOURCES, routes, work))
}

/// Where the rooms are joined: what `protocol` answers, over what `plugin` serves.
///
/// `work` is what the calls do: at the end of the process they hurry, and what has begun is brought to its end.
fn routes(work: &Work) -> Routes {
    let provider = provider::Codepipeline::new(work.stop.clone());
    protocol::routes(provider, work.running.clone())
}

fn run<F: Future<Output = Result<(), plugin::Error>>>(
    served: impl FnOnce(Routes, Work) -> F,
) -> Result<(), plugin::Error> {
    plugin::logs::install();
    // One thread: the work is waiting for AWS, and each further thread would cost every start of the process.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(plugin::Error::Start)?;
    let work = Work::default();
    let result = runtime.block_on(served(routes(&work), work));
    // A name lookup that hangs must not hold up the end of the process.
    runtime.shutdown_background();
    result
}
