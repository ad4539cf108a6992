//! The settings for GitLab: from the provider block, otherwise from the environment.

use std::path::PathBuf;

use super::{
    base_url::BaseUrl,
    client::{Limits, Proxies, Settings},
    token::{Origin, Token},
};

/// Environment variable for the URL of GitLab.
const BASE_URL: &str = "GITLAB_BASE_URL";

/// Environment variable for the token.
const TOKEN: &str = "GITLAB_TOKEN";

/// The configured access to GitLab.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// URL of GitLab.
    pub base_url: Option<String>,
    /// Token for the API.
    pub token: Option<Token>,
    /// File with additional certificate authorities to trust, in PEM format.
    pub ca_bundle: Option<PathBuf>,
    /// Proxies.
    pub proxies: Proxies,
    /// The header `User-Agent`.
    pub user_agent: String,
}

impl Access {
    /// Returns the settings of the client.
    ///
    /// # Errors
    /// Returns a sentence, which contains neither the token nor the URL, if the URL is malformed or the file cannot be
    /// read.
    pub fn settings(&self) -> Result<Settings, String> {
        let base_url = match self.base_url() {
            Some(text) => BaseUrl::parse(&text).map_err(|why| format!("{why} Fix base_url, or GITLAB_BASE_URL."))?,
            None => BaseUrl::gitlab_com(),
        };
        let ca_bundle = self.ca_bundle.as_ref().map(|path| {
            std::fs::read(path)
                .map_err(|error| format!("Cannot read the certificate bundle {}: {error}.", path.display()))
        });
        Ok(Settings {
            base_url,
            token: self
                .token
                .clone()
                .or_else(|| Token::from(&variable(TOKEN)?, Origin::Variable(TOKEN))),
            ca_bundle: ca_bundle.transpose()?,
            proxies: self.proxies.clone(),
            user_agent: self.user_agent.clone(),
            limits: Limits::default(),
        })
    }

    fn base_url(&self) -> Option<String> {
        let given = self.base_url.clone().filter(|text| !text.is_empty());
        given.or_else(|| variable(BASE_URL))
    }
}

/// Returns a variable that is set and not empty.
#[expect(
    clippy::disallowed_methods,
    reason = "where GitLab is and who asks can come from the environment"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_practitioner_says_goes_before_the_environment() {
        let access = Access {
            base_url: Some("https://gitlab.example.com/api/v4".to_owned()),
            token: Token::new("glpat-secret"),
            ..Access::default()
        };
        let settings = access.settings().unwrap();
        assert_eq!(settings.base_url.host(), "gitlab.example.com");
        assert_eq!(settings.token, access.token);
        assert!(!format!("{settings:?}").contains("glpat-secret"));
    }

    #[test]
    fn a_bundle_that_cannot_be_read_is_named() {
        let access = Access {
            ca_bundle: Some(PathBuf::from("/nowhere/bundle.pem")),
            base_url: Some("https://gitlab.example.com".to_owned()),
            ..Access::default()
        };
        assert!(access.settings().unwrap_err().contains("/nowhere/bundle.pem"));
    }
}
