//! The token for GitLab's API, in a type that cannot print it.

/// A personal, group or project access token, or an OAuth token, with the scope `read_api`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token; white space around it is dropped. `None` if nothing is left.
    pub fn new(text: &str) -> Option<Token> {
        Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(|text| Token(text.to_owned()))
    }

    /// The `Authorization` header. `None` if the text holds what no header can.
    pub(crate) fn header(&self) -> Option<reqwest::header::HeaderValue> {
        let mut header = reqwest::header::HeaderValue::from_str(&format!("Bearer {}", self.0)).ok()?;
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
    fn a_token_does_not_print() {
        let token = Token::new(" glpat-secret\n").unwrap();
        assert_eq!(format!("{token:?} {:?}", token.header().unwrap()), "*** Sensitive");
        assert_eq!(Token::new(" \n"), None);
        assert!(Token::new("a\nb").unwrap().header().is_none());
    }
}
