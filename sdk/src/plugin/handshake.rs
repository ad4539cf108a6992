//! The handshake line: the first and only thing that the process writes to stdout.

use std::io::{self, Write};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

use crate::plugin::{Error, listener::Address};

/// go-plugin's own protocol version, which has never changed.
const CORE_PROTOCOL: u8 = 1;

/// The only plugin protocol version of Terraform that this provider supports.
pub(super) const PLUGIN_PROTOCOL: u8 = 6;

/// The data that the host needs to connect.
pub(super) struct Handshake<'a> {
    pub(super) address: &'a Address,
    /// DER of this process' certificate; `None` means plain text.
    pub(super) certificate: Option<&'a [u8]>,
}

impl Handshake<'_> {
    /// Prints the handshake for the host, which connects immediately, so the socket must already be listening.
    pub(super) fn announce(&self) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(self.line().as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(Error::Announce)
    }

    fn line(&self) -> String {
        let Address { network, address } = self.address;
        let certificate = self
            .certificate
            .map(|der| STANDARD_NO_PAD.encode(der))
            .unwrap_or_default();
        format!("{CORE_PROTOCOL}|{PLUGIN_PROTOCOL}|{network}|{address}|grpc|{certificate}\n")
    }
}

/// Returns whether the host's list of protocol versions, such as `5,6`, contains ours.
///
/// The handshake is the same if it does not: the host then explains the mismatch itself.
pub(super) fn host_supports_our_protocol(versions: &str) -> bool {
    versions
        .split(',')
        .any(|version| version.trim().parse() == Ok(PLUGIN_PROTOCOL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_six_fields() {
        let address = Address {
            network: "unix",
            address: "/tmp/a/plugin.sock".into(),
        };
        let line = |certificate| {
            let address = &address;
            Handshake { address, certificate }.line()
        };
        assert_eq!(line(None), "1|6|unix|/tmp/a/plugin.sock|grpc|\n");
        assert_eq!(line(Some(b"\xfb\xff")), "1|6|unix|/tmp/a/plugin.sock|grpc|+/8\n");
    }

    #[test]
    fn versions_come_in_any_order() {
        for versions in ["6", "5,6", "6,5", " 5, 6 ", "7,6"] {
            assert!(host_supports_our_protocol(versions), "{versions}");
        }
        for versions in ["", "5", "56", "4,5", "six"] {
            assert!(!host_supports_our_protocol(versions), "{versions}");
        }
    }
}
