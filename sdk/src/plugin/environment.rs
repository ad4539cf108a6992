//! The environment variables that the host sets when it starts the plugin.

use std::{ffi::OsString, ops::RangeInclusive, path::PathBuf};

use crate::plugin::Error;

/// Distinguishes a start by Terraform from a manual start. It is not a security measure.
const MAGIC_COOKIE: (&str, &str) = (
    "TF_PLUGIN_MAGIC_COOKIE",
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
);

const CLIENT_CERTIFICATE: &str = "PLUGIN_CLIENT_CERT";
const MAX_PORT: &str = "PLUGIN_MAX_PORT";
const MIN_PORT: &str = "PLUGIN_MIN_PORT";
const PROTOCOL_VERSIONS: &str = "PLUGIN_PROTOCOL_VERSIONS";
const SOCKET_DIRECTORY: &str = "PLUGIN_UNIX_SOCKET_DIR";

/// The host's settings for this process, read once from the environment variables of go-plugin.
///
/// An empty variable counts as an absent one, as it does for go-plugin.
#[derive(Debug)]
pub struct Environment {
    /// PEM of the only certificate that can connect; without it, the connection is plain text.
    pub(super) client_certificate: Option<Vec<u8>>,
    /// The protocol versions that the host supports, as the host lists them.
    pub(super) protocol_versions: String,
    pub(super) socket: SocketSettings,
}

/// Settings of the socket.
#[derive(Debug)]
pub(super) struct SocketSettings {
    /// Parent of the Unix socket's own directory.
    #[cfg_attr(not(unix), allow(dead_code, reason = "the socket is a TCP socket"))]
    pub(super) directory: PathBuf,
    pub(super) ports: Ports,
}

/// The first and the last port to try for a TCP socket, as the host set them; 0 or an empty value lets the system
/// choose. Systems with Unix sockets rarely need them, so they are validated only if they are used.
#[derive(Debug, Default)]
pub(super) struct Ports {
    min: Option<String>,
    max: Option<String>,
}

impl Environment {
    /// Reads the settings of the host.
    ///
    /// # Errors
    /// Returns [`Error::NotStartedByHost`] without the magic cookie.
    pub fn read() -> Result<Self, Error> {
        Self::from_variables(&variable)
    }

    fn from_variables(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let (cookie, expected) = MAGIC_COOKIE;
        if variable(cookie).is_none_or(|value| value != expected) {
            return Err(Error::NotStartedByHost);
        }
        Ok(Self {
            client_certificate: variable(CLIENT_CERTIFICATE).map(OsString::into_encoded_bytes),
            protocol_versions: text(variable, PROTOCOL_VERSIONS).unwrap_or_default(),
            socket: SocketSettings::from_variables(variable),
        })
    }
}

impl SocketSettings {
    /// Reads only the socket settings, for a process that is started manually.
    pub(super) fn read() -> Self {
        Self::from_variables(&variable)
    }

    fn from_variables(variable: &dyn Fn(&str) -> Option<OsString>) -> Self {
        Self {
            directory: variable(SOCKET_DIRECTORY).map_or_else(std::env::temp_dir, PathBuf::from),
            ports: Ports {
                min: text(variable, MIN_PORT),
                max: text(variable, MAX_PORT),
            },
        }
    }
}

impl Ports {
    /// The ports as numbers.
    ///
    /// # Errors
    /// Returns [`Error::Environment`] for an invalid port or range.
    pub(super) fn range(&self) -> Result<RangeInclusive<u16>, Error> {
        let (min, max) = (
            port(MIN_PORT, self.min.as_deref())?,
            port(MAX_PORT, self.max.as_deref())?,
        );
        if min > max {
            let cause = format!("is {min}, which is more than {MAX_PORT}, {max}");
            return Err(Error::Environment {
                variable: MIN_PORT,
                cause,
            });
        }
        Ok(min..=max)
    }
}

fn port(variable: &'static str, value: Option<&str>) -> Result<u16, Error> {
    value.map_or(Ok(0), |value| {
        value.parse().map_err(|_| Error::Environment {
            variable,
            cause: format!("must be a port, not \"{value}\""),
        })
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the host's settings are read"
)]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn text(variable: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Option<String> {
    variable(name).map(|value| value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Environment, Error> {
        Environment::from_variables(&|name| {
            let cookie = [MAGIC_COOKIE];
            let (_, value) = pairs.iter().chain(&cookie).find(|(key, _)| *key == name)?;
            Some(OsString::from(value)).filter(|value| !value.is_empty())
        })
    }

    #[test]
    fn a_cookie_that_differs_means_a_start_by_hand() {
        assert!(matches!(
            read(&[(MAGIC_COOKIE.0, "d602bf8f")]),
            Err(Error::NotStartedByHost)
        ));
        assert!(matches!(read(&[(MAGIC_COOKIE.0, "")]), Err(Error::NotStartedByHost)));
        assert!(read(&[]).is_ok());
    }

    #[test]
    fn ports_must_make_a_range() {
        let ports = |min, max| read(&[(MIN_PORT, min), (MAX_PORT, max)]).unwrap().socket.ports.range();
        assert_eq!(ports("", "").unwrap(), 0..=0);
        assert_eq!(ports("10000", "25000").unwrap(), 10000..=25000);
        assert_eq!(ports("7", "7").unwrap(), 7..=7);
        for (min, max) in [("2", "1"), ("x", "1"), ("1", "65536"), ("-1", "1"), ("5", "")] {
            assert!(
                matches!(ports(min, max), Err(Error::Environment { .. })),
                "{min} to {max}"
            );
        }
    }

    #[test]
    fn an_empty_variable_is_an_absent_one() {
        let environment = read(&[(CLIENT_CERTIFICATE, ""), (SOCKET_DIRECTORY, "")]).unwrap();
        assert_eq!(environment.client_certificate, None);
        assert_eq!(environment.socket.directory, std::env::temp_dir());
    }
}
