//! The socket that the host connects to: a Unix socket in its own directory, or TCP on the loopback address.

use std::{io, net::Ipv4Addr, ops::RangeInclusive};

use tokio::net::TcpListener;

#[cfg(unix)]
use crate::plugin::socket_directory::SocketDirectory;
use crate::plugin::{Error, environment::SocketSettings, socket::Socket};

/// The address of the listener.
#[derive(Debug)]
pub(super) struct Address {
    /// `unix` or `tcp`.
    pub(super) network: &'static str,
    /// A path, or `127.0.0.1:port`.
    pub(super) address: String,
}

impl Address {
    /// Returns whether other users of the machine can connect.
    pub(super) fn is_tcp(&self) -> bool {
        self.network == "tcp"
    }

    /// Returns the warning for a connection without TLS that other users of the machine can open.
    pub(super) fn plaintext_warning(&self) -> String {
        let fix = if cfg!(unix) {
            " Set TMPDIR to a directory in which a Unix socket can be created."
        } else {
            ""
        };
        format!(
            "the provider listens on {} without TLS, so every user of this machine can use it with your credentials.{fix}",
            self.address
        )
    }
}

/// A bound and listening socket; dropping it removes its directory.
pub(super) struct Listener {
    kind: Kind,
    address: Address,
}

enum Kind {
    #[cfg(unix)]
    Unix {
        listener: tokio::net::UnixListener,
        _directory: SocketDirectory,
    },
    Tcp(TcpListener),
}

impl Listener {
    /// Opens the socket. Uses TCP only if a Unix socket cannot be created.
    ///
    /// # Errors
    /// Returns an error if no port is free, or the host's range of ports is malformed.
    pub(super) async fn bind(settings: &SocketSettings) -> Result<Self, Error> {
        #[cfg(unix)]
        match SocketDirectory::create(&settings.directory).and_then(bind_unix) {
            Ok(listener) => return Ok(listener),
            Err(cause) => {
                tracing::warn!(%cause, "Cannot create a Unix socket in the temporary directory; listening on TCP \
                                        instead");
            }
        }
        bind_tcp(settings.ports.range()?).await.map_err(Error::Listen)
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Waits for the next client.
    pub(super) async fn accept(&self) -> io::Result<Socket> {
        match &self.kind {
            #[cfg(unix)]
            Kind::Unix { listener, .. } => Ok(Box::pin(listener.accept().await?.0)),
            Kind::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                // Small responses would otherwise wait 40 ms for the client's delayed acknowledgement. The socket also
                // works without this option.
                let _refused = stream.set_nodelay(true);
                Ok(Box::pin(stream))
            }
        }
    }
}

#[cfg(unix)]
fn bind_unix(directory: SocketDirectory) -> io::Result<Listener> {
    let address = directory.socket().to_owned();
    let listener = tokio::net::UnixListener::bind(&address)?;
    Ok(Listener {
        kind: Kind::Unix {
            listener,
            _directory: directory,
        },
        address: Address {
            network: "unix",
            address,
        },
    })
}

/// Takes the first free port of the range.
async fn bind_tcp(ports: RangeInclusive<u16>) -> io::Result<Listener> {
    let mut refused = io::Error::from(io::ErrorKind::AddrInUse);
    for port in ports {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            Ok(listener) => {
                let address = listener.local_addr()?.to_string();
                return Ok(Listener {
                    kind: Kind::Tcp(listener),
                    address: Address {
                        network: "tcp",
                        address,
                    },
                });
            }
            Err(cause) => refused = cause,
        }
    }
    Err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_taken_port_is_passed_over() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(bind_tcp(port..=port).await.is_err());

        let last = port.saturating_add(200);
        let listener = bind_tcp(port..=last).await.unwrap();
        let chosen: u16 = listener
            .address()
            .address
            .strip_prefix("127.0.0.1:")
            .unwrap()
            .parse()
            .unwrap();
        assert!((port + 1..=last).contains(&chosen), "{chosen}");
    }
}
