//! Messages about connections.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::{host, steps};
use crate::aws::{
    connections::Connection,
    console,
    hosts::{Host, Status},
};

/// Returns the warning that a new connection is pending. Its `host` must be set up first if that is pending as well.
pub fn pending(name: &str, console_url: Option<&str>, host: Option<&Host>) -> Diagnostic {
    let host_first = host
        .filter(|host| host.status == Status::Pending)
        .map_or_else(String::new, |host| {
            format!("Set up the host first. {}\n\n", host::set_up_first(host))
        });
    let open = steps::open(
        console_url,
        "Open the connections in the AWS console (Developer Tools, Settings, Connections)",
    );
    Diagnostic::warning(
        format!("Connection {name:?} was created with the status PENDING"),
        format!(
            "If its codepipeline_handshake was completed in this apply, no further action is needed. Otherwise, \
             authorize it:\n\n{host_first}{open}\n\nThere, choose the pending connection {name:?}, then \"Update \
             pending connection\"; do not create another connection. Authorize it as the user whose projects the \
             connection must access; in GitLab, this user needs the Owner role in these projects. No pipeline can use \
             the connection until you authorize it."
        ),
    )
}

/// Returns the warning that AWS cannot use a connection.
pub fn broken(connection: &Connection) -> Diagnostic {
    Diagnostic::warning(
        format!("Connection {:?} has the status ERROR", connection.name),
        steps::authorize_again(console::connection(&connection.arn).as_deref()),
    )
}
