//! The token for GitLab's API, in a type that never prints it.

use serde_json::Value;

/// A personal, group or project access token, or an OAuth token, with the `read_api` scope.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    secret: String,
    origin: Origin,
}

/// Where a token comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The provider's configuration.
    Configuration,
    /// An environment variable.
    Variable(&'static str),
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Configuration => formatter.write_str("`token` in the `gitlab` block"),
            Self::Variable(name) => write!(formatter, "the environment variable {name}"),
        }
    }
}

impl Token {
    /// Returns the token in the configuration without surrounding white space; `None` if it is empty.
    pub fn new(text: &str) -> Option<Self> {
        Self::from(text, Origin::Configuration)
    }

    /// Returns a token without surrounding white space; `None` if it is empty.
    pub(crate) fn from(text: &str, origin: Origin) -> Option<Self> {
        let secret = text.trim().to_owned();
        (!secret.is_empty()).then_some(Self { secret, origin })
    }

    /// Returns where the token comes from.
    pub(crate) fn origin(&self) -> Origin {
        self.origin
    }

    /// Replaces the token in the strings of a response: a server may repeat it.
    pub(super) fn mask(&self, response: &mut Value) {
        match response {
            Value::String(text) if text.contains(&self.secret) => *text = text.replace(&self.secret, "***"),
            Value::Array(items) => items.iter_mut().for_each(|item| self.mask(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.mask(member)),
            _ => {}
        }
    }

    /// Returns the `Authorization` header; `None` if the token contains characters that a header cannot contain.
    pub(crate) fn header(&self) -> Option<reqwest::header::HeaderValue> {
        let mut header = reqwest::header::HeaderValue::from_str(&format!("Bearer {}", self.secret)).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_masked_in_the_strings_of_an_answer() {
        let mut answer = serde_json::json!({ "message": ["Bearer glpat-secret", 1], "error": "no" });
        Token::new("glpat-secret").unwrap().mask(&mut answer);
        assert_eq!(
            answer,
            serde_json::json!({ "message": ["Bearer ***", 1], "error": "no" })
        );
    }

    #[test]
    fn a_token_does_not_print() {
        let token = Token::new(" glpat-secret\n").unwrap();
        assert_eq!(format!("{token:?} {:?}", token.header().unwrap()), "*** Sensitive");
        assert_eq!(Token::new(" \n"), None);
        assert!(Token::new("a\nb").unwrap().header().is_none());
    }
}
