//! The variable that lets Terraform and OpenTofu attach to a running provider, for example in a debugger.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::plugin::{Error, handshake::PLUGIN_PROTOCOL, listener::Address};

/// Name of the variable, read by Terraform and OpenTofu alike.
const VARIABLE: &str = "TF_REATTACH_PROVIDERS";

/// Prints the assignment for a shell to stdout, and instructions to stderr.
pub(super) fn announce(sources: &[&str], address: &Address) -> Result<(), Error> {
    let value = value(sources, address, std::process::id());
    let assignment = assignment(&value);
    eprintln!(
        "The provider is running. To use it, set this environment variable in the shell that runs terraform or tofu. \
         Press Ctrl-C to stop the provider."
    );
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(assignment.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Error::Announce)
}

/// One entry for each source address of the provider.
fn value(sources: &[&str], address: &Address, process: u32) -> String {
    let entry = json!({
        "Protocol": "grpc",
        "ProtocolVersion": PLUGIN_PROTOCOL,
        "Pid": process,
        // Without it, Terraform 1.11 panics, and a host ends the process after its first command.
        "Test": true,
        "Addr": { "Network": address.network, "String": address.address },
    });
    let entries: Map<String, Value> = sources
        .iter()
        .map(|source| (source.to_string(), entry.clone()))
        .collect();
    Value::Object(entries).to_string()
}

#[cfg(not(windows))]
fn assignment(value: &str) -> String {
    format!("{VARIABLE}='{}'\n", value.replace('\'', r"'\''"))
}

#[cfg(windows)]
fn assignment(value: &str) -> String {
    let quoted = value.replace('\'', "''");
    format!("set \"{VARIABLE}={value}\"\n$env:{VARIABLE}='{quoted}'\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_gets_the_same_entry() {
        let address = Address {
            network: "unix",
            address: "/tmp/it's/plugin.sock".into(),
        };
        let value: Value = serde_json::from_str(&value(&["a/b/c", "d/e/f"], &address, 7)).unwrap();
        let entry = json!({
            "Protocol": "grpc", "ProtocolVersion": 6, "Pid": 7, "Test": true,
            "Addr": { "Network": "unix", "String": "/tmp/it's/plugin.sock" },
        });
        assert_eq!(value, json!({ "a/b/c": entry, "d/e/f": entry }));
    }

    #[cfg(unix)]
    #[test]
    fn the_assignment_survives_a_shell() {
        let script = format!("{}printf %s \"${VARIABLE}\"", assignment(r#"{"a":"it's $HOME"}"#));
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), r#"{"a":"it's $HOME"}"#);
    }
}
