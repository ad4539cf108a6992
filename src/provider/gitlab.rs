//! The way to GitLab that the provider block describes.

use std::{path::PathBuf, sync::OnceLock};

use terraform_provider_sdk::{
    diagnostics::{Diagnostic, Diagnostics},
    typed::Document,
    value::Path,
};

use crate::{
    gitlab::{access::Access, base_url::BaseUrl, preflight::Preflight as Questions, token::Token},
    provider::config::{Config, Gitlab as Block, Preflight},
};

/// GitLab, asked only if somebody wants to know something.
#[derive(Debug)]
pub struct Gitlab {
    access: Access,
    mode: Preflight,
    questions: OnceLock<Result<Questions, String>>,
}

impl Gitlab {
    /// GitLab as the provider block says. Nothing is read before the first question.
    pub fn new(config: &Config) -> Self {
        let block = config.gitlab.as_ref();
        let token = block.and_then(|block| block.token.as_ref());
        Self {
            access: Access {
                base_url: block.and_then(|block| block.base_url.clone()),
                token: token.and_then(|token| Token::new(token.expose())),
                ca_bundle: config.ca_bundle().map(PathBuf::from),
            },
            mode: block.and_then(|block| block.preflight).unwrap_or_default(),
            questions: OnceLock::new(),
        }
    }

    /// A GitLab of which something is known only after the apply: the token must not reach another one, so nobody is asked.
    pub fn unknown() -> Self {
        let why = "Something in it is known only after the apply, and GitLab is not asked before that.";
        Self {
            access: Access::default(),
            mode: Preflight::Off,
            questions: OnceLock::from(Err(why.to_owned())),
        }
    }

    /// Whether plans ask GitLab, and how serious they take the answers.
    pub const fn mode(&self) -> Preflight {
        self.mode
    }

    /// Whom to ask. What was answered once is not asked again.
    ///
    /// # Errors
    /// That the settings cannot be used.
    pub fn questions(&self) -> Result<&Questions, Diagnostic> {
        let made = self
            .questions
            .get_or_init(|| self.access.settings().map(Questions::new));
        made.as_ref().map_err(|why| {
            let detail = format!("{why} Mend it in the block `gitlab` of the provider, or in GITLAB_BASE_URL.");
            Diagnostic::error("GitLab cannot be asked", detail)
        })
    }
}

/// What is wrong with the block `gitlab`, as far as it is known.
pub fn validate(config: Document<'_>) -> Diagnostics {
    let (block, field) = (Config::GITLAB.name, Block::BASE_URL.name);
    let Some(text) = config.value(block).get(field).as_str() else {
        return Diagnostics::new();
    };
    let refused = BaseUrl::parse(text).err();
    let path = Path::attribute(block).name(field);
    refused
        .map(|why| Diagnostic::error("Not the address of a GitLab", why).at(path))
        .into_iter()
        .collect()
}
