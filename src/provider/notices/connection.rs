//! Messages about connections.

use terraform_provider_sdk::diagnostics::Diagnostic;

use super::{host, steps};
use crate::aws::{
    connections::Connection,
    console,
    hosts::{Host, Status},
};

/// Returns the warning that a new connection is pending. A `host` that is pending too must be set up first.
pub fn pending(name: &str, console_url: Option<&str>, host: Option<&Host>) -> Diagnostic {
    let host_first = host
        .filter(|host| host.status == Status::Pending)
        .map_or_else(String::new, |host| format!("\n\n{}", host::set_up_first(host)));
    let open = steps::open(
        console_url,
        "Open the connections in the AWS console (Developer Tools, Settings, Connections)",
    );
    Diagnostic::warning(
        format!("Connection {name:?} was created PENDING"),
        format!(
            "Unless you did so during the apply:{host_first}\n\n{open}\n\nThere, pick the pending connection {name:?} and choose \"Update \
             pending connection\"; do not create another connection. Sign in to the provider as the user whose projects the \
             connection shall reach: for GitLab, this user needs the Owner role in them. Until then no pipeline can use the \
             connection."
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
