//! Why a plugin process cannot serve.

use std::{fmt, io};

/// Why the process ends without having served; each text is one sentence for the person who reads stderr.
#[derive(Debug)]
pub enum Error {
    /// The magic cookie is missing or different: a person started the program, not Terraform or OpenTofu.
    NotStartedByHost,
    /// A variable that the host set cannot be used.
    Environment {
        /// Its name, such as `PLUGIN_MIN_PORT`.
        variable: &'static str,
        /// What is wrong with its value.
        cause: String,
    },
    /// No socket could be opened for the host.
    Listen(io::Error),
    /// The certificate of this process, or the TLS configuration around it, could not be made.
    Certificate(Box<dyn std::error::Error + Send + Sync>),
    /// The runtime or a signal handler could not be set up.
    Start(io::Error),
    /// The address could not be written to stdout.
    Announce(io::Error),
    /// The gRPC server gave up.
    Serve(tonic::transport::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NotStartedByHost => write!(
                f,
                "this program is a provider plugin: Terraform or OpenTofu start it, it is not meant to be run by hand"
            ),
            Error::Environment { variable, cause } => write!(f, "the environment variable {variable} {cause}"),
            Error::Listen(cause) => write!(f, "cannot open a socket for Terraform: {cause}"),
            Error::Certificate(cause) => write!(f, "cannot make the certificate of this process: {cause}"),
            Error::Start(cause) => write!(f, "cannot set up the runtime: {cause}"),
            Error::Announce(cause) => write!(f, "cannot write the address of this process to stdout: {cause}"),
            Error::Serve(cause) => write!(f, "the gRPC server failed: {cause}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::NotStartedByHost | Error::Environment { .. } => None,
            Error::Listen(cause) | Error::Start(cause) | Error::Announce(cause) => Some(cause),
            Error::Certificate(cause) => Some(cause.as_ref()),
            Error::Serve(cause) => Some(cause),
        }
    }
}
