//! URLs of servers.

use terraform_provider_sdk::{schema::validators::Complaint, value::Value};
use url::Url;

use crate::gitlab::quote::may_hold_secret;

/// Requires the URL of a self-managed server that AWS can call.
///
/// # Errors
/// Returns what is wrong with it.
pub fn of_server(value: &Value) -> Result<(), Complaint> {
    judge(value, "https", |url| {
        if !url.username().is_empty() || url.password().is_some() {
            return Some("it contains credentials");
        }
        let has_more = url.query().is_some() || url.fragment().is_some();
        has_more.then_some("it has a query or a fragment")
    })
}

/// Requires the URL of an AWS service or of an emulator. An empty string counts as omitted.
///
/// # Errors
/// Returns what is wrong with it.
pub fn of_service(value: &Value) -> Result<(), Complaint> {
    match value.as_str() {
        Some("") => Ok(()),
        _ => judge(value, "http", |_| None),
    }
}

/// `scheme` is suggested for a URL without one.
fn judge(value: &Value, scheme: &str, refuse: impl Fn(&Url) -> Option<&'static str>) -> Result<(), Complaint> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let problem = match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => match refuse(&url) {
            None => return Ok(()),
            Some(problem) => format!("{problem}."),
        },
        Ok(url) if text.contains("://") => format!("it begins with {}:.", url.scheme()),
        Err(why) if text.contains("://") => format!("it is malformed ({why})."),
        _ if may_hold_secret(text) || Url::parse(&format!("{scheme}://{text}")).is_err() => {
            "it is not a URL.".to_owned()
        }
        _ => format!("it has no scheme: write {scheme}://{text}."),
    };
    Err(Complaint {
        summary: "Not the URL of a server".to_owned(),
        detail: format!("This must be a URL such as {scheme}://server.example.com, but {problem}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_urls_of_servers_are_accepted() {
        for text in [
            "https://gitlab.example.com",
            "https://gitlab.example.com:8443/gitlab",
            "http://10.0.0.7/",
        ] {
            assert_eq!(of_server(&text.into()), Ok(()), "{text}");
            assert_eq!(of_service(&text.into()), Ok(()), "{text}");
        }
        for text in [
            "",
            "gitlab.example.com",
            "ssh://git@example.com",
            "https://u:p@example.com",
            "u:p@example.com",
            "https://",
            "https://gitlab.example.com:99999",
            "https://git lab.example.com?private_token=u:p",
            "gitlab.example.com?private_token=u:p",
            "https://example.com?x=1",
        ] {
            let complaint = of_server(&text.into()).unwrap_err();
            assert!(!complaint.detail.contains("u:p"), "credentials are never shown");
            assert!(!complaint.detail.contains("https://https"), "{}", complaint.detail);
        }
        assert_eq!(of_service(&"".into()), Ok(()));
    }

    #[test]
    fn a_missing_scheme_is_suggested() {
        let detail = |result: Result<(), Complaint>| result.unwrap_err().detail;
        assert!(detail(of_server(&"gitlab.example.com".into())).contains("write https://gitlab.example.com."));
        assert!(detail(of_service(&"localhost:4566".into())).contains("write http://localhost:4566."));
    }
}
