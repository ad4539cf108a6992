//! The URL of GitLab's API.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::{Host, Url};

/// All characters except the unreserved ones: a path or branch is one segment of an API path, encoded exactly once.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The base URL of a GitLab, from which the URLs of its REST and GraphQL APIs are built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Parses a URL such as `https://gitlab.example.com`, with or without a relative URL path, `/api/v4` and a trailing
    /// slash.
    ///
    /// # Errors
    /// Returns a sentence, which does not contain the string, if it is not a URL, has no host, contains credentials, a
    /// query or a fragment, or has a scheme other than `https` (`http` is allowed on loopback addresses only, because
    /// requests contain the token).
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let mut url =
            Url::parse(text.trim()).map_err(|_| "The base URL is not a URL such as \"https://gitlab.example.com\".")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(
                "The base URL contains credentials. Revoke them, and set the token in \"token\" or GITLAB_TOKEN.",
            );
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("The base URL contains \"?\" or \"#\". Remove it and everything after it.");
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => {
                return Err(
                    "The base URL begins with \"http:\", which would send the token unencrypted. Write \"https:\".",
                );
            }
            _ => return Err("The base URL must begin with \"https:\"."),
        }
        let path = url.path().trim_end_matches('/');
        let path = path
            .strip_suffix("/api/v4")
            .unwrap_or(path)
            .trim_end_matches('/')
            .to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// Returns the URL of GitLab.com.
    pub fn gitlab_com() -> Self {
        Self::parse("https://gitlab.com").expect("the address of GitLab.com is a base URL")
    }

    /// Returns the host for messages.
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or("")
    }

    /// Returns the URL without the path of the API.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns the web page of a project. `project` is a path that GitLab returned.
    pub(crate) fn page(&self, project: &str) -> String {
        self.with_path(&format!("/{project}")).to_string()
    }

    /// Whether the API is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Returns the URL of a REST call. `path` begins after `/api/v4/`, and its variable parts must be [`encoded`].
    pub(crate) fn rest(&self, path: &str) -> Url {
        self.with_path(&format!("/api/v4/{path}"))
    }

    /// Returns the URL of the GraphQL API.
    pub(crate) fn graphql(&self) -> Url {
        self.with_path("/api/graphql")
    }

    /// Whether `url` has the same scheme, host and port.
    pub(crate) fn has_origin_of(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }

    /// Parses the whole URL, because joining would decode an encoded path.
    fn with_path(&self, path: &str) -> Url {
        let text = format!("{}{path}", self.0.as_str().trim_end_matches('/'));
        Url::parse(&text).expect("a base URL and an encoded path make a URL")
    }
}

/// Returns `text` encoded as one path segment or query value: each `/` becomes `%2F`.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_the_same_with_and_without_api_and_slash() {
        for text in [
            "https://Example.com/gitlab",
            "https://example.com/gitlab/",
            "https://example.com/gitlab/api/v4",
            "https://example.com:443/gitlab/api/v4/",
        ] {
            let base = BaseUrl::parse(text).unwrap();
            assert_eq!(
                base.rest("projects/a%2Fb").as_str(),
                "https://example.com/gitlab/api/v4/projects/a%2Fb",
                "{text}"
            );
            assert_eq!(base.graphql().as_str(), "https://example.com/gitlab/api/graphql");
        }
        assert_eq!(
            BaseUrl::gitlab_com().rest("user").as_str(),
            "https://gitlab.com/api/v4/user"
        );
    }

    #[test]
    fn a_token_never_goes_out_in_the_clear() {
        for text in [
            "http://gitlab.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "ftp://x",
            "gitlab.com",
            "",
            "https://user:secret@gitlab.com",
            "https://gitlab.com?private_token=secret",
            "https://gitlab.com#x",
        ] {
            let sentence = BaseUrl::parse(text).expect_err(text);
            assert!(!sentence.contains("secret"), "{sentence}");
        }
        for text in ["http://127.0.0.1:8080", "http://localhost:3000", "http://[::1]:1"] {
            assert!(BaseUrl::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn variable_parts_are_encoded_exactly_once() {
        assert_eq!(encoded("group/sub.x/a-b_c"), "group%2Fsub.x%2Fa-b_c");
        assert_eq!(encoded("a#b%2Fc+d é"), "a%23b%252Fc%2Bd%20%C3%A9");
    }
}
