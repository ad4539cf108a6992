//! The errors that stop a plugin process.

use std::io;

/// The reason why the process ends without serving. Each message is one sentence for stderr.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The magic cookie is missing or different: the program was started by hand, not by Terraform or OpenTofu.
    #[error("this program is a provider plugin: Terraform and OpenTofu start it, and you cannot run it directly")]
    NotStartedByHost,
    /// A variable that the host set cannot be used.
    #[error("the environment variable {variable} {cause}")]
    Environment {
        /// Its name, such as `PLUGIN_MIN_PORT`.
        variable: &'static str,
        /// What is wrong with its value, as the rest of a sentence.
        cause: String,
    },
    /// No socket could be opened for the host.
    #[error("cannot open a socket for Terraform: {0}")]
    Listen(#[source] io::Error),
    /// The certificate of this process, or its TLS configuration, could not be created.
    #[error("cannot make the certificate of this process: {0}")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The runtime or a signal handler could not be set up.
    #[error("cannot set up the runtime: {0}")]
    Start(#[source] io::Error),
    /// The address could not be written to stdout.
    #[error("cannot write the address of this process to stdout: {0}")]
    Announce(#[source] io::Error),
}
