//! The steps that the user takes next.

/// Returns the sentence that opens a page of the AWS console, or `otherwise` if the page is not known.
pub fn open(console_url: Option<&str>, otherwise: &str) -> String {
    console_url.map_or_else(|| otherwise.to_owned(), |url| format!("Open {url}"))
}

/// Returns how to complete the handshake of a pending connection.
pub fn complete_handshake(console_url: Option<&str>) -> String {
    let open = open(console_url, "Open the connections in the AWS console");
    format!("{open}\nand choose \"Update pending connection\"; do not create another connection.")
}

/// Returns how to recover a connection with the status `ERROR`.
pub fn authorize_again(console_url: Option<&str>) -> String {
    let open = open(console_url, "Open the connection in the AWS console");
    format!(
        "AWS cannot use the connection at present, and retries on its own. If the status does not change, access may \
         have been revoked at the source provider. {open}\nand authorize the connection again, or replace it."
    )
}

/// Returns how to set up a pending host.
pub fn set_up_host(console_url: Option<&str>) -> String {
    let open = open(console_url, "Open the hosts in the AWS console");
    format!("{open}\nThere, choose the host and choose \"Set up host\".")
}

/// Returns the `import` block of the existing object `name`, with an address that is made of the name.
pub fn import_block(resource: &str, name: &str, id: &str) -> String {
    let is_valid = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    let label = name.replace(|character| !is_valid(character), "_");
    let is_first = |first: char| first.is_ascii_alphabetic() || first == '_';
    let start = if label.starts_with(is_first) { "" } else { "_" };
    format!("  import {{\n    to = {resource}.{start}{label}\n    id = {id:?}\n  }}")
}
