//! Where the rooms are joined: what `rpc` answers, over what `plugin` serves.

use tokio_util::sync::CancellationToken;
use tonic::service::Routes;

use crate::{
    author::Provider,
    plugin::{self, Work},
    rpc,
};

/// Serves the Terraform or OpenTofu process that started this one, until it needs the provider no more.
///
/// `new` makes the provider from the token that is cancelled when the process is to end.
///
/// # Errors
/// See [`plugin::Error`]; [`plugin::Error::NotStartedByHost`] if a person started the process.
pub fn serve<P: Provider>(new: impl FnOnce(CancellationToken) -> P) -> Result<(), plugin::Error> {
    let environment = plugin::Environment::read()?;
    run(new, |routes, work| plugin::serve(environment, routes, work))
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C, and prints on stdout how they find the process.
///
/// `sources` are the provider's source addresses, such as `registry.terraform.io/example/example`.
///
/// # Errors
/// See [`plugin::Error`].
pub fn debug<P: Provider>(sources: &[&str], new: impl FnOnce(CancellationToken) -> P) -> Result<(), plugin::Error> {
    run(new, |routes, work| plugin::debug(sources, routes, work))
}

fn run<P: Provider, F: Future<Output = Result<(), plugin::Error>>>(
    new: impl FnOnce(CancellationToken) -> P,
    served: impl FnOnce(Routes, Work) -> F,
) -> Result<(), plugin::Error> {
    plugin::logs::install();
    // One thread: the work is waiting for a service, and each further thread would cost every start of the process.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(plugin::Error::Start)?;
    let work = Work::default();
    let routes = rpc::routes(new(work.stop.clone()), work.running.clone());
    let result = runtime.block_on(served(routes, work));
    // A name lookup that hangs must not hold up the end of the process.
    runtime.shutdown_background();
    result
}
