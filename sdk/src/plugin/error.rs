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
            Self::NotStartedByHost => write!(
                f,
                "this program is a provider plugin: Terraform or OpenTofu start it, it is not meant to be run by hand"
            ),
            Self::Environment { variable, cause } => write!(f, "the environment variable {variable} {cause}"),
            Self::Listen(cause) => write!(f, "cannot open a socket for Terraform: {cause}"),
            Self::Certificate(cause) => write!(f, "cannot make the certificate of this process: {cause}"),
            Self::Start(cause) => write!(f, "cannot set up the runtime: {cause}"),
            Self::Announce(cause) => write!(f, "cannot write the address of this process to stdout: {cause}"),
            Self::Serve(cause) => write!(f, "the gRPC server failed: {cause}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotStartedByHost | Self::Environment { .. } => None,
            Self::Listen(cause) | Self::Start(cause) | Self::Announce(cause) => Some(cause),
            Self::Certificate(cause) => Some(cause.as_ref()),
            Self::Serve(cause) => Some(cause),
        }
    }
}
