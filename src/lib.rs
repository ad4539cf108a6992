//! A Terraform and OpenTofu provider that connects GitLab to AWS CodePipeline.

// What the derive writes names this crate by its name, so that it works in the tests as well.
extern crate self as terraform_provider_codepipeline;

pub mod aws;
pub mod emulator;
pub mod framework;
pub mod gitlab;
pub mod plugin;
pub mod protocol;
pub mod provider;

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

/// The provider's addresses in the public registries of Terraform and OpenTofu.
const SOURCES: [&str; 2] = [
    "registry.terraform.io/gitlab-aws/codepipeline",
    "registry.opentofu.org/gitlab-aws/codepipeline",
];

/// Serves the Terraform or OpenTofu process that started this one, until it needs the provider no more.
///
/// # Errors
///
/// See [`plugin::Error`]; [`plugin::Error::NotStartedByHost`] if a person started the process.
pub fn serve() -> Result<(), plugin::Error> {
    let environment = plugin::Environment::read()?;
    run(|routes, stop| plugin::serve(environment, routes, stop))
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C; says on stdout how they find the process.
///
/// # Errors
///
/// See [`plugin::Error`].
pub fn debug() -> Result<(), plugin::Error> {
    run(|routes, stop| plugin::debug(&SOURCES, routes, stop))
}

/// Where the rooms are joined: what `protocol` answers, over what `plugin` serves.
///
/// `stop` is pulled when the process is about to end, so that running calls hurry.
fn routes(stop: &CancellationToken) -> Routes {
    protocol::routes(provider::Codepipeline::new(stop.clone()))
}

fn run<F: Future<Output = Result<(), plugin::Error>>>(
    served: impl FnOnce(Routes, CancellationToken) -> F,
) -> Result<(), plugin::Error> {
    plugin::logs::install();
    // One thread: the work is waiting for AWS, and each further thread would cost every start of the process.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(plugin::Error::Start)?;
    let stop = CancellationToken::new();
    let result = runtime.block_on(served(routes(&stop), stop));
    // A name lookup that hangs must not hold up the end of the process.
    runtime.shutdown_background();
    result
}
