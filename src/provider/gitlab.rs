//! Access to GitLab, from the provider block.

use std::sync::OnceLock;

use terraform_provider_sdk::diagnostics::Diagnostic;

use crate::{
    aws::{self, environment},
    gitlab::{access::Access, client::Proxies, preflight::Preflight as Questions, token::Token},
    provider::configuration::{Config, PreflightMode},
};

/// Access to GitLab, which is not contacted before the first request.
#[derive(Debug)]
pub struct Gitlab {
    access: Access,
    mode: PreflightMode,
    questions: OnceLock<Result<Questions, String>>,
}

impl Gitlab {
    /// Returns the access that the provider block configures.
    pub fn new(config: &Config, user_agent: &str) -> Self {
        let block = config.gitlab.as_ref();
        let token = block.and_then(|block| block.token.as_ref());
        let (proxies, questions) = match proxies(config) {
            Ok(proxies) => (proxies, OnceLock::new()),
            Err(error) => (Proxies::default(), OnceLock::from(Err(format!("{error}.")))),
        };
        let ca_bundle = environment::ca_bundle(config.custom_ca_bundle.as_deref());
        Self {
            access: Access {
                base_url: block.and_then(|block| block.base_url.clone()),
                token: token.and_then(|token| Token::new(token.expose())),
                ca_bundle: ca_bundle.map(Into::into),
                proxies,
                user_agent: user_agent.to_owned(),
            },
            mode: block.and_then(|block| block.preflight).unwrap_or_default(),
            questions,
        }
    }

    /// Returns no access, for a block that is not completely known, because the token must not be sent to another
    /// GitLab.
    pub fn unknown() -> Self {
        let why = "The `gitlab` block of the provider is known only after apply, so GitLab cannot be contacted now.";
        Self {
            access: Access::default(),
            mode: PreflightMode::Off,
            questions: OnceLock::from(Err(why.to_owned())),
        }
    }

    /// Returns whether plans check GitLab, and the severity of the findings.
    pub const fn mode(&self) -> PreflightMode {
        self.mode
    }

    /// Returns the client, which sends each request once.
    ///
    /// # Errors
    /// If the configuration is invalid.
    pub fn questions(&self) -> Result<&Questions, Diagnostic> {
        let made = self
            .questions
            .get_or_init(|| self.access.settings().map(Questions::new));
        made.as_ref()
            .map_err(|why| Diagnostic::error("GitLab cannot be contacted", why))
    }
}

/// Returns the proxies that calls to AWS use, too.
fn proxies(config: &Config) -> Result<Proxies, aws::Error> {
    let [http, https, excluded] = [&config.http_proxy, &config.https_proxy, &config.no_proxy];
    let proxies = aws::proxies::Proxies::of(http.as_deref(), https.as_deref(), excluded.as_deref())?;
    Ok(Proxies {
        http: proxies.http_url(),
        https: proxies.https_url(),
        excluded: proxies.excluded().to_owned(),
    })
}
