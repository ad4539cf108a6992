//! Serves the gRPC service of `rpc` in the process of `plugin`.

use std::any::type_name;

use tokio_util::sync::CancellationToken;

use crate::{
    author::Provider,
    plugin::{self, Drain},
    rpc,
};

/// Serves the Terraform or OpenTofu process that started this process, until that process stops the provider.
///
/// `new` makes the provider from a token that is cancelled when the process is about to end.
///
/// # Errors
/// Returns [`plugin::Error::NotStartedByHost`] if Terraform or OpenTofu did not start the program; otherwise, see
/// [`plugin::Error`].
pub fn serve<P: Provider>(new: impl FnOnce(CancellationToken) -> P) -> Result<(), plugin::Error> {
    let environment = plugin::Environment::read()?;
    let drain = Drain::default();
    let service = rpc::service(new(drain.stop.clone()), drain.tasks.clone());
    // The host has one connection; after a reconnect it finds its configured provider again.
    run::<P>(plugin::serve(environment, || service.clone(), drain))
}

/// Serves any number of Terraform and OpenTofu commands until Ctrl-C, and prints to stdout how to attach them to this
/// process.
///
/// `sources` are the provider's source addresses, such as `registry.terraform.io/example/example`. `new` makes the
/// provider of one connection: each configured provider of each command has one, so configurations do not mix.
///
/// # Errors
/// See [`plugin::Error`].
pub fn debug<P: Provider>(sources: &[&str], new: impl Fn(CancellationToken) -> P) -> Result<(), plugin::Error> {
    let drain = Drain::default();
    let (stop, tasks) = (drain.stop.clone(), drain.tasks.clone());
    let new_service = || rpc::service(new(stop.child_token()), tasks.clone());
    run::<P>(plugin::debug(sources, new_service, drain))
}

fn run<P: Provider>(served: impl Future<Output = Result<(), plugin::Error>>) -> Result<(), plugin::Error> {
    let provider_crate = type_name::<P>().split("::").next().unwrap_or_default();
    plugin::logs::install(P::NAME, provider_crate);
    // One thread, because the provider mostly waits for a service, and each further thread makes the start of the
    // process slower.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(plugin::Error::Start)?;
    let result = runtime.block_on(served);
    // A name lookup that hangs must not delay the end of the process.
    runtime.shutdown_background();
    result
}
