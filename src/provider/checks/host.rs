//! Hosts: the address of the server.

use url::Url;

use crate::framework::{validators::Complaint, value::Value};

/// The address of the server must be one that AWS can call.
///
/// # Errors
/// What is wrong with it.
pub fn endpoint(value: &Value) -> Result<(), Complaint> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let problem = match Url::parse(text) {
        Err(why) => format!("it is not an address ({why})"),
        Ok(url) if url.scheme() != "https" && url.scheme() != "http" => format!("it begins with {}:", url.scheme()),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => "it holds credentials".to_owned(),
        Ok(url) if url.query().is_some() || url.fragment().is_some() => "it has a query or a fragment".to_owned(),
        Ok(_) => return Ok(()),
    };
    Err(Complaint {
        summary: "Not the address of a server".to_owned(),
        detail: format!(
            "The address of the self-managed server must be like https://gitlab.example.com, but {problem}."
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_of_servers_are_taken() {
        for text in [
            "https://gitlab.example.com",
            "https://gitlab.example.com:8443/gitlab",
            "http://10.0.0.7/",
        ] {
            assert_eq!(endpoint(&text.into()), Ok(()), "{text}");
        }
        for text in [
            "gitlab.example.com",
            "ssh://git@example.com",
            "https://u:p@example.com",
            "https://example.com?x=1",
        ] {
            let complaint = endpoint(&text.into()).unwrap_err();
            assert!(!complaint.detail.contains("u:p"), "credentials are never shown");
        }
    }
}
